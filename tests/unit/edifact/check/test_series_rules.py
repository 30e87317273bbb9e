"""Rules about series: each fault gives its finding at its place, and nothing else."""

import attrs
import pytest
from tests.support.paths import FIXTURES

from edielkit.edifact.as_dict import message_from_dict, message_to_dict
from edielkit.edifact.check.series import check_series
from edielkit.edifact.check.series.rules import RULES
from edielkit.edifact.messages import read_message
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.series.quality import SeriesOptions
from edielkit.findings import Severity, Trust
from edielkit.series import Status

# file, and for each finding: code, group path, segment place, the bytes that stand there
BROKEN = {
    "series-backward.edi": [("SER005", "SG5[1]/SG6[1]/SG9[1]/SG10[4]/DTM[1]", "DTM/1/2", b"202406040300202406040200")],
    "series-double.edi": [("SER008", "SG5[1]/SG6[1]/SG9[1]/SG10[5]/QTY[1]", "QTY", b"QTY+136:4'")],
    "series-five-decimals.edi": [("SER001", "SG5[1]/SG6[1]/SG9[1]/SG10[3]/QTY[1]", "QTY/1/2", b"0.12345'")],
    "series-hole.edi": [("SER006", "SG5[1]/SG6[1]/SG9[1]/SG10[6]/QTY[1]", "QTY", b"QTY+136:8'")],
    "series-march-24-hours-of-normal-time.edi": [("SER018", "DTM[3]", "DTM/1/2", b"202404010000:203'")],
    "series-march-96-quarters.edi": [
        ("SER012", "SG5[1]/SG6[1]/SG9[1]/SG10[93]/QTY[1]", "QTY", b"QTY+136:93'"),
        ("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[96]/QTY[1]", "QTY", b"QTY+136:96'"),
    ],
    "series-october-96-quarters.edi": [("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[96]/QTY[1]", "QTY", b"QTY+136:96'")],
    "series-off-the-grid.edi": [
        ("SER013", "SG5[1]/SG6[1]/SG9[1]/SG10[1]/QTY[1]", "QTY", b"QTY+136:1'"),
        ("SER010", "SG5[1]/SG6[1]/SG9[1]/SG10[23]/QTY[1]", "QTY", b"QTY+136:23'"),
    ],
    "series-offset-missing.edi": [("SER004", "DTM[2]", "DTM", b"DTM+163:")],
    "series-order.edi": [("SER009", "SG5[1]/SG6[1]/SG9[1]/SG10[8]/QTY[1]", "QTY", b"QTY+136:7'")],
    "series-overlap.edi": [("SER007", "SG5[1]/SG6[1]/SG9[1]/SG10[10]/QTY[1]", "QTY", b"QTY+136:10'")],
    "series-time-that-is-none.edi": [("SER003", "SG5[1]/SG6[1]/SG9[1]/SG10[5]/DTM[1]", "DTM/1/2", b"20240604030020240604046")],
    "series-two-resolutions.edi": [("SER011", "SG5[1]/SG6[1]/SG9[1]/SG10[6]/QTY[1]", "QTY", b"QTY+136:3'")],
    "series-utilts-observation-missing.edi": [("SER019", "SG5[1]/SG8[4]/SEQ[1]", "SEQ/2/1", b"5'")],
}  # fmt: skip


def findings_of(data):
    interchanges, _ = parse_interchanges(data)
    return [f for each in interchanges for m in each.messages for f in check_series(m)]


@pytest.mark.parametrize("name", BROKEN)
def test_planted_faults_are_found_at_their_place(name):
    """The fault of each broken file is found where it stands, with its code, and nothing beside it."""
    data = (FIXTURES / "broken" / name).read_bytes()
    found = findings_of(data)

    assert [each[:3] for each in BROKEN[name]] == [
        (f.code, f.position.path, f.position.segment) for f in found
    ]
    for (_, _, _, text), finding in zip(BROKEN[name], found, strict=True):
        offset = finding.position.offset
        assert text == data[offset : offset + len(text)]


def test_every_broken_file_of_series_is_in_the_table():
    """No file is left out."""
    assert sorted(BROKEN) == sorted(p.name for p in (FIXTURES / "broken").glob("series-*.edi"))


@pytest.mark.parametrize("path", sorted((FIXTURES / "edifact").glob("*.edi")), ids=lambda p: p.name)
def test_good_files_have_no_findings(path):
    """No good fixture gets a finding, clock-change days included."""
    assert [] == findings_of(path.read_bytes())


def test_the_message_names_the_hours_of_the_day():
    """A newcomer reads how many values are right, and why."""
    (finding,) = findings_of((FIXTURES / "broken" / "series-october-96-quarters.edi").read_bytes())

    assert "expected 100 values of PT15M" in finding.message
    assert "(2024-10-27 has 25 hours), found 96" in finding.message


HEAD = (
    "UNH+1+MSCONS:D:{release}:UN:{guide}'BGM+7+D1+9'DTM+137:202406050715:203'{times}UNS+D'NAD+XX'"
    "LOC+172+707057500000000008::9'"
)


def found(body, *, release="04B", guide="2.4c", times="DTM+ZZZ:0:805'", **more):
    text = HEAD.format(release=release, guide=guide, times=times) + body + "UNT+1+1'"
    return list(check_series(tokenize(text.encode()).segments, **more))


def codes(*args, **more):
    return [f.code for f in found(*args, **more)]


VALUE = "DTM+163:202406032200:203'DTM+164:202406032300:203'"
CASES = [
    ("LIN+1'QTY+220:1'" + VALUE, []),
    ("LIN+1'QTY+220:12x'" + VALUE, ["SER002"]),
    ("LIN+1'QTY+220:1234567890123456'" + VALUE, ["SER001"]),
    ("LIN+1'QTY+220:1'DTM+163:202406032200:203'", ["SER015"]),
    ("LIN+1'QTY+220:1'DTM+164:202406032200:203'", ["SER015"]),
    ("LIN+1'QTY+220:1'DTM+163:202406:610'", []),
    ("LIN+1'QTY+220:1'DTM+163:202413:610'", ["SER003"]),
    ("LIN+1'QTY+220:1'DTM+7:x:203'", []),
    ("LIN+1'QTY+220:1'DTM+324:202406032200:Z13'", ["SER003"]),
    ("LIN+1'QTY+220:1:KWH'" + VALUE + "QTY+220:1:MWH'DTM+163:202406032300:203'DTM+164:202406040000:203'", ["SER016"]),
    ("LIN+1'QTY+Z99:1'" + VALUE, ["SER017"]),
    ("DTM+163:202406032200:203'DTM+164:202406032200:203'LIN+1'QTY+220:1'" + VALUE, ["SER005"]),
    ("DTM+163:202406032200:203'DTM+164:20240603220x:203'LIN+1'QTY+220:1'" + VALUE, ["SER003"]),
    ("LIN+1'QTY+220:1'DTM+163:202406032200:203'DTM+164:202406032200:203'", ["SER005"]),
    ("LIN+1'", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_rules_of_values(body, expected):
    """Each rule of a single value has a case that breaks it and one that does not."""
    assert expected == codes(body)


def test_numbers_of_numeric_releases_are_the_formats_business():
    """In D.96A a bad number breaks the format of 6060 already; it is not reported twice."""
    assert codes("LIN+1'QTY+136:12x'" + VALUE, release="96A", guide="EDIEL2") == []


def test_offsets():
    """Times in 203 need an offset; 303 carries its own; Swiss civil time is the custom."""
    zoned = VALUE.replace(":203", "?+00:303")
    assert codes("LIN+1'QTY+220:1'" + VALUE, times="") == ["SER004"]
    assert codes("LIN+1'QTY+220:1'" + zoned, times="") == []
    assert codes("LIN+1'QTY+220:1'" + VALUE, times="", guide="2.2e") == []
    assert "no zone is known" in found("LIN+1'QTY+220:1'" + VALUE, times="", guide="?")[0].message
    assert codes("LIN+1'QTY+220:1'DTM+306:20240601:102'", times="") == []


def test_civil_time_at_the_clock_change():
    """A Swiss civil time between two and three in October is double."""
    body = "LIN+1'QTY+220:1'DTM+163:202410270200:203'DTM+164:202410270215:203'"
    assert codes(body, times="", guide="2.2e") == ["SER014", "SER014"]


def test_swedish_months_may_end_beside_midnight():
    """A Swedish month is normal time: an end an hour beside civil midnight is no slip."""
    times = "DTM+163:202405010000:203'DTM+164:202406010000:203'DTM+ZZZ:1:805'"
    body = "LIN+1'QTY+136:1'DTM+324:202405010000202406010000:Z13'"
    assert codes(body, times=times, guide="E2SE5B", release="96A") == []
    march = times.replace("202405010000", "202403010000").replace("202406010000", "202404010000")
    value = body.replace("202405010000202406010000", "202403010000202404010000")
    assert codes(value, times=march, guide="E2SE5B", release="96A") == []
    assert codes(value, times=march, guide="EDIEL2", release="96A") == ["SER018"]


def test_profiles_may_be_given():
    """The profile may be named; the caller's qualifiers count."""
    body = "LIN+1'QTY+Z18:1'" + VALUE
    assert codes(body, guide="?") == ["SER017"]
    assert codes(body, guide="?", profile="de") == []
    assert codes(body, guide="?", options=SeriesOptions(qualifiers={"Z18": Status.TEMPORARY})) == []


def test_utilts():
    """Transactions are checked with their identification as the payload."""
    data = (FIXTURES / "edifact" / "utilts-se-quarters.edi").read_bytes()
    for old, new, expected in (
        (b"QTY+136:", b"QTY+136:x", "SER002"),
        (b"QTY+136:0.", b"QTY+136:0.1234", "SER001"),
        (b"202406040000202406040100:719", b"202406040000202406040200:719", "SER010"),
        (b"202406040000202406040100:719", b"202406040100202406040000:719", "SER005"),
        (b"202406040000202406040100:719", b"202406040000202406040160:719", "SER003"),
        (b"SEQ++1'QTY+136:", b"SEQ++1'QTY+77:1'QTY+136:", "SER017"),
    ):
        (finding,) = findings_of(data.replace(old, new, 1))
        assert (expected, "TS-1") == (finding.code, finding.payload)


def test_typed_messages_may_be_checked():
    """A message that was never bytes is checked too; its findings have paths and no offsets."""
    data = (FIXTURES / "broken" / "series-hole.edi").read_bytes()
    message = read_message(parse_interchanges(data)[0][0].messages[0])
    plain = message_from_dict(message_to_dict(message))
    (finding,) = check_series(plain)

    assert ("SER006", None) == (finding.code, finding.position.offset)
    assert [] == list(check_series(tokenize(b"UNH+1+CONTRL:D:3:UN'UNT+2+1'").segments))


def test_the_rules_as_a_whole():
    """Codes are in order, every rule has its title, source and text, and only sourced rules are errors."""
    assert [f"SER{n:03}" for n in range(1, len(RULES) + 1)] == list(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.source
        assert rule.text
        assert rule.severity is not Severity.ERROR or rule.trust is Trust.SOURCED


def test_every_rule_has_a_case():
    """No rule is without a test that breaks it."""
    tested = {each[0] for table in BROKEN.values() for each in table} | {c for _, cs in CASES for c in cs}
    tested |= {"SER004", "SER014", "SER018"}

    assert set(RULES) == tested
    assert attrs.has(type(next(iter(RULES.values()))))
