"""What lines say of their object, product and start: the installation of PRODAT, the check digit, the days ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from edielkit.edifact.check.guides import RULES, weights
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding
from edielkit.identifiers.registry import gs1_digit

__all__ = ("check_lines",)

_GS1 = "9"
_PRODUCT_DIGITS = 13
# Kind of message and of case: the rule, the least days and the most months from the day of the document to the start of
# the contract (Svenska kraftnät, PRODAT guide 26-A: Z03L, Z03LK at latest on the day of moving in, cancellation of Z03L).
_AHEAD: dict[tuple[str, str], tuple[str, int, int | None]] = {
    ("Z03", "Z22"): ("GDE013", 14, 14),
    ("Z03", "Z23"): ("GDE013", 0, None),
    ("Z03", "Z24"): ("GDE015", 4, None),
}


def check_lines(places: MessagePlaces, profile: str) -> Iterator[Finding]:
    """Yield what the lines of PRODAT, UTILTS and MSCONS say that contradicts itself or comes too late.

    Args:
        places: The places of the message.
        profile: Code of the market.
    """
    segments = places.message.segments
    is_prodat = places.message.type == "PRODAT"
    document = next((segment.get(1) for segment in segments if segment.tag == "BGM"), "")
    written = next(
        (segment for segment in segments if segment.tag == "DTM" and segment.get(1) == "137"), None
    )
    for line in _lines(segments):
        if is_prodat:
            yield from _installations(line, places, profile)
            if written is not None:
                yield from _start(line, document, written, places, profile)
        else:
            yield from _product(line[0], places, profile)


def _lines(segments: tuple[Segment, ...]) -> Iterator[list[Segment]]:
    """Yield the segments from each LIN to the next."""
    line: list[Segment] = []
    for segment in segments:
        if segment.tag == "LIN":
            if line:
                yield line
            line = [segment]
        elif line:
            line.append(segment)
    if line:
        yield line


def _installations(line: list[Segment], places: MessagePlaces, profile: str) -> Iterator[Finding]:
    head = line[0]
    for segment in line:
        is_installation = segment.tag == "NAD" and segment.get(1) == "IT" and bool(segment.get(2))
        if is_installation and segment.get(2, 3) == head.get(3, 4) and segment.get(2) != head.get(3):
            for weight in weights("GDE012", profile, places.message.type):
                text = "expected the object of the line (LIN/3) as installation NAD+IT, found another one"
                at = places.of(segment, 2, 1)
                yield weight.finding(RULES["GDE012"], text, at, payload=places.payload(segment))


def _product(head: Segment, places: MessagePlaces, profile: str) -> Iterator[Finding]:
    number = head.get(3)
    is_gs1 = (
        head.get(3, 4) == _GS1 and len(number) == _PRODUCT_DIGITS and number.isascii() and number.isdigit()
    )
    if is_gs1 and number[-1] != gs1_digit(number[:-1]):
        for weight in weights("GDE014", profile, places.message.type):
            text = f"expected the check digit {gs1_digit(number[:-1])} at the end of the product, found {number[-1]}"
            yield weight.finding(RULES["GDE014"], text, places.of(head, 3, 1), payload=places.payload(head))


def _start(
    line: list[Segment], document: str, written: Segment, places: MessagePlaces, profile: str
) -> Iterator[Finding]:
    case = next(
        (
            segment.get(1)
            for before, segment in pairwise(line)
            if segment.tag == "CAV" and before.tag == "CCI" and before.get(2) == "Z13"
        ),
        "",
    )
    start = next((segment for segment in line if segment.tag == "DTM" and segment.get(1) == "92"), None)
    if start is None or (document, case) not in _AHEAD:
        return
    rule, least, most = _AHEAD[document, case]
    fault = _days_fault(_day(written), _day(start), least, most)
    if fault is not None:
        for weight in weights(rule, profile, places.message.type):
            at = places.of(start, 1, 2)
            yield weight.finding(RULES[rule], fault, at, payload=places.payload(start))


def _days_fault(written: dt.date | None, start: dt.date | None, least: int, most: int | None) -> str | None:
    """Return in words that a start is too near or too far, None when it is not or a day is not known.

    >>> _days_fault(dt.date(2026, 6, 5), dt.date(2026, 6, 18), 14, 14)
    'expected a start 14 days or more after the document, found 13'
    """
    if written is None or start is None:
        return None
    days = (start - written).days
    if days < least:
        return f"expected a start {least} days or more after the document, found {days}"
    if most is not None and (start.year * 12 + start.month, start.day) > (
        written.year * 12 + written.month + most,
        written.day,
    ):
        return f"expected a start {most} months or less after the document, found {days} days"
    return None


def _day(segment: Segment) -> dt.date | None:
    """Return the day of a DTM; both stand in the one offset of the message."""
    try:
        return dt.datetime.strptime(segment.get(1, 2)[:8], "%Y%m%d").date()
    except ValueError:
        return None
