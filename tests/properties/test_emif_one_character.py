"""One character of a valid series message of EMIF is another one: the report says so, or the series are the same, or it is legal.

What counts as legal: the changed text is the whole of what one fact says, nothing in the message says it a second time, and
another text there is as good a fact. Those are, by element:

* an amount (Metered, Estimated, Temporary and the like): one value has another quantity, everything else is as it was;
* the quality, validation or estimation code of a value that is another known code;
* the name of the value's element, or a direction, that is another known one;
* an identification without a check digit that anybody could hold it against: of a payload, a product;
* a registration: an instant that stands alone.
"""

import datetime as dt
import random
import re
from functools import cache

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.errors import ParseError
from edielkit.findings import Severity

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
SIGNS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz<>&\"'=/.,;:+- \n"
LEGAL = {
    "Metered", "Estimated", "FinalEstimated", "Temporary", "Calculated", "Withdrawn", "Stipulated", "Total",
    "UUID", "ValidationCode", "EstimationCode", "Quality", "Direction", "RegistrationDateTime", "InsertDateTime",
}  # fmt: skip
_LARGEST = 9000
_TAG = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)[^<>]*\Z")
_UUID = re.compile(rb"(?<=>)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=<)")
_TEXT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)[^<>]*>[^<>]*\Z")


@cache
def valid_series():
    """Return the fixtures that hold series, are small, and have no error."""
    files = sorted((FIXTURES / "emif" / "metering").glob("*.xml"))
    texts = (path.read_bytes() for path in files)
    return tuple(d for d in texts if len(d) <= _LARGEST and report_of(d)[0] is not None and series_of(d))


def report_of(data):
    """Return the findings of an input without their places, and what was not checked; None where there is an error."""
    report = edielkit.validate(data, now=NOW)
    findings = {(f.code, f.severity, f.message) for f in report.findings}
    is_right = not any(severity is Severity.ERROR for _, severity, _ in findings)
    return findings if is_right else None, report.not_checked


def series_of(data):
    try:
        return list(edielkit.read_series(data))
    except ParseError:
        return []


def field_of(data, at):
    """Return the element whose text or tag holds the byte at an offset."""
    before = data[: at + 1]
    match = _TEXT.search(before) or _TAG.search(before)
    around = _UUID.search(data, max(at - 36, 0), at + 37)
    if around is not None and around.start() <= at < around.end():
        return "UUID"
    return match[1].decode() if match else ""


def field_without_finding(data, at, sign):
    """Return the element of a change that neither the report nor the series show and that is not legal, None when all is well."""
    wrong = data[:at] + sign + data[at + 1 :]
    findings, not_checked = report_of(wrong)
    before, not_checked_before = report_of(data)
    if findings is None or findings - before or not_checked != not_checked_before:
        return None
    if series_of(data) == series_of(wrong):
        return None
    field = field_of(data, at)
    return None if field in LEGAL else field


def changes(count, seed):
    choice = random.Random(seed)
    messages = valid_series()
    for _ in range(count):
        data = choice.choice(messages)
        sign = b"" if choice.random() < 0.15 else bytes((choice.choice(SIGNS),))
        yield data, choice.randrange(len(data)), sign


def unexplained(count, seed):
    return [
        (field, data[max(at - 60, 0) : at + 30], sign)
        for data, at, sign in changes(count, seed)
        if (field := field_without_finding(data, at, sign))
    ]


def test_there_are_messages_of_several_kinds():
    """Series of hours, readings and validated values."""
    assert 3 < len(valid_series())


def test_one_character_is_reported_harmless_or_legal():
    """Two hundred changes, the same each time."""
    assert [] == unexplained(200, 5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_many_characters_are_reported_harmless_or_legal(seed):
    """Five thousand others."""
    assert [] == unexplained(500, seed)
