"""What QUOTES offers, as far as it can be judged without its guide: the periods of its prices, and its control totals.

Whether an hour may have several prices, and what goes with which product, no public guide says: that is not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from decimal import Context, Decimal

from edielkit.edifact.check.directory.formats import number_fault
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported
from edielkit.edifact.check.series.rules import RULES as SERIES_RULES
from edielkit.edifact.check.series.rules import show_instant
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Severity
from edielkit.market_time import Period

__all__ = ("check_offers",)

# of 40 characters no sum is rounded, and longer ones are a fault of the format
_EXACT = Context(prec=100)
_LONGEST_NUMBER = 40
# control totals (6069) of the market: over which segment and component, and what they are
_TOTALS = {"1": ("RNG", 2, 2, "the sum of the quantities"), "ZZZ": ("PRI", 1, 2, "the sum of the prices")}
_DETAILS = frozenset({"UNS", "LIN"})


def check_offers(places: MessagePlaces, reported: Reported) -> Iterator[Finding]:
    """Yield what is wrong with the periods and control totals of a QUOTES.

    Args:
        places: The places of the message.
        reported: What it reports, with its times.
    """
    times = reported.times
    whole = yield from _stated(places, reported)
    for segment in places.message.segments:
        if segment.tag != "DTM" or segment.get(1) != "324":
            continue
        period = times.span(segment)
        if period is None:
            continue  # of which the check of the times speaks
        if period.end <= period.start:
            text = f"expected an end after {show_instant(period.start)}, found {show_instant(period.end)}"
            yield _series_finding("SER005", text, segment, places)
        elif whole is not None and not (whole.start <= period.start and period.end <= whole.end):
            text = f"expected a period between {show_instant(whole.start)} and {show_instant(whole.end)}, as the head states, found {show_instant(period.start)} to {show_instant(period.end)}"
            yield _series_finding("SER012", text, segment, places)
    yield from _totals(places)


def _stated(places: MessagePlaces, reported: Reported) -> Generator[Finding, None, Period | None]:
    """Return the period of the head, None where it is none; yield that it ends before it begins."""
    instants: dict[str, tuple[Segment, dt.datetime]] = {}
    for segment in places.message.segments:
        if segment.tag in _DETAILS:
            break
        instant = reported.times.instant(segment) if segment.tag == "DTM" else None
        if instant is not None and segment.get(1) in {"163", "164"}:
            instants.setdefault(segment.get(1), (segment, instant))
    if len(instants) < 2:
        return None
    start, (segment, end) = instants["163"][1], instants["164"]
    if end <= start:
        text = f"expected an end after {show_instant(start)}, found {show_instant(end)}"
        yield _series_finding("SER005", text, segment, places)
        return None
    return Period(start, end)


def _totals(places: MessagePlaces) -> Iterator[Finding]:
    """Compare CNT with what it counts; the only public message has other totals than its sums, so this warns."""
    for segment in places.message.segments:
        if segment.tag != "CNT" or segment.get(1) not in _TOTALS:
            continue
        tag, element, component, what = _TOTALS[segment.get(1)]
        stated, total = _number(segment.get(1, 2)), _sum(places, tag, element, component)
        if stated is not None and total is not None and stated != total:
            yield RULES["EDI059"].finding(
                f"expected {what} {total}, found {stated}",
                places.of(segment, 1, 2),
                severity=Severity.WARNING,
                payload=places.payload(segment),
            )


def _sum(places: MessagePlaces, tag: str, element: int, component: int) -> Decimal | None:
    """Return a sum over the segments of a tag, None where one holds no number."""
    total = Decimal(0)
    for segment in places.message.segments:
        if segment.tag == tag:
            number = _number(segment.get(element, component))
            if number is None:
                return None
            total = _EXACT.add(total, number)
    return total


def _number(text: str) -> Decimal | None:
    if not text or len(text) > _LONGEST_NUMBER or number_fault(text):
        return None
    return Decimal(text.replace(",", "."))


def _series_finding(code: str, text: str, segment: Segment, places: MessagePlaces) -> Finding:
    return SERIES_RULES[code].finding(text, places.of(segment, 1, 2), payload=places.payload(segment))
