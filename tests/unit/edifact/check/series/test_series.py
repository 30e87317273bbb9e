"""Rules about series: each fault gives its finding at its place, and nothing else."""

import re
from decimal import Decimal

import attrs
import pytest
from tests.support.paths import FIXTURES

from edielkit.edifact.as_dict import message_to_dict
from edielkit.edifact.check.series import check_series
from edielkit.edifact.check.series.rules import RULES
from edielkit.edifact.from_dict import message_from_dict
from edielkit.edifact.messages import read_message
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.generate.faults import fault_of

# file, and for each finding: code, group path, segment place, the bytes that stand there
BROKEN = {
    "series-backward.edi": [("SER005", "SG5[1]/SG6[1]/SG9[1]/SG10[4]/DTM[1]", "DTM/1/2", b"202406040300202406040200")],
    "series-double.edi": [("SER008", "SG5[1]/SG6[1]/SG9[1]/SG10[5]/QTY[1]", "QTY", b"QTY+136:4'")],
    "series-five-decimals.edi": [("SER001", "SG5[1]/SG6[1]/SG9[1]/SG10[3]/QTY[1]", "QTY/1/2", b"0.12345'")],
    "series-hole.edi": [("SER006", "SG5[1]/SG6[1]/SG9[1]/SG10[6]/QTY[1]", "QTY", b"QTY+136:8'")],
    # SER018 is found with the times of the message
    "series-march-24-hours-of-normal-time.edi": [],
    "series-march-96-quarters.edi": [
        ("SER012", "SG5[1]/SG6[1]/SG9[1]/SG10[93]/QTY[1]", "QTY", b"QTY+136:93'"),
        ("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[96]/QTY[1]", "QTY", b"QTY+136:96'"),
    ],
    "series-october-96-quarters.edi": [("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[96]/QTY[1]", "QTY", b"QTY+136:96'")],
    "series-off-the-grid.edi": [
        ("SER013", "SG5[1]/SG6[1]/SG9[1]/SG10[1]/QTY[1]", "QTY", b"QTY+136:1'"),
        ("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[1]/QTY[1]", "QTY", b"QTY+136:1'"),
    ],
    "series-offset-missing.edi": [("SER004", "DTM[2]", "DTM", b"DTM+163:")],
    "series-order.edi": [("SER009", "SG5[1]/SG6[1]/SG9[1]/SG10[8]/QTY[1]", "QTY", b"QTY+136:7'")],
    "series-overlap.edi": [("SER007", "SG5[1]/SG6[1]/SG9[1]/SG10[10]/QTY[1]", "QTY", b"QTY+136:10'")],
    "series-time-that-is-none.edi": [("SER003", "SG5[1]/SG6[1]/SG9[1]/SG10[5]/DTM[1]", "DTM/1/2", b"20240604030020240604046")],
    "series-two-resolutions.edi": [("SER011", "SG5[1]/SG6[1]/SG9[1]/SG10[6]/QTY[1]", "QTY", b"QTY+136:3'")],
    "series-utilts-observation-missing.edi": [("SER019", "SG5[1]/SG8[4]/SEQ[1]", "SEQ/2/1", b"5'")],
}  # fmt: skip


# the first gap of a period, and where it is told: beside it
GAPS = [
    (lambda values: values[1:], "SG10[1]"),
    (lambda values: values[2:-1], "SG10[1]"),
    (lambda values: values[:-1], "SG10[23]"),
]


@pytest.mark.parametrize(("left", "place"), GAPS)
def test_a_period_that_is_not_filled_is_told_beside_its_first_gap(left, place):
    """A value that is missing at the beginning is told there."""
    fault = fault_of("SER010")
    head, *values = re.split(r"(?=QTY\+136)", fault.valid.decode())
    values[-1], tail = re.split(r"(?=CNT)", values[-1])
    kept = left(values)
    total = sum(Decimal(re.match(r"QTY\+136:([0-9.]+)", value)[1]) for value in kept)
    text = head + "".join(kept) + re.sub(r"CNT\+1:[0-9.]+", f"CNT+1:{total}", tail)

    (finding,) = findings_of(text.encode())
    assert ("SER010", f"SG5[1]/SG6[1]/SG9[1]/{place}/QTY[1]") == (finding.code, finding.position.path)


def findings_of(data):
    interchanges, _ = parse_interchanges(data)
    return [
        finding
        for interchange in interchanges
        for message in interchange.messages
        for finding in check_series(message)
    ]


@pytest.mark.parametrize("name", BROKEN)
def test_planted_faults_are_found_at_their_place(name):
    """The fault of each broken file is found where it stands, with its code, and nothing beside it."""
    data = (FIXTURES / "broken" / name).read_bytes()
    findings = findings_of(data)

    assert [row[:3] for row in BROKEN[name]] == [
        (finding.code, finding.position.path, finding.position.segment) for finding in findings
    ]
    for (_, _, _, text), finding in zip(BROKEN[name], findings, strict=True):
        offset = finding.position.offset
        assert text == data[offset : offset + len(text)]


def test_every_broken_file_of_series_is_in_the_table():
    """No file is left out."""
    assert sorted(BROKEN) == sorted(p.name for p in (FIXTURES / "broken").glob("series-*.edi"))


@pytest.mark.parametrize("path", sorted((FIXTURES / "edifact").glob("*.edi")), ids=lambda p: p.name)
def test_good_files_have_no_findings(path):
    """No good fixture gets a finding, clock-change days included."""
    assert [] == findings_of(path.read_bytes())


HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+9'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+172+707057500000000008::9'"
)


def check(body, *, release="04B", guide="2.4c", times="DTM+ZZZ:0:805'", **more):
    text = HEAD.format(release=release, guide=guide, times=times) + body + "UNT+1+1'"
    return list(check_series(tokenize(text.encode()).segments, **more))


def codes(*args, **more):
    return [f.code for f in check(*args, **more)]


VALUE = "DTM+163:202406032200:203'DTM+164:202406032300:203'"


CASES = [
    ("LIN+1'QTY+220:1'" + VALUE, []),
    ("LIN+1'QTY+220:12x'" + VALUE, ["SER002"]),
    ("LIN+1'QTY+220:1234567890123456'" + VALUE, ["SER001"]),
    ("LIN+1'QTY+220:1'DTM+163:202406032200:203'", ["SER015"]),
    ("LIN+1'QTY+220:1'DTM+164:202406032200:203'", ["SER015"]),
    ("LIN+1'QTY+220:1'DTM+163:202406:610'", []),
    ("LIN+1'QTY+220:1'DTM+163:202413:610'", ["SER003"]),
    ("LIN+1'QTY+220:1'DTM+7:202406032200:203'", []),
    ("LIN+1'QTY+220:1'DTM+7:x:203'", ["SER003"]),
    ("DTM+293:x:203'LIN+1'QTY+220:1'" + VALUE, ["SER003"]),
    ("DTM+293:202406040000:2X3'LIN+1'QTY+220:1'" + VALUE, ["SER003"]),
    ("DTM+492:202406:610'LIN+1'QTY+220:1'" + VALUE, []),
    ("DTM+492:202413:610'LIN+1'QTY+220:1'" + VALUE, ["SER003"]),
    ("LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+220:1'" + VALUE, []),
    ("LIN+1'PIA+5+x-1?:1.29.0:SRW'QTY+220:1'" + VALUE, ["SER029"]),
    ("LIN+1'PIA+5+1-1?:1.29.0SRW'QTY+220:1'" + VALUE, ["SER029"]),
    ("LIN+1'PIA+5+1-1?:1.29:SRW'QTY+220:1'" + VALUE, ["SER029"]),
    ("LIN+1'PIA+5+1.29.0:SRW'QTY+220:1'" + VALUE, ["SER029"]),
    # the unit is known of neither
    ("LIN+1'PIA+5+9-9?:99.99.9:SRW'QTY+220:1'" + VALUE, ["SER027"]),
    ("LIN+1'PIA+5+1-1?:99.29.0:SRW'QTY+220:1'" + VALUE, ["SER027"]),
    ("LIN+1'PIA+5+1-1?:2.29.0*255:SRW'QTY+220:1'" + VALUE, []),
    ("LIN+1'PIA+5+AUA:Z08'QTY+220:1'" + VALUE, ["SER027"]),
    ("LIN+1'PIA+5+AUA:Z08'QTY+220:1:KWH'" + VALUE, []),
    ("LIN+1'QTY+220:1'" + VALUE + "STS+8+56'", []),
    ("LIN+1'QTY+220:1'" + VALUE + "STS+Z34++ZA4'", []),
    ("LIN+1'QTY+220:1'" + VALUE + "STS+8+99'", ["SER031"]),
    ("LIN+1'QTY+220:1'" + VALUE + "STS++56'", ["SER031"]),
    ("NAD+DP'LOC+17+1'LIN+1'QTY+220:1'" + VALUE, ["SER032", "SER028"]),
    ("NAD+DP'LOC+172'LIN+1'QTY+220:1'" + VALUE + "LIN+2'QTY+220:1'" + VALUE, ["SER032", "SER028"]),
    # the place before NAD has no line
    ("NAD+DP'LOC+237+1'LIN+1'QTY+220:1'" + VALUE, ["SER032"]),
    ("LOC+237+1'LIN+1'QTY+220:1'" + VALUE, []),
    ("LIN+1'QTY+220:1'" + VALUE + "LOC+172+1'", ["SER032"]),
    ("LIN+1'QTY+220:1'" + VALUE + "STS+8+56'STS+8+56'", []),
    ("LIN+1'QTY+220:1'" + VALUE + "STS+8+56'STS+8+46'", ["SER022"]),
    ("DTM+163:202406032200:203'LIN+1'QTY+220:1'" + VALUE, ["SER015"]),
    ("DTM+164:202406032300:203'LIN+1'QTY+220:1'" + VALUE, ["SER015"]),
    ("DTM+163:202406:610'LIN+1'QTY+220:1'" + VALUE, ["SER010"]),
    ("LIN+1'QTY+220:1'DTM+324:202406032200:Z13'", ["SER003"]),
    ("LIN+1'QTY+220:1:KWH'" + VALUE + "QTY+220:1:MWH'DTM+163:202406032300:203'DTM+164:202406040000:203'", ["SER016"]),
    ("LIN+1'QTY+Z99:1'" + VALUE, ["SER017"]),
    ("DTM+163:202406032200:203'DTM+164:202406032200:203'LIN+1'QTY+220:1'" + VALUE, ["SER005"]),
    ("DTM+163:202406032200:203'DTM+164:20240603220x:203'LIN+1'QTY+220:1'" + VALUE, ["SER003"]),
    ("LIN+1'QTY+220:1'DTM+163:202406032200:203'DTM+164:202406032200:203'", ["SER005"]),
    ("LIN+1'", ["SER032"]),
    # a sign beside the direction that OBIS says: no guide of this market forbids it
    ("LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+220:-1'" + VALUE, ["SER034"]),
    ("LIN+1'QTY+220:-1'" + VALUE, []),
    ("LIN+1'QTY+Z30:0'" + VALUE, []),
    ("LIN+1'QTY+Z30:1'" + VALUE, ["SER036"]),
    ("LIN+1'QTY+20:1'" + VALUE, []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_rules_of_values(body, expected):
    """Each rule of a single value has a case that breaks it and one that does not."""
    assert expected == codes(body)


def test_typed_messages_may_be_checked():
    """A message that was never bytes is checked too; its findings have paths and no offsets."""
    data = (FIXTURES / "broken" / "series-hole.edi").read_bytes()
    message = read_message(parse_interchanges(data)[0][0].messages[0])
    plain = message_from_dict(message_to_dict(message))
    (finding,) = check_series(plain)

    assert ("SER006", None) == (finding.code, finding.position.offset)
    assert [] == list(check_series(tokenize(b"UNH+1+CONTRL:D:3:UN'UNT+2+1'").segments))


def test_every_rule_has_a_case():
    """No rule is without a test that breaks it."""
    tested = {row[0] for table in BROKEN.values() for row in table} | {c for _, cs in CASES for c in cs}
    tested |= {"SER004", "SER014", "SER018"}
    # of units, places and what stands twice: tests of those names beside this one
    tested |= {"SER016", "SER026", "SER027"} | {"SER021", "SER023", "SER024"} | {"SER020", "SER022", "SER025"}

    tested |= {"SER030", "SER033", "SER035"} | {
        "SER037",
        "SER038",
        "SER039",
    }  # test_line, test_amounts, test_area_pairs
    assert set(RULES) == tested
    assert attrs.has(type(next(iter(RULES.values()))))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("LIN+1'QTY+220:1'" + VALUE, ["SER027"]),
        # gas, whose unit no table of OBIS codes says
        ("LIN+1'PIA+5+7-20?:3.0.0:SRW'QTY+220:1'" + VALUE, ["SER027"]),
        ("LIN+1'PIA+5+7-20?:3.0.0:SRW'QTY+220:1:MTQ'" + VALUE, []),
        ("LIN+1'QTY+220:1:KWH'" + VALUE, []),
        ("LIN+1'MEA+AAZ++KWH'QTY+220:1'" + VALUE, []),
        ("LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+220:1'" + VALUE, []),
    ],
)
def test_a_unit_that_nothing_states(body, expected):
    """Where no guide asks for it in its own words the rule of units does."""
    assert expected == codes(body, guide="")
