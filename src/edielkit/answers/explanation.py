"""What an answer says, as values: each reason with its meaning, its place in the original, and our own findings."""

from __future__ import annotations

from typing import Any

import attrs

from edielkit.codes import CodeTrust
from edielkit.findings import Finding, Position, Rule, payload_name
from edielkit.harmless import name_of_something, without_birth_numbers
from edielkit.translation import label_in

__all__ = ("Explained", "ExplainedAnswer", "Explanation")

_UNKNOWN = "no public source says what this code means"
_MOST_RULES = 5
_TRUST = {
    CodeTrust.NOT_FOUND: _UNKNOWN,
    CodeTrust.INFERRED: "the meaning is inferred from the rules that give the code",
    CodeTrust.CROSS_SOURCE: "the name is that of the same code in another agency's list",
    CodeTrust.DERIVED: "the meaning is derived",
    CodeTrust.MEMORY: "the meaning is remembered, no source was found",
    CodeTrust.SOURCED: "",
}


@attrs.frozen(kw_only=True)
class Explained:
    """One reason of an answer.

    Attributes:
        code: The code.
        agency: Its agency; ``UN`` for 0085.
        name: English name, empty where none is known.
        name_no: Norwegian name, empty where none is known.
        trust: How well the meaning is known.
        source: Where it comes from.
        level: What it is about: ``document``, ``payload``, ``interchange``, ``group``, ``message``, ``segment``,
            ``element`` or ``transaction``.
        about: The same in words, such as ``segment 14 (QTY) of message 1, element 1, component 2``.
        payload: Identification of the payload, transaction or message, or None.
        position: Where that is in the original; None without an original, or when it was not found there.
        text: What the answer itself says beside the code.
        rules: The rules that the findings break; without findings those that the code may be given for, the likeliest first.
        findings: Our findings on the original that match.
    """

    code: str = attrs.field(converter=name_of_something)
    agency: str = attrs.field(default="", converter=name_of_something)
    name: str = ""
    name_no: str = ""
    trust: CodeTrust = CodeTrust.NOT_FOUND
    source: str = ""
    level: str = "document"
    about: str = attrs.field(default="", converter=without_birth_numbers)
    payload: str | None = attrs.field(default=None, converter=payload_name)
    position: Position | None = None
    text: str = attrs.field(default="", converter=without_birth_numbers)
    rules: tuple[Rule, ...] = attrs.field(default=(), repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def words(self) -> str:
        """The meaning with how well it is known, in one line.

        >>> Explained(code="E0J", agency="260").words
        'no public source says what this code means'
        >>> Explained(code="EH075", agency="89", name="Resolution missing", trust=CodeTrust.INFERRED).words
        'Resolution missing (the meaning is inferred from the rules that give the code)'
        """
        return self.words_in("en")

    def words_in(self, language: str) -> str:
        """Return the meaning with how well it is known, in a language.

        Args:
            language: ``en`` or ``nb``.

        >>> Explained(code="E50", agency="260", name="Invalid period", trust=CodeTrust.SOURCED).words_in("nb")
        'Ugyldig periode'
        """
        name = (language != "en" and self.name_no) or label_in(self.name or self.name_no, language)
        doubt, unknown = (label_in(text, language) for text in (_TRUST[self.trust], _UNKNOWN))
        return f"{name} ({doubt})" if name and doubt else name or unknown

    @property
    def rule_words(self) -> tuple[str, ...]:
        """Which rules the code may be given for, a sentence each; none where findings say which rule it is.

        >>> Explained(code="E14", agency="260").rule_words
        ()
        """
        if self.findings:
            return ()
        sentences = [f"may be given where {rule.code} is broken: {rule.title}" for rule in self.rules]
        shown, more = sentences[:_MOST_RULES], len(sentences) - _MOST_RULES
        if len(shown) > 1:
            shown.insert(
                0,
                f"{len(sentences)} rules share this code, and the answer does not say which; the likeliest first:",
            )
        return (
            *shown,
            *(
                (f"and {more} more; edielkit rules {self.code} lists those that name the code",)
                if more > 0
                else ()
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the reason as plain data."""
        at = self.position
        return {
            "code": self.code,
            "agency": self.agency or None,
            "name": self.name or None,
            "name_no": self.name_no or None,
            "trust": self.trust.value,
            "source": self.source or None,
            "level": self.level,
            "about": self.about or None,
            "payload": self.payload,
            "position": None
            if at is None
            else {
                "path": at.path or None,
                "line": at.line,
                "column": at.column,
                "offset": at.offset,
                "segment": at.segment or None,
            },
            "text": self.text or None,
            # rules that are broken, or only candidates
            "certain": bool(self.findings),
            "rules": [{"code": rule.code, "title": rule.title} for rule in self.rules],
            "findings": [finding.to_dict() for finding in self.findings],
        }


@attrs.frozen(kw_only=True)
class ExplainedAnswer:
    """One answer: an Acknowledgement, a CONTRL ...

    Attributes:
        kind: Name of the message, such as ``Acknowledgement``, ``CONTRL`` or ``Fault``.
        accepted: Whether it accepts; None where each part has its own result.
        process: Process of the original, such as ``BRS-NO-313``, or empty.
        original: Identification of the original that it names.
        original_found: Whether the original was given and is that one; None when none was given or the answer names none.
        reasons: What it says, in order.
    """

    kind: str
    accepted: bool | None = None
    process: str = attrs.field(default="", converter=name_of_something)
    original: str = attrs.field(default="", converter=name_of_something)
    original_found: bool | None = None
    reasons: tuple[Explained, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "kind": self.kind,
            "accepted": self.accepted,
            "process": self.process or None,
            "original": self.original or None,
            "found": self.original_found,
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@attrs.frozen(kw_only=True)
class Explanation:
    """What an input says as an answer.

    Attributes:
        answers: The answers in it; none when it holds none.
    """

    answers: tuple[ExplainedAnswer, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data that JSON can hold."""
        return {"answers": [answer.to_dict() for answer in self.answers]}
