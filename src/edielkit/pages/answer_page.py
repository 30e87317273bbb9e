"""What an answer means as one HTML file: each reason beside the place in the original that it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.pages.rendering import rendered
from edielkit.translation import Catalogue, catalogue, finding_in, label_in, rule_in

if TYPE_CHECKING:
    from edielkit.answers.explanation import Explained, ExplainedAnswer

__all__ = ("PageAnswer", "answer_page")


@attrs.frozen(kw_only=True)
class PageAnswer:
    """One answer of the page.

    Attributes:
        name: How the input is called.
        answer: What it says.
        original: How the original is called, empty when it is not at hand.
        absent: Why it is not.
        excerpts: What stands in the original at the place of each reason, personal data masked.
        nothing: What is to be said of a reason that no finding of ours matches.
    """

    name: str
    answer: ExplainedAnswer
    original: str = ""
    absent: str = ""
    excerpts: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()


def answer_page(answers: Iterable[PageAnswer], *, now: dt.datetime, language: str = "en") -> str:
    """Return answers as one HTML document.

    Args:
        answers: The answers.
        now: When the page is made, aware.
        language: ``en`` or ``nb``.

    Raises:
        ValueError: There is no such language.
        EdielError: Jinja2, of the extra ``html``, is not installed.

    >>> page = answer_page([], now=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), language="nb")
    >>> "Hva et svar betyr" in page
    True
    """
    texts = catalogue(language)
    cards = [_card(answer, texts) for answer in answers]
    return rendered("answers.html", now=now, language=language, cards=cards)


def _card(source: PageAnswer, texts: Catalogue) -> dict[str, Any]:
    answer = source.answer
    result = {None: "", True: "accepted", False: "rejected"}[answer.accepted]
    facts = (("process", answer.process), ("answers", answer.original), ("original", source.original))
    return {
        "name": source.name,
        "kind": answer.kind,
        "result": result,
        "words": texts(result or "in parts"),
        "original": source.original,
        "absent": texts.sentence(source.absent).text,
        "facts": [(label, value) for label, value in facts if value],
        "reasons": [_reason(source, number, texts) for number in range(len(answer.reasons))],
    }


def _reason(source: PageAnswer, number: int, texts: Catalogue) -> dict[str, Any]:
    reason = source.answer.reasons[number]
    facts = (
        ("about", texts.sentence(reason.about).text),
        ("payload", reason.payload or ""),
        ("says", label_in(reason.text, texts.language)),
        ("source", reason.source),
    )
    return {
        "code": f"{reason.code}/{reason.agency}" if reason.agency else reason.code,
        "words": reason.words_in(texts.language),
        "facts": [(label, value) for label, value in facts if value],
        "rules": list(_rules(reason, texts)),
        "where": texts.sentence(str(reason.position)).text if reason.position else "",
        "here": source.excerpts[number] if source.excerpts else "",
        "findings": [finding_in(finding, texts.language) for finding in reason.findings],
        "nothing": texts.sentence(source.nothing[number]).text if source.nothing else "",
    }


def _rules(reason: Explained, texts: Catalogue) -> Iterator[str]:
    """Yield the rules that are broken, or those that may be, where nothing was found."""
    if reason.findings:
        yield from (f"{rule.code} {rule_in(rule, texts.language).title}" for rule in reason.rules)
    yield from (texts.sentence(words).text for words in reason.rule_words)
