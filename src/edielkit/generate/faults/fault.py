"""A message with one fault, beside the same message without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from edielkit.findings import Report
from edielkit.process_rules import MemoryContext
from edielkit.validation import validate

__all__ = ("Fault", "Finding")

Finding = dict[str, Any]


@attrs.frozen(kw_only=True)
class Fault:
    """A message that breaks one rule and no other, beside its valid twin.

    Attributes:
        code: Code of the rule.
        kind: Name of the message in its standard.
        valid: The message that breaks no rule.
        faulty: The message that breaks the rule.
        suffix: Ending of files that hold them.
        now: Aware instant of their validation.
        version: EMIF version to validate by, None for what the message needs.
        valid_context: What is known of the market of the valid message, in the form of
            ``docs/reference/context.schema.json``; None where no rule of it is asked.
        faulty_context: The same of the faulty one. Where the messages are alike, it is this that makes one faulty.
    """

    code: str
    kind: str
    valid: bytes
    faulty: bytes
    suffix: str = ".xml"
    now: dt.datetime
    version: str | None = None
    valid_context: Mapping[str, Any] | None = None
    faulty_context: Mapping[str, Any] | None = None

    def report(self, *, faulty: bool = True) -> Report:
        """Return what `edielkit.validate` says of the faulty message, or of its twin."""
        context = self.faulty_context if faulty else self.valid_context
        return validate(
            self.faulty if faulty else self.valid,
            now=self.now,
            version=self.version,
            context=None if context is None else MemoryContext.from_dict(context),
        )

    def expected(self) -> list[Finding]:
        """Return the findings on the faulty message as plain data: code, severity, reason, payload and path.

        The words of a finding are those of this package, and other implementations have others.
        """
        return [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "reason": finding.reason and {"code": finding.reason.code, "agency": finding.reason.agency},
                "payload": finding.payload,
                "path": finding.position.path or None,
                "segment": finding.position.segment or None,
            }
            for finding in self.report().findings
        ]
