"""What inputs of many shapes cost at a size, at twice and at four times it: processor time, its growth, and its cost a byte.

    python benchmarks/growth.py [--json FILE] [SHAPE ...]

Each shape is bytes that somebody could send: ordinary ones, floods of one thing, and what is wrong everywhere. A growth of 4 is
linear, and 2 for each doubling: 11 or more, or a doubling that costs 4.5 times as much, ends the run with status 1, as CI reads it. The last column is the cost a byte beside that of an ordinary
message of the same wire, well-formed and of some hundred kilobytes, under the same load: a shape marked with * that costs more than twice
as much ends the run with status 1 too.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

import edielkit
from edielkit.errors import BuildError, ParseError
from edielkit.tables import from_csv

ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
# growth from n to 4n: 4 is linear, a square is 16; between lie the steps where an input goes another way as a whole
MOST_GROWTH = 11.0
# growth of a doubling: 2 is linear, a square is 4; a step that the growth over both would hide is more
MOST_STEP = 4.5
# cost a byte of a shape that is bounded, beside an ordinary message
MOST_BESIDE = 2.0
# a first look at a size that takes less is made larger, so that the clock has something to measure
LEAST_SECONDS = 0.03


@attrs.frozen
class Shape:
    """A shape of input.

    Attributes:
        make: Gives the bytes of a size.
        size: How many of what it is made of at first.
        act: What is done with them.
        ordinary: Shape whose cost a byte it stands beside.
        is_bounded: Its cost a byte is to stay within twice the ordinary.
    """

    make: Callable[[int], bytes]
    size: int
    act: Callable[[bytes], object] = edielkit.validate
    ordinary: str = ""
    is_bounded: bool = False


# -- EDIFACT

UNB = b"UNB+UNOC:3+7080000000012:14+7080000000029:14+260105:0815+R1'"


def _message(body: bytes, count: int, reference: bytes = b"1") -> bytes:
    unh = b"UNH+%b+MSCONS:D:96A:ZZ:EDIEL2'" % reference
    return unh + body + b"UNT+%d+%b'" % (count + 2, reference)


def _interchange(*messages: bytes) -> bytes:
    return UNB + b"".join(messages) + b"UNZ+%d+R1'" % len(messages)


HEAD = (
    b"BGM+7+DOC1+9'DTM+137:202601050715:203'DTM+163:202601040000:203'DTM+164:202601050000:203'DTM+ZZZ:1:805'"
    b"NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'"
)
_AMOUNT = re.compile(rb"QTY\+136:([0-9]+)[.]25'")


def _tail(lines: bytes) -> bytes:
    """Give the control total of lines."""
    amounts = [100 * int(whole) + 25 for whole in _AMOUNT.findall(lines)]
    return b"CNT+1:%d.%02d'" % divmod(sum(amounts), 100)


def _point(number: int) -> bytes:
    body = f"70705750{number:09}"
    digit = -sum(int(n) * (3, 1)[i % 2] for i, n in enumerate(reversed(body))) % 10
    return f"{body}{digit}".encode()


def _line(number: int, point: int, hours: int = 24, first: int = 0) -> bytes:
    """Give a line of hours; more than a day go round the clock again, so that they overlap."""
    values = b"".join(
        b"QTY+136:%d.25'DTM+324:20260104%02d00202601%02d%02d00:Z13'"
        % (hour % 7, n, 4 + (n + 1) // 24, (n + 1) % 24)
        for hour in range(first, first + hours)
        for n in [hour % 24]
    )
    return b"NAD+XX'LOC+90+%b::9'LIN+%d++1501'MEA+AAZ++KWH'" % (_point(point), number) + values


def _lines(count: int, line: Callable[[int], bytes]) -> bytes:
    lines = b"".join(map(line, range(1, count + 1)))
    body = HEAD + lines + _tail(lines)
    return _interchange(_message(body, body.count(b"'")))


def _small_messages(hours: int = 24, *, again: bool = False) -> Callable[[int], bytes]:
    """Give messages of one line: of a document and a point of its own each, or all of the same."""

    def message(number: int) -> bytes:
        name = 1 if again else number
        line = _line(1, name, hours)
        body = HEAD.replace(b"DOC1", b"DOC%d" % name) + line + _tail(line)
        return _message(
            body.replace(b"50000:203", b"4%02d00:203" % hours if hours < 24 else b"50000:203"),
            body.count(b"'"),
            b"%d" % number,
        )

    return lambda count: _interchange(*map(message, range(1, count + 1)))


def _in_message(piece: bytes) -> Callable[[int], bytes]:
    """Give a message in which a piece stands as often as is asked for, behind an ordinary line."""
    return lambda count: _interchange(_message(HEAD + _line(1, 1) + piece * count + b"CNT+1:0'", 60 + count))


def _around(piece: bytes) -> Callable[[int], bytes]:
    """Give an interchange in which a piece stands as often as is asked for where messages do."""
    return lambda count: UNB + piece * count + b"UNZ+1+R1'"


EDIFACT = {
    "mscons": Shape(lambda n: _lines(n, lambda k: _line(k, k)), 300),
    "one long line": Shape(lambda n: _lines(1, lambda k: _line(k, k, n)), 8000),
    "overlaps": Shape(lambda n: _lines(n, lambda k: _line(k, 1)), 300, is_bounded=True),
    "overlaps in one line": Shape(lambda n: _lines(1, lambda k: _line(k, 1, n)), 8000, is_bounded=True),
    "small messages": Shape(_small_messages(), 100, is_bounded=True),
    "small messages again": Shape(_small_messages(again=True), 100, is_bounded=True),
    "messages of three values": Shape(_small_messages(3), 100),
    "interchanges": Shape(
        lambda n: b"".join(_small_messages()(1).replace(b"+R1'", b"+R%06d'" % k) for k in range(n)), 60, is_bounded=True
    ),
    "flood of UNH": Shape(_around(b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"), 12000, is_bounded=True),
    "flood of UNT": Shape(_around(b"UNT+1+1'"), 6000, is_bounded=True),
    "flood of UNB": Shape(lambda n: UNB * n, 500),
    "flood of UNZ": Shape(_around(b"UNZ+1+R1'"), 6000),
    "flood of UNA": Shape(lambda n: b"UNA:+.? '" * n, 6000),
    "flood of UNG": Shape(_around(b"UNG+MSCONS+A+B+260101:0000+1+UN+D:96A'"), 1000),
    "bare terminators": Shape(_in_message(b"'"), 40000),
    "releases": Shape(_in_message(b"FTX+AAI+++" + b"??" * 200 + b"'"), 300),
    "components": Shape(_in_message(b"RFF+" + b":" * 900 + b"1'"), 60),
    "elements": Shape(_in_message(b"RFF" + b"+" * 900 + b"1'"), 60),
    "unknown segments": Shape(_in_message(b"XXX+1'"), 5000),
    "long tags": Shape(_in_message(b"QTYQTYQTYQTY+1'"), 3000),
    "references": Shape(_in_message(b"RFF+AAO:1'"), 4000),
    "times": Shape(_in_message(b"DTM+324:202601032300202601040000:Z13'"), 3000),
    "values without times": Shape(_in_message(b"QTY+136:1'"), 4000),
    "numbers that are none": Shape(_in_message(b"QTY+136:1x'DTM+324:202601032300202601040000:Z13'"), 1500),
    "bad points": Shape(lambda n: _lines(n, lambda k: _line(k, k).replace(b"LOC+90+7", b"LOC+90+8")), 150),
    "points without values": Shape(_in_message(b"LOC+X1+X1'"), 3000),
    "parties": Shape(lambda n: _interchange(_message(HEAD.replace(b"UNS+D'", b"NAD+FR+7080000000036::9'" * n), 9)), 1500),
    "line breaks": Shape(lambda n: _lines(n, lambda k: _line(k, k)).replace(b"'", b"'\r\n"), 150),
    "lower case": Shape(lambda n: _lines(n, lambda k: _line(k, k)).lower(), 100),
    "no end": Shape(lambda n: UNB + b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'" + b"A" * n, 400000),
    "bytes outside of the set": Shape(_in_message(b"FTX+AAI+++\x80\x81\xff'"), 3000),
}  # fmt: skip


# -- XML

FRONT = (
    f'<rsm:CollectedData xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2" xmlns:abie="{ABIE}"><rsm:Header>'
    "<abie:Identification>00000000-0000-4000-8000-000000000000</abie:Identification>"
    '<abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType><abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>'
    '<abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:PhysicalSenderEnergyParty>'
    '<abie:JuridicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:JuridicalSenderEnergyParty>'
    '<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080003824349</abie:Identification></abie:JuridicalRecipientEnergyParty>'
    '</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>'
    '<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDE</abie:EnergyBusinessProcessRole>'
    "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"
)
BACK = "</rsm:CollectedData>"
PAYLOAD = (
    "<rsm:PayloadEnergyTimeSeries><abie:Identification>{id}</abie:Identification>"
    "<abie:RegistrationDateTime>2026-01-31T04:34:12+01:00</abie:RegistrationDateTime><abie:ObservationPeriodTimeSeriesPeriod>"
    "<abie:ResolutionDuration>PT1H</abie:ResolutionDuration><abie:Start>2026-01-30T00:00:00+01:00</abie:Start>"
    "<abie:End>2026-01-31T00:00:00+01:00</abie:End></abie:ObservationPeriodTimeSeriesPeriod><abie:ProductIncludedProductCharacteristics>"
    '<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification><abie:UnitType>kWh</abie:UnitType>'
    "</abie:ProductIncludedProductCharacteristics><abie:MPDetailMeasurementMeteringPointCharacteristic><abie:Direction>Out</abie:Direction>"
    "</abie:MPDetailMeasurementMeteringPointCharacteristic><abie:MeteringPointUsedDomainLocation>"
    '<abie:Identification schemeAgencyIdentifier="9">{point}</abie:Identification></abie:MeteringPointUsedDomainLocation>'
    "{values}</rsm:PayloadEnergyTimeSeries>"
)


def _row(number: int, value: str = "1.25") -> str:
    return f'<abie:Observation Sequence="{number}"><abie:Metered>{value}</abie:Metered></abie:Observation>'


_DAY = "".join(map(_row, range(1, 25)))


def _payload(number: int, values: str = _DAY, *, named: str = "", point: int | None = None) -> str:
    name = named or f"00000000-0000-4000-8000-{number:012}"
    return PAYLOAD.format(id=name, point=_point(number if point is None else point).decode(), values=values)


def _xml(*parts: str) -> bytes:
    return "".join([FRONT, *parts, BACK]).encode()


def _payloads(**options: object) -> Callable[[int], bytes]:
    return lambda count: _xml(*(_payload(n, **options) for n in range(1, count + 1)))


def _inside(piece: str) -> Callable[[int], bytes]:
    """Give a message in whose one payload a piece stands as often as is asked for."""
    return lambda count: _xml(_payload(1, _DAY + piece * count))


EMIF = {
    "collected data": Shape(_payloads(), 250),
    "one long series": Shape(lambda n: _xml(_payload(1, "".join(map(_row, range(1, n + 1))))), 8000),
    "overlapping payloads": Shape(_payloads(point=1), 250, is_bounded=True),
    "payloads of one name": Shape(_payloads(named="00000000-0000-4000-8000-000000000000"), 150),
    "payloads without values": Shape(_payloads(values=""), 300),
    "an hour missing in each": Shape(_payloads(values=_DAY.replace(_row(7), "")), 150),
    "one place many times": Shape(lambda n: _xml(_payload(1, _row(1) * n)), 6000),
    "unknown elements": Shape(_inside("<x/>"), 20000),
    "unknown elements in each": Shape(_payloads(values=_DAY + "<abie:x/>"), 100),
    "comments": Shape(_inside("<!-- a -->"), 20000),
    "instructions": Shape(_inside("<?a b?>"), 20000),
    "blanks": Shape(_inside(" \n\t"), 200000),
    "references to characters": Shape(_inside("&#32;"), 100000),
    "sections of text": Shape(_inside("<![CDATA[ ]]>"), 20000),
    "attributes": Shape(
        lambda n: _xml(_payload(1), "<x " + " ".join(f'a{k}="1"' for k in range(n)) + "/>"), 3000
    ),
    "namespaces": Shape(lambda n: _xml(*(f'<x xmlns:a{k}="urn:{k}"/>' for k in range(n))), 4000),
    "numbers that are none in XML": Shape(_payloads(values=_DAY.replace("1.25", "1,25")), 60),
    "instants that are none": Shape(
        lambda n: _payloads()(n).replace(b"2026-01-30T00:00:00+01:00", b"2026-02-30T00:00:00+01:00"), 100
    ),
    "bad points in XML": Shape(lambda n: _payloads()(n).replace(b">70705750", b">80705750"), 100),
    "a tag that is not closed": Shape(lambda n: FRONT.encode() + b"<a>" * 200 + b"x" * n, 400000),
}  # fmt: skip


# -- all else


def _read(data: bytes) -> object:
    try:
        return edielkit.parse_all(data)
    except ParseError as error:
        return error


def _from_plain(data: bytes) -> object:
    try:
        return edielkit.from_dict("CollectedData", json.loads(data))
    except BuildError as error:
        return error


OTHERS = {
    "CSV": Shape(
        lambda n: b"series,position,quantity\n" + b"".join(b"1,%d,1.25\n" % k for k in range(1, n + 1)),
        8000, lambda data: list(from_csv(data)),
    ),
    "plain data": Shape(
        lambda n: json.dumps({"kind": "CollectedData", "payload_energy_time_series": [{"a": 1}] * n}).encode(),
        1500, _from_plain,
    ),
    "packed series": Shape(lambda n: gzip.compress(_payloads()(n), mtime=0), 250),
    "packed blanks": Shape(lambda n: gzip.compress(b" " * n, mtime=0), 1_000_000, _read),
    "many packed members": Shape(lambda n: gzip.compress(b" ", mtime=0) * n, 8000, _read),
    "reading of series": Shape(
        lambda n: _lines(n, lambda k: _line(k, k)), 300, lambda data: list(edielkit.read_series(data))
    ),
}  # fmt: skip


def _shapes() -> dict[str, Shape]:
    edifact = {name: attrs.evolve(shape, ordinary="mscons") for name, shape in EDIFACT.items()}
    emif = {name: attrs.evolve(shape, ordinary="collected data") for name, shape in EMIF.items()}
    return edifact | emif | OTHERS


SHAPES = _shapes()


def _seconds(shape: Shape, data: bytes, least: int = 2) -> float:
    """Return the shortest of some runs: other work on the machine only adds."""
    times = []
    for _ in range(least):
        gc.collect()
        start = time.process_time()
        shape.act(data)
        times.append(time.process_time() - start)
    return min(times)


def _measured(name: str) -> dict[str, float | str]:
    """Return size, seconds, growth to four times the size, the steepest doubling and nanoseconds a byte of a shape."""
    shape = SHAPES[name]
    size, data = shape.size, shape.make(shape.size)
    seconds = _seconds(shape, data)
    if seconds < LEAST_SECONDS:
        size *= 4
        data = shape.make(size)
        seconds = _seconds(shape, data)
    middle = _seconds(shape, shape.make(2 * size))
    large = shape.make(4 * size)
    longer = _seconds(shape, large)
    return {
        "shape": name,
        "bytes": len(large),
        "seconds": round(longer, 4),
        "growth": round(longer / max(seconds, 1e-4), 2),
        "step": round(max(middle / max(seconds, 1e-4), longer / max(middle, 1e-4)), 2),
        "nanoseconds a byte": round(longer / len(large) * 1e9, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"one of {len(SHAPES)}; all without one")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    # the first look loads what is loaded once
    for shape in SHAPES.values():
        shape.act(shape.make(2))
    rows, ordinary, is_within = [], {}, True
    for name in options.shapes or SHAPES:
        row = _measured(name)
        beside = SHAPES[name].ordinary
        if beside:
            if beside not in ordinary:
                ordinary[beside] = row if beside == name else _measured(beside)
            share = float(row["nanoseconds a byte"]) / float(ordinary[beside]["nanoseconds a byte"])
            row["beside ordinary"] = round(share, 2)
        rows.append(row)
        is_steep = float(row["growth"]) >= MOST_GROWTH or float(row["step"]) >= MOST_STEP
        is_dear = SHAPES[name].is_bounded and float(row["beside ordinary"]) > MOST_BESIDE
        is_within &= not is_steep and not is_dear
        mark = "*" if SHAPES[name].is_bounded else " "
        print(
            f"{name:30}{mark} {row['bytes']:>10,} bytes {row['seconds']:8.3f} s  growth {row['growth']:6.2f}  step {row['step']:5.2f}"
            f"  {row['nanoseconds a byte']:9.1f} ns a byte  {row.get('beside ordinary', ''):>6}"
            f"{'  NOT LINEAR' if is_steep else ''}{'  TOO DEAR' if is_dear else ''}",
            flush=True,
        )
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
