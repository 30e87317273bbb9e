"""Reports as one HTML file: with the offending lines, the answer that would come, and the values as pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.reports import InputReport
from edielkit.errors import EdielError
from edielkit.pages import PageFinding, PageInput, report_page

if TYPE_CHECKING:
    from edielkit.answers import ExplainedAnswer
    from edielkit.inputs import Input
    from edielkit.series import TimeSeries

__all__ = ("html_lines",)

# beyond these a page is no longer one that a person looks at
_MOST_SERIES, _MOST_VALUES = 200, 1_000_000


def html_lines(
    reports: Iterable[InputReport], *, now: dt.datetime, language: str, in_full: bool
) -> Iterator[str]:
    """Yield the page.

    Args:
        reports: The inputs with their reports.
        now: The clock: when the page is made, and when an answer would be written.
        language: ``en`` or ``nb``.
        in_full: Every place of a finding, and every series.
    """
    yield report_page(
        (_page_input(source, now) for source in reports), now=now, language=language, in_full=in_full
    ).rstrip("\n")


def _page_input(source: InputReport, now: dt.datetime) -> PageInput:
    opened = None if source.excerpts is None else source.excerpts.opened
    answers, notes = ((), ()) if opened is None else _answers(opened, source, now)
    return PageInput(
        name=source.name,
        report=source.report,
        findings=tuple(_findings(source)),
        answers=answers,
        notes=notes,
        series=() if opened is None else _series(opened),
        ignored=source.ignored,
    )


def _findings(source: InputReport) -> Iterator[PageFinding]:
    excerpts = source.excerpts or Excerpts(b"")
    for finding in source.report:
        excerpt = excerpts.of(finding.position)
        yield PageFinding(finding, excerpt.where, excerpt.text) if excerpt else PageFinding(finding)


def _answers(
    opened: Input, source: InputReport, now: dt.datetime
) -> tuple[tuple[ExplainedAnswer, ...], tuple[str, ...]]:
    """Return what would be answered, explained, and what is to be said of it."""
    from edielkit.answers import answer
    from edielkit.verbs import explain, serialize

    # the identifications are seen by nobody
    answers = answer(opened, source.report, now=now, new_id=lambda: "00000000-0000-4000-8000-000000000000")
    explained = tuple(
        explained for message in answers.messages for explained in explain(serialize(message)).answers
    )
    return explained, tuple(answers.notes)


def _series(opened: Input) -> tuple[TimeSeries, ...]:
    from edielkit.verbs import read_series

    series: list[TimeSeries] = []
    values = 0
    try:
        for channel in islice(read_series(opened), _MOST_SERIES):
            values += len(channel.observations)
            if values > _MOST_VALUES:
                break
            series.append(channel)
    except EdielError:
        pass  # the report says why
    return tuple(series)
