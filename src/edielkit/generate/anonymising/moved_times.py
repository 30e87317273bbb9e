"""Times moved by whole weeks as the clock on a Norwegian wall counts them: a midnight stays a midnight."""

from __future__ import annotations

import datetime as dt
import re

from edielkit.edifact.timestamps import read_instant
from edielkit.errors import EdielError
from edielkit.market_time import OSLO

__all__ = ("ClockChangeError", "MovedTimes", "xml_instant")

_XML = re.compile(r"(\d{4}-\d\d-\d\d)((?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)?", re.ASCII)
_DAY, _NONE, _MINUTE = dt.timedelta(days=1), dt.timedelta(0), dt.timedelta(minutes=1)
# UN/EDIFACT 2379: digits of an instant; 303 and 304 have their zone behind it
_INSTANTS = {"102": 8, "203": 12, "204": 14, "303": 12, "304": 14}
_DATE_TIME = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


class ClockChangeError(EdielError):
    """A move that would take a clock change into a period, or out of one: its hours would not fit any more."""


class MovedTimes:
    """Times of both wires, so many weeks later or earlier.

    >>> moved = MovedTimes(9)
    >>> moved.xml("2026-01-31T23:00:00Z"), moved.xml("2026-02-02T06:31:12.5+01:00")
    ('2026-04-04T22:00:00Z', '2026-04-06T06:31:12.5+02:00')
    """

    def __init__(self, weeks: int) -> None:
        """Take a number of weeks, negative for times that were."""
        self.weeks = dt.timedelta(weeks=weeks)

    def xml(self, text: str) -> str | None:
        """Return an xsd:dateTime moved, in its own zone and with its own fraction; None when *text* is none."""
        match = _XML.fullmatch(text)
        if match is None:
            return None
        day, clock, zone = match.groups()
        try:
            moved_day = dt.date.fromisoformat(day) + self.weeks
            if zone is None or not clock:
                return f"{moved_day}{clock}{zone or ''}"
            instant = _instant(day, clock, zone)
            change = self._change(instant)
            if zone != "Z":
                return f"{moved_day}{clock}{_zone(zone, change)}"
            if not change:
                return f"{moved_day}{clock}Z"
            moved = instant.replace(tzinfo=None) + self.weeks - change
        except (ValueError, OverflowError):
            return None
        return f"{moved.isoformat(timespec='minutes')}{clock[6:]}Z"

    def edifact(self, text: str, notation: str, zone: dt.tzinfo | None, *, in_oslo: bool) -> str | None:
        """Return the time of a DTM moved; None when it is none that is known here.

        Args:
            text: Data element 2380.
            notation: Data element 2379.
            zone: Zone of the message's times; None where it has none.
            in_oslo: Days of the message are Norwegian days; else those of its own zone.
        """
        if notation in {"719", "Z13"} and len(text) == 24 and text.isdigit():
            halves = [self._instant(half, "203", zone, in_oslo=in_oslo) for half in (text[:12], text[12:])]
            return None if None in halves else "".join(map(str, halves))
        return self._instant(text, notation, zone, in_oslo=in_oslo)

    def _instant(self, text: str, notation: str, zone: dt.tzinfo | None, *, in_oslo: bool) -> str | None:
        digits = _INSTANTS.get(notation)
        if digits is None or not text[:digits].isdigit() or len(text) < digits:
            return None
        try:
            change = _NONE
            if (
                digits > 8
                and in_oslo
                and (zone is not None or notation in {"303", "304"})
                and zone is not OSLO
            ):
                change = self._change(read_instant(text, notation, zone))
            body, ends_day = text[:digits], text[8:10] == "24"
            civil = dt.datetime.strptime(
                body[:8] + ("00" + body[10:] if ends_day else body[8:]), _DATE_TIME[digits]
            )
            civil += self.weeks - change
        except (ValueError, OverflowError):
            return None
        written = _digits(civil, digits)
        if ends_day and not change:
            written = written[:8] + "24" + written[10:]
        elif ends_day:
            written = _digits(civil + _DAY, digits)
        return written + text[digits:]

    def date(self, text: str) -> str | None:
        """Return the date of an interchange, YYMMDD or CCYYMMDD, moved; None when *text* is none.

        >>> MovedTimes(-1).date("260202")
        '260126'
        """
        form = {6: "%y%m%d", 8: "%Y%m%d"}.get(len(text))
        try:
            return form and _digits(dt.datetime.strptime(text, form) + self.weeks, 8)[-len(text) :]
        except (ValueError, OverflowError):
            return None

    def _change(self, instant: dt.datetime) -> dt.timedelta:
        """Return by how much the Norwegian clock stands otherwise after the move."""
        local = instant.astimezone(OSLO)
        moved = local.replace(tzinfo=None) + self.weeks
        return (moved.replace(tzinfo=OSLO, fold=local.fold).utcoffset() or _NONE) - (
            local.utcoffset() or _NONE
        )

    def check_period(self, start: dt.datetime, end: dt.datetime) -> None:
        """Refuse a period whose length the move changes.

        Raises:
            ClockChangeError: The clock changes inside of it before the move or after it, not both.
        """
        try:
            is_kept = self._change(start) == self._change(end)
        except (ValueError, OverflowError):
            return  # at an end of the calendar: such a time is not moved
        if not is_kept:
            first, last = start.astimezone(OSLO).date(), end.astimezone(OSLO).date()
            weeks = self.weeks.days // 7
            raise ClockChangeError(
                f"moved by {weeks} weeks the period from {first} to {last} has another number of hours: "
                "the clock changes in it before the move or after it; a year of 52 weeks mostly fits"
            )


def xml_instant(text: str) -> dt.datetime | None:
    """Return the instant of an xsd:dateTime with a zone, None when *text* is none."""
    match = _XML.fullmatch(text)
    try:
        return None if match is None or not match[2] or match[3] is None else _instant(*match.groups())
    except (ValueError, OverflowError):
        return None


def _digits(civil: dt.datetime, count: int) -> str:
    """Return a civil time in digits: not every system writes a year before 1000 with four."""
    return civil.strftime(_DATE_TIME[count]).rjust(count, "0")


def _instant(day: str, clock: str, zone: str) -> dt.datetime:
    ends_day = clock.startswith("T24")
    plain = dt.datetime.fromisoformat(day + ("T00" + clock[3:6] if ends_day else clock[:6]))
    if ends_day:
        plain += _DAY
    offset = _NONE
    match = _ZONE.fullmatch(zone)
    if match is not None:
        offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0)) * (
            -1 if match[1] == "-" else 1
        )
    return (plain - offset).replace(tzinfo=dt.UTC)


def _zone(zone: str, change: dt.timedelta) -> str:
    match = _ZONE.fullmatch(zone)
    assert match is not None
    minutes = (int(match[2]) * 60 + int(match[3] or 0)) * (-1 if match[1] == "-" else 1) + change // _MINUTE
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
