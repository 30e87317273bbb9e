"""What stands once: identifications, line numbers and series, in a message and in an interchange."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.edifact_dated import OTHER_POINT, interchange, line, mscons, transaction, utilts

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.message_checks import MessageCheck
from edielkit.edifact.read.envelopes import LEAST

NOW = dt.datetime(2026, 2, 3, 5, tzinfo=dt.UTC)
PRODAT = "UNH+1+PRODAT:D:97A:UN:E2SE6A'BGM+Z03+P1+9+AB'DTM+137:202602030500:203'{lines}UNT+9+1'"
AREAS = "LOC+232+A'LOC+233+B'", "LOC+232+B'LOC+233+A'"


def findings(data, profile=None):
    """Return the findings about what stands again."""
    report = check(data, now=NOW, profile=profile)
    return [f for f in report.findings if f.code in {"GDE006", "GDE007", "SER044"}]


def codes(*messages, profile=None):
    return [(f.code, f.severity.value) for f in findings(interchange(*messages), profile)]


def directed(areas, n):
    """Return a line between two areas."""
    return line().replace("LIN+1", f"{areas}LIN+{n}")


# name, messages, what is found
CASES = [
    ("two transactions", [utilts(transaction("T1"), transaction("T2", point="735999000000001249"))], []),
    ("one identification twice", [utilts(transaction("T1"), transaction("T1", point="735999000000001249"))], [("GDE006", "error")]),
    ("two transactions without an identification", [utilts(transaction(""), transaction("", point="735999000000001249"))], []),
    ("a transaction twice", [utilts(transaction("T1"), transaction("T1"))], [("GDE006", "error")]),
    ("in two messages", [utilts(transaction("T1")), utilts(transaction("T1", point="735999000000001249"), n=2)], [("GDE006", "error")]),
    ("a document twice", [utilts(transaction("T1")), utilts(transaction("T2", point="735999000000001249"), n=2).replace("+U2+", "+U1+")], [("GDE006", "error")]),
    ("a document twice in Norway", [mscons(line()), mscons(line(point=OTHER_POINT), n=2).replace("+M2+", "+M1+")], [("GDE006", "warning")]),
    ("a series twice", [utilts(transaction("T1"), transaction("T2"))], [("SER044", "warning")]),
    ("another day", [utilts(transaction("T1"), transaction("T2", "202601310000", "202602010000"))], []),
    ("another quantity", [utilts(transaction("T1"), transaction("T2", qualifier="220"))], []),
    ("a line twice", [mscons(line(), line())], [("SER044", "warning")]),
    ("another product", [mscons(line(), line(product="1502"))], []),
    ("another point", [mscons(line(), line(point=OTHER_POINT))], []),
    ("an estimate beside values", [mscons(line(), line(qualifier="31"))], []),
    ("a quality is no other series", [mscons(line(), line(qualifier="67"))], [("SER044", "warning")]),
    ("a line in two messages", [mscons(line()), mscons(line(), n=2)], [("SER044", "warning")]),
    ("two directions by areas", [mscons(directed(AREAS[0], 1), directed(AREAS[1], 2))], []),
    ("one direction twice", [mscons(directed(AREAS[0], 1), directed(AREAS[0], 2))], [("SER044", "warning")]),
    ("a line number twice at a point", [mscons(line() + "LIN+1++1502'MEA+AAZ++KWH'QTY+136:1'DTM+324:202602010000202602020000:Z13'")], [("GDE006", "warning")]),
    ("a period in another message overlaps", [mscons(line()), mscons(line(end="202602030000"), n=2)], [("SER044", "warning")]),
    ("the next period in another message", [mscons(line()), mscons(line("202602020000", "202602030000"), n=2)], []),
    ("periods of transactions overlap", [utilts(transaction("T1"), transaction("T2", end="202602030000"))], [("SER044", "warning")]),
    ("another resolution", [utilts(transaction("T1"), transaction("T2", end="202602030000").replace("354:1:804", "354:60:806"))], []),
    ("lines that go on at another point", [mscons(line(), line(point=OTHER_POINT).replace("LIN+1", "LIN+2"))], []),
    *((f"a first line of number {n}", [mscons(line().replace("LIN+1", f"LIN+{n}"))], [("GDE007", "warning")]) for n in (0, 2, 7)),
    *((f"number {n} after 1 at another point", [mscons(line(), line(point=OTHER_POINT).replace("LIN+1", f"LIN+{n}"))], [("GDE007", "warning")]) for n in (3, 9)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "messages", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_stands_again_is_named(name, messages, expected):
    """Each has one finding with the weight of its market; what differs has none."""
    assert expected == codes(*messages), name


def test_interchanges_are_apart():
    """What another interchange has said is told by the rules about interchanges."""
    data = interchange(mscons(line()))
    assert [] == findings(data + data.replace(b"R1", b"R2"))


def test_the_first_one_is_named_with_its_place():
    """The finding stands at the second, and says where the first one is and what Sweden answers."""
    (finding,) = findings(interchange(utilts(transaction("T1"), transaction("T1"))))

    assert (
        "expected an identification of its own for IDE, found that of SG5[1]/IDE[1] of message 1 again"
        == finding.message
    )
    assert ("SG5[2]/IDE[1]", "IDE/2/1", "T1") == (
        finding.position.path,
        finding.position.segment,
        finding.payload,
    )
    assert ("42/260", "505") == (str(finding.reason), finding.rule.field)


@pytest.mark.parametrize(
    ("numbers", "expected"), [("123", []), ("13", ["3"]), ("112", ["1"]), ("2", ["2"]), ("12x4", ["x"])]
)
def test_lines_of_prodat_are_numbered_without_a_break(numbers, expected):
    """Each line that is not the next one is named once; field 314."""
    lines = "".join(f"LIN+{number}++735999000000001232:::9'" for number in numbers)
    repeated = [f for f in findings(interchange(PRODAT.format(lines=lines)), "se") if f.code == "GDE007"]

    assert expected == [f.message.rpartition("found ")[2].strip("'") for f in repeated]
    assert {"314"} >= {f.rule.field for f in repeated}


@pytest.mark.parametrize(
    ("document", "cases", "expected"),
    [
        ("Z03", ("C1", "C2"), []),
        ("Z03", ("C1", "C1"), [("GDE006", "warning", "RFF/1/2", "42/260", "226")]),
        ("Z09", ("C1", "C2", "C1"), [("GDE006", "warning", "RFF/1/2", "42/260", "226")]),
        # two registers of one object may be of one case
        *((document, ("C1", "C1"), []) for document in ("Z04", "Z06", "Z10")),
    ],
)
def test_lines_of_prodat_have_a_case_of_their_own(document, cases, expected):
    """A case is answered by its reference: two lines of one message have two, field 226."""
    lines = "".join(
        f"LIN+{n}++735999000000001232:::9'RFF+LI:{case}'RFF+Z05:ABC'" for n, case in enumerate(cases, 1)
    )
    data = interchange(PRODAT.format(lines=lines).replace("BGM+Z03", f"BGM+{document}"))
    again = [f for f in findings(data, "se") if f.code == "GDE006"]

    assert expected == [
        (f.code, f.severity.value, f.position.segment, str(f.reason), f.rule.field) for f in again
    ]


@pytest.mark.parametrize(("profile", "expected"), [("no", ["GDE007"]), ("se", ["GDE007"]), ("dk", [])])
def test_lines_of_quotes_are_numbered(profile, expected):
    """QUOTES keeps to the same profile of APERAK as PRODAT does in Norway and Sweden: field 314, and only a warning."""
    text = "UNH+1+QUOTES:D:96A:UN:EDIEL2'BGM+310+Q1+9'DTM+137:202602030500:203'LIN+1++1608:::SM'LIN+3++1608:::SM'UNT+6+1'"
    told = [f for f in findings(interchange(text), profile) if f.code == "GDE007"]

    assert expected == [f.code for f in told]
    assert {("warning", "314")} >= {(f.severity.value, f.rule.field) for f in told}


def test_a_line_number_that_is_none_counts_none():
    """The next line has the number that the strange one should have had, and one more."""
    for second, third in (("A", ()), ("?+1", ()), ("12345678", ())):
        lines = (
            line(),
            line(point=OTHER_POINT).replace("LIN+1", f"LIN+{second}"),
            line(point="707057500012345696").replace("LIN+1", "LIN+3"),
        )
        report = check(interchange(mscons(*lines)))
        assert not [f for f in report.findings if f.code == "SYS001"]
        assert list(third) == [
            f.message for f in report.findings if f.code == "GDE007" and "found '3'" in f.message
        ]


QUARTER = dt.timedelta(minutes=15)


def single(start):
    """Return the value of a German quarter that begins at a minute of 1 February 2026, UTC."""
    begin = dt.datetime(2026, 2, 1) + dt.timedelta(minutes=start)
    return f"QTY+220:1.25'DTM+163:{begin:%Y%m%d%H%M}?+00:303'DTM+164:{begin + QUARTER:%Y%m%d%H%M}?+00:303'"


def single_values(*messages, case="13028", code="Z85"):
    """Return German messages of single values of one point (case 13028), each with values by their minutes."""
    texts = []
    for n, starts in enumerate(messages, 1):
        values = "".join(map(single, starts))
        head = (
            f"BGM+{code}+S{n}+9'DTM+137:202602030400?+00:303'RFF+Z13:{case}'NAD+MS+9999900000015::293'"
            "NAD+MR+9999900000023::293'UNS+D'NAD+DP'LOC+172+99000000011'DTM+163:202602010000?+00:303'"
            "DTM+164:202602030000?+00:303'LIN+1'PIA+5+1-1?:1.29.0:SRW'"
        )
        count = (head + values).count("'") + 2
        texts.append(f"UNH+{n}+MSCONS:D:04B:UN:2.4c'{head}{values}UNT+{count}+{n}'")
    unb = "UNB+UNOC:3+9999900000015:500+9999900000023:500+260203:0500+R1++VL'"
    return (unb + "".join(texts) + f"UNZ+{len(texts)}+R1'").encode()


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        # between the values of one message lie those of another
        (([60, 300], [180]), 0),
        (([180], [60, 300]), 0),
        (([60, 300], [75, 315]), 0),
        (([0, 30, 60], [15, 45], [75]), 0),
        # the same, and parts of it
        (([60, 300], [300]), 1),
        (([60, 300], [307]), 1),
        (([60, 300], [60, 300]), 1),
        (([60, 300], [180], [180]), 1),
        (([60, 300], [180], [60, 420], [300]), 2),
    ],
)
def test_single_values_are_compared_one_by_one(messages, expected):
    """Where the guide lets values stand alone nothing is said of what lies between them."""
    told = [f for f in check(single_values(*messages), now=NOW).findings if f.code == "SER044"]
    assert expected == len(told)


def test_of_a_load_profile_the_whole_period_counts():
    """Where values may not stand alone a message that lies within another one is told."""
    data = single_values([60, 300], [180], case="13018", code="7")
    assert ["SER044"] == [f.code for f in check(data, now=NOW).findings if f.code == "SER044"]


@pytest.mark.parametrize("moved", [0, 1])
def test_large_messages_of_single_values_say_the_same(moved):
    """Whether they are read quickly or segment by segment."""
    odd = [minute for minute in range(0, 48 * 60, 30) if minute != 600]
    messages = [odd, [minute + 15 * (1 - moved) for minute in odd]]
    data = single_values(*messages)
    assert len(data) > 3 * LEAST
    quick = check(data, now=NOW)
    exact = check(data, now=NOW, further_checks=[MessageCheck("syntax", lambda _context: ())])

    assert quick.findings == exact.findings
    assert moved == sum(f.code == "SER044" for f in quick.findings)
