"""Versions of guides in time: not yet in force, in force, in the days of the change, replaced."""

import datetime as dt

import pytest
from tests.support.answering import counted
from tests.support.edifact_checks import UTILTS, changed

import edielkit
from edielkit.answers import answer
from edielkit.edifact.check.guides.versions import version_at, version_days
from edielkit.market_time import OSLO

UNB = "UNB+UNOC:3+10001:ZZ+20002:ZZ+{day}:0001+R9++{reference}'"
PRODAT = "UNH+1+PRODAT:D:97A:UN:{version}'BGM+Z05+P1+9+AB'DTM+137:{minute}:203'DTM+ZZZ:1:805'UNT+5+1'"


def day(text):
    """Return noon of a day in Stockholm."""
    return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(12), OSLO)


def interchange(kind, version, dated):
    """Return a message in a version, made at noon of a day."""
    minute = f"{day(dated).astimezone(dt.timezone(dt.timedelta(hours=1))):%Y%m%d%H%M}"
    if kind == "PRODAT":
        gas = version.endswith("B")
        head = UNB.format(day=f"{day(dated):%y%m%d}", reference=f"{'27' if gas else '23'}-DDQ-PRODAT")
        return (head + PRODAT.format(version=version, minute=minute) + "UNZ+1+R9'").encode()
    head = UNB.format(day=f"{day(dated):%y%m%d}", reference="23-DDQ-E66-T")
    text = changed(UTILTS, ("E5SE5A", version), ("202601161811", minute))
    return (head + text + "UNZ+1+R9'").encode()


def verdicts(data, now):
    """Return weight, place and reason of what is said of the version."""
    report = edielkit.validate(data, now=now)
    return [
        (f.severity.value, f.position.segment, str(f.reason)) for f in report.findings if f.code == "GDE016"
    ]


ERROR, WARNING = ("error", "UNH/2/5", "42/260"), ("warning", "UNH/2/5", "42/260")
# type, version, day of the message, day of the validation, what is said
CASES = [
    ("UTILTS", "E5SE5A", "2026-01-16", "2026-01-17", []),
    ("UTILTS", "E5SE5A", "2025-06-01", "2025-06-01", []),
    ("UTILTS", "E5SE5A", "2025-05-31", "2025-05-31", [ERROR]),
    ("UTILTS", "E5SE1B", "2025-05-31", "2025-05-31", []),
    # in the fourteen days
    ("UTILTS", "E5SE1B", "2025-06-14", "2025-06-14", []),
    ("UTILTS", "E5SE0A", "2025-06-14", "2025-06-14", []),
    ("UTILTS", "E5SE1B", "2025-06-15", "2025-06-15", [ERROR]),
    ("UTILTS", "E5SE0A", "2026-01-16", "2026-01-17", [ERROR]),
    # right when it was made, refused today
    ("UTILTS", "E5SE1B", "2025-06-14", "2025-06-15", [WARNING]),
    ("UTILTS", "E5SE1B", "2023-02-01", "2026-01-17", [WARNING]),
    # without a validation's time the message's own is enough
    ("UTILTS", "E5SE1B", "2026-01-16", None, [ERROR]),
    ("UTILTS", "E5SE1B", "2023-02-01", None, []),
    ("UTILTS", "E5SE5A", "2023-02-01", None, []),
    ("PRODAT", "E2SE6A", "2026-04-01", "2026-04-01", []),
    ("PRODAT", "E2SE6A", "2026-03-31", "2026-03-31", [ERROR]),
    ("PRODAT", "E2SE5A", "2026-04-14", "2026-04-14", []),
    ("PRODAT", "E2SE5A", "2026-04-15", "2026-04-15", [ERROR]),
    # of gas the day is inferred
    ("PRODAT", "E2SE6B", "2026-03-31", "2026-03-31", [WARNING]),
    ("PRODAT", "E2SE5B", "2026-04-15", "2026-04-15", [WARNING]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "version", "dated", "now", "expected"), CASES)
def test_a_version_is_taken_in_its_days(kind, version, dated, now, expected):
    """From its first day on, and for fourteen days after another has replaced it."""
    assert expected == verdicts(interchange(kind, version, dated), day(now) if now else None)


@pytest.mark.parametrize(
    ("version", "dated", "now", "is_refused"),
    [
        ("E5SE5A", "2025-05-31", "2025-05-31", True),
        ("E5SE1B", "2025-06-15", "2025-06-15", True),
        # right when it was made: neither
        ("E5SE1B", "2025-06-14", "2025-06-15", False),
    ],
)
def test_no_answer_accepts_what_is_out_of_its_days(version, dated, now, is_refused):
    """An error is refused with 42, and a warning leaves it open."""
    data = interchange("UTILTS", version, dated)
    whole = data.replace(b"202601150000202601150100", b"202505150000202505150100").replace(
        b"202601160020", b"202505160020"
    )
    sent = answer(whole, edielkit.validate(whole, now=day(now)), now=day(now), new_id=counted())
    written = b"".join(edielkit.serialize(message) for message in sent.messages)

    assert b"ERC+100" not in written
    assert is_refused is (b"ERC+42" in written)
    assert is_refused or "GDE016" in " ".join(sent.notes)


@pytest.mark.parametrize("change", ["2025-06-01", "2025-06-15"])
def test_a_day_begins_at_midnight_in_stockholm(change):
    """Not at midnight in UTC or in normal time."""
    midnight = dt.datetime.combine(dt.date.fromisoformat(change), dt.time(), OSLO)
    days = version_days("se", "UTILTS", "E5SE5A" if change == "2025-06-01" else "E5SE1B")

    assert midnight in {days.start, days.end}


@pytest.mark.parametrize(
    ("profile", "kind", "version"),
    [
        ("no", "MSCONS", "EDIEL2"),
        ("de", "MSCONS", "2.4c"),
        ("se", "UTILTS", "E5SE9Z"),
        ("", "UTILTS", "E5SE5A"),
    ],
)
def test_of_other_versions_no_days_are_known(profile, kind, version):
    """Nothing is said of them."""
    assert version_days(profile, kind, version) is None
    assert version == version_at(profile, kind, version, day("2020-01-01"))


def test_the_report_says_that_the_days_need_now():
    """Without the time of the validation a version is judged by the message's own time alone."""
    notes = edielkit.validate(interchange("UTILTS", "E5SE5A", "2026-01-16")).not_checked

    assert "rules that need the time of the validation (now): SER040, SER041, GDE016" in notes
