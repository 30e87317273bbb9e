"""The rule table of series in EDIFACT; codes are permanent: never renumbered, never used again.

Columns: code, title, severity, source, trust, text (why / wrong / right).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from edielkit.edifact.check.guides.weights import weights
from edielkit.edifact.messages.message import Part
from edielkit.edifact.segments import place
from edielkit.edifact.series.blocks import instant_of
from edielkit.findings import Finding, Reason, Rule, Severity, Trust
from edielkit.market_time import local_time

__all__ = ("RULES", "finding_at", "reason_of", "show_instant", "show_seconds", "weighed_at")

_E, _W = Severity.ERROR, Severity.WARNING
_SOURCED, _DERIVED = Trust.SOURCED, Trust.DERIVED
_2379 = "UN/EDIFACT code list 2379"
_BDEW = "BDEW APERAK AHB 1.1"
_SVK = "Svenska kraftnät UTILTS guide 25-A-4"
_WEIGHTS = "table of weights, market by market, in docs/reference/guides.md"
# why the rules on pairs have no twin on the other wire
_NO_PAIR = "In XML no message names the neighbour of an exchange point, which is structure data of the hub: there is nothing to compare."
_LOCAL_DAY = "calendar days of the market: of normal time in Sweden, elsewhere of the year's clock, which is that of Oslo, Copenhagen, Berlin and Zurich"


def _rules(*rows: tuple[str, str, Severity, str, Trust, str]) -> Mapping[str, Rule]:
    return {
        code: Rule(code=code, title=title, severity=severity, source=source, trust=trust, text=text)
        for code, title, severity, source, trust, text in rows
    }


RULES: Mapping[str, Rule] = _rules(
    ("SER001", "a quantity has at most 15 digits and 3 decimals", _E,
     f"QTY 6060 of D.96A (n..15); BDEW MSCONS AHB 3.1f, condition 906; {_SVK}, E51", _SOURCED,
     "Settlement counts in thousandths. Wrong: 0.12345. Right: 0.123. The value is kept as text beside the columns."),
    ("SER002", "a quantity is a number", _E, f"BDEW MSCONS AHB 3.1f, conditions 902 and 906; {_SVK}, field 516", _SOURCED,
     ("Later directories allow any characters in 6060, so that a thousands separator, an exponent or a sign behind the number "
      "passes there, and the sum is short. Wrong: 12x, 1,500.5, 1.5E3, 1.5-. Right: 12, or NULL for a missing meter reading. "
      "The value is kept as text beside the columns.")),
    ("SER003", "a time follows its notation", _E, _2379, _SOURCED,
     "A value without a readable time has no place in its series. Wrong: 202413010000 with 203. Right: 202412010000."),
    ("SER004", "a message with times in 203 states their offset", _W,
     "Svenska kraftnät general guide 24-A-6; Nordic messages", _DERIVED,
     ("Without DTM+ZZZ:1:805 or DTM+735 the profile's default is taken. Where there is none either, the values have no times, and "
      "this is an error.")),
    ("SER005", "a period ends after it begins", _E, f"{_BDEW}, Z34; {_SVK}, E50", _SOURCED,
     "An interval of no or negative length holds nothing. In a header or at a point equal ends are a warning."),
    ("SER006", "a series has no holes", _E, f"{_BDEW}, Z30; {_SVK}, E87", _SOURCED,
     "Each interval between the first and the last value has one. Wrong: 00:00, 00:15, 00:45; SEQ 1, 2, 4. Right: 00:30, and 3, too."),
    ("SER007", "values do not overlap", _E, "BDEW MSCONS AHB 3.1f, section 4: intervals are half open", _SOURCED,
     "Energy in the overlap is counted twice. Right: each value begins where the one before ends."),
    ("SER008", "an interval has one value", _E, f"BDEW MSCONS AHB 3.1f, section 4: intervals are half open; {_SVK}, field 514", _SOURCED,
     "Two values for the same interval leave open which one counts. Wrong: two times SEQ 3, or the same hour twice."),
    ("SER009", "values stand in the order of time", _W, "MSCONS values carry no number", _DERIVED,
     "Receivers that count values instead of reading their times put them in the wrong place."),
    ("SER010", "the values fill the stated period", _E, f"{_BDEW}, Z30; {_SVK}, E87; {_LOCAL_DAY}", _SOURCED,
     ("A day of the year's clock has 23, 24 or 25 hours: 92, 96 or 100 quarters; a month has its days, a year its months. Wrong: 96 quarters "
      "on the last Sunday of March, 13 months in a year. Right: 92, and 12.")),
    ("SER011", "a line has one resolution", _E, f"BDEW MSCONS AHB 3.1f, 4.3: 92, 96 or 100 quarters a day; {_SVK}, field 508 and E50: one resolution of a series", _SOURCED,
     ("Values of different lengths in one line are read as several series. A warning where a guide allows single values. Wrong: "
      "hours, and two hours in one value; days of 24 hours of normal time where the year's clock changes. Right: each hour by itself.")),
    ("SER012", "values and points lie in the stated period", _E, f"UN/EDIFACT 2005, 163 and 164; {_SVK}, field 514 and E50", _SOURCED,
     ("The header or point names the period that the values are for; a place is one of 1 to the number of steps in it. Wrong: a day in "
      "the header and values of the next one; SEQ 97 of 96.")),
    ("SER013", "values begin on the grid of their resolution", _W, "quarters and hours of the day", _DERIVED,
     "Wrong: a quarter from 00:07. Right: 00:00, 00:15, 00:30, 00:45."),
    ("SER014", "a civil time names one instant", _W, "Metering Code 2009, 3.7", _DERIVED,
     "Between two and three in the night of a clock change a civil time is double or missing."),
    ("SER015", "a value has a start and an end", _E, "UN/EDIFACT 2005, 163 and 164; BDEW MSCONS MIG 2.4c, SG10", _SOURCED,
     "Half an interval gives the value no place in its series. The value is kept as text beside the columns."),
    ("SER016", "a line has one unit", _E, f"UN/EDIFACT C186: 6411 is the unit of its 6060; {_SVK}, field 264 and E73", _SOURCED,
     ("A value counts in its own unit, then in that of its line. Units of one quantity are scaled, exactly; a value of another "
      "quantity, or without a unit among others that have one, is kept as text. Wrong: MEA+AAZ++KWH with QTY+136:1:MWH, or KWH and "
      "KVR in one line. Right: one unit, stated once.")),
    ("SER017", "the quality of a quantity qualifier is known", _W, "QTY 6063, tables of this package", _DERIVED,
     "A qualifier without a known meaning is read as a metered value, at its place."),
    ("SER018", "a period is whole days", _W, f"{_LOCAL_DAY}; table of allowances, market by market, in docs/reference/guides.md", _DERIVED,
     ("Values are settled by the day. A period that ends an hour beside one forgot the clock change, one from 00:00 UTC took another "
      "clock. Parts that a guide allows are none; where a public guide asks for complete days, this is an error. Wrong: 01:00 to 01:00. Right: 00:00 to 00:00.")),
    ("SER019", "observations are numbered 1, 2, 3 ...", _E, f"{_SVK}, field 514", _SOURCED,
     "SEQ 1050 begins at 1 and grows by one: it is the place of the value. Wrong: no number, text, 0. Right: SEQ++1, SEQ++2."),
    ("SER020", "a value has a time", _E, "UN/EDIFACT MSCONS, SG10: QTY with its DTM; BDEW MSCONS MIG 2.4c, SG10", _SOURCED,
     ("Without one it has no place in its series: others do not move up. Annual estimates (QTY+31) and values that are counted from "
      "the start of their point (DTM+672) need none. The value is kept as text beside the columns.")),
    ("SER021", "a quantity of UTILTS is energy, a forecast, a reading or a maximum", _E, f"{_SVK}, fields 515 to 517 and 521", _SOURCED,
     ("What another qualifier counts is not known, so it cannot be summed with the others; the value keeps its place. Wrong: QTY+67 "
      "among QTY+136. Right: QTY+136 with STS+8+56.")),
    ("SER022", "what stands twice says the same", _E, f"UN/EDIFACT 2005 and 6411; {_SVK}, fields 209, 245, 264, 506, 508", _SOURCED,
     ("One of the two is wrong, and nobody can tell which. Wrong: DTM+324 and DTM+163 with other starts, two units or two resolutions of "
      "one line, a resolution (DTM+672) and values of another length. Right: each said once, or the same.")),
    ("SER023", "the place and the time of a value agree", _E, f"{_SVK}, fields 245, 508 and 514", _SOURCED,
     ("SEQ says the place, and with the period and the resolution so the time; a DTM at the value that says another one leaves open "
      "which is right. Wrong: SEQ 1 of a day from 00:00 with a time of 02:00.")),
    ("SER024", "a series has a period of whole steps", _E, f"{_SVK}, fields 245 and 508, E50", _SOURCED,
     ("Without period or resolution, or with a period that its resolution does not fill, values have no times and cannot be counted. "
      "Wrong: quarters from 00:00 to 00:50. Right: to 00:45 or 01:00.")),
    ("SER025", "a period ends where the next one begins", _W, "BDEW MSCONS AHB 3.1f, section 4: intervals are half open", _DERIVED,
     "The end is the first instant that is not of it. Wrong: 23:59. Right: 00:00 of the next day, or 24:00."),
    ("SER026", "a product and its unit measure the same", _E, f"BDEW OBIS code list 2.5c; ebIX product codes; {_SVK}, E29 and E73", _SOURCED,
     "Active energy is in kWh, reactive in kvarh, power in kW. Wrong: OBIS 1-1:3.29.0 with MEA+AAZ++KWH. Right: KVR."),
    ("SER027", "the unit is one of energy, power or volume", _W, f"{_SVK}, field 264", _DERIVED,
     "Nobody can compare or sum amounts in a unit that is not known. Wrong: MEA+AAZ++KWX. Right: KWH."),
    ("SER028", "a line of MSCONS says whose values it has", _W, "UN/EDIFACT 3227: 90, 172 point, 107, 239 area", _DERIVED,
     "Values of nowhere cannot be given to anybody. Wrong: LOC+9+707057500000000008::9 above values. Right: LOC+90 or LOC+172."),
    ("SER029", "a product of the kind OBIS is an OBIS code", _E, "BDEW MSCONS MIG 2.4c, PIA+5 with 7143 SRW; BDEW OBIS code list 2.5c", _SOURCED,
     "Direction and unit of a German or Swiss line are in it. Wrong: x-1:1.29.0:SRW. Right: 1-1:1.29.0:SRW."),
    ("SER030", "a line counts one kind of quantity", _E, f"UN/EDIFACT 6063: 31 estimated annual volume, 135 planned, 136 reached quantity; {_SVK}, fields 515 and 516", _SOURCED,
     ("An annual estimate, a forecast, a committed (66) or a previous cumulative quantity (79) is no metered energy, and a sum over both means "
      "nothing. Wrong: QTY+31 among QTY+136. "
      "Right: a line of its own.")),
    ("SER031", "the quality that a status says is known", _W, "STS 9015 and 4405, tables of this package", _DERIVED,
     ("A status without a category, or with one of quality (8) and a code that nobody knows, leaves the value as its qualifier says. "
      "Wrong: STS++56, STS+8+99. Right: STS+8+56.")),
    ("SER032", "a point and a line of MSCONS have values", _W, "UN/EDIFACT MSCONS, SG6, SG9 and SG10", _DERIVED,
     ("A message of values that names a point and says nothing of it lost what it should bring; only a cancellation (BGM 1225 = 1) "
      "has none. An error where another place of its kind stands before the line: its values are read as those of the second. "
      "Wrong: LOC+90 at the end, LOC+90 above LOC+90, LIN without QTY. Right: LOC+90, LIN, QTY.")),
    ("SER033", "a quantity has no more decimals than its resolution allows", _W, _WEIGHTS, _DERIVED,
     ("Months are settled in whole kWh, and registers show none. Wrong: a month of 812.5 kWh, a reading of 100.5. "
      "Right: 813, 100.")),
    ("SER034", "a value is not negative where its direction is stated", _E,
     "BDEW OBIS code list 2.5c, 2.1, and MSCONS AHB 3.1f, conditions 902 and 906; table of allowances, market by market, in docs/reference/guides.md",
     _SOURCED,
     ("The product, the OBIS code or the kind of point says the direction; a sign would say it again, the other way. A warning where "
      "no guide forbids it. Wrong: 1-1:1.29.0 with -1.25. Right: 1-1:2.29.0 with 1.25.")),
    ("SER035", "a quantity has no leading zeros", _E, f"ISO 9735, numeric values; {_SVK}, field 516", _SOURCED,
     ("The syntax suppresses zeros that say nothing, but for the digit that stands before a decimal mark. Wrong: 00505, 00.5. "
      "Right: 505, 0.5. The value counts as it reads.")),
    ("SER036", "a value that is missing has no amount", _W, "QTY 6063 Z30 and STS 4405 46 beside QTY 6060: the value stands twice", _DERIVED,
     ("The qualifier or the status says that there is no value, the amount says one; it is not counted. One that cannot be used (20) may "
      "have an amount. Wrong: QTY+Z30:3.25. Right: QTY+Z30:0, or QTY+67:3.25.")),
    ("SER037", "an exchange is between two areas", _W, "UN/EDIFACT 3227: 232 and 233, the areas of a pair, and 237, balance groups", _DERIVED,
     (f"Nothing is exchanged between an area and itself, or with nobody, and the direction of the series cannot be told. {_NO_PAIR} "
      "Wrong: LOC+232+ABC with LOC+233+ABC, LOC+232 alone. Right: LOC+232+ABC with LOC+233+XYZ.")),
    ("SER038", "the area of a series is one of its pair", _W, "UN/EDIFACT 3227: 239, the area of the series, and 232 and 233, those of the exchange", _DERIVED,
     (f"The direction of an exchange is seen from the area of the series: into it or out of it. From a third area nobody sees one. {_NO_PAIR} "
      "Wrong: LOC+239+DEF with LOC+232+ABC and LOC+233+XYZ. Right: LOC+239+ABC.")),
    ("SER039", "areas of an exchange stand at a point of exchange", _W, f"{_SVK}, fields 260b, 260c and 513: the pair goes with E20", _DERIVED,
     (f"Consumption and production have a direction of their own: beside a pair of areas nobody knows which counts. {_NO_PAIR} "
      "Wrong: CCI+++E12 with CAV+E17, and LOC+232. Right: CAV+E20, or no pair.")),
)  # fmt: skip

# What partners call a breach: the reason codes of ebIX (agency 260), which Sweden's guide names as Elhub's tables do, and the
# error codes of BDEW (agency 293). Z29 missing, Z30 incomplete, Z34 interval, Z35 format, Z39 code, Z41 implausible time.
_REASONS: Mapping[str, tuple[str, str]] = {
    "SER001": ("E51", "Z35"), "SER002": ("", "Z35"), "SER003": ("E50", "Z35"), "SER005": ("E50", "Z34"),
    "SER006": ("E87", "Z30"), "SER007": ("E50", "Z41"), "SER008": ("E87", "Z41"), "SER010": ("E87", "Z30"), "SER011": ("E50", "Z41"),
    "SER012": ("E50", "Z41"), "SER015": ("E50", "Z29"), "SER016": ("E73", "Z39"), "SER018": ("", "Z41"), "SER019": ("E87", ""),
    "SER020": ("E50", "Z29"), "SER021": ("E14", ""), "SER023": ("E50", ""), "SER024": ("E50", ""), "SER026": ("E73", "Z39"), "SER029": ("E29", "Z39"),
    "SER034": ("E98", "Z35"), "SER035": ("", "Z35"),
}  # fmt: skip
# what stands twice is called by what it says: a time, a unit or a product
_TWICE: Mapping[str, tuple[str, str]] = {
    "DTM": ("E50", "Z41"), "MEA": ("E73", "Z39"), "LIN": ("E29", "Z39"), "PIA": ("E29", "Z39"), "STS": ("", "Z39"),
}  # fmt: skip
_EBIX_MARKETS = frozenset({"no", "se", "dk"})


def reason_of(code: str, profile: str | None, tag: str = "") -> Reason | None:
    """Return what the partners of a market call a breach of rule *code*, None when they have no code for it.

    Args:
        code: Code of the rule.
        profile: Code of the market, None when none is known.
        tag: Tag of the segment where the breach stands, for facts that stand twice (SER022).

    >>> str(reason_of("SER010", "se")), str(reason_of("SER010", "de")), reason_of("SER010", "ch")
    ('E87/260', 'Z30/293', None)
    >>> str(reason_of("SER022", "se", "MEA")), str(reason_of("SER022", "se", "DTM"))
    ('E73/260', 'E50/260')
    """
    ebix, bdew = _TWICE.get(tag, ("", "")) if code == "SER022" else _REASONS.get(code, ("", ""))
    if profile in _EBIX_MARKETS and ebix:
        return Reason(ebix, "260")
    return Reason(bdew, "293") if profile == "de" and bdew else None


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


def weighed_at(
    code: str, text: str, part: Part, path: str, *spot: int, market: tuple[str, str, str]
) -> Iterator[Finding]:
    """Yield a finding as `finding_at` makes it, with the weight that its market gives it; none where it has none.

    Args:
        code: Code of the rule.
        text: What was expected, and what stands there.
        part: The part of the message.
        path: Its group path.
        spot: Element and component, from 1; none for the whole segment.
        market: Profile, message type and process.
    """
    for weight in weights(code, *market):
        yield weight.finding(RULES[code], text, place(part.own_segment(), *spot, path=path), payload=None)


def show_instant(instant: dt.datetime) -> str:
    """Return an instant on the Norwegian clock, as findings write it.

    >>> show_instant(dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC))
    '2026-03-29T03:00+0200'
    """
    try:
        local = local_time(instant)
    except OverflowError:
        # the last hours that Python knows are of no Norwegian day
        local = instant
    # strftime does not pad the year everywhere
    return f"{local.year:04}{local:-%m-%dT%H:%M%z}"


@lru_cache(maxsize=4096)
def show_seconds(seconds: int) -> str:
    """Return seconds since 1970 UTC as `show_instant` does.

    >>> show_seconds(0), show_seconds(1 << 40)
    ('1970-01-01T01:00+0100', 'a time after the year 9999')
    """
    try:
        return show_instant(instant_of(seconds))
    except OverflowError:
        return "a time after the year 9999"
