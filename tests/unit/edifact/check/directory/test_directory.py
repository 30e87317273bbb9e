"""The tables, the walker's tree, the profiles and the code list."""

import pytest
from tests.support.edifact_messages import BODY, VALUE, interchange, message

import edielkit
from edielkit.codes import code_list
from edielkit.edifact.check.contents import walk
from edielkit.edifact.check.directory.tables import FALLBACK, GroupSpec, layout, layouts, segment_layout
from edielkit.edifact.check.validate import check
from edielkit.edifact.profiles import PROFILES, detect_profile, profile, profiles
from edielkit.edifact.read.assembler import parse_interchanges

STRUCTURES = {
    "MSCONS": {"D.96A", "D.97A", "D.99A", "D.04B"}, "APERAK": {"D.96A", "D.04A", "D.07B"}, "CONTRL": {"2.2", "D.3", "4.1"},
    "UTILTS": {"D.02B", "D.07B", "D.18A"}, "PRODAT": {"D.97A"}, "UTILMD": {"D.02B"}, "QUOTES": {"D.96A"},
    "DELFOR": {"D.96A"}, "SLSRPT": {"D.96A"},
}  # fmt: skip


def raw(text: bytes):
    return parse_interchanges(text)[0][0].messages[0]


def test_every_structure_is_there():
    """The promised messages are among the tables, each under the directories that the facts cover."""
    found: dict[str, set[str]] = {}
    for kind, directory in layouts():
        found.setdefault(kind, set()).add(directory)
    assert STRUCTURES == found
    assert layout("MSCONS", "D96A") is layout("MSCONS", "D:96A") is layout("MSCONS", "D.96A")
    assert layout("ORDERS", "D.96A") is None


def _groups(spec: GroupSpec):
    yield spec
    for item in spec.items:
        if item.group:
            yield from _groups(item.group)


def test_tables_are_sound():
    """Each group begins with a mandatory segment that stands once, and each message with UNH and ends with UNT."""
    for each in layouts().values():
        assert ("UNH", "UNT") == (each.root.items[0].name, each.root.items[-1].name)
        for spec in _groups(each.root):
            assert (True, 1, None) == (spec.items[0].mandatory, spec.items[0].maximum, spec.items[0].group)


@pytest.mark.parametrize(
    ("kind", "directory", "group", "segments"),
    [
        ("MSCONS", "D.96A", "SG9", "LIN PIA IMD PRI NAD MOA MEA CUX SG10 SG11"),
        ("MSCONS", "D.97A", "SG9", "LIN PIA IMD PRI NAD MOA SG10 SG11"),
        ("MSCONS", "D.04B", "SG10", "QTY DTM STS"),
        ("MSCONS", "D.96A", "SG10", "QTY DTM"),
        ("APERAK", "D.96A", "SG3", "ERC FTX SG4"),
        ("APERAK", "D.04A", "SG1", "DOC DTM"),
        ("CONTRL", "2.2", "SG2", "UCS UCD"),
        ("UTILTS", "D.02B", "SG8", "SEQ DTM RFF MOA PCD SG9 SG10 SG11"),
    ],
)
def test_groups_of_the_tables(kind, directory, group, segments):
    """Groups have the segments of their directory, in order."""
    (spec,) = [g for g in _groups(layout(kind, directory).root) if g.name == group]
    assert segments.split() == [item.name for item in spec.items]


@pytest.mark.parametrize(
    ("tag", "directory", "version", "source", "element", "component", "expected"),
    [
        ("QTY", "D.96A", "3", "D.96A", 0, 1, ("6060", True, "n", 15, False)),
        ("QTY", "D.04B", "3", "D.04B", 0, 1, ("6060", True, "an", 35, False)),
        ("LOC", "D.96A", "3", "D.96A", 1, 0, ("3225", False, "an", 25, False)),
        ("LOC", "D.18A", "3", "D.04B", 1, 0, ("3225", False, "an", 35, False)),
        ("BGM", "D.97A", "3", "D.96A", 1, 0, ("1004", False, "an", 35, False)),
        ("UNB", "D.96A", "3", "S.3", 3, 0, ("0017", True, "n", 6, True)),
        ("UNB", "D.96A", "4", "S.4", 3, 0, ("0017", True, "n", 8, True)),
        ("UNZ", "D.96A", "4", "S.3", 0, 0, ("0036", True, "n", 6, False)),
    ],
)
def test_layouts_and_their_fallback(tag, directory, version, source, element, component, expected):
    """A layout is the directory's own, or the next one's in the stated chain."""
    spec = segment_layout(tag, directory, version)
    part = spec.elements[element].parts[component]
    assert source == spec.directory
    assert expected == (part.name, part.mandatory, part.kind, part.maximum, part.fixed)


def test_no_layout_is_said():
    """Formats that no table has, or only another directory's, are named as not checked."""
    text = interchange(message("BGM+7+M1+9'DTM+137:202602010500:203'NAD+MS+A::9'CTA+IC+:x'UNS+D'NAD+DP'LOC+172'",
                               unh="UNH+1+MSCONS:D:04B:UN:2.4c'"))  # fmt: skip
    report = check(text, level="schema")
    assert any(line.startswith("formats of CTA: no layout for D.04B") for line in report.not_checked)
    unknown = check(interchange("UNH+1+ORDERS:D:96A:UN'BGM+220+1'UNT+3+1'"), level="schema")
    assert any("structure of 'ORDERS D.96A'" in line for line in unknown.not_checked)
    assert [] == list(unknown.findings)
    assert {"D.96A", "D.18A", "S.3"} <= set(FALLBACK)


def test_tree_has_groups_by_name_and_path():
    """The tree gives groups and segments in order, with paths that count repetitions."""
    second = "LIN+2++1502:::SVK'" + VALUE + VALUE
    tree, findings = walk(
        raw(interchange(message(BODY.replace("CNT+1:1.5", second + "CNT+1:4.5")))), layout("MSCONS", "D.96A")
    )
    assert () == findings
    (sg5,) = tree.groups("SG5")
    (sg6,) = sg5.groups("SG6")
    assert ["SG5[1]/SG6[1]/SG9[1]", "SG5[1]/SG6[1]/SG9[2]"] == [g.path for g in sg6.groups("SG9")]
    last = sg6.groups("SG9")[1].groups("SG10")[1]
    assert ("SG10", 2, "QTY") == (last.name, last.index, last.items[0].tag)
    assert "1.5" == last.first("QTY").get(1, 2)
    assert 2 == len(tree.segments("DTM"))
    assert last.first("CCI") is None
    assert [s for _, s in tree.paths()] == list(
        raw(interchange(message(BODY.replace("CNT+1:1.5", second + "CNT+1:4.5")))).segments
    )


def test_unplaced_segments_stay_with_their_group():
    """What fits nowhere is kept where it was met."""
    tree, _ = walk(raw(interchange(message(BODY.replace("QTY", "XXX+1'QTY")))), layout("MSCONS", "D.96A"))
    lin = tree.groups("SG5")[0].groups("SG6")[0].groups("SG9")[0]
    assert ["XXX"] == [s.tag for s in lin.unplaced]


@pytest.mark.parametrize(
    ("unb", "unh", "expected"),
    [
        ("7080000000012:14+7080000000029:14", "MSCONS:D:96A:ZZ:EDIEL2", "no"),
        ("987654325:82+7080000000029:14", "MSCONS:D:96A:ZZ:6A", "no"),
        ("12345:ZZ+54321:ZZ", "CONTRL:2:2:UN:EDIEL2", "se"),
        ("12345:ZZ+54321:ZZ", "UTILTS:D:02B:UN:E5SE5A", "se"),
        ("A:14+B:14", "MSCONS:D:96A:ZZ:E2DK02", "dk"),
        ("9900000000002:500+9900000000001:500", "MSCONS:D:04B:UN:2.4c", "de"),
        ("12X-EDIELKIT---A:500+12X-EDIELKIT---B:500", "MSCONS:D:04B:UN:2.2e", "ch"),
        ("A:14+B:14", "MSCONS:D:96A:UN", None),
        ("7080000000012:14+5790000000005:14", "MSCONS:D:96A:UN:EDIEL2", "no"),
    ],
)
def test_profile_is_detected(unb, unh, expected):
    """The version code tells, where it is common to several the parties, and in doubt it is Norway's."""
    data = interchange(message(unh=f"UNH+1+{unh}'"), unb=f"UNB+UNOC:3+{unb}+260201:0500+R1'")
    found = detect_profile(parse_interchanges(data)[0][0])
    assert expected == (found.code if found else None)


def test_profiles_are_data():
    """All five are there, and every place that they speak of exists in its message."""
    assert list(PROFILES) == list(profiles())
    for each in profiles().values():
        for (kind, directory), uses in each.uses.items():
            groups = {g.name: g for g in _groups(layout(kind, directory).root)}
            for use in uses:
                assert use.segment in {item.name for item in groups[use.group].items}, (each.code, use)
                assert use.codes
    assert profile("dk").codes("MSCONS", "D.96A", ".:CNT/1/1") == {"1"}


def test_profile_reports_codes_and_segments_of_others():
    """A German message with a CNT, and with a qualifier that the guide has not, is warned about."""
    body = (
        "BGM+7+M1+9'DTM+137:202602010500?+00:303'RFF+Z13:13019'NAD+MS+9900000000002::293'NAD+MR+9900000000001::293'UNS+D'"
        "NAD+DP'LOC+172+51000000000'LIN+1'PIA+5+1-1?:1.29.0:SRW'QTY+136:1'CNT+1:1'"
    )
    found = check(interchange(message(body, unh="UNH+1+MSCONS:D:04B:UN:2.4c'")), level="codes").findings
    assert [("EDI057", "QTY/1/1", "warning"), ("EDI058", "CNT", "warning")] == [
        (f.code, f.position.segment, f.severity.value) for f in found
    ]


def test_code_lists_are_read():
    """The lists that are complete, and the later codes, are in the data file."""
    assert {"D", "S"} == set(code_list("0081", wire="edifact").codes)
    assert ("D.97A",) == code_list("6063", wire="edifact")["220"].versions
    assert "algebraic total of quantities" == code_list("6069", wire="edifact")["1"].name


@pytest.mark.parametrize(
    ("parties", "guide", "expected", "quantity"),
    [
        ("5790000000012:14+5790000000029:14", "EDIEL2", "dk", "2026-02-01T00:00:00+00:00"),
        ("7080000000012:14+7080000000029:14", "EDIEL2", "no", "2026-01-31T23:00:00+00:00"),
        ("12345:ZZ+54321:ZZ", "EDIEL2", "se", "2026-01-31T23:00:00+00:00"),
    ],
)
def test_one_message_has_one_profile(parties, guide, expected, quantity):
    """Detection, the series of bytes and the report give a message the same profile: its clock tells."""
    body = BODY.replace("DTM+ZZZ:1:805'", "")
    data = interchange(
        message(body, unh=f"UNH+1+MSCONS:D:96A:ZZ:{guide}'"),
        unb=f"UNB+UNOC:3+{parties}+260201:0500+R1'",
    )
    (series,) = edielkit.read_series(data)

    assert expected == edielkit.detect(data).profile
    assert quantity == series.period.start.isoformat()
    assert [expected] == [kind.profile for kind in check(data).kinds]
