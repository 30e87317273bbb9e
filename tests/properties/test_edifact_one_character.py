"""One character of a valid series message is another one: the report says so, or the series are the same, or it is legal.

What counts as legal: the changed text is the whole of what one fact says, nothing in the message says it a second time, and
another text there is as good a fact. Those are, by segment and element:

* an amount (QTY 6060): one value of the series has another quantity, everything else is as it was;
* a qualifier (QTY 6063), a status (STS 4405) or a kind of point (CAV) that is another known code: the quality or the
  direction of the value differs;
* a unit (MEA or QTY 6411) that is another known one of the same quantity, such as MWH for KWH, where all values have it;
* an identification without a check digit that anybody could hold it against: of a transaction, a point or an area (LOC, with
  its agency beside it), a product (LIN, PIA);
* a time that stands alone: of the registration (DTM+597, DTM+293), or the offset of all times together (DTM+ZZZ, DTM+735).
"""

import random
from functools import cache

import pytest
from tests.support.edifact_checks import MSCONS, UTILTS, changed
from tests.support.edifact_generated import NOW, series_messages
from tests.support.paths import FIXTURES

import edielkit
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.errors import ParseError
from edielkit.findings import Severity

SIGNS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz+:'?.,;- \n"
# tag, element and component of what may be another value
LEGAL = {
    ("QTY", 1, 1), ("QTY", 1, 2), ("QTY", 1, 3), ("STS", 2, 1), ("CAV", 1, 1), ("MEA", 3, 1), ("IDE", 2, 1), ("LIN", 3, 1),
    ("PIA", 2, 1), ("LOC", 2, 1), ("DTM+597", 1, 2), ("DTM+293", 1, 2), ("DTM+ZZZ", 1, 2), ("DTM+735", 1, 2),
}  # fmt: skip
_LARGEST = 4000


def enclosed(message, unb):
    return f"UNA:+.? '{unb}{message}UNZ+1+R1'".encode()


def bases():
    """Return messages of series without an error: of every market, from the generator, the fixtures and by hand."""
    nordic = "UNB+UNOC:3+7080009990116:14+7080009990215:14+260202:0630+R1'"
    parties = "NAD+FR+7080009990116::9'NAD+DO+7080009990215::9'UNS"
    yield enclosed(changed(MSCONS, ("UNS", parties), ("UNT+20", "UNT+22")), nordic)
    yield enclosed(UTILTS, "UNB+UNOC:3+10001:ZZ+20002:ZZ+260116:1811+R1++23-DDQ-E66-T++1'")
    for path in sorted((FIXTURES / "edifact").glob("*.edi")):
        yield path.read_bytes()
    yield from series_messages()


@cache
def valid_series():
    """Return the bases that hold series, are small, and have no error."""
    return tuple(
        data for data in bases() if len(data) <= _LARGEST and said(data)[0] is not None and series_of(data)
    )


def said(data):
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
    """Return tag, element and component of the byte at an offset, of a time with its qualifier."""
    for segment in tokenize(data).segments:
        if segment.offset <= at < segment.offset + len(segment.raw):
            spots = [
                (segment.at(e, c), e, c)
                for e, row in enumerate(segment.elements, 1)
                for c in range(1, len(row) + 1)
            ]
            _, element, component = max(
                (s for s in spots if s[0] is not None and s[0] <= at), default=(0, 0, 0)
            )
            tag = f"DTM+{segment.get(1)}" if segment.tag == "DTM" else segment.tag
            return tag, element, component
    return "", 0, 0


def without_finding(data, at, sign):
    """Return the field of a change that neither the report nor the series show and that is not legal, None when all is well."""
    wrong = data[:at] + sign + data[at + 1 :]
    findings, not_checked = said(wrong)
    before, not_checked_before = said(data)
    if findings is None or findings - before or not_checked != not_checked_before:
        return None
    series, other = series_of(data), series_of(wrong)
    if series == other:
        return None
    field = field_of(data, at)
    if field == ("QTY", 1, 2):
        return None if _differ_in_one_amount(series, other) else field
    return None if field in LEGAL else field


def _differ_in_one_amount(before, after):
    """Tell whether two lists of series differ in one quantity alone."""
    if len(before) != len(after):
        return False
    differing = 0
    for series, other in zip(before, after, strict=True):
        if series == other:
            continue
        rows = series.observations.quantity != other.observations.quantity
        differing += int(rows.sum())
        same = (series.period, series.unit, series.resolution, series.observations.position.tolist())
        if same != (other.period, other.unit, other.resolution, other.observations.position.tolist()):
            return False
    return differing == 1


def changes(count, seed):
    choice = random.Random(seed)
    messages = valid_series()
    for _ in range(count):
        data = choice.choice(messages)
        sign = b"" if choice.random() < 0.15 else bytes((choice.choice(SIGNS),))
        yield data, choice.randrange(len(data)), sign


def test_there_are_messages_of_every_market():
    """The property is about all markets, both messages, and times of every notation."""
    messages = valid_series()
    markets = {edielkit.detect(data).profile for data in messages}

    assert {"no", "se", "dk", "de", "ch"} == markets
    assert 15 < len(messages)
    assert {"MSCONS", "UTILTS"} == {edielkit.detect(data).message for data in messages}


def test_one_character_is_told_harmless_or_legal():
    """Four hundred changes, the same each time."""
    assert [] == [
        (f, data[max(at - 20, 0) : at + 20], sign)
        for data, at, sign in changes(400, 5)
        if (f := without_finding(data, at, sign))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_many_characters_are_told_harmless_or_legal(seed):
    """Ten thousand others."""
    assert [] == [
        (f, data[max(at - 20, 0) : at + 20], sign)
        for data, at, sign in changes(1000, seed)
        if (f := without_finding(data, at, sign))
    ]
