"""Files that carry metering values and are no messages: what end users download, APIs answer and spreadsheets save.

Each form gives series, and findings with their lines: what is wrong is named, and nothing is guessed.
"""

from __future__ import annotations

from edielkit.value_files.file_value_rules import RULES
from edielkit.value_files.forms import FORMS, SUFFIXES, Form, ValueFile, form_of, read_file, series_of
from edielkit.value_files.options import Clock, ReadOptions

__all__ = (
    "FORMS",
    "RULES",
    "SUFFIXES",
    "Clock",
    "Form",
    "ReadOptions",
    "ValueFile",
    "form_of",
    "read_file",
    "series_of",
)
