"""Two records of behaviour differ where they say so, once for each difference."""

from __future__ import annotations

import pytest
from benchmarks.behaviour.comparing import ABSENT, Difference, differences, place_of
from benchmarks.behaviour.mutations import MUTATIONS, mutated, stream

REPORT = {
    "verdict": "accepted",
    "findings": [{"code": "SER001", "message": "a"}, {"code": "SER002", "message": "b"}],
}
THIRD = {"code": "SER003", "message": "c"}
FIRST, SECOND = REPORT["findings"]
XML = b"<A><B>12.5</B><C>KWH</C><C>MWH</C></A>"
EDIFACT = b"UNA:+.? 'LIN+1++1501'QTY+136:12.5'MEA+AAZ++KWH'"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (REPORT, []),
        ({**REPORT, "verdict": "rejected"}, [("verdict", "accepted", "rejected")]),
        ({**REPORT, "findings": [FIRST]}, [("findings / [1]", SECOND, ABSENT)]),
        ({**REPORT, "findings": [SECOND]}, [("findings / [0]", FIRST, ABSENT)]),
        ({**REPORT, "findings": [FIRST, THIRD, SECOND]}, [("findings / [1]", ABSENT, THIRD)]),
        (
            {**REPORT, "findings": [FIRST, {**SECOND, "message": "c"}]},
            [("findings / [1] / message", "b", "c")],
        ),
        (
            {"raises": "ValueError: x"},
            [
                ("verdict", "accepted", ABSENT),
                ("findings", REPORT["findings"], ABSENT),
                ("raises", ABSENT, "ValueError: x"),
            ],
        ),
        ({**REPORT, "findings": "none"}, [("findings", REPORT["findings"], "none")]),
    ],
)
def test_a_difference_has_its_place_and_both_sides(after, expected):
    """A row that is gone or new is one difference, whatever stands behind it."""
    assert [("a.xml", *row) for row in expected] == list(differences({"a.xml": REPORT}, {"a.xml": after}))


def test_an_input_of_one_record_is_a_difference():
    """Nothing passes because it was never asked."""
    assert [("a", "", REPORT, ABSENT), ("b", "", ABSENT, REPORT)] == list(
        differences({"a": REPORT}, {"b": REPORT})
    )


def test_what_is_ignored_is_ignored_at_any_depth():
    """Also inside the rows of a list."""
    after = {**REPORT, "findings": [FIRST, {**SECOND, "message": "c"}]}

    assert [] == list(differences({"a": REPORT}, {"a": after}, ["message"]))
    assert [] == list(differences({"a": REPORT}, {"a": {**after, "verdict": "x"}}, ["findings", "verdict"]))


@pytest.mark.parametrize(
    ("difference", "place"),
    [
        (Difference("a.xml", "findings / [3] / message", "b", "c"), "findings / message"),
        (Difference("a.xml", "findings / [3]", FIRST, ABSENT), "findings / SER001"),
        (Difference("hub/a.yml played", "1 A title / sent / [2]", "x", "y"), "scenario / sent"),
        (Difference("a.xml", "", REPORT, ABSENT), ""),
    ],
)
def test_like_differences_have_one_place(difference, place):
    """The number of a row and the title of a scenario do not count."""
    assert place == place_of(difference)


@pytest.mark.parametrize("data", [XML, EDIFACT])
@pytest.mark.parametrize("what", MUTATIONS)
def test_a_mutation_finds_a_place_in_either_wire(data, what):
    """Each kind changes a message, and the same random numbers change it in the same way."""
    results = [MUTATIONS[what](data, stream(1, "a", turn)) for turn in range(20)]

    assert any(result not in {None, data} for result in results)
    assert results == [MUTATIONS[what](data, stream(1, "a", turn)) for turn in range(20)]


@pytest.mark.parametrize("data", [b"", b"x", b"<", b"'", b"<a>", b"\xff\xfe<\x00"])
def test_anything_can_be_mutated(data):
    """Bytes without a unit, a number or a code lose or change a byte."""
    for turn in range(50):
        what, result = mutated(data, stream(1, "b", turn))
        assert what
        assert isinstance(result, bytes)
