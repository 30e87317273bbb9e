"""Values that stand again in other lines of their message, and readings that stand twice."""

from __future__ import annotations

import pytest

from edielkit.edifact.check.interchanges import check

UNB = "UNB+UNOC:3+9900000000003:500+9900000000010:500+260203:0600+R9++VL'"
POINT = "LOC+172+99000000011'"
METER = f"{POINT}RFF+MG:TESTMETER1'"
OBIS = "1-1?:1.29.0"
QUARTERS = ("202601312300", "202601312315", "202601312330", "202601312345", "202602010000")


def message(*lines: str, case: str = "13028", document: str = "Z85", n: int = 1) -> str:
    return (
        f"UNH+{n}+MSCONS:D:04B:UN:2.4c'BGM+{document}+M{n}+9'DTM+137:202602030500?+00:303'RFF+Z13:{case}'"
        f"NAD+MS+9900000000003::293'NAD+MR+9900000000010::293'UNS+D'NAD+DP'{''.join(lines)}UNT+1+{n}'"
    )


def line(n: int, *values: str, product: str = OBIS) -> str:
    return f"LIN+{n}'PIA+5+{product}:SRW'{''.join(values)}"


def quarters(*numbers: int) -> str:
    """Return values of quarters from midnight, by number."""
    return "".join(
        f"QTY+220:1'DTM+163:{QUARTERS[n]}?+00:303'DTM+164:{QUARTERS[n + 1]}?+00:303'" for n in numbers
    )


def reading(day: str) -> str:
    return f"QTY+220:100'DTM+9:{day}:102'"


def again(*messages: str) -> list[tuple[str, str, str]]:
    """Return the findings about what stands again: rule, weight and place."""
    report = check((UNB + "".join(messages) + f"UNZ+{len(messages)}+R9'").encode())
    return [
        (f.code, f.severity.value, f.position.path)
        for f in report
        if f.code in {"SER044", "SER007", "SER008"}
    ]


AT_SECOND = [("SER044", "warning", "SG5[1]/SG6[1]/SG9[2]/LIN[1]")]
# name, lines of a German message of single values, what is found
LINES = [
    ("one interval in two lines", (POINT, line(1, quarters(0)), line(2, quarters(0))), AT_SECOND),
    ("one interval of several", (POINT, line(1, quarters(0, 1)), line(2, quarters(1, 2))), AT_SECOND),
    ("an interval inside of another", (POINT, line(1, quarters(0, 1, 2)), line(2, quarters(1))), AT_SECOND),
    ("an earlier interval in the later line", (POINT, line(1, quarters(1)), line(2, quarters(0, 1))), AT_SECOND),
    ("values between those of another line", (POINT, line(1, quarters(0, 2)), line(2, quarters(1, 3))), []),
    ("another product", (POINT, line(1, quarters(0)), line(2, quarters(0), product="1-1?:2.29.0")), []),
    ("another point", (POINT, line(1, quarters(0)), POINT.replace("11'", "29'"), line(1, quarters(0))), []),
    ("the same point again", (POINT, line(1, quarters(0, 1)), POINT, line(1, quarters(1))), [
        ("SER044", "warning", "SG5[1]/SG6[2]/SG9[1]/LIN[1]")]),
    ("readings of two days", (METER, line(1, reading("20260131")), line(2, reading("20260201"))), []),
    ("a reading twice", (METER, line(1, reading("20260131")), line(2, reading("20260131"))), AT_SECOND),
    ("one reading of several", (METER, line(1, reading("20260131")), line(2, reading("20260201"), reading("20260131"))), AT_SECOND),
    ("readings of two meters", (
        METER, line(1, reading("20260131")), METER.replace("METER1", "METER2"), line(1, reading("20260131"))), []),
    ("a reading twice in a line", (METER, line(1, reading("20260131"), reading("20260131"))), [
        ("SER008", "warning", "SG5[1]/SG6[1]/SG9[1]/SG10[2]/QTY[1]")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "expected"), LINES, ids=[case[0] for case in LINES])
def test_a_value_that_stands_again_is_named(name, lines, expected):
    """The later line is named once, whatever the guide lets its values leave out."""
    assert expected == again(message(*lines)), name


@pytest.mark.parametrize("day", ["20260131", "20260201"])
def test_readings_in_two_messages_are_of_their_days(day):
    """A reading of the same day in another message is named there."""
    first = message(METER, line(1, reading("20260131")))
    second = message(METER, line(1, reading(day)), n=2)

    expected = [("SER044", "warning", "SG5[1]/SG6[1]/SG9[1]/LIN[1]")] if day == "20260131" else []
    assert expected == again(first, second)


def test_many_lines_of_one_value_are_compared_in_one_sweep():
    """Each line that repeats a value is named, up to the bound of findings of a rule."""
    lines = [line(n, quarters(n % 4)) for n in range(1, 41)]

    assert 36 == len(again(message(POINT, *lines)))
