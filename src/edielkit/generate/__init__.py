"""Test data: valid messages, messages with one fault, and corpora of both, the same for the same seed.

>>> import datetime as dt
>>> generated = generate_message("PollForData", now=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC))
>>> generated.data[:38]
b'<?xml version="1.0" encoding="UTF-8"?>'
"""

from __future__ import annotations

from edielkit.generate.corpus import corpus_files
from edielkit.generate.faults import Fault, fault_of, faults, faults_for, unbreakable
from edielkit.generate.generated import Generated
from edielkit.generate.generated_messages import generate_message, generate_messages, message_kinds
from edielkit.generate.template import template, template_kinds, template_uses
from edielkit.generate.template_snippet import template_snippet

__all__ = (
    "Fault",
    "Generated",
    "corpus_files",
    "fault_of",
    "faults",
    "faults_for",
    "generate_message",
    "generate_messages",
    "message_kinds",
    "template",
    "template_kinds",
    "template_snippet",
    "template_uses",
    "unbreakable",
)
