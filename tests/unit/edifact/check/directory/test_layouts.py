"""The tables of messages and segments."""

import pytest
from tests.support.edifact_messages import interchange, message

from edielkit.edifact.check.directory.layouts import FALLBACK, GroupSpec, layout, layouts, segment_layout
from edielkit.edifact.check.interchanges import check

STRUCTURES = {
    "MSCONS": {"D.96A", "D.97A", "D.99A", "D.04B"}, "APERAK": {"D.96A", "D.04A", "D.07B"}, "CONTRL": {"2.2", "D.3", "4.1"},
    "UTILTS": {"D.02B", "D.07B", "D.18A"}, "PRODAT": {"D.97A"}, "UTILMD": {"D.02B"}, "QUOTES": {"D.96A"},
    "DELFOR": {"D.96A"}, "SLSRPT": {"D.96A"},
}  # fmt: skip


def test_every_structure_is_there():
    """The promised messages are among the tables, each under the directories that the facts cover."""
    directories: dict[str, set[str]] = {}
    for kind, directory in layouts():
        directories.setdefault(kind, set()).add(directory)
    assert STRUCTURES == directories
    assert layout("MSCONS", "D96A") is layout("MSCONS", "D:96A") is layout("MSCONS", "D.96A")
    assert layout("ORDERS", "D.96A") is None


def _groups(spec: GroupSpec):
    yield spec
    for item in spec.items:
        if item.group:
            yield from _groups(item.group)


def test_tables_are_sound():
    """Each group begins with a mandatory segment that stands once, and each message with UNH and ends with UNT."""
    for structure in layouts().values():
        assert ("UNH", "UNT") == (structure.root.items[0].name, structure.root.items[-1].name)
        for spec in _groups(structure.root):
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
    assert ["EDI064"] == [finding.code for finding in unknown.findings]
    assert {"D.96A", "D.18A", "S.3"} <= set(FALLBACK)
