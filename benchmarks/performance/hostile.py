"""Input that means no good, in many shapes: what a report of it costs when there is twice as much, and four times.

Each shape gets a size in bytes and returns an input of about that size.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable, Sequence

import attrs

from benchmarks.edifact_series import interchange
from benchmarks.performance import xml_inputs
from benchmarks.performance.figures import Cell, Figure, Section
from benchmarks.performance.sections import Settings

__all__ = ("SHAPES", "hostile")

Shape = Callable[[int], bytes]

_FRONT, _BACK = xml_inputs.FRONT.encode(), xml_inputs.BACK.encode()
_ROW = b'<abie:Observation Sequence="1"><abie:Metered>1</abie:Metered></abie:Observation>'
_PAYLOAD_END = b"</rsm:PayloadEnergyTimeSeries>"
_XSI = b"http://www.w3.org/2001/XMLSchema-instance"
_SOAP = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
_SOAP_END = b"</s:Body></s:Envelope>"
_UNB = b"UNA:+.? 'UNB+UNOC:3+7080000000012:14+7080000000029:14+260201:0500+IC1'"
_UNH = b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9'DTM+137:202602010500:203'"
_CLOSED = b"UNT+2+1'UNZ+1+IC1'"


def _head(number: int, point: str = "707057500000000001") -> bytes:
    return xml_inputs.HEAD.format(identification=uuid.UUID(int=number, version=4), point=point).encode()


def _in_message(unit: bytes) -> Shape:
    """Return a shape that repeats something where payloads stand."""
    return lambda size: _FRONT + unit * (size // len(unit)) + _BACK


def _in_payload(unit: bytes) -> Shape:
    """Return a shape that repeats something where rows stand."""
    return lambda size: _FRONT + _head(1) + unit * (size // len(unit)) + _PAYLOAD_END + _BACK


def _payloads(make: Callable[[int], bytes]) -> Shape:
    """Return a shape with many payloads, each made of its number."""

    def shape(size: int) -> bytes:
        count = size // len(make(0)) + 1
        return _FRONT + b"".join(make(number) for number in range(count)) + _BACK

    return shape


def _segments(unit: bytes) -> Shape:
    """Return a shape that repeats something in a message of MSCONS."""
    return lambda size: _UNB + _UNH + unit * (size // len(unit)) + _CLOSED


def _numbered(make: Callable[[int], bytes]) -> Shape:
    """Return a shape with many segments, each made of its number."""

    def shape(size: int) -> bytes:
        count = size // len(make(0)) + 1
        return _UNB + _UNH + b"".join(make(number) for number in range(count)) + _CLOSED

    return shape


def _messages(make: Callable[[int], bytes]) -> Shape:
    """Return a shape with many messages, each with a body made of its number."""

    def message(number: int) -> bytes:
        return b"UNH+%d+MSCONS:D:96A:ZZ:EDIEL2'%bUNT+3+%d'" % (number, make(number), number)

    return lambda size: _UNB + b"".join(map(message, range(size // len(message(0)) + 1))) + b"UNZ+1+IC1'"


def _deep(size: int) -> bytes:
    return b"<a>" * (size // 7) + b"</a>" * (size // 7)


def _attributes(size: int) -> bytes:
    return b"<a " + b"".join(b'a%d="" ' % number for number in range(size // 10)) + b"/>"


def _prefixes(size: int) -> bytes:
    return b"<a " + b"".join(b'xmlns:a%d="b" ' % number for number in range(size // 15)) + b"/>"


def _entities(size: int) -> bytes:
    names = b"".join(b'<!ENTITY a%d "b">' % number for number in range(size // 20))
    return b"<!DOCTYPE a [" + names + b"]><a/>"


def _each_in_payload(make: Callable[[int], bytes]) -> Shape:
    """Return a shape with many parts where rows stand, each made of its number."""

    def shape(size: int) -> bytes:
        count = size // len(make(1000)) + 1
        return (
            _FRONT
            + _head(1)
            + b"".join(make(number) for number in range(1, count + 1))
            + _PAYLOAD_END
            + _BACK
        )

    return shape


def _row(number: int, attributes: bytes) -> bytes:
    return _ROW.replace(
        b"Metered>1", b'Estimated %s EstimationCode="E%03d">1' % (attributes, number % 1000)
    ).replace(b"Metered", b"Estimated")


def _row_attributes(size: int) -> bytes:
    attributes = b"".join(b'a%d="" ' % number for number in range(size // 10))
    return _FRONT + _head(1) + _ROW.replace(b"Sequence", attributes + b"Sequence") + _PAYLOAD_END + _BACK


def _lines(size: int) -> bytes:
    return interchange(size // 70, "163").replace(b"DTM+163:2026", b"DTM+163:2O26")


SHAPES: dict[str, Shape] = {
    "XML: elements in elements": _deep,
    "XML: attributes of one element": _attributes,
    "XML: prefixes of one element": _prefixes,
    "XML: entities of a document type": _entities,
    "XML: comments where payloads stand": _in_message(b"<!-- -->"),
    "XML: comments where rows stand": _in_payload(_ROW + b"<!-- -->"),
    "XML: comments that never end": _in_message(b"<!-- "),
    "XML: CDATA sections": _in_payload(b"<![CDATA[ ]]>"),
    "XML: character references": _in_payload(b"&#32;"),
    "XML: white space": _in_payload(b" \n"),
    "XML: tags that never end": _in_message(b"<abie:Observation Sequence="),
    "XML: elements nobody knows": _in_payload(b"<abie:Nobody/>"),
    "XML: rows of one place": _in_payload(_ROW),
    "XML: payloads of one identification": _payloads(lambda _: _head(1) + _ROW + _PAYLOAD_END),
    "XML: payloads of one point": _payloads(lambda number: _head(number) + _ROW + _PAYLOAD_END),
    "XML: wrong points": _payloads(
        lambda number: _head(number, f"7070575{number:011}") + _ROW + _PAYLOAD_END
    ),
    "XML: every other payload odd": _payloads(
        lambda number: _head(number) + (b"<!---->" if number % 2 else b"") + _ROW + _PAYLOAD_END
    ),
    "XML: each head of a kind of its own": _payloads(
        lambda number: _head(number).replace(b"kWh", b"k%dWh" % number) + _ROW + _PAYLOAD_END
    ),
    "XML: each value of a form of its own": _payloads(
        lambda number: (
            _head(number) + _ROW.replace(b"Metered>1", b'Metered Quality="%d">1' % number) + _PAYLOAD_END
        )
    ),
    "XML: empty elements nobody knows": _in_payload(b"<a/>"),
    "XML: each element of a name of its own": _each_in_payload(lambda number: b"<a%d/>" % number),
    "XML: names near those that there are": _each_in_payload(
        lambda number: b"<abie:Identificati%dn/>" % number
    ),
    "XML: attributes nobody knows": _row_attributes,
    "XML: rows without values": _each_in_payload(
        lambda number: b'<abie:Observation Sequence="%d"/>' % number
    ),
    "XML: payloads without anything": _in_message(b"<rsm:PayloadEnergyTimeSeries/>"),
    "XML: payloads of an identification alone": _payloads(
        lambda number: (
            b"<rsm:PayloadEnergyTimeSeries><abie:Identification>%d</abie:Identification>" % number
            + _PAYLOAD_END
        )
    ),
    "XML: wrong codes of a kind of their own": _payloads(
        lambda number: (
            _head(number)
            + _row(number, b'Quality="%d" ValidationCode="V%03d"' % (number, number % 1000))
            + _PAYLOAD_END
        )
    ),
    "XML: types that there are not": _payloads(
        lambda number: (
            _head(number).replace(
                b"<abie:UnitType>", b'<abie:UnitType xmlns:xsi="%s" xsi:type="a%d">' % (_XSI, number)
            )
            + _ROW
            + _PAYLOAD_END
        )
    ),
    "XML: a namespace for each payload": _payloads(
        lambda number: (
            _head(number).replace(b"<abie:UnitType>", b'<abie:UnitType xmlns:a="urn:%d">' % number)
            + _ROW
            + _PAYLOAD_END
        )
    ),
    "XML: what stands beside a message": lambda size: _SOAP + b"<a/>" * (size // 4) + _SOAP_END,
    "EDIFACT: release characters": _segments(b"?"),
    "EDIFACT: released terminators": _segments(b"?'"),
    "EDIFACT: empty segments": _segments(b"'"),
    "EDIFACT: elements of one segment": _segments(b"+"),
    "EDIFACT: components of one element": _segments(b":"),
    "EDIFACT: segments nobody knows": _segments(b"XYZ+1'"),
    "EDIFACT: messages without an end": _segments(_UNH),
    "EDIFACT: messages of nothing": _messages(lambda _: b""),
    "EDIFACT: messages of a header alone, each of its own": _messages(
        lambda number: b"BGM+7+A%d+9'" % number
    ),
    "EDIFACT: interchanges without an end": lambda size: _UNB * (size // len(_UNB)),
    "EDIFACT: values of one instant": _segments(b"QTY+136:1'DTM+163:202601010000:203'"),
    "EDIFACT: wrong times": _lines,
    "EDIFACT: wrong points": _numbered(
        lambda number: b"NAD+XX'LOC+90+7070575%011d::9'LIN+1++1501'QTY+136:1'" % number
    ),
    "EDIFACT: values of kinds of their own": _numbered(lambda number: b"QTY+%d:1'" % number),
    "bytes of no form": lambda size: bytes(range(256)) * (size // 256),
    "gzip in many members": lambda size: gzip.compress(b"<a/>", mtime=0) * (size // 24),
}


def hostile(settings: Settings) -> Section:
    """Return by how much a report of each shape grows."""
    rows: list[Sequence[Cell]] = []
    once = attrs.evolve(settings, runs=1)
    for name, shape in SHAPES.items():
        costs = [
            once.costs(shape(settings.hostile << turn), shape(64), ("report",))["report"] for turn in range(3)
        ]
        factors = [
            Figure(
                f"hostile/{name}/{turn}",
                tuple(
                    b.seconds / max(a.seconds, 1e-9)
                    for a, b in zip(costs[turn - 1], costs[turn], strict=True)
                ),
            )
            for turn in (1, 2)
        ]
        first = Figure(f"hostile/{name}/0", tuple(1e3 * cost.seconds for cost in costs[0]), "ms")
        rows.append((name, first, *factors))
    return Section(
        title="Input that means no good",
        text=f"A report of {settings.hostile / 1000:.0f} kB, and how many times as long it takes for twice as much, and for four times beside twice: 2 "
        "is linear, 4 would be quadratic; less is the cost of a beginning, or a limit that was reached.",
        header=("shape", "time", "twice as much", "four times, beside twice"),
        rows=rows,
    )  # fmt: skip
