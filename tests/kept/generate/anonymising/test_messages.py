"""Whole inputs of both wires result harmless, good ones and faulty ones: bytes, counts and remarks."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import cycle

from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand
from tests.support.edifact_mutations import mutated as mutated_edifact
from tests.support.emif_changes import mutated as mutated_emif
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import size_and_digest

from edielkit.errors import EdielError
from edielkit.generate import generate_message
from edielkit.generate.anonymise import Anonymiser, anonymise
from edielkit.generate.anonymising.replacing import Tally
from edielkit.inputs import open_input

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
KEY = b"a key of the tests"
OPTIONS = ({}, {"values": "scale"}, {"values": "reshape", "shift_weeks": 9}, {"shift_weeks": -52})
# changed inputs of each base
COUNT = 3
HEAD = "UNB+UNOC:3+7080009990116:14+7080003824349:14+260202:0631+R20260202'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"
EDIFACT = (
    *(f"{HEAD}{segment}'UNT+3+1'UNZ+1+R20260202'" for segment in (
        "NAD+UD+01819010043:Z01:89++Nordmann:Ola+Storgata 12+Oslo++0150+NO", "CTA+MS+ONO:Ola Nordmann", "COM+?+47 22334455:TE",
        "FTX+AAO+++Ring Ola Nordmann:01819010043", "RFF+Z13:Nordmann", "LOC+172+707057500012345671::9", "LIN+1++707057500012345671:::9",
        "BGM+7+ORDRE-NORDMANN-1+9+NA", "QTY+136:01819010043:KWH", "DTM+137:01819010043:203", "ZZZ+OLA NORDMANN+01819010043",
        "CAV+Z22:::Ola Nordmann", "NAD+UD+01819010043::9++Nord?+mann??:O?'la", "NAD+UD++++++++++++Ola Nordmann", "Ola Nordmann", "NADUD+Ola",
        "NAD:Ola+UD", "CNT+1:3", "QTY+136:1.5'CNT+1:1.5'CNT+2:1.5", "QTY+220:100'QTY+220:140'QTY+136:40'CNT+1:280", "QTY", "DTM", "DTM+163",
        "DTM+ZZZ:1:805'DTM+163:202601310000:203'DTM+164:202602010000:203", "DTM+735:?+0200:406'DTM+163:202601310000:203",
        "DTM+ZZZ:x:805'DTM+163:202601310000:203", "DTM+ZZZ:1:805'DTM+324:202603290000202603292300:Z13", "DTM+163:202603290000:203'DTM+164:202603292300:203",
        "DTM+164:202603292300:203", "DTM+164:x:203'DTM+163:x:203'DTM+164:y:203", "SEQ++1'QTY+136:1'SEQ++2'QTY+136:2.25:KWH'UNS+D'LIN+1'MEA+AAZ++KWH",
        "QTY+136:1?'QTY+136:1'", "\r\nQTY+136:1'\r\n \tQTY+136:1'\r\n", "RFF+AAA:" + "N" * 140, "NAD+MS+7080009990116::9'" * 4,
    )),
    HEAD.replace("EDIEL2", "E2SE5B") + "DTM+ZZZ:1:805'DTM+163:202601310000:203'DTM+324:202603290000202603292300:Z13'",
    HEAD.replace("EDIEL2", "2.4c") + "DTM+163:202601302300?+00:303'", HEAD.replace(":EDIEL2", ""), HEAD.replace("+MSCONS:D:96A:ZZ:EDIEL2", ""),
    "UNA:+.? 'UNB+UNOA:1+A+B'", "UNA*|,! ~UNB|UNOC*3|Ola*14|Kari!~|260202*0631|R1~NAD|UD|01819010043**9~", "UNA*|,! ~UNB+UNOC:3+Ola:14+Kari'",
    "UNA::.? 'UNB+UNOC:3+Ola'", "UNA:+.  'UNB+UNOC:3+O?'la'", "UNAA+.? 'UNB+UNOC:3+Ola'", "UNA: .? 'UNB+UNOC:3+Ola'", "UNA:+.?", "UNA",
    "UNB\x1dUNOB\x1f2\x1dOla\x1f14\x1dKari\x1cNAD\x1dUD\x1dOla\x1c", "UNB\x1dUNOB\x1f2\x1dOla\x1cUNB+UNOC:3+Ola'", "\ufeff \r\nUNB+UNOC:3+Ola'",
    "UNB+UNOC:3+Ola'UNA*|,! ~UNB|UNOC*3|Ola~UNB+UNOC:3+Ola'", "UNH+1+MSCONS:D:96A'NAD+UD+Ola'", "UNG+MSCONS+Ola+Kari+260202:0631+1+UN+D:96A'UNE+1+1'",
    "UNB+UNOE:3+Пётр'", "UNB+XXXX:3+Ola'", "UNB'", "UNZ", HEAD + "QTY+136:1'" * 5 + "Nordmann'" + "QTY+136:2'" * 5,
)  # fmt: skip
XML = (
    "<a>Ola Nordmann</a>", "<Name>Ola <![CDATA[Nordmann & 01819010043]]></Name>", "<a><!-- Ola, Storgata --></a>", "<a><!----><!-- --></a>",
    "<a><?app Ola Nordmann?></a>", "<a b='Ola Nordmann' c=\"01819010043\" d='1234' e='12345'/>", "<a xmlns:o='http://ola-nordmann.example'/>",
    "<a xmlns='urn:no:elhub:emif:x' xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>", "<a>x</a> Ola Nordmann", "<DocumentType>Nordmann</DocumentType>",
    "<Quantity>01819010043</Quantity>", "<Metered>01819010043</Metered>", "<Creation>01819010043</Creation>", "<Creation>2026-02-02T06:31:12+01:00</Creation>",
    "<Creation> 2026-02-02T06:31:12Z\n</Creation>", "<Creation>2026-02-30T06:31:12Z</Creation>", "<a01819010043/><x></x01819010043>",
    "<!DOCTYPE a [<!ENTITY x 'Ola Nordmann'>]><a/>", "<?xml version='1.0' Ola Nordmann?><a/>", "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>",
    "<?xml?><a/>", "<?XML Ola?><a/>", "<a>Ola &amp; Nordmann&#248;</a>", "<a b=Ola>Nordmann", "<a>01819010043", "<a>Ola</a", "<a>Ola</", "<a>Ola<", "<a>Ola<!-- x",
    "<a>Ola<![CDATA[x", "<Name>Ola<Name>Nordmann</Name></Name>", "<Identification schemeAgencyIdentifier='Ola Nordmann'>x</Identification>",
    "<s:Fault><faultcode>s:Client</faultcode><faultstring>Ola</faultstring></s:Fault>", "<a>\n<Name>Ola</Name>\n<Remark>Ola</Remark>\n<b>01819010043</b>\n</a>",
    '<Observation Sequence="1"><Metered>1.50</Metered></Observation>' * 4, '<Observation Sequence="1"><Nordmann>1</Nordmann><Metered>1</Metered> Ola</Observation>',
    "<Start>2026-03-28T23:00:00Z</Start><End>2026-03-29T22:00:00Z</End>", "<Start>x</Start><End>2026-03-29T22:00:00Z</End>",
    "<MeterReadingStart>100</MeterReadingStart><MeterReadingEnd>140.5</MeterReadingEnd><Metered>40.5</Metered><Metered>41</Metered>",
    "<MeterReadingStart>100</MeterReadingStart><MeterReadingStart>110</MeterReadingStart><Metered>40.5</Metered>", "<a/>", "<a></a>",
)  # fmt: skip
PAYLOAD = """
<p:Payload>
  <p:Identification>b76dc0c3-b078-42db-b03e-53cf192f{number:04x}</p:Identification><p:Start>2026-01-31T23:00:00Z</p:Start><p:End>2026-02-01T23:00:00Z</p:End>
  <p:Identification schemeAgencyIdentifier="9">70705750001234{number:04d}</p:Identification>{more}
  <p:Observation Sequence="1"><p:Metered>1.5</p:Metered></p:Observation>
  <p:Observation Sequence="2"><p:Estimated Quality="56" ValidationCode="V001">12</p:Estimated></p:Observation>
</p:Payload>"""
MORE = (
    ("", "", "", ""), ("", "<p:Direction>In</p:Direction>", "<p:Direction>Out</p:Direction>", ""), ("", "", "<Name>Ola</Name>", "", "<!-- Ola -->", ""),
    ("<Name>Ola</Name>", "<Name>Kari</Name>", ""), ("", "\n", "<p:Party>7080009990116</p:Party>", "<p:Party>7080009990117</p:Party>"),
)  # fmt: skip


@cache
def anonymiser(number: int) -> Anonymiser:
    """Return the anonymiser of some options."""
    return Anonymiser(KEY, **OPTIONS[number])


def answers() -> Iterator[Answer]:
    """Yield what becomes of inputs by hand, of changed ones, of packed ones, and what is refused."""
    for text in (*EDIFACT, *XML):
        yield Answer(f"{text!r}", [f"{line!r}" for line in _all_ways(text.encode("utf-8"))])
    for number, more in enumerate(MORE):
        payloads = "".join(PAYLOAD.format(number=place, more=text) for place, text in enumerate(more))
        yield Answer(f"payloads {number}", _all_ways(f"<d xmlns:p='urn:no:elhub:p'>{payloads}</d>".encode()))
    for encoding in ("utf-8-sig", "iso-8859-1", "utf-16", "utf-16-le", "utf-32", "iso8859-5", "cp037"):
        declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
        text = f"<?xml version='1.0' encoding='{declared}'?><Name>Bjorn Oua 01819010043</Name>"
        yield Answer(f"encoding {encoding}", _all_ways(text.encode(encoding)))
    ways = cycle(range(len(OPTIONS)))
    for (case, data), way in zip(changed(bases_by_hand(), COUNT, mutated_edifact), ways, strict=False):
        yield Answer(f"EDIFACT {case}", _one_way(data, way))
    for (case, data), way in zip(changed(_emif(), COUNT, mutated_emif), ways, strict=False):
        yield Answer(f"EMIF {case}", _one_way(data, way))
    yield from _refusals()
    yield from _names()


def _emif() -> list[bytes]:
    """Return small messages of EMIF."""
    kinds = (
        "RequestStartOfSupply",
        "CollectedData",
        "NotifyMeteringPointCharacteristics",
        "Acknowledgement",
        "NotifySharedProduction",
    )
    small = ({"process": "312"} if kind == "CollectedData" else {} for kind in kinds)
    return [
        generate_message(kind, now=NOW, full=True, **more).data
        for kind, more in zip(kinds, small, strict=True)
    ]


def _all_ways(data: bytes) -> Iterator[str]:
    for way in range(len(OPTIONS)):
        yield from _one_way(data, way)


def _one_way(data: bytes, way: int) -> list[str]:
    """Return bytes, counts and remarks of one way; the slow walk has to say the same."""
    try:
        result = anonymiser(way).anonymise(data)
    except EdielError as error:
        return [f"{OPTIONS[way]} {type(error).__name__} {error}"]
    tally = Tally()
    slow = b"".join(anonymiser(way).pieces(open_input(data), tally, is_fast=False))
    remarks = " ".join(f"[{remark}]" for remark in result.remarks)
    same = slow == result.data and dict(sorted(tally.replaced.items())) == result.replaced
    head = f"{result.data[-60:]!r} " if len(data) < 300 else ""
    return [
        f"{'' if same else 'SLOWLY OTHERWISE '}{head}{size_and_digest(result.data)} {dict(result.replaced)} {remarks}"
    ]


def _refusals() -> Iterator[Answer]:
    for case, data in (
        ("nothing", b""),
        ("text", b"Ola Nordmann"),
        ("blanks", b" \r\n"),
        ("a picture", b"\x89PNG\r\n\x1a\n"),
        ("half a gzip", b"\x1f\x8b\x08\x00"),
    ):
        yield Answer(f"refused: {case}", _one_way(data, 0))
    for case, options in (
        ("a short key", {"key": b"1234567"}), ("the shortest key", {"key": b"12345678"}), ("no such values", {"values": "double"}),
        ("too far", {"shift_weeks": 10_401}), ("too far back", {"shift_weeks": -10_401}), ("as far as it goes", {"shift_weeks": 10_400}),
    ):  # fmt: skip
        try:
            lines = [
                f"{anonymise(b'<Creation>2026-02-02T06:31:12Z</Creation>', **{'key': KEY, **options}).data!r}"
            ]
        except ValueError as error:
            lines = [f"{error}"]
        yield Answer(f"options: {case}", lines)


def _names() -> Iterator[Answer]:
    for name in (
        "CollectedData-707057500012345671.xml", "mscons_Ola Nordmann.EDI", "MSCONS-2.edi.gz", "b76dc0c3-b078-42db-b03e-53cf192f0001.xml",
        "01819010043", "Åse.txt", "a/b.zip", "26.02.2026", "x", "",
    ):  # fmt: skip
        yield Answer(f"name {name}", [anonymiser(0).name(name)])
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = packed.compress(b"<Name>Ola</Name>") + packed.flush()
    result = anonymiser(0).anonymise(data).data
    yield Answer("packed", [f"{result[:4]!r} {zlib.decompress(result, 31)!r}"])


def test_messages_are_the_kept_ones():
    """Another machine makes the same of each; the fast walk and the slow one agree."""
    assert_kept(__file__, answers())
