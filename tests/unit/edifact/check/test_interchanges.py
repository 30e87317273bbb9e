"""Validation: every fault is found at its place, up to the level that was asked for."""

import pytest
from tests.support.edifact_dated import interchange as dated
from tests.support.edifact_dated import line, mscons
from tests.support.edifact_messages import BODY, UNA, UNB, UNH, VALUE, interchange, message
from tests.support.paths import FIXTURES

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.rules import RULES
from edielkit.findings import Verdict

PATH = "SG5[1]/SG6[1]/SG9[1]/SG10[1]/QTY[1]"


def swapped(old: str, new: str, count: int = 1) -> bytes:
    assert old in BODY
    return interchange(message(BODY.replace(old, new, count)))


def patched(old: str, new: str) -> bytes:
    good = interchange(message()).decode("latin-1")
    assert old in good
    return good.replace(old, new).encode("latin-1")


# name, input, [(rule, 0085 code, text that begins at the offset, path, place)]
FAULTS = [
    ("no fault", interchange(message()), []),
    ("UNT count", patched("UNT+12", "UNT+99"), [("EDI027", "29", "99+1", "UNT", "UNT/1")]),
    ("UNT reference", patched("UNT+12+1", "UNT+12+2"), [("EDI026", "28", "2'UNZ", "UNT", "UNT/2")]),
    ("UNZ reference", patched("UNZ+1+R1", "UNZ+1+R2"), [("EDI022", "28", "R2'", "UNZ", "UNZ/2")]),
    ("UNZ count", patched("UNZ+1", "UNZ+2"), [("EDI023", "29", "2+R1", "UNZ", "UNZ/1")]),
    ("no number", swapped("QTY+136:1.5", "QTY+136:1,5x"), [("EDI049", "37", "1,5x", PATH, "QTY/1/2")]),
    ("no digit before the mark", swapped("QTY+136:1.5", "QTY+136:.5"), [("EDI052", "38", ".5'DTM", PATH, "QTY/1/2")]),
    ("two marks", swapped("QTY+136:1.5", "QTY+136:1.000,5"), [("EDI053", "19", "1.000,5", PATH, "QTY/1/2")]),
    ("mark without digits", swapped("QTY+136:1.5", "QTY+136:1."), [("EDI053", "19", "1.'DTM", PATH, "QTY/1/2")]),
    ("plus sign", swapped("QTY+136:1.5", "QTY+136:?+1.5"), [("EDI049", "37", "?+1.5", PATH, "QTY/1/2")]),
    ("QTY before BGM", interchange(message(VALUE + BODY)), [("EDI044", "15", "QTY+136", "QTY", "QTY")]),
    ("unknown segment", swapped("LOC", "XXX+1'LOC"), [("EDI043", "15", "XXX+1", "SG5[1]/XXX", "XXX")]),
    ("text between messages", patched("UNZ+1", "FTX+AAO+++x'FTX+AAO+++y'UNZ+1"), [("EDI029", "33", "FTX+AAO+++x", "FTX", "FTX")]),
    ("same message reference", interchange(message(), message()), [("EDI028", "26", "1+MSCONS:D:96A:ZZ:EDIEL2'BGM", "UNH", "UNH/1")]),
    ("trailing element", swapped("M1+9'", "M1+9+'"), [("EDI014", "45", "'DTM+137", "BGM", "BGM/4/1")]),
    ("trailing component", swapped("136:1.5'", "136:1.5:'"), [("EDI014", "45", "'DTM+324", "QTY", "QTY/1/3")]),
    ("trailing inner component", swapped("LIN+1++1501:::SVK'", "LIN+1++1501:::SVK:+1'"),
     [("EDI014", "45", "+1'QTY", "LIN", "LIN/3/5")]),
    ("lower case in UNOA", interchange(message(BODY.replace("M1", "Mx")), unb=UNB.replace("UNOC", "UNOA")), [("EDI011", "21", "x+9", "BGM", "BGM")]),
    ("letter outside UNOB", interchange(message(BODY.replace("M1", "MÆ")), unb=UNB.replace("UNOC", "UNOB")), [("EDI011", "21", "Æ+9", "BGM", "BGM")]),
    ("line break in a value", swapped("M1", "M\n1"), [("EDI016", "21", "\n1+9", "BGM", "BGM")]),
    ("release and terminator at the end", interchange(message(), unz="UNZ+1+R1?'"), [("EDI006", "22", "?'", "UNZ", "UNZ")]),
    ("release at the end", interchange(message(), unz="UNZ+1+R1?"), [("EDI006", "22", "?", "UNZ", "UNZ")]),
    ("no terminator at the end", interchange(message(), unz="UNZ+1+R1"), [("EDI005", "13", "", "UNZ", "UNZ")]),
    ("another apostrophe at the end", interchange(message(), unz="UNZ+1+R1´"), [("EDI009", "22", "´", "UNZ", "UNZ")]),
    ("no UNZ", interchange(message(), unz=""), [("EDI021", "13", "UNT+12", "UNT", "UNT")]),
    ("UNA alone", UNA.encode(), [("EDI020", "13", "UNA", "UNA", "UNA")]),
    ("no message", interchange(), [("EDI024", "32", "UNB+", "UNB", "UNB")]),
    ("no UNT", patched("UNT+12+1'", ""), [("EDI025", "13", "CNT+1:1.5", "CNT", "CNT")]),
    ("no UNB", message().encode() + b"UNZ+1+R1'", [("EDI020", "13", "UNH+", "UNH", "UNH")]),
    ("text after UNZ", interchange(message()) + b"bye", [("EDI018", "33", "bye", "", "")]),
    ("segment after UNZ", interchange(message()) + b"FTX+AAO'", [("EDI018", "33", "FTX+AAO'", "FTX", "FTX")]),
    ("empty segment", patched("UNZ", "'\n'UNZ"), [("EDI007", "13", "'\n'UNZ", "", "")]),
    ("equal separators", interchange(message(), una="UNA++.? '"), [("EDI004", "20", "++.? '", "UNA", "UNA")]),
    ("a digit as decimal mark", interchange(message(), una="UNA:+5? '"), [("EDI062", "20", "5? '", "UNA", "UNA")]),
    ("a letter as decimal mark", interchange(message(), una="UNA:+x? '"), [("EDI062", "20", "x? '", "UNA", "UNA")]),
    ("a sign as decimal mark", interchange(message(), una="UNA:+-? '"), [("EDI062", "20", "-? '", "UNA", "UNA")]),
    ("a blank as decimal mark", interchange(message(), una="UNA:+ ? '"), [("EDI062", "20", " ? '", "UNA", "UNA")]),
    ("no day", patched("260201:0500", "260230:0500"), [("EDI063", "12", "260230", "UNB", "UNB/4/1")]),
    ("no hour", patched("260201:0500", "260201:2561"), [("EDI063", "12", "2561", "UNB", "UNB/4/2")]),
    ("no day in syntax 4", patched("UNOC:3+7080000000012:14+7080000000029:14+260201", "UNOC:4+7080000000012:14+7080000000029:14+20260631"),
     [("EDI063", "12", "20260631", "UNB", "UNB/4/1")]),
    ("unknown character set", patched("UNOC", "UNOZ"), [("EDI012", "2", "UNOZ", "UNB", "UNB/1/1")]),
    ("unknown character set in syntax 4", interchange(message(), unb=UNB.replace("UNOC:3", "UNOZ:4").replace("260201", "20260201")),
     [("EDI012", "46", "UNOZ", "UNB", "UNB/1/1")]),
    ("unknown syntax version", patched("UNOC:3", "UNOC:7"), [("EDI013", "2", "7+708", "UNB", "UNB/1/2")]),
    ("byte order mark", b"\xef\xbb\xbf" + interchange(message()), [("EDI010", "21", "\xef\xbb\xbf", "", "")]),
    ("same interchange twice", interchange(message()) * 2, [("EDI034", "26", "R1'UNH", "UNB", "UNB/5")]),
    ("no BGM", swapped("BGM+7+M1+9'", ""), [("EDI042", "13", "UNH+1", "BGM", "BGM")]),
    ("BGM after DTM", interchange(message(BODY.replace("BGM+7+M1+9'", "").replace("UNS", "BGM+7+M1+9'UNS"))), [("EDI044", "15", "BGM+7", "BGM", "BGM")]),
    ("BGM twice", swapped("BGM+7+M1+9'", "BGM+7+M1+9'BGM+7+M1+9'"), [("EDI045", "35", "BGM+7+M1+9'DTM", "BGM[2]", "BGM")]),
    ("no LOC", swapped("LOC+90+707057500000000018::9'", ""), [("EDI042", "13", "NAD+XX", "SG5[1]/SG6[1]/LOC", "LOC")]),
    ("no LIN", swapped("LIN+1++1501:::SVK'", ""), [("EDI042", "13", "LOC+90", "SG5[1]/SG6[1]/SG9[1]/LIN", "LIN")]),
    ("no second LIN", swapped("CNT+1:1.5", "PIA+5+X:SRW'QTY+136:1.5'CNT+1:3"), [("EDI042", "13", "DTM+324", "SG5[1]/SG6[1]/SG9[2]/LIN", "LIN")]),
    ("no quantity", swapped(VALUE + "CNT+1:1.5'", ""), [("EDI042", "13", "LIN+1", "SG5[1]/SG6[1]/SG9[1]/SG10", "QTY")]),
    ("no value in QTY", swapped("QTY+136:1.5", "QTY+136"), [("EDI047", "13", "QTY+136", PATH, "QTY/1/2")]),
    ("too many elements", swapped("UNS+D", "UNS+D+1"), [("EDI048", "16", "1'NAD", "UNS[1]", "UNS/2")]),
    ("too many components", swapped("136:1.5", "136:1.5:KWH:1"), [("EDI048", "16", "1'DTM", PATH, "QTY/1/4")]),
    ("too long", swapped("+M1+", f"+{'M' * 36}+"), [("EDI050", "39", "MMM", "BGM[1]", "BGM/2/1")]),
    ("too short", patched("260201:0500", "26021:0500"), [("EDI051", "40", "26021", "UNB", "UNB/4/1")]),
    ("letters in a count", patched("UNT+12+", "UNT+xxx+"), [("EDI049", "37", "xxx", "UNT", "UNT/1/1")]),
    ("blank password", patched("+R1'UNH", "+R1+ '" + "UNH"), [("EDI015", "12", " 'UNH", "UNB", "UNB/6/1")]),
    ("code of no list", swapped("UNS+D", "UNS+X"), [("EDI055", "12", "X'NAD", "UNS[1]", "UNS/1/1")]),
    ("code of a later directory", swapped("LOC+90", "LOC+172"), [("EDI056", "12", "172", "SG5[1]/SG6[1]/LOC[1]", "LOC/1/1")]),
    ("wrong total", swapped("CNT+1:1.5", "CNT+1:2"), [("EDI059", None, "2'UNT", "CNT[1]", "CNT/1/2")]),
    ("wrong number of lines", swapped("CNT+1:1.5", "CNT+2:3"), [("EDI060", None, "3'UNT", "CNT[1]", "CNT/1/2")]),
    ("comma against UNA", interchange(message(BODY.replace("1.5", "1,5"))), [("EDI054", "19", "1,5'DTM", PATH, "QTY/1/2")]),
    ("two marks in a message", interchange(message(BODY.replace("CNT+1:1.5", "CNT+1:1,5")), una=""), [("EDI054", "19", "1,5'UNT", "CNT[1]", "CNT/1/2")]),
    ("CONTRL of a D directory", interchange("UNH+1+CONTRL:D:96A:UN'UCI+A+B+C+7'UNT+3+1'"), [("EDI041", "14", "D:96A:UN'UCI", "UNH", "UNH/2/2")]),
    ("misplaced application reference", patched("+R1'UNH", "+R1+++++23-DDQ-E66-S'UNH"), [("EDI037", "14", "23-DDQ", "UNB", "UNB/10")]),
]  # fmt: skip


def codes_of(report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(("data", "expected"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_fault_is_found_where_it_is(data, expected):
    """A planted fault gives its one finding, at its byte, path and element, with the market's code."""
    findings = check(data, level="codes").findings
    assert [row[0] for row in expected] == [f.code for f in findings]
    for (_, reason, text, path, segment), finding in zip(expected, findings, strict=True):
        assert reason == (finding.reason.code if finding.reason else None)
        assert text == data[finding.position.offset :][: len(text)].decode("latin-1")
        assert (path, segment) == (finding.position.path, finding.position.segment)


def test_a_blank_as_decimal_mark_warns_and_syntax_four_takes_any():
    """A blank names no mark; syntax 4 fixes both marks."""
    (finding,) = check(interchange(message(), una="UNA:+ ? '"), level="codes").findings
    later = UNB.replace("UNOC:3", "UNOC:4").replace("260201", "20260201")

    assert "warning" == finding.severity.value
    assert [] == codes_of(check(interchange(message(), una="UNA:+5? '", unb=later), level="codes"))


@pytest.mark.parametrize(
    "unb",
    [
        "UNB+UNOC:3+7080000000012:14:A+7080000000012:14:B+260201:0500+R1'",
        "UNB+UNOC:3+7080000000012:14+7080000000029:14+240229:2400+R1'",
        "UNB+UNOC:3+7080000000012:14+7080000000029:14+000229:0000+R1'",
    ],
)
def test_a_header_that_may_be_meant(unb):
    """Parts of a company, leap days and the end of a day."""
    assert [] == codes_of(check(interchange(message(), unb=unb), level="codes"))


def test_too_many_groups_are_reported_once():
    """The 10,000th QTY group of a LIN is the place, and later ones are still read."""
    values = "".join(f"QTY+136:{n % 7}'" for n in range(10_005))
    body = BODY.replace(VALUE, values).replace("CNT+1:1.5", "CNT+2:1")
    (finding,) = check(interchange(message(body)), level="codes").findings
    assert ("EDI046", "36") == (finding.code, finding.reason.code)
    assert finding.position.path == "SG5[1]/SG6[1]/SG9[1]/SG10[10000]"


def test_a_short_message_lists_all_that_is_missing():
    """UNT 99 over three segments: the count is wrong, and each missing part is named."""
    data = interchange(UNH + "BGM+7+M1+9'UNT+99+1'")
    report = check(data, level="codes")
    assert {"EDI027", "EDI042"} == set(codes_of(report))
    assert [f.position.segment for f in report.findings if f.code == "EDI042"] == ["DTM", "UNS", "NAD"]
    assert Verdict.REJECTED is report.verdict


@pytest.mark.parametrize("data", [b"", b"hello", b"\n\n", b"UNA:+", b"UNBELIEVABLE", b"<xml/>", b"\xff\xfe"])
def test_other_bytes_are_unreadable(data):
    """Bytes that are no EDIFACT give one finding and the verdict unreadable."""
    report = check(data)
    assert ["EDI001"] == codes_of(report)
    assert Verdict.UNREADABLE is report.verdict


def test_levels_include_those_before():
    """Each level reports at least what the one before it reports."""
    data = interchange(message(BODY.replace("UNS+D", "UNS+X").replace("M1", "M" * 40)), unz="UNZ+3+R1'")
    seen = [set(codes_of(check(data, level=level))) for level in ("syntax", "schema", "codes", "business")]
    assert [{"EDI023"}, {"EDI023", "EDI050"}, {"EDI023", "EDI050", "EDI055"}] == seen[:3]
    assert seen[2] <= seen[3]


@pytest.mark.parametrize("level", ["syntax", "schema", "codes", "process", "business"])
def test_the_levels_that_were_not_asked_for_are_named(level):
    """All but the last have some after them; the last has none, and says nothing of them."""
    notes = [note for note in check(interchange(message()), level=level).not_checked if "levels" in note]

    assert notes == ([] if level == "business" else [f"levels after {level!r} were not asked for"])


def test_unknown_level_and_profile_are_refused():
    """A misspelt option raises at once."""
    with pytest.raises(ValueError, match="expected one of syntax"):
        check(b"UNA", level="all")
    with pytest.raises(KeyError):
        check(interchange(message()), profile="xx")


def test_a_crashing_hook_is_a_finding():
    """A check that fails hides nothing else."""
    from edielkit.edifact.check.message_checks import MessageCheck

    def broken(context):
        raise ZeroDivisionError

    report = check(swapped("UNS+D", "UNS+X"), further_checks=[MessageCheck("schema", broken)], level="codes")
    assert {"EDI055", "SYS001"} == set(codes_of(report))


def test_every_rule_has_a_failing_case():
    """Each rule is broken by some case of these tests."""
    cases = {code for fault in FAULTS for code, *_ in fault[2]}
    elsewhere = {"EDI001", "EDI002", "EDI003", "EDI046"}  # this module
    envelope = {
        "EDI008",
        "EDI017",
        "EDI030",
        "EDI031",
        "EDI032",
        "EDI033",
        "EDI035",
        "EDI036",
    }  # test_interchange
    others = {"EDI061", "EDI064", "EDI065", "EDI066", "EDI071"}  # test_parties, test_header
    others |= {"EDI067", "EDI068", "EDI069", "EDI070"}  # test_responses
    others |= {"EDI072", "EDI073"}  # test_response_errors
    assert set(RULES) == cases | elsewhere | envelope | others


def test_limits_keep_or_refuse():
    """Beyond a limit the input is refused, or kept unread with a finding."""
    from edielkit.edifact.segments import Limits

    data = interchange(message())
    assert ["EDI002"] == codes_of(check(data, limits=Limits(max_bytes=10)))
    assert "EDI002" in codes_of(check(data, limits=Limits(max_segments=5), level="syntax"))
    assert "EDI002" in codes_of(check(data, limits=Limits(max_segment_bytes=20), level="syntax"))
    assert "EDI002" in codes_of(
        check(data, limits=Limits(max_parts=3, max_segment_bytes=10**6), level="syntax")
    )


def test_equal_segments_are_reported_at_each_place():
    """Segments that say the same are checked once, and each of them has its finding with its own path and byte."""
    body = BODY.replace("CNT", "LIN+2++1501:::SVK'" + VALUE.replace("1.5", "x") * 2 + "CNT").replace(
        "1.5", "x"
    )
    faults = [finding for finding in check(interchange(message(body))).findings if finding.code == "EDI049"]

    assert [
        "SG5[1]/SG6[1]/SG9[1]/SG10[1]/QTY[1]",
        "SG5[1]/SG6[1]/SG9[2]/SG10[1]/QTY[1]",
        "SG5[1]/SG6[1]/SG9[2]/SG10[2]/QTY[1]",
        "CNT[1]",
    ] == [finding.position.path for finding in faults]
    assert 4 == len({finding.position.offset for finding in faults})


def test_findings_of_a_message_carry_its_reference():
    """The findings of a message name it, so that an answer can be made for each."""
    from edielkit.edifact.check.interchanges import check

    data = interchange(
        message(BODY.replace("UNS+D", "UNS+X"), unh=UNH.replace("+1+", "+M77+"), reference="M77")
    )
    (finding,) = check(data, level="codes").findings
    assert "M77" == finding.payload


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        # the offset that cannot be read is told by its own rule, not by the list of the guide as well
        ("DTM+ZZZ:1:805", "DTM+ZZZ:x:805", ["SER003"]),
        ("DTM+ZZZ:1:805", "DTM+ZZZ:99:805", ["SER003"]),
        # one that can be read, but is not that of the guide
        ("DTM+ZZZ:1:805", "DTM+ZZZ:2:805", ["GDE002"]),
    ],
)
def test_a_value_that_is_wrong_is_told_once(old, new, codes):
    """A warning about its code or form says nothing beside an error at the same place."""
    data = dated(mscons(line())).replace(old.encode(), new.encode())
    at = data.index(new.split(":")[1].encode() + b":805")

    assert codes == [f.code for f in check(data).findings if f.position.offset == at]


def test_what_is_missing_is_told_once():
    """A kind that is glued to its OBIS code is misplaced, and so it is not missing as well; where it is not there, it is."""
    text = (FIXTURES / "pairs/de-quality-quarters.edi").read_text("latin-1")
    glued, without = text.replace(":SRW", "SRW"), text.replace(":SRW", "")

    assert "SER029" in {f.code for f in check(glued.encode("latin-1")).errors}
    assert "GDE001" not in {f.code for f in check(glued.encode("latin-1")).errors}
    assert "GDE001" in {f.code for f in check(without.encode("latin-1")).errors}


@pytest.mark.parametrize("end", ["", "UNT+2+1'"])
def test_a_message_without_segments_lacks_one_thing(end):
    """The first segment that it lacks stands for all, and no rule of its contents speaks: a flood of heads costs little."""
    data = f"{UNA}{UNB}UNH+1+MSCONS:D:96A:ZZ:EDIEL2'{end}UNZ+1+1'".encode()

    lacking = [f for f in check(data).findings if f.code in {"EDI042", "GDE001"} or f.code.startswith("SER")]

    assert ["expected BGM after UNH, found none"] == [finding.message for finding in lacking]


def test_a_message_with_one_segment_is_told_all_that_it_lacks():
    """As before: its parts are known by what stands around them."""
    data = f"{UNA}{UNB}UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+1+9'UNT+3+1'UNZ+1+1'".encode()

    assert 1 < sum(finding.code == "EDI042" for finding in check(data).findings)
