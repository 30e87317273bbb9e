"""When a message is of, and its series: not from the future, after what is reported, whole days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import attrs

from edielkit.edifact.check.guides import Allowance, weights
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.guides.rule_table import RowRule
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported, ReportedSeries, time_of
from edielkit.edifact.check.series.numbered import NUMBERED, with_field
from edielkit.edifact.check.series.rules import RULES as SERIES_RULES
from edielkit.edifact.check.series.rules import reason_of, show_instant
from edielkit.edifact.check.series.stated import LAST_MINUTE, read_time
from edielkit.edifact.check.time_rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.steps import is_whole_days
from edielkit.edifact.series.utilts import NO_INTERVAL
from edielkit.edifact.timestamps import INSTANTS, Clock
from edielkit.findings import Finding, Reason, Severity, Trust
from edielkit.market_time import Period, whole_days_fault
from edielkit.passed_times import at_most, told_apart

__all__ = ("check_times",)

# qualifiers (6063) of quantities that are of days to come: planned, forecast
_PLANNED = frozenset({"135", "187"})
# date and time of UNB (S004)
_PREPARED = re.compile("(?:[0-9]{2})?[0-9]{6}:[0-9]{4}")
# no guide says on which clock UNB is written; none of these markets is further from UTC
_MOST_OFFSET = dt.timedelta(hours=2)
# fields of times that have passed (Svenska kraftnät, UTILTS guide 25-A-4), and what a partner calls a wrong one
_FIELDS = {"597": "512", "368": "532"}
_READING_FIELD = "530a"
_WRONG_TIME = Reason("E50", "260")
# qualifiers (2005) of the ends of reports and contracts, each with that of its start
_ENDS = {"91": "90", "93": "92"}
# messages whose times are read with their series: the tags after which those times stand
_OF_SERIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "MSCONS": frozenset({"BGM", "LOC", "QTY", "STS"}),
        "UTILTS": frozenset({"BGM", "IDE", "LOC", "LIN", "PIA", "NAD", "QTY"}),
    }
)
_UTC = Clock(zone=dt.UTC, calendar=dt.UTC)


def check_times(
    places: MessagePlaces,
    reported: Reported,
    process: str,
    *,
    now: dt.datetime | None,
    allowed: Allowance,
    unb: Segment | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the times of a message and of its series.

    Args:
        places: The places of the message.
        reported: What it reports.
        process: The process that the message names.
        now: Aware instant of the validation; without it nothing is known of the future.
        allowed: What the guide of the message allows in its series.
        unb: The interchange header when it is to be checked too: it is that of all its messages.
    """
    for finding in _unreadable(places):
        is_numbered = reported.profile == NUMBERED
        yield with_field(finding, places.message.segments, NUMBERED) if is_numbered else finding
    yield from _backward(places, reported)
    run = _Run(places, reported, process, now)
    yield from run.document(unb)
    if places.message.type not in _OF_SERIES:
        yield from run.passed()
    for series in reported.series:
        yield from run.series(series, allowed)


def _unreadable(places: MessagePlaces) -> Iterator[Finding]:
    """Yield the times that cannot be read, but those that the check of series reads."""
    kind = places.message.type
    of_series, is_utilts = _OF_SERIES.get(kind, frozenset()), kind == "UTILTS"
    owner = ""
    for segment in places.message.segments:
        if segment.tag != "DTM":
            owner = segment.tag
            if is_utilts and owner == "QTY" and segment.get(1) not in NO_INTERVAL:
                owner = ""
        elif owner not in of_series and segment.get(1, 2) and _is_judged(segment, places):
            try:
                read_time(time_of(segment), _UTC)
            except ValueError as error:
                yield SERIES_RULES["SER003"].finding(
                    str(error), places.of(segment, 1, 2), payload=places.payload(segment)
                )


def _backward(places: MessagePlaces, reported: Reported) -> Iterator[Finding]:
    """Yield the ends of reports and contracts that come before the start that stands beside them."""
    starts: dict[str, dt.datetime] = {}
    for segment in places.message.segments:
        if segment.tag != "DTM":
            starts = {}
            continue
        instant = reported.times.instant(segment)
        if instant is None:
            continue
        starts.setdefault(segment.get(1), instant)
        start = starts.get(_ENDS.get(segment.get(1), ""))
        if start is not None and instant < start:
            text = f"expected an end after {show_instant(start)}, found {show_instant(instant)}"
            yield SERIES_RULES["SER005"].finding(
                text, places.of(segment, 1, 2), payload=places.payload(segment)
            )


@cache
def _asked(source: str) -> RowRule:
    """Return the rule of whole days as a guide states it that asks for them."""
    rule = SERIES_RULES["SER018"]
    return RowRule(
        code=rule.code,
        title=rule.title,
        severity=Severity.ERROR,
        source=source,
        trust=Trust.SOURCED,
        text=rule.text,
    )


def _is_judged(segment: Segment, places: MessagePlaces) -> bool:
    """Tell whether it can be said that a time is none: of a message without a known structure nobody knows its notations."""
    return places.tree is not None or segment.get(1, 3) in INSTANTS


class _Run:
    """One look at the times of one message."""

    def __init__(
        self, places: MessagePlaces, reported: Reported, process: str, now: dt.datetime | None
    ) -> None:
        self.places = places
        self.reported = reported
        self.profile = reported.profile
        self.process = process
        self.now = now
        self.times = reported.times
        self.dated = next((s for s in places.message.segments if s.tag == "DTM" and s.get(1) == "137"), None)
        self.created = self.times.instant(self.dated) if self.dated is not None else None
        # periods and rules that have their finding: a header is that of all series
        self.already_reported: set[Hashable] = set()

    def document(self, unb: Segment | None) -> Iterator[Finding]:
        """Check the time of the message itself, and that of its interchange."""
        if self.dated is not None and self._is_future(self.created):
            yield from self._finding(
                "SER040", f"expected a time that has passed, {self._shown(self.created)}", self.dated
            )
        elif unb is not None:
            yield from self._prepared(unb)

    def _prepared(self, unb: Segment) -> Iterator[Finding]:
        """Check the time of the interchange (S004): one that has passed, or lies before the message, on no clock of a market."""
        text = f"{unb.get(4)}:{unb.get(4, 2)}"
        if not _PREPARED.fullmatch(text):
            return  # of which the rules of the header speak
        try:
            local = dt.datetime.strptime(
                text, "%y%m%d:%H%M" if len(text) == len("yymmdd:hhmm") else "%Y%m%d:%H%M"
            )
            latest = local.replace(tzinfo=dt.UTC)
            earliest = latest - _MOST_OFFSET
        except (ValueError, OverflowError):
            return
        if self._is_future(earliest):
            text = f"expected a time that has passed, {self._shown(earliest)} or later"
            yield from self._finding("SER040", text, unb, spot=(4, 1), field="")
        elif self.created is not None and latest < self.created:
            text = f"expected an interchange made after its message, {show_instant(self.created)}, found {show_instant(latest)} or earlier"
            yield from self._finding("SER045", text, unb, spot=(4, 1), field="")

    def series(self, series: ReportedSeries, allowed: Allowance) -> Iterator[Finding]:
        """Check the times of a series."""
        stated, own = self.reported.period(series.stated), self.reported.period(series.own)
        whole = stated or own
        yield from self._recorded(series, whole)
        if whole is None or whole.end < whole.start:
            return
        is_planned = bool(series.qualifiers) and series.qualifiers <= _PLANNED
        if not allowed.parts and self._has_days(series):
            yield from self._whole_days(series.stated if stated else series.own, whole, allowed)
        if not is_planned:
            yield from self._order(series, stated, own)

    def _recorded(self, series: ReportedSeries, whole: Period | None) -> Iterator[Finding]:
        """Yield registrations and readings of the future, and those behind the message; of values that are so themselves one finding is enough."""
        is_planned = series.qualifiers <= _PLANNED
        end = None if whole is None or is_planned else whole.end
        if self._is_future(end):
            return
        # a message older than its values is told of as such
        is_late = end is not None and self.created is not None and self.created < end
        for what, segments in (("registration", series.registered), ("reading", series.read)):
            for segment in segments:
                instant = self.times.instant(segment)
                field = _READING_FIELD if what == "reading" else _FIELDS.get(segment.get(1), "")
                if self._is_future(instant):
                    text = f"expected a {what} that has passed, {self._shown(instant)}"
                    yield from self._finding("SER041", text, segment, field=field, reason=_WRONG_TIME)
                elif not is_late:
                    yield from self._behind(segment, instant, what, field)

    def passed(self) -> Iterator[Finding]:
        """Yield the times of a message without series that lie behind it, though what they name came before."""
        for segment in self.places.message.segments:
            if segment.tag == "DTM" and segment is not self.dated:
                yield from self._behind(
                    segment, self.times.instant(segment), "time of what is answered", None
                )

    def _behind(
        self, segment: Segment, instant: dt.datetime | None, what: str, field: str | None
    ) -> Iterator[Finding]:
        """Yield that a time lies behind the document, where the table of weights has a row for it."""
        if instant is None or self.created is None or instant <= self.created:
            return
        rows = weights("SER046", self.profile, self.places.message.type, self.process)
        row = next((row for row in rows if Pattern(row.segment).matches(segment)), None)
        if row is not None:
            weight = attrs.evolve(row, field=field) if field is not None and row.field else row
            text = f"expected a {what} at or before the message, {show_instant(self.created)}, found {show_instant(instant)}"
            at = self.places.of(segment, row.element, row.component)
            yield weight.finding(RULES["SER046"], text, at, payload=self.places.payload(segment))

    def _has_days(self, series: ReportedSeries) -> bool:
        """Tell whether the series is of energy; the period of meter readings goes from reading to reading."""
        return self.places.message.type != "UTILTS" or bool(series.qualifiers & {"136", "135"})

    def _whole_days(
        self, segments: Sequence[Segment], period: Period, allowed: Allowance
    ) -> Iterator[Finding]:
        clock = self.times.clock
        # without a clock of the message or the market nobody knows where its days begin
        if clock is None or is_whole_days(period, clock):
            return
        # of an end in the last minute SER025 speaks
        if period.end.minute == LAST_MINUTE or period in self.already_reported:
            return
        fault = whole_days_fault(period, clock.calendar, clock.place)
        last = next(s for s in reversed(segments) if self._end(s) == period.end)
        if fault is not None:
            self.already_reported.add(period)
            is_asked = allowed.asks_for_days
            rule = _asked(allowed.source) if is_asked else SERIES_RULES["SER018"]
            yield rule.finding(
                f"expected whole days, {fault}",
                self.places.of(last, 1, 2),
                reason=reason_of("SER018", self.profile) if is_asked else None,
                payload=self.places.payload(last),
            )

    def _order(self, series: ReportedSeries, stated: Period | None, own: Period | None) -> Iterator[Finding]:
        """Compare the end of a series with the validation, the message and the registration."""
        end = max(period.end for period in (stated, own) if period is not None)
        if self._is_future(end):
            yield from self._future(series, stated)
        elif self.dated is not None and self.created is not None and self.created < end:
            if not self._is_future(self.created):
                text = f"expected a message made after its values, which end at {show_instant(end)}, found {show_instant(self.created)}"
                yield from self._finding("SER042", text, self.dated)
        else:
            yield from self._registration(series, end)

    def _future(self, series: ReportedSeries, stated: Period | None) -> Iterator[Finding]:
        segments = series.stated if stated is not None and self._is_future(stated.end) else series.own
        late = [segment for segment in segments if self._is_future(self._end(segment))]
        if late:
            count = f" ({len(late)} values)" if len(late) > 1 and segments is series.own else ""
            shown = self._shown(self._end(late[0]))
            yield from self._finding("SER041", f"expected values that have passed, {shown}{count}", late[0])

    def _registration(self, series: ReportedSeries, end: dt.datetime) -> Iterator[Finding]:
        for segment in series.registered:
            registered = self.times.instant(segment)
            if registered is not None and registered < end:
                limit, written = told_apart(end, registered, show_instant)
                text = f"expected a registration at or after the end of the values, {limit}, found {written}"
                yield from self._finding("SER043", text, segment)

    def _end(self, segment: Segment) -> dt.datetime | None:
        span = self.times.span(segment)
        return None if span is None else span.end

    def _shown(self, instant: dt.datetime | None) -> str:
        """Return in words that an instant lies behind the validation."""
        if self.now is None or instant is None:
            return ""
        return at_most(self.now, instant, show_instant)

    def _is_future(self, instant: dt.datetime | None) -> bool:
        return self.now is not None and instant is not None and instant > self.now

    def _finding(
        self,
        code: str,
        text: str,
        segment: Segment,
        *,
        spot: tuple[int, int] = (1, 2),
        field: str | None = None,
        reason: Reason | None = None,
    ) -> Iterator[Finding]:
        """Yield a finding at a time as the market weighs it, once for each segment.

        Args:
            code: Code of the rule.
            text: What was expected, and what stands there.
            segment: The segment.
            spot: Element and component of the time.
            field: Its field where the market numbers them; None for that of the table of weights.
            reason: What a partner of that market calls it; None for the reason of that table.
        """
        if (code, id(segment)) in self.already_reported:
            return
        self.already_reported.add((code, id(segment)))
        # only the periods of forecasts may lie in the future
        process = self.process if field is None else ""
        for row in weights(code, self.profile, self.places.message.type, process):
            weight = row
            if field is not None and row.field:
                weight = attrs.evolve(row, field=field, reason=reason or row.reason)
            at, payload = self.places.of(segment, *spot), self.places.payload(segment)
            yield weight.finding(RULES[code], text, at, payload=payload)
