"""Rules, findings and reports in another language: codes, places, severities and reasons stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from edielkit.findings import Finding, Report, Rule
from edielkit.translation.languages import Catalogue, catalogue

__all__ = ("finding_in", "report_in", "rule_in", "text_parts")

_LABELS = re.compile(r"(?:^|\s+)(Why|Wrong|Right): ")


def text_parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a rule's text, each with its label; the first may have none.

    >>> list(text_parts("Why: a limit. Wrong: two. Right: one."))
    [('Why', 'a limit.'), ('Wrong', 'two.'), ('Right', 'one.')]
    """
    first, *labelled = _LABELS.split(" ".join(text.split()))
    if first:
        yield "", first
    yield from zip(labelled[::2], labelled[1::2], strict=True)


def rule_in(rule: Rule, language: str) -> Rule:
    """Return *rule* with title and text in a language.

    Args:
        rule: The rule; its source is quoted as it is.
        language: ``en`` or ``nb``.

    >>> from edielkit.catalogue import get
    >>> rule_in(get("EXC001"), "nb").title
    'begge retninger er med'
    """
    if language == "en":
        return rule
    texts = catalogue(language)
    return attrs.evolve(rule, title=texts.sentence(rule.title).text, text=_text(rule.text, texts))


def _text(text: str, texts: Catalogue) -> str:
    lines = []
    for label, part in text_parts(text):
        words = texts.sentence(part).text
        lines.append(f"{texts(label)}: {words}" if label else words)
    return "\n".join(lines)


def finding_in(finding: Finding, language: str) -> Finding:
    """Return *finding* with its message and rule in a language.

    What a sentence says of the input stays as it is. A sentence that the catalogue has no whole translation of is said
    by the rule that it breaks, with the English sentence behind it.

    Args:
        finding: The finding.
        language: ``en`` or ``nb``.

    >>> from edielkit import validate
    >>> [finding] = [f for f in validate(b"hello").errors]
    >>> finding_in(finding, "nb").code == finding.code
    True
    """
    if language == "en":
        return finding
    rule = None if finding.rule is None else rule_in(finding.rule, language)
    message = catalogue(language).sentence(finding.message)
    text = message.text
    if not message.complete and rule is not None:
        # a title says what should be: what breaks it is no praise
        text = f"{catalogue(language)('against the rule')} «{rule.title}» ({finding.message})"
    return attrs.evolve(finding, message=text, rule=rule)


def report_in(report: Report, language: str) -> Report:
    """Return *report* with all its findings, and what was not checked, in a language.

    Args:
        report: The report.
        language: ``en`` or ``nb``.
    """
    if language == "en":
        return report
    texts = catalogue(language)
    return attrs.evolve(
        report,
        findings=[finding_in(finding, language) for finding in report.findings],
        not_checked=tuple(texts.sentence(words).text for words in report.not_checked),
    )
