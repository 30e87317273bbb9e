"""CONTRL against its syntax and against itself."""

import pytest

from edielkit.codes import code_list
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.syntax_errors import LEVELS, error_codes

UCM = "UCM+1+MSCONS:D:04B:UN:2.4c+4"
# error codes that one syntax alone has
ONLY_3 = ["19", "27", "31", "34", "38", "41", "42", "43"]
ONLY_4 = ["45", "46", "47", "48"]
TAGS = {"U": "UCI", "F": "UCF", "M": "UCM", "S": "UCS", "D": "UCD"}


def findings(
    *body, kind="D:3:UN:2.0b", uci="7", syntax=3, codes=("EDI055", "EDI067", "EDI068", "EDI069", "EDI070")
):
    """Return what is said of a CONTRL with these segments after UCI: rule, place and weight."""
    date = "20260302" if syntax == 4 else "260302"
    parties = "9999900000023:500+9999900000015:500"
    segments = [
        f"UNB+UNOC:{syntax}+9999900000015:500+9999900000023:500+{date}:1000+R1",
        f"UNH+1+CONTRL:{kind}",
        f"UCI+O1+{parties}+{uci}",
        *body,
        f"UNT+{len(body) + 3}+1",
        "UNZ+1+R1",
    ]
    report = check("".join(f"{segment}'" for segment in segments).encode())
    return [(f.code, f.position.segment, f.severity.value) for f in report if f.code in codes]


def at(level, code):
    """Return the segments after UCI that name a code at a level, and UCI's own end."""
    ucf = "UCF+G1+A+B+7"
    return {
        "U": ((), f"4+{code}"),
        "F": ((f"UCF+G1+A+B+4+{code}",), "7"),
        "M": ((f"{UCM}+{code}",), "7"),
        "S": ((UCM, f"UCS+3+{code}"), "7"),
        "D": ((ucf, UCM, "UCS+3", f"UCD+{code}+2:1"), "7"),
    }[level]


ALL_CODES = sorted((code.value for code in code_list("0085", wire="edifact")), key=int)


@pytest.mark.parametrize("code", ALL_CODES)
def test_each_error_code_is_of_its_syntax_and_level(code):
    """A code of the other syntax is told, and one at a level that it may not stand at; the others pass."""
    for kind, syntax in (("D:3:UN", 3), ("4:1:UN", 4)):
        for level, tag in TAGS.items():
            body, uci = at(level, code)
            told = findings(*body, kind=kind, uci=uci, syntax=syntax)
            if code not in error_codes(f"S.{syntax}"):
                assert ["EDI055"] == [rule for rule, _, _ in told], (kind, level)
            elif level in LEVELS.get(code, "UFMSD"):
                assert [] == told, (kind, level)
            else:
                assert [("EDI068", "error")] == [(rule, weight) for rule, _, weight in told], (kind, level)
                assert told[0][1].startswith(tag)


def test_which_codes_a_syntax_alone_has():
    """The lists differ in these, and in nothing else."""
    assert set(ONLY_3) == error_codes("S.3") - error_codes("S.4")
    assert set(ONLY_4) == error_codes("S.4") - error_codes("S.3")
    assert set(ALL_CODES) == error_codes("S.3") | error_codes("S.4")


@pytest.mark.parametrize("code", ["1", "3", "11", "44", "49", "99", "012"])
def test_a_code_that_no_syntax_has_is_told(code):
    """The list is closed."""
    for kind, syntax in (("D:3:UN:2.0b", 3), ("4:1:UN", 4)):
        assert [("EDI055", "UCS/2/1", "error")] == findings(UCM, f"UCS+3+{code}", kind=kind, syntax=syntax)


@pytest.mark.parametrize(
    ("body", "uci", "expected"),
    [
        ((UCM, "UCS+1+12"), "7", []),
        ((UCM, "UCS+0+12"), "7", ["UCS/1/1"]),
        ((UCM, "UCS+000+12"), "7", ["UCS/1/1"]),
        ((UCM, "UCS+-5+12"), "7", ["UCS/1/1"]),
        ((UCM, "UCS+2.5+12"), "7", ["UCS/1/1"]),
        ((UCM, "UCS+3", "UCD+12+1:1"), "7", []),
        ((UCM, "UCS+3", "UCD+12+2"), "7", []),
        ((UCM, "UCS+3", "UCD+12+0"), "7", ["UCD/2/1"]),
        ((UCM, "UCS+3", "UCD+12+2:0"), "7", ["UCD/2/2"]),
        ((UCM, "UCS+3", "UCD+12+0:0"), "7", ["UCD/2/1", "UCD/2/2"]),
        ((), "4+2+UNB+2:1", []),
        ((), "4+2+UNB+0:1", ["UCI/7/1"]),
        (("UCM+1+MSCONS:D:04B:UN:2.4c+4+29+UNT+0",), "7", ["UCM/6/1"]),
        (("UCF+G1+A+B+4+29+UNE+2:0",), "7", ["UCF/7/2"]),
    ],
)  # fmt: skip
def test_positions_count_from_one(body, uci, expected):
    """UNH is segment 1, the tag element 1: 0 names nothing."""
    assert expected == [place for rule, place, _ in findings(*body, uci=uci) if rule == "EDI067"]


@pytest.mark.parametrize(
    ("body", "uci", "expected"),
    [
        (("UCM+1+MSCONS:D:04B:UN+7",), "7", []),
        ((f"{UCM}+12",), "7", []),
        # accepted for all that, and the fault named: ISO 9735-4 allows it
        (("UCM+1+MSCONS:D:04B:UN+7", "UCS+3+12"), "7", []),
        (("UCM+1+MSCONS:D:04B:UN+7",), "4+12", ["UCM/3/1"]),
        ((f"{UCM}+12",), "4+12", []),
        (("UCF+G1+A+B+7",), "4+12", ["UCF/4/1"]),
        (("UCF+G1+A+B+4+12", "UCM+1+MSCONS:D:04B:UN+7"), "7", ["UCM/3/1"]),
        (("UCF+G1+A+B+7", f"{UCM}+12"), "7", []),
        ((), "8", []),
        ((f"{UCM}+12",), "8", ["UCM"]),
        (("UCF+G1+A+B+4+12",), "8", ["UCF"]),
    ],
)  # fmt: skip
def test_the_whole_agrees_with_its_parts(body, uci, expected):
    """Action 4 rejects all below, a receipt judges no part."""
    refused = [(rule, place) for rule, place, weight in findings(*body, uci=uci) if weight == "error"]
    assert expected == [place for rule, place in refused if rule == "EDI069"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ((f"{UCM}+12", "UCM+2+MSCONS:D:04B:UN+4+12"), []),
        ((f"{UCM}+12", "UCM+1+MSCONS:D:04B:UN+7"), ["UCM/1/1"]),
        ((f"{UCM}+12", f"{UCM}+13"), ["UCM/1/1"]),
        # two messages have one reference, and that is what is wrong with the second
        ((f"{UCM}+12", f"{UCM}+26"), []),
        # references are those of a group
        (("UCF+G1+A+B+7", f"{UCM}+12", "UCF+G2+A+B+7", f"{UCM}+12"), []),
    ],
)
def test_a_message_is_answered_once(body, expected):
    """Of two actions nobody knows which counts."""
    assert expected == [place for rule, place, _ in findings(*body, uci="7") if rule == "EDI069"]


@pytest.mark.parametrize(
    ("kind", "syntax", "expected"),
    [
        ("D:3:UN:2.0b", 3, []),
        ("D:3:UN:2.0b", 2, []),
        ("4:1:UN", 4, []),
        ("D:3:UN:2.0b", 4, [("EDI070", "UNH/2/2", "warning")]),
        ("4:1:UN", 3, [("EDI070", "UNH/2/2", "warning")]),
        ("2:2:UN:EDIEL2", 3, []),
    ],
)
def test_contrl_is_that_of_its_syntax(kind, syntax, expected):
    """4:1 belongs to syntax 4, D:3 to those before; Ediel has its own."""
    assert expected == findings(kind=kind, syntax=syntax)


@pytest.mark.parametrize(
    ("body", "expected"),
    [((UCM,), ["UCM/4/1"]), ((f"{UCM}+12",), []), ((UCM, "UCS+3+12"), [])],
)
def test_a_german_rejection_of_a_message_names_its_error(body, expected):
    """At UCM or below it."""
    assert expected == [place for _, place, _ in findings(*body, codes=("GDE004",))]
