"""Messages checked by their guides: what is found, where, with which code of the partner, and in which words."""

from __future__ import annotations

import pytest
from tests.support.edifact_messages import interchange, message

import edielkit
from edielkit.edifact.check.directory.layouts import layout
from edielkit.edifact.check.directory.walker import walk_structure
from edielkit.edifact.check.guides import RULES, RowRule, check_guide, guide_for, process_of
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.profiles import detect_profile
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.findings import Finding, Severity, Trust

SWEDISH_UNB = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260202:0600+R1++23-DDQ-E66-T'"
E66 = (
    "BGM+E66::260+D1+9+AB'DTM+137:202602020500:203'DTM+735:?+0100:406'MKS+23+E02::260'NAD+MS+10001:SVK:260'"
    "NAD+MR+20002:SVK:260'NAD+DDQ'IDE+24+T-1'LOC+172+735999000000001232::9'LOC+239+ABC:SVK:260'"
    "LIN+++8716867000030:::9'DTM+324:202602010000202602010100:719'DTM+597:202602020400:203'DTM+354:60:806'"
    "STS+7++E88::260'MEA+AAZ++KWH'CCI+++E12::260'CAV+E17::260'SEQ++1'QTY+136:1.5'"
)
MSCONS_DE = (
    "BGM+Z48+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:13025'NAD+MS+9900000000003::293'NAD+MR+9900000000010::293'UNS+D'"
    "NAD+DP'LOC+172+DE0001234567890123456789012345678'DTM+163:202601312300?+00:303'DTM+164:202602010000?+00:303'"
    "LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+220:1'DTM+163:202601312300?+00:303'DTM+164:202602010000?+00:303'"
)
MSCONS_NO = (
    "BGM+7+M1+9'DTM+137:202602010500:203'DTM+ZZZ:1:805'NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'NAD+XX'"
    "LOC+90+707057500000000018::9'LIN+1++1501'MEA+AAZ++KWH'QTY+136:1.5'DTM+324:202602010000202602010100:Z13'"
)


def swedish(body: str = E66, *, version: str = "E5SE5A", unb: str = SWEDISH_UNB) -> bytes:
    return interchange(message(body, unh=f"UNH+1+UTILTS:D:02B:UN:{version}'"), unb=unb)


def german(body: str = MSCONS_DE, *, version: str = "2.4c") -> bytes:
    unb = "UNB+UNOC:3+9900000000003:500+9900000000010:500+260201:0600+R1++TL'"
    return interchange(message(body, unh=f"UNH+1+MSCONS:D:04B:UN:{version}'"), unb=unb)


def norwegian(body: str = MSCONS_NO) -> bytes:
    return interchange(message(body))


def findings(data: bytes) -> list[Finding]:
    """Return what the guides say of the messages of an interchange."""
    (only,), _ = parse_interchanges(data)
    return [finding for n in range(len(only.messages)) for finding in _of_message(only, n)]


def _of_message(owner: Interchange, n: int) -> list[Finding]:
    raw = owner.messages[n]
    name = (detect_profile(owner, raw).code, raw.type, raw.directory)
    tree = walk_structure(raw, layout(raw.type, raw.directory), Collector())
    guide = guide_for(*name, version=raw.association, process=process_of(tree, *name))
    return list(check_guide(tree, guide, unb=owner.unb if n == 0 else None))


def without(body: str, segment: str) -> str:
    assert segment in body
    return body.replace(segment, "", 1)


def swapped(body: str, old: str, new: str) -> str:
    assert old in body
    return body.replace(old, new, 1)


@pytest.mark.parametrize("data", [swedish(), german(), norwegian()], ids=["se", "de", "no"])
def test_a_right_message_gives_no_finding(data):
    """What the other cases change is right before."""
    assert [] == findings(data)


# name, message, [(rule, severity, partner's code, payload, text at the offset, path, place)]
CASES = [
    ("no time of the document", swedish(without(E66, "DTM+137:202602020500:203'")),
     [("GDE001", "error", "41", "1", "UNH+1", "DTM", "DTM")]),
    ("no market", swedish(without(E66, "MKS+23+E02::260'")), [("GDE001", "error", "41", "1", "UNH+1", "MKS", "MKS")]),
    ("no sender", swedish(without(E66, "NAD+MS+10001:SVK:260'")), [("GDE001", "error", "41", "1", "UNH+1", "SG2", "NAD")]),
    ("a sender without id", swedish(swapped(E66, "NAD+MS+10001:SVK:260'", "NAD+MS'")),
     [("GDE001", "error", "41", "1", "NAD+MS'", "SG2[1]/NAD[1]", "NAD/2/1")]),
    ("no product", swedish(without(E66, "LIN+++8716867000030:::9'")),
     [("GDE001", "error", "41", "T-1", "IDE+24+T-1", "SG5[1]/LIN", "LIN")]),
    ("no reason", swedish(without(E66, "STS+7++E88::260'")), [("GDE001", "error", "41", "T-1", "IDE", "SG5[1]/STS", "STS")]),
    ("no unit", swedish(without(E66, "MEA+AAZ++KWH'")), [("GDE001", "error", "41", "T-1", "IDE", "SG5[1]/MEA", "MEA")]),
    ("no transaction", swedish(E66[: E66.index("IDE")]), [("GDE001", "error", "41", "1", "UNH", "SG5", "IDE")]),
    ("another reason", swedish(swapped(E66, "E88", "E99")),
     [("GDE002", "error", "42", "T-1", "E99::260", "SG5[1]/STS[1]", "STS/3/1")]),
    ("another resolution", swedish(swapped(E66, "354:60", "354:7")),
     [("GDE002", "error", "42", "T-1", "7:806", "SG5[1]/DTM[3]", "DTM/1/2")]),
    ("two months", swedish(swapped(E66, "354:60:806", "354:2:802")),
     [("GDE002", "error", "42", "T-1", "2:802", "SG5[1]/DTM[3]", "DTM/1/2")]),
    ("another offset", swedish(swapped(E66, "?+0100", "?+0300")),
     [("GDE002", "error", "42", "1", "?+0300", "DTM[2]", "DTM/1/2")]),
    ("another unit", swedish(swapped(E66, "KWH", "KGM")), [("GDE002", "error", "42", "T-1", "KGM", "SG5[1]/MEA[1]", "MEA/3/1")]),
    ("a kind of message that is none", swedish(swapped(E66, "E66", "E99")),
     [("GDE002", "error", "42", "1", "E99", "BGM[1]", "BGM/1/1")]),
    ("another kind of quantity", swedish(swapped(E66, "QTY+136", "QTY+67")),
     [("GDE002", "warning", "42", "T-1", "67:1.5", "SG5[1]/SG8[1]/SG11[1]/QTY[1]", "QTY/1/1")]),
    ("a series product that E66 has not", swedish(swapped(E66, "DTM+324", "PIA+1+A+B+C+D+E'DTM+324")),
     [("GDE003", "warning", "42", "T-1", "PIA", "SG5[1]/PIA[1]", "PIA")]),
    ("an exchange point without its areas", swedish(swapped(E66, "CAV+E17", "CAV+E20")),
     [("GDE004", "error", "41", "T-1", "IDE", "SG5[1]/LOC", "LOC")] * 2),
    ("one area of a pair", swedish(swapped(E66, "LIN", "LOC+232+ABC:SVK:260'LIN")),
     [("GDE004", "error", "41", "T-1", "IDE", "SG5[1]/LOC", "LOC")]),
    ("two senders", swedish(swapped(E66, "NAD+MR", "NAD+MS+30003:SVK:260'NAD+MR")),
     [("GDE005", "warning", "42", "1", "NAD+MS+30003", "SG2[2]/NAD[1]", "NAD")]),
    ("no application reference", swedish(unb=SWEDISH_UNB.replace("++23-DDQ-E66-T", "")),
     [("GDE001", "error", "41", "1", "UNB", "UNB", "UNB/7/1")]),
    ("the application reference of another kind", swedish(unb=SWEDISH_UNB.replace("E66", "E31")),
     [("GDE002", "error", "42", "1", "23-DDQ-E31-T", "UNB", "UNB/7/1")]),
    ("an application reference that is none", swedish(unb=SWEDISH_UNB.replace("23-DDQ-E66-T", "FOO")),
     [("GDE002", "error", "42", "1", "FOO", "UNB", "UNB/7/1")]),
    ("the application reference of gas, whose list is not known", swedish(unb=SWEDISH_UNB.replace("23-DDQ", "27-DDQ")), []),
    ("an Ediel identification of four digits in UNB", swedish(unb=SWEDISH_UNB.replace("10001:ZZ", "1000:ZZ")),
     [("GDE002", "error", "42", "1", "1000:ZZ", "UNB", "UNB/2/1")]),
    ("a sender without agency", swedish(swapped(E66, "NAD+MS+10001:SVK:260", "NAD+MS+10001")),
     [("GDE001", "error", "41", "1", "NAD+MS+10001'", "SG2[1]/NAD[1]", "NAD/2/3")]),
    ("an Ediel identification with a letter", swedish(swapped(E66, "NAD+MS+10001", "NAD+MS+1000X")),
     [("GDE002", "error", "42", "1", "1000X:SVK", "SG2[1]/NAD[1]", "NAD/2/1")]),
    ("a metering point without agency", swedish(swapped(E66, "1232::9", "1232")),
     [("GDE001", "error", "41", "T-1", "LOC+172+735999000000001232'", "SG5[1]/LOC[1]", "LOC/2/3")]),
    ("a reason without agency", swedish(swapped(E66, "E88::260", "E88")),
     [("GDE001", "error", "41", "T-1", "STS+7++E88'", "SG5[1]/STS[1]", "STS/3/3")]),
    ("an amount beside the unit", swedish(swapped(E66, "KWH", "KWH:5")),
     [("GDE003", "warning", "42", "T-1", "5'", "SG5[1]/MEA[1]", "MEA/3/2")]),
    ("an older version", swedish(without(E66, "MEA+AAZ++KWH'"), version="E5SE1B"),
     [("GDE001", "warning", "41", "T-1", "IDE", "SG5[1]/MEA", "MEA")]),
    ("no case", german(without(MSCONS_DE, "RFF+Z13:13025'")), [("GDE001", "error", "Z29", "1", "UNH", "SG1", "RFF")]),
    ("no German sender", german(without(MSCONS_DE, "NAD+MS+9900000000003::293'")),
     [("GDE001", "error", "Z29", "1", "UNH", "SG2", "NAD")]),
    ("no German recipient in 2.5", german(without(MSCONS_DE, "NAD+MR+9900000000010::293'"), version="2.5"),
     [("GDE001", "error", "Z29", "1", "UNH", "SG2", "NAD")]),
    ("a document of another country", german(swapped(MSCONS_DE, "BGM+Z48", "BGM+Z99")),
     [("GDE002", "error", "Z39", "1", "Z99", "BGM[1]", "BGM/1/1"),
      ("GDE002", "warning", "Z39", "1", "Z99", "BGM[1]", "BGM/1/1")]),
    ("a German time that is not in UTC", german(swapped(MSCONS_DE, "0500?+00", "0600?+01")),
     [("GDE002", "error", "Z35", "1", "202602010600?+01", "DTM[1]", "DTM/1/2")]),
    ("a German control total", german(MSCONS_DE + "CNT+1:1'"), [("GDE003", "warning", None, "1", "CNT", "CNT[1]", "CNT")]),
    ("a cancellation of nothing, under the case of another message", german(swapped(MSCONS_DE, "M1+9", "M1+1")),
     [("GDE002", "error", "Z39", "1", "1'", "BGM[1]", "BGM/3/1"),
      ("GDE004", "error", "Z39", "1", "LIN+1", "SG5[1]/SG6[1]/SG9[1]/LIN[1]", "LIN"),
      ("GDE004", "error", "Z29", "1", "UNH", "SG1", "RFF")]),
    ("a balance group without identification", german(swapped(MSCONS_DE, "NAD+DP'", "NAD+DP'LOC+237'")),
     [("GDE004", "warning", "Z29", "1", "LOC+237", "SG5[1]/SG6[1]/LOC[1]", "LOC/2/1"),
      ("GDE004", "warning", "Z29", "1", "LOC+237", "SG5[1]/SG6[1]/LOC[1]", "LOC/3/1")]),
    ("a German sender without agency", german(swapped(MSCONS_DE, "9900000000003::293", "9900000000003")),
     [("GDE001", "warning", "Z29", "1", "NAD+MS+9900000000003'", "SG2[1]/NAD[1]", "NAD/2/3")]),
    ("a cancellation with values", german(swapped(swapped(MSCONS_DE, "M1+9", "M1+1"), "RFF+Z13:13025", "RFF+ACW:M0'RFF+Z13:13006")),
     [("GDE004", "error", "Z39", "1", "LIN+1", "SG5[1]/SG6[1]/SG9[1]/LIN[1]", "LIN")]),
    ("no Norwegian sender", norwegian(without(MSCONS_NO, "NAD+FR+7080000000012::9'")),
     [("GDE001", "warning", None, "1", "UNH", "SG2", "NAD")]),
    ("no Norwegian recipient", norwegian(without(MSCONS_NO, "NAD+DO+7080000000029::9'")),
     [("GDE001", "warning", None, "1", "UNH", "SG2", "NAD")]),
    ("no Norwegian unit", norwegian(without(MSCONS_NO, "MEA+AAZ++KWH'")),
     [("GDE001", "warning", None, "1", "LIN", "SG5[1]/SG6[1]/SG9[1]/MEA", "MEA")]),
    ("a Norwegian sender without agency", norwegian(swapped(MSCONS_NO, "NAD+FR+7080000000012::9", "NAD+FR+HELLO")),
     [("GDE001", "warning", None, "1", "NAD+FR+HELLO'", "SG2[1]/NAD[1]", "NAD/2/3")]),
    ("a Norwegian metering point without agency", norwegian(swapped(MSCONS_NO, "707057500000000018::9", "HELLO")),
     [("GDE001", "warning", None, "1", "LOC+90+HELLO'", "SG5[1]/SG6[1]/LOC[1]", "LOC/2/3")]),
    ("a clock that is not normal time", norwegian(swapped(MSCONS_NO, "ZZZ:1", "ZZZ:2")),
     [("GDE002", "warning", None, "1", "2:805", "DTM[2]", "DTM/1/2")]),
    ("no product in LIN or PIA", norwegian(swapped(MSCONS_NO, "LIN+1++1501", "LIN+1")),
     [("GDE004", "warning", None, "1", "LIN", "SG5[1]/SG6[1]/SG9[1]/LIN[1]", "LIN/3/1")]),
    ("a product in PIA", norwegian(swapped(MSCONS_NO, "LIN+1++1501", "LIN+1'PIA+5+1-1?:1.29.0:SRW")), []),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_is_found_where_it_is(data, expected):
    """Rule, weight, the partner's code, the part that is answered, byte, path and place."""
    by_guide = findings(data)
    assert [row[0] for row in expected] == [finding.code for finding in by_guide]
    for (_, severity, reason, payload, text, path, segment), finding in zip(expected, by_guide, strict=True):
        assert severity == finding.severity.value
        assert reason == (finding.reason.code if finding.reason else None)
        assert payload == finding.payload
        assert text == data[finding.position.offset :][: len(text)].decode("latin-1")
        assert (path, segment) == (finding.position.path, finding.position.segment)


def test_a_finding_says_what_would_be_right_and_where_it_is_said():
    """The message names the field and the values, the rule its document; the field is there for the answer."""
    (finding,) = findings(swedish(swapped(E66, "E88", "E99")))

    assert finding.message == (
        "expected one of E03, E20, E23, E24, E25, E43, E44, E64, E67, E77, E88, Z01 for STS/3/1 "
        "(reason of the transaction, field 223), found 'E99'"
    )
    assert isinstance(finding.rule, RowRule)
    assert ("223", Trust.SOURCED) == (finding.rule.field, finding.rule.trust)
    assert finding.rule.source.startswith("Svenska kraftnät")
    assert RULES["GDE002"].title == finding.rule.title


def test_a_condition_is_said_in_words():
    """A dependent element tells what makes it required."""
    _, area_in = findings(swedish(swapped(E66, "CAV+E17", "CAV+E20")))

    assert area_in.message == (
        "expected LOC+233 (grid area in, field 260c) where the point is an exchange point, or the area out "
        "(LOC+232) is named, found none"
    )


def test_a_value_that_may_be_about_a_person_is_not_repeated():
    """A long value, or one with many digits, in place of a code is counted and not shown."""
    for value in ("01017012345", "SOMEBODY WITH A NAME"):
        (finding,) = findings(swedish(swapped(E66, "STS+7++E88", f"STS+7++{value}")))
        assert "GDE002" == finding.code
        assert value not in finding.message


def test_a_segment_in_a_wrong_place_is_not_missed_too():
    """The walker says that it is out of place; that it is missing is no second finding."""
    body = swapped(without(E66, "MKS+23+E02::260'"), "NAD+DDQ'", "NAD+DDQ'MKS+23+E02::260'")
    assert [] == findings(swedish(body))


def test_of_a_group_without_its_first_segment_nothing_more_is_missed():
    """The walker says that IDE is missing; what such a group should have is no further finding."""
    body = E66 + "MEA+AAZ++KWH'"
    assert [] == findings(swedish(body))


def test_the_interchange_header_is_checked_once():
    """Two messages of an interchange without application reference: one finding about UNB."""
    unb = SWEDISH_UNB.replace("++23-DDQ-E66-T", "")
    unh = "UNH+{}+UTILTS:D:02B:UN:E5SE5A'"
    two = [message(E66, unh=unh.format(n), reference=str(n)) for n in (1, 2)]

    assert ["UNB/7/1"] == [finding.position.segment for finding in findings(interchange(*two, unb=unb))]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        # a segment without its element is told by the directory, one with a part of it by the guide
        ("PIA+5'", []),
        ("PIA+5+::X'", ["PIA/2/1"]),
        ("PIA+5'PIA+5+::X'", ["PIA/2/1"]),
        ("PIA+5+::X'PIA+5'", ["PIA/2/1"]),
        ("PIA+5+::X'PIA+5+::X'", ["PIA/2/1", "PIA/2/1"]),
    ],
)
def test_a_segment_without_an_element_is_not_like_one_with_a_part_of_it(segments, expected):
    """Segments that look alike are judged once: what is told of one does not stand for another that differs."""
    told = findings(german(swapped(MSCONS_DE, "PIA+5+1-1?:1.29.0:SRW'", segments)))

    assert expected == [f.position.segment for f in told if f.position.segment.startswith("PIA/2")]


def test_each_of_many_groups_is_checked():
    """A fault in every group of a long message is found in every one, at its own place."""
    body = E66 + "".join(f"SEQ++{n}'QTY+67:{n}'" for n in range(2, 300))
    by_guide = findings(swedish(body))

    assert 298 == len(by_guide) == len({finding.position.offset for finding in by_guide})
    assert "SG5[1]/SG8[299]/SG11[1]/QTY[1]" == by_guide[-1].position.path


def test_every_rule_is_documented_and_broken_by_a_case():
    """Each has a source and a text with a reason, a wrong and a right example."""
    # of what stands once, of numbers and of the header speak checks of their own, tested beside them
    assert set(RULES) - {
        "GDE006",
        "GDE007",
        "GDE008",
        "GDE009",
        "GDE010",
        "GDE011",
        "GDE012",
        "GDE013",
        "GDE014",
        "GDE015",
        "GDE016",
        "GDE017",
    } == {row[0] for case in CASES for row in case[2]}
    for rule in RULES.values():
        assert rule.source
        assert all(word in rule.text for word in ("Why:", "Wrong:", "Right:"))
    assert {Severity.WARNING} == {RULES[code].severity for code in ("GDE003", "GDE005")}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (
            german(MSCONS_DE.replace("LOC+172+DE0001234567890123456789012345678", "LOC+237+A+B")),
            "GDE001",
            "LOC+172 (metering point)",
        ),
        (
            german(MSCONS_DE.replace("PIA+5+1-1?:1.29.0:SRW'", "").replace("QTY+220:1'", "QTY+220:1:KWH'")),
            "GDE004",
            "PIA+5 (measured quantity, OBIS)",
        ),
        (norwegian(MSCONS_NO.replace("BGM+7+M1+9'", "BGM+7+M1+1'")), "GDE002", "9, 5 for BGM/3/1"),
    ],
)
def test_what_is_inferred_of_load_profiles_and_functions_warns(data, code, words):
    """A German load profile names its point and its OBIS code; a Norwegian message of values cancels none."""
    (finding,) = findings(data)

    assert (code, Severity.WARNING) == (finding.code, finding.severity)
    assert words in finding.message


@pytest.mark.parametrize(
    ("decision", "error", "codes"),
    [
        ("29", "", []),
        ("29", "ERC+100::260'", []),
        ("29", "ERC+41::260'", ["GDE004"]),
        ("29", "ERC+42::260'", ["GDE004"]),
        ("27", "", ["GDE004"]),
        ("27", "ERC+42::260'", []),
        ("34", "ERC+42::260'", []),
    ],
)
def test_the_decision_of_an_aperak_and_its_errors_agree(decision, error, codes):
    """An answer that accepts all names no error, and one that refuses names some; no guide of Norway is public."""
    body = (
        f"BGM+++{decision}'DTM+137:202602020630:203'DTM+178:202602020616:203'RFF+ACW:D1'"
        f"NAD+FR+7080000000029::9'NAD+DO+7080000000012::9'{error}"
    )
    data = interchange(
        message(body, unh="UNH+1+APERAK:D:96A:UN:EDIEL2'"),
        unb="UNB+UNOB:2+7080000000029:14+7080000000012:14+260202:0630+R1'",
    )
    report = edielkit.validate(data)

    assert codes == [finding.code for finding in report.findings]
    assert {Severity.WARNING} >= {finding.severity for finding in report.findings}
