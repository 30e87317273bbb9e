"""QUOTES: what is offered, where, for when, in which currency, by whom."""

import datetime as dt

import pytest
from tests.support.answering import counted
from tests.support.edifact_checks import changed

import edielkit
from edielkit.answers import answer

NOW = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
HOURS = "".join(
    f"PRI+CAL:{400 + hour}'RNG+4+Z01:{-10 - hour}'DTM+324:20260202{hour:02}0020260202{hour + 1:02}00:Z13'"
    for hour in range(24)
)
QUOTES = (
    "UNA:+.? 'UNB+UNOC:3+7080009990116:14:BIDS+7080009990215:14:BIDS+260201:1000+R1'"
    "UNH+1+QUOTES:D:96A:UN:EDIEL2'BGM+310+Q1+9+AB'DTM+137:202602011000:203'DTM+163:202602020000:203'"
    "DTM+164:202602022400:203'DTM+ZZZ:1:805'CUX+2:NOK'NAD+FR+7080009990116::9'NAD+DO+7080009990215::9'"
    f"LIN+1++1608:::SM'{HOURS}RFF+PR:TESTREF1'LOC+90+NOKG99999::SM'UNS+S'CNT+1:-516'CNT+ZZZ:9876'UNT+87+1'UNZ+1+R1'"
)
WITHOUT_TOTALS = ("CNT+1:-516'CNT+ZZZ:9876'", "")


def counted_anew(text):
    """Return a message whose segments are counted anew."""
    inside = text[text.index("UNH") : text.index("UNT")].count("'") + 1
    head, tail = text[: text.index("UNT")], text[text.index("UNZ") :]
    return f"{head}UNT+{inside}+1'{tail}".encode()


def report_of(text):
    """Return the report of a message whose segments are counted anew."""
    return edielkit.validate(counted_anew(text), now=NOW)


def verdicts(text):
    """Return code, place and weight of each finding."""
    return [(f.code, f.position.segment, f.severity.value) for f in report_of(text).findings]


def test_a_right_one_has_no_finding():
    """Nothing is wrong with it."""
    assert [] == verdicts(QUOTES)


@pytest.mark.parametrize("other", ["1420", "1600", "9999"])
def test_products_are_not_known_in_full(other):
    """Any product passes, and the bid area instead of the station."""
    assert [] == verdicts(changed(QUOTES, ("1608", other), ("LOC+90+NOKG99999", "LOC+105+NO1")))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # dates
        ("DTM+137:202602011000:203'", "", [("GDE001", "DTM", "warning")]),
        ("DTM+137:202602011000", "DTM+137:202602021000", [("SER040", "DTM/1/2", "warning")]),
        ("DTM+137:202602011000", "DTM+137:202613011000", [("SER003", "DTM/1/2", "error")]),
        ("DTM+163:202602020000:203'", "", [("GDE001", "DTM", "warning")]),
        ("DTM+164:202602022400:203'", "", [("GDE001", "DTM", "warning")]),
        ("DTM+164:202602022400", "DTM+164:202602302400", [("SER003", "DTM/1/2", "error")]),
        ("DTM+164:202602022400", "DTM+164:202602012300", [("SER005", "DTM/1/2", "error")]),
        ("DTM+ZZZ:1:805'", "", [("GDE001", "DTM", "warning")]),
        ("DTM+ZZZ:1:805", "DTM+ZZZ:2:805", [("GDE002", "DTM/1/2", "warning")]),
        ("260201:1000", "260201:0859", [("SER045", "UNB/4/1", "warning")]),
        # periods of prices
        ("202602020000202602020100", "202602020100202602020000", [("SER005", "DTM/1/2", "error")]),
        ("202602020000202602020100", "202602020000202602020000", [("SER005", "DTM/1/2", "error")]),
        ("202602020000202602020100", "202602010000202602010100", [("SER012", "DTM/1/2", "error")]),
        ("202602022300202602022400", "202602022300202602030100", [("SER012", "DTM/1/2", "error")]),
        ("202602020000202602020100", "202602020000202602022500", [("SER003", "DTM/1/2", "error")]),
        ("DTM+324:202602020000202602020100:Z13'", "", [("GDE001", "DTM", "warning")]),
        # currency
        ("CUX+2:NOK'", "", [("GDE001", "CUX", "warning")]),
        ("CUX+2:NOK", "CUX+2", [("GDE001", "CUX/1/2", "warning")]),
        ("CUX+2:NOK", "CUX+2:KR", [("GDE002", "CUX/1/2", "warning")]),
        ("CUX+2:NOK", "CUX+2:KRON", [("EDI050", "CUX/1/2", "error")]),
        # prices and quantities
        ("PRI+CAL:400'RNG", "PRI+CAL'RNG", [("GDE001", "PRI/1/2", "warning")]),
        ("PRI+CAL:400'RNG", "PRI+AAA:400'RNG", [("GDE002", "PRI/1/1", "warning")]),
        ("PRI+CAL:400'RNG", "PRI+CAL:4x0'RNG", [("EDI049", "PRI/1/2", "error")]),
        ("PRI+CAL:400'RNG", "PRI+CAL:4.0.0'RNG", [("EDI053", "PRI/1/2", "error")]),
        ("RNG+4+Z01:-10'", "", [("GDE001", "RNG", "warning")]),
        ("RNG+4+Z01:-10'", "RNG+4+Z01'", [("GDE001", "RNG/2/2", "warning")]),
        ("RNG+4+Z01:-10'", "RNG+4+Z01:ten'", [("EDI049", "RNG/2/2", "error")]),
        ("RNG+4+Z01:-10'", "RNG+4+:-10'", [("EDI047", "RNG/2/1", "error")]),
        # products, places, parties
        ("LIN+1++1608:::SM", "LIN+1", [("GDE001", "LIN/3/1", "warning")]),
        ("LIN+1++1608:::SM", "LIN+1++1608", [("GDE001", "LIN/3/4", "warning")]),
        ("LIN+1+", "LIN+2+", [("GDE007", "LIN/1/1", "warning")]),
        ("LOC+90+NOKG99999::SM'", "", [("GDE001", "LOC", "warning")]),
        ("LOC+90+NOKG99999::SM'", "LOC+90'", [("GDE001", "LOC/2/1", "warning")]),
        ("LOC+90+NOKG99999::SM'", "LOC+90+NOKG99999'", [("GDE001", "LOC/2/3", "warning")]),
        ("LOC+90+NOKG99999::SM'", "LOC+7+NOKG99999::SM'", [("GDE001", "LOC", "warning")]),
        ("NAD+FR+7080009990116::9'", "", [("GDE001", "NAD", "warning")]),
        ("NAD+DO+7080009990215::9'", "NAD+DO'", [("GDE001", "NAD/2/1", "warning")]),
        ("NAD+FR+7080009990116::9'", "NAD+FR+7080009990116'", [("GDE001", "NAD/2/3", "warning")]),
        ("NAD+FR+7080009990116::9'", "NAD+FR+7080009990123::9'", [("EDI061", "NAD/2/1", "warning")]),
        ("7080009990116:14:BIDS", "7080009990116:9:BIDS", [("GDE002", "UNB/2/2", "warning")]),
        ("BGM+310+Q1", "BGM+310+", [("GDE001", "BGM/2/1", "warning")]),
        ("UNS+S", "UNS+D", [("GDE002", "UNS/1/1", "warning")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(old, new, expected):
    """Once, at its place; what the guide's rows say is inferred and warns."""
    assert expected == verdicts(changed(QUOTES, WITHOUT_TOTALS, (old, new)))


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("CNT+1:-516", "CNT+1:516", ["CNT/1/2"]),
        ("CNT+ZZZ:9876", "CNT+ZZZ:9877", ["CNT/1/2"]),
        ("RNG+4+Z01:-10'", "RNG+4+Z01:-10.5'", ["CNT/1/2"]),
        ("PRI+CAL:400'RNG", "PRI+CAL:-400'RNG", ["CNT/1/2"]),
        ("CNT+1:-516", "CNT+1:-516.0", []),
    ],
)
def test_totals_are_over_quantities_and_prices(old, new, places):
    """CNT+1 counts RNG, CNT+ZZZ counts PRI; the public message differs, so this warns."""
    findings = report_of(changed(QUOTES, (old, new))).findings
    assert places == [f.position.segment for f in findings if f.code == "EDI059"]
    assert {"warning"} >= {f.severity.value for f in findings if f.code == "EDI059"}


@pytest.mark.parametrize("kind", ["QUOTES", "DELFOR", "UTILMD", "SLSRPT"])
def test_what_is_not_judged_in_depth_is_never_accepted(kind):
    """The report says so, and no answer says 100, even to a right one."""
    data = counted_anew(QUOTES.replace("QUOTES", kind))
    report = edielkit.validate(data, now=NOW)
    sent = answer(data, report, now=NOW, new_id=counted())

    assert any(note.startswith(f"content of {kind}: not judged in depth") for note in report.not_checked)
    assert b"ERC+100" not in b"".join(edielkit.serialize(message) for message in sent.messages)


@pytest.mark.parametrize("kind", ["MSCONS", "UTILTS", "PRODAT", "APERAK", "CONTRL"])
def test_of_what_is_judged_no_such_note_is_made(kind):
    """Types with rules or guides of their own."""
    report = edielkit.validate(QUOTES.replace("QUOTES", kind).encode(), now=NOW)

    assert not any("in depth" in note for note in report.not_checked)
