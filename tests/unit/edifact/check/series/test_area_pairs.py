"""The two areas of an exchange, the area of the series beside them, and the kind of point that they go with."""

from __future__ import annotations

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed, findings_of

import edielkit
from edielkit.edifact.series.value_codes import SeriesOptions

AREA = "LOC+239+ABC:SVK:260'"
OUT, IN = "LOC+232+{}:SVK:260'", "LOC+233+{}:SVK:260'"
PAIR = OUT + IN
POINT = "LOC+90+707057500000000008::9'"
EXCHANGE = ("CAV+E17", "CAV+E20")
GROUPS = "LOC+237+11XUENBSOLS----X+{}'"


def placed(areas: str, *pair: str) -> tuple[str, str]:
    """Return a change that puts areas beside that of the series."""
    return AREA, AREA + areas.format(*pair)


CASES = [
    ("two areas, one of them that of the series", (UTILTS, placed(PAIR, "ABC", "XYZ"), EXCHANGE), []),
    ("the other way round", (UTILTS, placed(PAIR, "XYZ", "ABC"), EXCHANGE), []),
    ("no area of the series", (UTILTS, (AREA, PAIR.format("ABC", "XYZ")), EXCHANGE), []),
    ("one area twice", (UTILTS, placed(PAIR, "ABC", "ABC"), EXCHANGE), [("SER037", "SG5[1]/LOC[4]", "LOC/2/1")]),
    ("a third area", (UTILTS, placed(PAIR, "DEF", "XYZ"), EXCHANGE), [("SER038", "SG5[1]/LOC[2]", "LOC/2/1")]),
    ("an area of another code list", (UTILTS, (AREA, "LOC+239+10Y1001A1001A46L::305'" + PAIR.format("DEF", "XYZ")), EXCHANGE), []),
    ("a pair of one foreign area", (UTILTS, (AREA, AREA + OUT.format("DEF") + "LOC+233+10Y1001A1001A46L::305'"), EXCHANGE), []),
    ("the pair of a consumption", (UTILTS, placed(PAIR, "ABC", "XYZ")), [("SER039", "SG5[1]/LOC[3]", "LOC")]),
    ("the pair of a production", (UTILTS, placed(PAIR, "ABC", "XYZ"), ("CAV+E17", "CAV+E18")), [("SER039", "SG5[1]/LOC[3]", "LOC")]),
    ("the pair of a point without a kind", (UTILTS, placed(PAIR, "ABC", "XYZ"), ("CCI+++E12::260'CAV+E17::260'", "")), []),
    ("an area out alone", (UTILTS, placed(OUT, "ABC"), EXCHANGE), [("SER037", "SG5[1]/LOC[3]", "LOC")]),
    ("an area in alone", (UTILTS, placed(IN, "XYZ"), EXCHANGE), [("SER037", "SG5[1]/LOC[3]", "LOC")]),
    ("half a pair of a consumption", (UTILTS, placed(IN, "XYZ")), [("SER039", "SG5[1]/LOC[3]", "LOC")]),
    ("a pair in MSCONS", (MSCONS, (POINT, POINT + "LOC+232+ABC'LOC+233+XYZ'")), []),
    ("one area in MSCONS", (MSCONS, (POINT, "LOC+232+ABC'LOC+233+ABC'")), [("SER037", "SG5[1]/SG6[2]/LOC[1]", "LOC/2/1")]),
    ("half a pair in MSCONS", (MSCONS, (POINT, POINT + "LOC+233+ABC'")), [("SER037", "SG5[1]/SG6[2]/LOC[1]", "LOC")]),
    ("a third area in MSCONS", (MSCONS, (POINT, POINT + "LOC+239+DEF'LOC+232+ABC'LOC+233+XYZ'")), [("SER038", "SG5[1]/SG6[2]/LOC[1]", "LOC/2/1")]),
    ("two balance groups", (MSCONS, (POINT, POINT + GROUPS.format("11XVNBSOLS-----X"))), []),
    ("one balance group twice", (MSCONS, (POINT, POINT + GROUPS.format("11XUENBSOLS----X"))), [("SER037", "SG5[1]/SG6[2]/LOC[1]", "LOC/3/1")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_is_wrong_with_a_pair_is_named(name, change, expected):
    """One finding for one cause, at the place that has to change; where no public guide asks, it warns."""
    message, *changes = change
    findings = findings_of(changed(message, *changes), SeriesOptions(profile="no"))

    assert expected == [(f.code, f.position.path, f.position.segment) for f in findings], name
    assert {"warning"} >= {f.severity.value for f in findings}


@pytest.mark.parametrize(
    ("half", "kind", "expected"),
    [
        (OUT, EXCHANGE, ["GDE004"]),
        (IN, EXCHANGE, ["GDE004"]),
        (IN, ("CAV+E17", "CAV+E18"), ["GDE004"]),
        (PAIR, EXCHANGE, []),
        (PAIR, ("CAV+E17", "CAV+E18"), ["SER039"]),
    ],
)
def test_where_a_guide_asks_for_the_pair_its_own_rule_says_so(half, kind, expected):
    """Half a pair is an error of Sweden's guide, and told once."""
    unb = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R1++23-DDQ-E66-T'"
    message = changed(UTILTS, placed(half, "ABC", "XYZ"), kind)
    count = message.count("'")
    data = unb + message.replace("UNT+28", f"UNT+{count}") + "UNZ+1+R1'"

    assert expected == [finding.code for finding in edielkit.validate(data.encode()).findings]
