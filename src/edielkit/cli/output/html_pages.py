"""Messages, answers and exchange points as HTML files: what the commands show as text, with pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from edielkit.cli.language import language, translate
from edielkit.cli.output.excerpts import Excerpts
from edielkit.errors import EdielError
from edielkit.harmless import name_of_something
from edielkit.inputs import is_edifact
from edielkit.pages import PageAnswer, PageMessage, answer_page, message_page

if TYPE_CHECKING:
    from edielkit.answers.explanation import ExplainedAnswer
    from edielkit.cli.input.matching import Beside, Candidate
    from edielkit.cli.output.show_pairs import SideBySide
    from edielkit.findings import Rule
    from edielkit.inputs import Input
    from edielkit.series import TimeSeries
    from edielkit.value_files import ValueFile

__all__ = ("answer_cards", "answers_html", "page_of", "shown_html")


def shown_html(messages: Iterable[PageMessage], *, in_full: bool) -> str:
    """Return the page of what is in messages."""
    now = dt.datetime.now(dt.UTC)
    return message_page(messages, now=now, language=language(), in_full=in_full).rstrip("\n")


def page_of(
    name: str,
    opened: Input,
    content: tuple[Any, ...] | ValueFile,
    *,
    lines: Iterable[str],
    beside: SideBySide,
) -> PageMessage:
    """Return what a page shows of an input.

    Args:
        name: How it is called.
        opened: Its bytes, opened.
        content: Its documents, or the file of values that it is.
        lines: The same as text.
        beside: Which points are exchange points, and the direction of product codes.
    """
    from edielkit.verbs import read_series

    try:
        channels = read_series(opened) if isinstance(content, tuple) else content.series
        series = tuple(_directed(channel, beside) for channel in channels)
    except EdielError:
        series = ()  # it holds no values
    heads = (
        [_head(document) for document in content]
        if isinstance(content, tuple)
        else [(translate(content.form.title), (("form", content.form.name),))]
    )
    return PageMessage(
        name=name,
        kind=", ".join(dict.fromkeys(kind for kind, _ in heads)),
        facts=tuple(fact for _, facts in heads[:1] for fact in facts),
        lines=tuple(click.unstyle(line) for line in lines),
        series=series,
        pairs=tuple((pair.incoming, pair.outgoing) for pair in beside.pairs(series)),
    )


def _directed(series: TimeSeries, beside: SideBySide) -> TimeSeries:
    """Return a series with the direction that its product code has for the partners."""
    direction = beside.directions.get(series.product or "")
    return attrs.evolve(series, direction=direction) if direction and not series.direction else series


def _head(document: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what a document is, and the facts of its header."""
    if is_edifact(document):
        from edielkit.cli.output.show_edifact import interchange_facts

        kinds = dict.fromkeys(name_of_something(message.type) for message in document.messages)
        return ", ".join(kinds) or "EDIFACT", tuple(interchange_facts(document))
    from edielkit.cli.output.show_emif import message_facts, wrapper_facts, wrapper_text

    if hasattr(document, "messages"):
        kinds = dict.fromkeys(message.kind() for message in document.messages)
        return ", ".join(kinds) or wrapper_text(document), tuple(wrapper_facts(document))
    return document.kind(), tuple(message_facts(document))


def answers_html(cards: Iterable[PageAnswer]) -> str:
    """Return the page of what answers mean."""
    return answer_page(cards, now=dt.datetime.now(dt.UTC), language=language()).rstrip("\n")


def answer_cards(
    name: str, beside: Beside, *, absent: Sequence[str], nothing: Callable[[Sequence[Rule]], str]
) -> Iterator[PageAnswer]:
    """Yield what the page shows of the answers in an input.

    Args:
        name: How the input is called.
        beside: What it says, and the original that it is about.
        absent: Why each answer has no original.
        nothing: Says why a reason has no finding of ours.
    """
    original = beside.original
    for answer, why in zip(beside.explanation.answers, absent, strict=True):
        yield PageAnswer(
            name=name,
            answer=answer,
            original=original.name if original is not None and answer.original_found else "",
            absent=why,
            excerpts=_excerpts(answer, original),
            nothing=tuple(nothing(reason.rules) for reason in answer.reasons),
        )


def _excerpts(answer: ExplainedAnswer, original: Candidate | None) -> tuple[str, ...]:
    if original is None:
        return ()
    excerpts = Excerpts(original.data)
    placed = [excerpts.of(reason.position) if reason.position else None for reason in answer.reasons]
    return tuple(excerpt.text if excerpt else "" for excerpt in placed)
