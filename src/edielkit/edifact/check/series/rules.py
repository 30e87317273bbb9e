"""The rule table of series in EDIFACT; codes are permanent: never renumbered, never used again.

Columns: code, title, severity, source, trust, text (why / wrong / right).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from edielkit.edifact.messages.message import Part
from edielkit.edifact.segments import place
from edielkit.edifact.series.blocks import instant_of
from edielkit.findings import Finding, Rule, Severity, Trust
from edielkit.market_time import OSLO

__all__ = ("RULES", "finding_at", "show_instant", "show_seconds")

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_SOURCED, _DERIVED = Trust.SOURCED, Trust.DERIVED
_2379 = "UN/EDIFACT code list 2379"
_BDEW = "BDEW APERAK AHB 1.1"
_SVK = "Svenska kraftnät UTILTS guide 25-A-4"
_OSLO_DAY = "Norwegian calendar days, Europe/Oslo"


def _rules(*rows: tuple[str, str, Severity, str, Trust, str]) -> Mapping[str, Rule]:
    return {
        code: Rule(code=code, title=title, severity=severity, source=source, trust=trust, text=text)
        for code, title, severity, source, trust, text in rows
    }


RULES: Mapping[str, Rule] = _rules(
    ("SER001", "a quantity has at most 15 digits and 3 decimals", _W,
     "QTY 6060 of D.96A (n..15); BDEW MSCONS AHB 3.1f, conditions 902 and 906", _DERIVED,
     "Settlement counts in thousandths. Wrong: 0.12345. Right: 0.123. The value is kept as text beside the columns."),
    ("SER002", "a quantity is a number", _W, "UN/EDIFACT 6060", _DERIVED,
     "Later directories allow any characters in 6060. Wrong: 12x. Right: 12, or NULL for a missing meter reading."),
    ("SER003", "a time follows its notation", _E, _2379, _SOURCED,
     "A value without a readable time has no place in its series. Wrong: 202413010000 with 203. Right: 202412010000."),
    ("SER004", "a message with times in 203 states their offset", _W,
     "Svenska kraftnät general guide 24-A-6; Nordic messages", _DERIVED,
     "Without DTM+ZZZ:1:805 or DTM+735 the profile's default is taken, or the series has no times at all."),
    ("SER005", "a period ends after it begins", _E, f"{_BDEW}, Z34; {_SVK}, E50", _SOURCED,
     "An interval of no or negative length holds nothing. In a header or at a point it is a warning."),
    ("SER006", "a series has no holes", _E, f"{_BDEW}, Z30; {_SVK}, E87", _SOURCED,
     "Each interval between the first and the last value has one. Wrong: 00:00, 00:15, 00:45. Right: 00:30 too."),
    ("SER007", "values do not overlap", _W, "BDEW MSCONS AHB 3.1f, section 4: intervals are half open", _DERIVED,
     "Energy in the overlap is counted twice. Right: each value begins where the one before ends."),
    ("SER008", "an interval has one value", _W, "half-open intervals of MSCONS", _DERIVED,
     "Two values for the same interval leave open which one counts."),
    ("SER009", "values stand in the order of time", _W, "MSCONS values carry no number", _DERIVED,
     "Receivers that count values instead of reading their times put them in the wrong place."),
    ("SER010", "the values fill the stated period", _W, f"{_BDEW}, Z30; {_SVK}, E87; {_OSLO_DAY}", _DERIVED,
     "A Norwegian day has 23, 24 or 25 hours: 92, 96 or 100 quarters. Wrong: 96 quarters on the last Sunday of March."),
    ("SER011", "a line has one resolution", _W, "one series is one resolution", _DERIVED,
     "Values of different lengths in one line are read as several series."),
    ("SER012", "values lie in the stated period", _W, "UN/EDIFACT 2005, 163 and 164", _DERIVED,
     "The header or point names the period that the values are for."),
    ("SER013", "values begin on the grid of their resolution", _W, "quarters and hours of the day", _DERIVED,
     "Wrong: a quarter from 00:07. Right: 00:00, 00:15, 00:30, 00:45."),
    ("SER014", "a civil time names one instant", _W, "Metering Code 2009, 3.7", _DERIVED,
     "Between two and three in the night of a clock change a civil time is double or missing."),
    ("SER015", "a value has a start and an end", _W, "UN/EDIFACT 2005, 163 and 164", _DERIVED,
     "Half an interval gives the value no place in its series."),
    ("SER016", "a line has one unit", _W, "one series is one unit", _DERIVED,
     "The unit of the first value is taken for the line."),
    ("SER017", "the quality of a quantity qualifier is known", _I, "QTY 6063, tables of this package", _DERIVED,
     "A qualifier without a known meaning is read as a metered value."),
    ("SER018", "a period is whole days", _W, _OSLO_DAY, _DERIVED,
     "Values are settled by the day. A period that ends an hour beside one forgot the clock change, one from 00:00 UTC took another clock."),
    ("SER019", "observations are numbered 1, 2, 3 ...", _W, f"{_SVK}, field 514", _SOURCED,
     "SEQ 1050 begins at 1 and grows by one."),
)  # fmt: skip


def finding_at(code: str, text: str, part: Part, path: str, *spot: int, **more: Any) -> Finding:
    """Return a finding of rule *code* at *part*, or at the element and component of it that *spot* names.

    Args:
        code: Code of the rule.
        text: What was expected, and what stands there.
        part: The part of the message, such as a value or a time.
        path: Its group path.
        spot: Element and component, from 1; none for the whole segment.
        more: Severity or payload.
    """
    return RULES[code].finding(text, place(part.own_segment(), *spot, path=path), **more)


def show_instant(instant: dt.datetime) -> str:
    """Return an instant on the Norwegian clock, as findings write it.

    >>> show_instant(dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC))
    '2026-03-29T03:00+0200'
    """
    return f"{instant.astimezone(OSLO):%Y-%m-%dT%H:%M%z}"


def show_seconds(seconds: int) -> str:
    """Return seconds since 1970 UTC as `show_instant` does."""
    return show_instant(instant_of(seconds))
