"""The rows of a sheet as values: which column holds what is a layout, and each form of file has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import attrs

from edielkit.harmless import quoted
from edielkit.market_time import Resolution
from edielkit.process_rules.data import units
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Status
from edielkit.tables.rows import STATUS_NAMES
from edielkit.value_files.delimited import Sheet
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.local_times import STEPS, CellTime, instants_of, interval_of, read_time
from edielkit.value_files.numbers import PointCells, QuantityCells
from edielkit.value_files.options import Clock, ReadOptions
from edielkit.value_files.value_rows import Channel, ValueRow, resolution_code

__all__ = ("DIRECTIONS", "FIELDS", "STATUSES", "Layout", "rows_of_sheet")

# What a column may hold.
FIELDS = (
    "point",
    "date",
    "start",
    "end",
    "quantity",
    "unit",
    "product",
    "direction",
    "resolution",
    "status",
    "validation",
    "estimation",
)

# Words of cells in small letters. Consumption is Out and production In, seen from the grid: energy-data API, row fields. The words of
# quality are those of the end users' files.
DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "in": "In",
        "out": "Out",
        "inn": "In",
        "ut": "Out",
        "production": "In",
        "consumption": "Out",
        "produksjon": "In",
        "forbruk": "Out",
    }
)
STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        **{name: Status[name.upper()] for name in STATUS_NAMES},
        "målt": Status.METERED,
        "beregnet": Status.CALCULATED,
    }
)
# the fields that differ from row to row
_AMOUNT_FIELDS = frozenset({"date", "start", "end", "quantity"})
_SHOWN = 40
_W = TypeVar("_W")


@attrs.frozen(kw_only=True)
class Layout:
    """Which column of a sheet holds what.

    Attributes:
        columns: Field of `FIELDS` to place in a row, from 0.
        channel: What the form itself says of every value; what it does not say is None.
        seconds: Length of the steps that the form itself says, None where it says none.
    """

    columns: Mapping[str, int]
    channel: Channel = Channel(None, None, None, None)
    seconds: int | None = None


class _Head(NamedTuple):
    """What a row says beside its time and its quantity, which many rows say alike."""

    channel: Channel
    seconds: int | None
    status: Status
    validation: str
    estimation: str


class _Draft(NamedTuple):
    """A row whose interval is not certain yet."""

    line: int
    start: CellTime
    end: CellTime | None
    thousandths: int | None
    head: _Head


def rows_of_sheet(
    sheet: Sheet, layout: Layout, options: ReadOptions, findings: FileFindings
) -> list[ValueRow]:
    """Return the values of a sheet.

    Args:
        sheet: The sheet.
        layout: Where its columns are.
        options: What the file does not say.
        findings: Takes what is wrong; a row with a finding is left out. What many rows say alike is told once.
    """
    channels: dict[Channel, list[_Draft]] = {}
    amounts, heads = _Amounts(layout, findings), _Heads(layout, options, findings)
    for line, row in sheet.rows(findings):
        if findings.is_full:
            break
        head = heads.head(row, line)
        draft = amounts.draft(row, line, head)
        if draft is not None and head is not None:
            channels.setdefault(head.channel, []).append(draft)
    rows: list[ValueRow] = []
    for channel, drafts in channels.items():
        rows += _Intervals(channel, drafts, options, findings).rows()
    return rows


class _Amounts:
    """The times and the quantity of a row."""

    def __init__(self, layout: Layout, findings: FileFindings) -> None:
        self._date, self._start, self._end, self._quantity = (
            layout.columns.get(field) for field in ("date", "start", "end", "quantity")
        )
        self._findings, self._quantities = findings, QuantityCells(findings)

    def draft(self, row: Sequence[str], line: int, head: _Head | None) -> _Draft | None:
        """Return the value of a row; None where a cell is a finding, or its head is."""
        text = row[self._start or 0]
        if self._date is not None:
            text = f"{row[self._date]} {text}".strip()
        start = read_time(text, line, self._findings)
        text = "" if self._end is None else row[self._end]
        end = read_time(text, line, self._findings) if text else None
        amount = row[self._quantity or 0]
        thousandths = self._quantities.thousandths(amount, line)
        if head is None or start is None or (text and end is None) or (amount and thousandths is None):
            return None
        return _Draft(line, start, end, thousandths, head)


class _Heads:
    """What rows have beside their times and quantities; each is looked at once."""

    def __init__(self, layout: Layout, options: ReadOptions, findings: FileFindings) -> None:
        self._columns = {
            field: place for field, place in layout.columns.items() if field not in _AMOUNT_FIELDS
        }
        self._layout, self._options, self._findings = layout, options, findings
        self._places = tuple(self._columns.values())
        self._points = PointCells(findings)
        self._heads: dict[tuple[str, ...], _Head | None] = {}

    def head(self, row: Sequence[str], line: int) -> _Head | None:
        """Return what a row says; None where a cell is a finding, which the first such row has told."""
        key = tuple([row[place] for place in self._places])
        if key not in self._heads:
            self._heads[key] = self._looked_at(row, line)
        return self._heads[key]

    def _looked_at(self, row: Sequence[str], line: int) -> _Head | None:
        channel = self._channel(row, line)
        status = self._word(row, "status", STATUSES, line)
        seconds = self._seconds(row, line)
        validation = self._code(row, "validation", VALIDATION_CODES, line)
        estimation = self._code(row, "estimation", ESTIMATION_CODES, line)
        is_faulty = (status is None and self._text(row, "status")) or (
            seconds is None and self._text(row, "resolution")
        )
        if channel is None or validation is None or estimation is None or is_faulty:
            return None
        return _Head(channel, seconds, Status.METERED if status is None else status, validation, estimation)

    def _text(self, row: Sequence[str], field: str) -> str:
        place = self._columns.get(field)
        return "" if place is None else row[place]

    def _channel(self, row: Sequence[str], line: int) -> Channel | None:
        form, options = self._layout.channel, self._options
        text = self._text(row, "point")
        point = self._points.point(text, line)
        direction = self._word(row, "direction", DIRECTIONS, line)
        if (text and point is None) or (direction is None and self._text(row, "direction")):
            return None
        product = self._text(row, "product") or form.product or options.product
        unit = self._text(row, "unit") or form.unit or options.unit or units().get(product or "")
        return Channel(
            point=point or form.point or options.metering_point,
            product=product,
            unit=unit,
            direction=direction or form.direction or options.direction,
        )

    def _word(self, row: Sequence[str], field: str, words: Mapping[str, _W], line: int) -> _W | None:
        text = self._text(row, field)
        word = words.get(text.lower())
        if text and word is None:
            listed = ", ".join(words)
            self._findings.add(
                "TAB025", f"expected a {field} of {listed}; found {quoted(text, _SHOWN)}", line=line
            )
        return word

    def _code(self, row: Sequence[str], field: str, codes: Sequence[str], line: int) -> str | None:
        text = self._text(row, field)
        if text in codes:
            return text
        self._findings.add(
            "TAB025", f"expected a code of {', '.join(codes[1:])}; found {quoted(text, _SHOWN)}", line=line
        )
        return None

    def _seconds(self, row: Sequence[str], line: int) -> int | None:
        text = self._text(row, "resolution")
        if not text:
            return self._layout.seconds
        resolution = Resolution.of(text)
        if resolution is None or not resolution.seconds:
            self._findings.add(
                "TAB025", f"expected a resolution such as PT1H, found {quoted(text, _SHOWN)}", line=line
            )
            return None
        return resolution.seconds


class _Intervals:
    """The rows of one channel, in the order of the file, and the intervals that their times mean."""

    def __init__(
        self, channel: Channel, drafts: Sequence[_Draft], options: ReadOptions, findings: FileFindings
    ) -> None:
        self._channel, self._drafts, self._findings = channel, drafts, findings
        self._clock = options.clock
        stated = Resolution.of(options.resolution) if options.resolution else None
        self._seconds = stated.seconds if stated else None
        self._turns: Counter[CellTime] = Counter()
        self._counts = Counter(draft.start for draft in drafts)

    def rows(self) -> Iterator[ValueRow]:
        """Yield the rows; one whose time is a finding is left out."""
        before: int | None = None
        starts: list[tuple[int, _Draft]] = []
        for draft in self._drafts:
            if draft.end is None:
                start = self._start(draft)
                if start is not None:
                    starts.append((start, draft))
                continue
            interval = self._interval(draft, draft.end, before)
            if interval is not None:
                before = interval[1]
                yield self._row(draft, interval[0], interval[1] - interval[0])
        yield from self._by_distance(starts)

    def _interval(self, draft: _Draft, end: CellTime, before: int | None) -> tuple[int, int] | None:
        starts, ends = instants_of(draft.start, self._clock), instants_of(end, self._clock)
        if not starts or not ends:
            self._no_such_time(draft)
            return None
        seconds = draft.head.seconds or self._seconds
        intervals = interval_of(starts, ends, (seconds,) if seconds else STEPS, before)
        if not intervals:
            length = f"of {resolution_code(seconds)}" if seconds else "of a step of the market"
            self._findings.add(
                "TAB024", f"expected the end of an interval {length} after its start", line=draft.line
            )
            return None
        place = self._turn(draft, len(intervals))
        return None if place is None else intervals[place]

    def _start(self, draft: _Draft) -> int | None:
        starts = instants_of(draft.start, self._clock)
        if not starts:
            self._no_such_time(draft)
            return None
        place = self._turn(draft, len(starts))
        return None if place is None else starts[place]

    def _turn(self, draft: _Draft, count: int) -> int | None:
        """Return which of several instants a row means: the first, or that of its turn where the rows are in order."""
        if count == 1:
            return 0
        if self._clock is Clock.ORDERED and self._counts[draft.start] == count:
            self._turns[draft.start] += 1
            return self._turns[draft.start] - 1
        words = (
            "this hour comes twice, and the row does not say which of the two it means; the option clock does"
        )
        if self._clock is Clock.ORDERED:
            words = (
                f"this hour comes twice: expected its time in {count} rows, found {self._counts[draft.start]}"
            )
        self._findings.add("TAB022", words, line=draft.line)
        return None

    def _no_such_time(self, draft: _Draft) -> None:
        words = "Norwegian clocks leave this hour out: the file counts by another clock, or the time is wrong"
        self._findings.add("TAB021", words, line=draft.line)

    def _by_distance(self, starts: Sequence[tuple[int, _Draft]]) -> Iterator[ValueRow]:
        """Yield rows without ends: their steps are as long as is said, or as the smallest distance of two."""
        if not starts:
            return
        instants = sorted({start for start, _ in starts})
        distance = min((later - earlier for earlier, later in pairwise(instants)), default=None)
        for start, draft in starts:
            seconds = draft.head.seconds or self._seconds or distance
            if seconds not in STEPS:
                if self._findings.has_errors:
                    return  # a row that is left out makes the distances of the others longer
                words = (
                    "one row alone does not say how long its interval is"
                    if seconds is None
                    else f"the rows stand {seconds // 60} minutes apart, which is no step of the market"
                )
                self._findings.add("TAB024", words, line=draft.line)
                return
            yield self._row(draft, start, seconds)

    def _row(self, draft: _Draft, start: int, seconds: int) -> ValueRow:
        head = draft.head
        return ValueRow(
            self._channel, start, seconds, draft.thousandths, head.status, draft.line, head.validation, head.estimation
        )  # fmt: skip
