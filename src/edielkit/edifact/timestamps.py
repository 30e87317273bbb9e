"""Wire times of EDIFACT (DTM, data elements 2380 and 2379) as aware instants and half-open periods, both ways.

Sources: UN/EDIFACT code list 2379 and the practice of each market (Nordic messages state one offset for the
whole message, Danish ones counted in UTC, German ones write the zone beside each time).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

import attrs

from edielkit.harmless import quoted
from edielkit.market_time import OSLO, Period

__all__ = (
    "CLOCKS",
    "DURATIONS",
    "INSTANTS",
    "OFFSETS",
    "PERIODS",
    "Clock",
    "WireTime",
    "clock_of",
    "is_ambiguous",
    "is_skipped",
    "read_instant",
    "read_offset",
    "read_period",
    "read_resolution",
    "write_instant",
    "write_offset",
    "write_period",
    "write_resolution",
)

NORMAL_TIME = dt.timezone(dt.timedelta(hours=1))


class WireTime(Protocol):
    """What a DTM segment says: qualifier (2005), text (2380) and format (2379)."""

    @property
    def function(self) -> str:
        """The qualifier, such as ``137``."""

    @property
    def text(self) -> str:
        """The time as it is written."""

    @property
    def format(self) -> str:
        """The code of the notation, such as ``203``."""


@attrs.frozen(kw_only=True)
class Clock:
    """How the times of a message without a zone of their own become instants.

    Attributes:
        zone: Zone of times such as ``203``.
        calendar: Zone in which whole days, months and years begin.
        place: Where the year's clock of the market is shown, in words; all of Central Europe changes it together.
        gas: Days of gas are days of the market too.
        stated: The message itself states the zone; else it is the profile's default.
    """

    zone: dt.tzinfo
    calendar: dt.tzinfo
    place: str = "Oslo"
    gas: bool = False
    stated: bool = False


# Defaults for a message that states no offset. se: always normal time, days and months too (Svenska kraftnät,
# general technical guide). dk: UTC (observed). de: UTC (BDEW-AHB section 4). no: the Nordic habit of UTC+1;
# the Norwegian text itself is not public, so a message that relies on it gets a finding. ch: civil time
# (Metering Code 2009, 3.7). Central Europe changes its clocks together, so Oslo stands for all calendars; in words each market
# has its own. Norway has no market of gas.
CLOCKS: Mapping[str, Clock] = {
    "no": Clock(zone=NORMAL_TIME, calendar=OSLO),
    "se": Clock(zone=NORMAL_TIME, calendar=NORMAL_TIME, place="Stockholm", gas=True),
    "dk": Clock(zone=dt.UTC, calendar=OSLO, place="Copenhagen", gas=True),
    "de": Clock(zone=dt.UTC, calendar=OSLO, place="Berlin", gas=True),
    "ch": Clock(zone=OSLO, calendar=OSLO, place="Zurich", gas=True),
}

_INSTANT = {"102": 8, "203": 12, "204": 14, "303": 12, "304": 14}
_STRFTIME = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_DOUBLE = ("719", "Z13")
# Notations of two times: length of one, the century that it leaves out, and how it is read with that. 713 and 718 are codes
# of D.96A whose form (YYMMDDHHMM and CCYYMMDD, twice) is remembered; that the end is the first instant behind is the custom
# of all markets here.
_PAIRS: Mapping[str, tuple[int, str, str]] = {
    "719": (12, "", "203"),
    "Z13": (12, "", "203"),
    "718": (8, "", "102"),
    "713": (10, "20", "203"),
}
# What a notation (2379) writes: an instant, a period, a duration; and the qualifiers (2005) of an offset.
INSTANTS = frozenset(_INSTANT)
PERIODS = frozenset({*_PAIRS, "602", "610"})
DURATIONS = frozenset({"801", "802", "803", "804", "805", "806"})
OFFSETS = frozenset({"ZZZ", "735"})
# Notations of D.96A whose form no source that was read says: a text of one is left unread.
UNREAD = frozenset({"401", "616", "811"})
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)?\Z", re.ASCII)
_HOURS = re.compile(r"([+-]?)(\d{1,2})\Z", re.ASCII)


def read_offset(text: str, notation: str) -> dt.timezone:
    """Return the offset from UTC that DTM+ZZZ (format 805, hours) or DTM+735 (format 406) states.

    Raises:
        ValueError: The text is no offset in this format, or lies beyond 14 hours.

    >>> read_offset("1", "805").utcoffset(None), read_offset("+0100", "406").utcoffset(None)
    (datetime.timedelta(seconds=3600), datetime.timedelta(seconds=3600))
    """
    match = (_HOURS if notation == "805" else _ZONE).match(text) if notation in {"805", "406"} else None
    if match is None:
        raise ValueError(f"expected an offset in format 805 (hours) or 406 (+hhmm), found {text!r}")
    minutes = int(match[2]) * 60
    if notation == "406":
        minutes += int(match[3] or "0")
    if minutes > 14 * 60:
        raise ValueError(f"expected an offset within 14 hours of UTC, found {text!r}")
    return dt.timezone(dt.timedelta(minutes=-minutes if match[1] == "-" else minutes))


def write_offset(zone: dt.tzinfo, notation: str) -> str:
    """Return the fixed offset of *zone* in format 805 or 406.

    Raises:
        ValueError: The zone has no fixed offset, the format is no offset, or hours cannot hold the offset.

    >>> write_offset(NORMAL_TIME, "805"), write_offset(NORMAL_TIME, "406")
    ('1', '+0100')
    """
    offset = zone.utcoffset(None)
    if offset is None:
        raise ValueError("expected a zone with a fixed offset")
    minutes, seconds = divmod(int(offset.total_seconds()), 60)
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    if notation == "406" and not seconds:
        return f"{sign}{size // 60:02}{size % 60:02}"
    if notation == "805" and not seconds and not size % 60:
        return f"{'-' if minutes < 0 else ''}{size // 60}"
    raise ValueError(f"expected format 805 (whole hours) or 406, found {notation!r}")


def read_instant(text: str, notation: str, zone: dt.tzinfo | None) -> dt.datetime:
    """Return the instant that a time of format 102, 203, 204, 303 or 304 means, in UTC.

    Args:
        text: The time as written; ``2400`` is the midnight that ends the day.
        notation: Data element 2379.
        zone: Zone of a time that does not carry its own (303 and 304 do).

    Raises:
        ValueError: The text does not follow the format, or has no zone at all.

    >>> read_instant("202406032300", "203", NORMAL_TIME).isoformat()
    '2024-06-03T22:00:00+00:00'
    >>> read_instant("200912012400", "203", NORMAL_TIME).isoformat()
    '2009-12-01T23:00:00+00:00'
    >>> read_instant("202404010908+00", "303", None).isoformat()
    '2024-04-01T09:08:00+00:00'
    """
    if len(text) > _LONGEST or notation not in _INSTANT:
        raise ValueError(
            f"expected a time of format {', '.join(_INSTANT)}, found format {quoted(notation, 8)}"
        )
    instant, fault = _instant_or_fault(text, notation, zone)
    if instant is None:
        raise ValueError(fault)
    return instant


# no long text goes into the cache, which stays in the memory of the process and is shown nowhere
_LONGEST = 35


@lru_cache(maxsize=4096)
def _instant_or_fault(text: str, notation: str, zone: dt.tzinfo | None) -> tuple[dt.datetime | None, str]:
    """Return an instant, or what is wrong with its text: several checks read the same time, and a fault costs more to tell than to keep."""
    try:
        return _read_instant(text, notation, zone), ""
    except ValueError as error:
        return None, str(error)


def _read_instant(text: str, notation: str, zone: dt.tzinfo | None) -> dt.datetime:
    digits = _INSTANT[notation]
    body, suffix = text[:digits], text[digits:]
    if notation in {"303", "304"}:
        own = _ZONE.match(suffix)
        if own is None:
            raise ValueError(f"expected {digits} digits and a zone such as +00, found {text!r}")
        zone = read_offset(f"{own[1]}{own[2]}{own[3] or '00'}", "406")
    elif suffix:
        raise ValueError(f"expected {digits} digits, found {text!r}")
    if zone is None:
        raise ValueError("neither the message nor the profile states a zone for this time")
    try:
        return _civil(body, digits).replace(tzinfo=zone).astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError(f"expected a time of the calendar, found {body!r}") from error


def _civil(body: str, digits: int) -> dt.datetime:
    """Return the civil time that 8, 12 or 14 digits write."""
    if len(body) != digits or not (body.isascii() and body.isdigit()):
        raise ValueError(f"expected {digits} digits, found {quoted(body, _LONGEST)}")
    hour = int(body[8:10] or 0)
    minute, second = int(body[10:12] or 0), int(body[12:14] or 0)
    try:
        if hour == 24 and not minute and not second:
            return dt.datetime(int(body[:4]), int(body[4:6]), int(body[6:8])) + dt.timedelta(days=1)
        return dt.datetime(int(body[:4]), int(body[4:6]), int(body[6:8]), hour, minute, second)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected a time of the calendar, found {body!r}") from error


def is_ambiguous(text: str, notation: str, zone: dt.tzinfo | None) -> bool:
    """Tell whether a civil time names two instants, or none, because the clock of *zone* changes there.

    >>> is_ambiguous("202410270230", "203", OSLO), is_ambiguous("202410270230", "203", NORMAL_TIME)
    (True, False)
    """
    digits = _INSTANT.get(notation)
    # a fixed offset changes nowhere
    if digits is None or notation in {"303", "304"} or zone is None or isinstance(zone, dt.timezone):
        return False
    civil = _civil(text, digits).replace(tzinfo=zone)
    return civil.utcoffset() != civil.replace(fold=1).utcoffset()


def is_skipped(text: str, notation: str, zone: dt.tzinfo | None) -> bool:
    """Tell whether the clock of *zone* never shows a civil time, because it goes forward there.

    >>> is_skipped("202403310230", "203", OSLO), is_skipped("202410270230", "203", OSLO)
    (True, False)
    """
    if not is_ambiguous(text, notation, zone):
        return False
    civil = _civil(text, _INSTANT[notation])
    shown = civil.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return shown.replace(tzinfo=None) != civil


def write_instant(instant: dt.datetime, notation: str, zone: dt.tzinfo) -> str:
    """Return *instant* in format 102, 203, 204, 303 or 304, in the time of *zone*.

    Raises:
        ValueError: The format cannot hold the instant: seconds, half-hour zones, a day that does not begin, a time
            that lies beyond the calendar in *zone*.

    >>> write_instant(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC), "203", NORMAL_TIME)
    '202406032300'
    >>> write_instant(dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC), "303", dt.UTC)
    '202406032200+00'
    """
    digits = _INSTANT.get(notation)
    if digits is None:
        raise ValueError(f"expected format {', '.join(_INSTANT)}, found {notation!r}")
    try:
        local = instant.astimezone(zone)
    except OverflowError:
        raise ValueError("expected an instant of the years 1 to 9999") from None
    lost = {
        8: bool(local.hour or local.minute or local.second or local.microsecond),
        12: bool(local.second or local.microsecond),
        14: bool(local.microsecond),
    }[digits]
    if lost:
        raise ValueError(f"format {notation} cannot hold all of the time {local.isoformat()}")
    # strftime does not pad the year everywhere
    body = f"{local.year:04}" + local.strftime(_STRFTIME[digits][2:])
    if notation in {"102", "203", "204"}:
        return body
    offset = local.utcoffset()
    hours, seconds = divmod(int((offset or dt.timedelta()).total_seconds()), 3600)
    if seconds:
        raise ValueError(f"format {notation} holds zones of whole hours only")
    return f"{body}{'-' if hours < 0 else '+'}{abs(hours):02}"


def read_period(text: str, notation: str, clock: Clock) -> Period:
    """Return the half-open period of a text in format 719, Z13, 718, 713, 602, 610 or 102.

    Args:
        text: Two times of 12 digits (719 and Ediel's Z13) or of 10, without the century (713), two days (718), a year, a
            month or a day. A period of two days ends where the second begins.
        notation: Data element 2379.
        clock: The message's zone for times, and its calendar for years, months and days.

    Raises:
        ValueError: The text does not follow the format. An end before its start is no error here.

    >>> day = read_period("202403310000202403312300", "Z13", CLOCKS["no"])
    >>> day.duration
    datetime.timedelta(seconds=82800)
    >>> read_period("202402", "610", CLOCKS["se"]).duration.days
    29
    >>> read_period("2024020120240301", "718", CLOCKS["se"]) == read_period("202402", "610", CLOCKS["se"])
    True
    """
    if notation in _PAIRS:
        size, century, single = _PAIRS[notation]
        if len(text) != 2 * size:
            raise ValueError(f"expected {2 * size} digits, found {quoted(text, _LONGEST)}")
        zone = clock.calendar if single == "102" else clock.zone
        return Period(*(read_instant(century + part, single, zone) for part in (text[:size], text[size:])))
    lengths = {"602": 4, "610": 6, "102": 8}
    if notation not in lengths or len(text) != lengths[notation]:
        raise ValueError(
            f"expected a period of format 719, Z13, 718, 713, 602, 610 or 102, found {quoted(text, _LONGEST)}"
        )
    try:
        first = _civil((text + "0101")[:8], 8).date()
        last = {
            "602": lambda: first.replace(year=first.year + 1),
            "610": lambda: (first + dt.timedelta(days=31)).replace(day=1),
            "102": lambda: first + dt.timedelta(days=1),
        }[notation]()
    except (ValueError, OverflowError) as error:
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f"expected {lengths[notation]} digits, found {text!r}") from error
        raise ValueError(f"expected a time of the calendar, found {text!r}") from error
    begin, end = (day.strftime("%Y%m%d").rjust(8, "0") for day in (first, last))
    return Period(read_instant(begin, "102", clock.calendar), read_instant(end, "102", clock.calendar))


def write_period(period: Period, notation: str, clock: Clock) -> str:
    """Return *period* in format 719, Z13, 602, 610 or 102.

    Raises:
        ValueError: The format cannot hold the period.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> write_period(day_period(dt.date(2024, 6, 4)), "Z13", CLOCKS["no"])
    '202406032300202406042300'
    """
    if notation in _DOUBLE:
        return write_instant(period.start, "203", clock.zone) + write_instant(period.end, "203", clock.zone)
    lengths = {"602": 4, "610": 6, "102": 8}
    if notation not in lengths:
        raise ValueError(f"expected format 719, Z13, 602, 610 or 102, found {notation!r}")
    text = write_instant(period.start, "102", clock.calendar)[: lengths[notation]]
    if read_period(text, notation, clock) != period:
        raise ValueError(f"format {notation} holds one whole calendar period only")
    return text


# 2379 of a duration: 801 years, 802 months, 803 weeks, 804 days, 805 hours, 806 minutes.
_DURATIONS: Mapping[tuple[int, str], str] = {
    (5, "806"): "PT5M",
    (15, "806"): "PT15M",
    (30, "806"): "PT30M",
    (60, "806"): "PT1H",
    (1, "805"): "PT1H",
    (24, "805"): "P1D",
    (1, "804"): "P1D",
    (1, "803"): "P1W",
    (1, "802"): "P1M",
    (12, "802"): "P1Y",
    (1, "801"): "P1Y",
}
_WRITTEN: Mapping[str, tuple[str, str]] = {
    "PT5M": ("5", "806"),
    "PT15M": ("15", "806"),
    "PT30M": ("30", "806"),
    "PT1H": ("60", "806"),
    "PT60M": ("60", "806"),
    "P1D": ("1", "804"),
    "P1W": ("1", "803"),
    "P1M": ("1", "802"),
    "P1Y": ("1", "801"),
}


def read_resolution(text: str, notation: str) -> str | None:
    """Return the resolution code that a duration (formats 801 to 806) means, None when the market has none.

    >>> read_resolution("15", "806"), read_resolution("1", "802"), read_resolution("7", "806")
    ('PT15M', 'P1M', None)
    """
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return _DURATIONS.get((int(text), notation))


def write_resolution(code: str) -> tuple[str, str]:
    """Return text and format of the duration that a resolution code names.

    Raises:
        ValueError: The code has no length.

    >>> write_resolution("PT15M")
    ('15', '806')
    """
    if code not in _WRITTEN:
        raise ValueError(f"expected one of {', '.join(_WRITTEN)}, found {code!r}")
    return _WRITTEN[code]


def clock_of(times: Iterable[WireTime], profile: str | None) -> Clock | None:
    """Return the clock of a message: what its header states, else the profile's default, else None.

    Args:
        times: The DTM segments of the message header; DTM+ZZZ in format 805 and DTM+735 in 406 state an offset.
        profile: Name of the profile, such as ``no``; it decides the default and the calendar.

    Returns:
        The clock; ``stated`` is False when the message is silent. None when nobody says, or when the
        message's own statement cannot be read: a zone is never guessed.
    """
    default = CLOCKS.get(profile or "")
    for time in times:
        if time.function in OFFSETS and time.format in {"805", "406"}:
            try:
                zone = read_offset(time.text, time.format)
            except ValueError:
                return None
            if default is None:
                return Clock(zone=zone, calendar=zone, stated=True)
            return attrs.evolve(default, zone=zone, stated=True)
    return default
