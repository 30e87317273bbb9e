"""The version of a guide and the application reference, against the market and the message."""

import datetime as dt

import pytest
from tests.support.edifact_checks import UTILTS, changed

import edielkit
from edielkit.edifact.check.interchanges import check

UNB = "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R9++23-DDQ-E66-T++1'"
GERMAN = (
    "UNB+UNOC:3+9900000000003:500+9900000000010:500+260201:0600+R9++TL'",
    "UNH+1+MSCONS:D:04B:UN:2.4c'BGM+7+M1+9'UNT+3+1'",
)
NORWEGIAN = (
    "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0630+R9'",
    "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+M1+9'UNT+3+1'",
)
CONTRL = (
    "UNB+UNOC:3+9900000000003:500+9900000000010:500+260201:0600+R9'",
    "UNH+1+CONTRL:D:3:UN'UNT+2+1'",
)
PRODAT = "UNH+1+PRODAT:D:97A:UN:E2SE6A'BGM+Z05+M1+9+AB'UNT+3+1'"
NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)


def header_any(unb, message, code):
    """Return weight, place and partner's code of the findings of a rule of the syntax."""
    report = check((unb + message + "UNZ+1+R9'").encode())
    return [(f.severity.value, f.position.segment, str(f.reason)) for f in report if f.code == code]


def header(unb, message, code):
    """Return weight, place, partner's code and field of the findings of a rule."""
    report = check((unb + message + "UNZ+1+R9'").encode())
    return [
        (f.severity.value, f.position.segment, str(f.reason), f.rule.field) for f in report if f.code == code
    ]


@pytest.mark.parametrize(
    ("unb", "message", "expected"),
    [
        (UNB, UTILTS, []),
        (UNB, changed(UTILTS, ("E5SE5A", "E5SE1B")), []),
        (UNB, changed(UTILTS, ("E5SE5A", "FOO")), [("error", "UNH/2/5", "42/260", "")]),
        # another version of the same guide
        (UNB, changed(UTILTS, ("E5SE5A", "E5SE9Z")), [("warning", "UNH/2/5", "42/260", "")]),
        (UNB, changed(UTILTS, (":E5SE5A", "")), [("warning", "UNH/2/5", "42/260", "")]),
        (*GERMAN, []),
        (GERMAN[0], GERMAN[1].replace("2.4c", "FOO"), [("warning", "UNH/2/5", "None", "")]),
        (*NORWEGIAN, []),
        (NORWEGIAN[0], NORWEGIAN[1].replace("EDIEL2", "FOO"), [("warning", "UNH/2/5", "None", "")]),
        # a message of the syntax
        (*CONTRL, []),
    ],
)
def test_the_version_is_one_of_the_market(unb, message, expected):
    """Sweden refuses what is none of its versions; where no list is complete that is a warning."""
    assert expected == header(unb, message, "GDE008")


@pytest.mark.parametrize(
    ("unb", "message", "expected"),
    [
        (UNB, UTILTS, []),
        (UNB, changed(UTILTS, ("D:02B", "D:04A")), [("error", "UNH/2/3", "42/260", "")]),
        (UNB, changed(UTILTS, ("D:02B", "D:0AB")), [("error", "UNH/2/3", "42/260", "")]),
        # the version is none of the guide: no directory is known to be wrong for it
        (
            UNB,
            changed(UTILTS, ("D:02B", "D:04A"), ("E5SE5A", "E5SE9Z")),
            [("warning", "UNH/2/3", "42/260", "")],
        ),
        # the agency that goes with it was seen in messages alone
        (UNB, changed(UTILTS, ("D:02B:UN", "D:02B:ZZ")), [("warning", "UNH/2/4", "42/260", "")]),
        (GERMAN[0], GERMAN[1].replace("04B", "05B"), [("error", "UNH/2/3", "Z39/293", "")]),
        # a guide that is not public
        (NORWEGIAN[0], NORWEGIAN[1].replace("96A", "96B"), [("warning", "UNH/2/3", "None", "")]),
        (*NORWEGIAN, []),
        (NORWEGIAN[0], NORWEGIAN[1].replace("ZZ", "UN"), []),
        (*CONTRL, []),
    ],
)
def test_the_directory_is_that_of_the_version(unb, message, expected):
    """The guide of a version is one of a directory; by another one nothing of it is checked."""
    assert expected == header(unb, message, "GDE011")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (UTILTS, []),
        # a letter beside a known type; one that is far from all; a directory that has no structure here
        (changed(UTILTS, ("+UTILTS", "+0TILTS")), [("error", "UNH/2/1", "14/UN", "")]),
        (NORWEGIAN[1].replace("MSCONS", "MSCOMS"), [("error", "UNH/2/1", "14/UN", "")]),
        (NORWEGIAN[1].replace("MSCONS", "INVOIC"), [("warning", "UNH/2/1", "14/UN", "")]),
        (
            NORWEGIAN[1].replace("MSCONS", "DELFOR").replace("96A", "96B"),
            [("warning", "UNH/2/3", "14/UN", "")],
        ),
        # the guide of the market says it (GDE011)
        (NORWEGIAN[1].replace("96A", "96B"), []),
    ],
)
def test_a_message_of_an_unknown_kind_is_told(message, expected):
    """What cannot be checked is not called right."""
    assert expected == [(*row, "") for row in header_any(UNB, message, "EDI064")]


def test_a_message_of_an_unknown_kind_is_not_accepted():
    """Neither CONTRL nor APERAK say yes to what was not checked."""
    data = (UNB + NORWEGIAN[1].replace("MSCONS", "INVOIC") + "UNZ+1+R9'").encode()
    ids = (f"{n:032x}" for n in range(9))
    sent = edielkit.acknowledge(data, check(data, now=NOW), now=NOW, new_id=lambda: next(ids))
    assert [] == list(sent)


def test_prodat_names_the_field_of_its_version():
    """The version is field 312 of PRODAT."""
    message = "UNH+1+PRODAT:D:97A:UN:FOO'BGM+Z05+M1+9+AB'UNT+3+1'"
    assert [("error", "UNH/2/5", "42/260", "312")] == header(UNB, message, "GDE008")


@pytest.mark.parametrize(
    ("unb", "message", "expected"),
    [
        (UNB, UTILTS, []),
        (UNB, changed(UTILTS, ("MKS+23", "MKS+27")), [("warning", "UNB/7", "42/260", "311")]),
        (UNB, changed(UTILTS, ("NAD+DDQ'", "NAD+DDK'")), [("warning", "UNB/7", "42/260", "311")]),
        # the last letter: T is a time series, S a month or template
        (changed(UNB, ("E66-T", "E66-S")), UTILTS, [("warning", "UNB/7", "42/260", "311")]),
        (UNB, changed(UTILTS, ("15:806", "1:802")), [("warning", "UNB/7", "42/260", "311")]),
        (changed(UNB, ("E66-T", "E66-S")), changed(UTILTS, ("15:806", "1:802")), []),
        # versions of PRODAT are for electricity (23) or gas (27)
        (changed(UNB, ("E66-T", "PRODAT")), PRODAT, []),
        (
            changed(UNB, ("E66-T", "PRODAT")),
            PRODAT.replace("6A", "6B"),
            [("error", "UNB/7", "42/260", "311")],
        ),
        (changed(UNB, ("23-DDQ-E66-T", "27-DDQ-PRODAT")), PRODAT.replace("6A", "6B"), []),
        (changed(UNB, ("23-DDQ-E66-T", "27-DDQ-PRODAT")), PRODAT, [("error", "UNB/7", "42/260", "311")]),
        (changed(UNB, ("23-DDQ", "27-DDK")), UTILTS, [("warning", "UNB/7", "42/260", "311")] * 2),
        # what has another form says nothing to compare
        (changed(UNB, ("23-DDQ-E66-T", "FOO")), UTILTS, []),
        (changed(UNB, ("++23-DDQ-E66-T++1", "")), UTILTS, []),
    ],
)
def test_the_application_reference_agrees_with_the_message(unb, message, expected):
    """Market and role stand in UNB, MKS and NAD."""
    assert expected == header(unb, message, "GDE009")


LINES = (
    b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+R'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D+9'"
    + b"QTY+136:1.5'" * 40
    + b"UNZ+1+R'"
)


LONG = LINES.replace(b"QTY+136:1.5'", b"QTY+136:1.5'" * 10)


def wrapped(width: int, ends: bytes, lines: bytes = LINES) -> bytes:
    """Return an interchange in lines of one width."""
    return ends.join(lines[at : at + width] for at in range(0, len(lines), width))


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (wrapped(80, b"\r\n"), "80 characters"),
        (wrapped(80, b"\n"), "80 characters"),
        (wrapped(72, b"\n") + b"\n", "72 characters"),
        (LINES, ""),
        (LINES.replace(b"'", b"'\n"), ""),
        # one break is no custom, and shorter lines are somebody's own
        (wrapped(len(LINES) - 9, b"\n"), ""),
        (wrapped(20, b"\n"), ""),
        # lines from 40 to 1,024 characters; what comes shorter or longer is somebody's own arrangement
        (wrapped(40, b"\n"), "40 characters"),
        (wrapped(39, b"\n"), ""),
        (wrapped(1024, b"\n", LONG), "1024 characters"),
        (wrapped(1024, b"\r\n", LONG), "1024 characters"),
        (wrapped(1026, b"\n", LONG), ""),
        (wrapped(80, b"\n").replace(b"A+B", b"AA+BB"), ""),
        # segments that are all of one length, each in its line
        (LINES[: LINES.index(b"QTY")].replace(b"'", b"'\n") + (b"FTX+AAO+++" + b"X" * 40 + b"'\n") * 5, ""),
    ],
)
def test_a_file_that_was_wrapped_is_called_so(data, lines):
    """Lines of one length that break segments apart are told as the one cause, before all that follows from it."""
    findings = check(data).findings

    assert bool(lines) is ("EDI065" in {f.code for f in findings})
    if lines:
        assert [lines in f.message for f in findings] == [True]
