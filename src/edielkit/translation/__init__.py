"""Texts of this package in bokmål: rules, findings, reports and the command line, from gettext catalogues.

English is the text in the code and the key of the catalogues in ``edielkit/locale``. A catalogue is read when a text in
its language is first asked for.
"""

from __future__ import annotations

from edielkit.translation.code_names import code_name_in, code_names
from edielkit.translation.findings import finding_in, report_in, rule_in, text_parts
from edielkit.translation.languages import (
    LANGUAGES,
    Catalogue,
    accepted_language,
    catalogue,
    label_in,
    language_of,
)
from edielkit.translation.plain_data import comments_in, fault_in

__all__ = (
    "LANGUAGES",
    "Catalogue",
    "accepted_language",
    "catalogue",
    "code_name_in",
    "code_names",
    "comments_in",
    "fault_in",
    "finding_in",
    "label_in",
    "language_of",
    "report_in",
    "rule_in",
    "text_parts",
)
