"""Assertions about messages: they pass, or say where and why."""

from __future__ import annotations

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.testing import (
    FrozenMarket,
    assert_findings,
    assert_same_message,
    assert_valid,
    message_differences,
)
from edielkit.verbs import creation_time

VALUES = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
MSCONS = (FIXTURES / "edifact/mscons-no-four-hours.edi").read_bytes()
WHEN = creation_time(VALUES)
TWICE = VALUES.replace(b'Sequence="2"', b'Sequence="1"')


def codes_of(data: bytes) -> list[str]:
    return [finding.code for finding in edielkit.validate(data, now=WHEN).findings]


def test_a_valid_message_passes_and_gives_its_report():
    """Of either wire, as bytes or as a message."""
    assert "accepted" == assert_valid(VALUES, now=WHEN).verdict.value
    assert_valid(edielkit.parse(VALUES), now=WHEN)
    assert_valid(MSCONS, level="syntax")


def test_a_faulty_message_fails_with_every_error():
    """Code, words and place of each."""
    errors = edielkit.validate(TWICE, now=WHEN).errors
    assert errors
    with pytest.raises(AssertionError) as raised:
        assert_valid(TWICE, now=WHEN)

    assert [finding.code for finding in errors] == [line.split()[0] for line in str(raised.value).splitlines()[1:]]  # fmt: skip


def test_the_codes_of_findings_are_all_named():
    """In any order, by the toolkit's code or the market's."""
    codes = codes_of(TWICE)
    assert len(codes) > 1

    assert_findings(TWICE, reversed(codes), now=WHEN)
    assert_findings(VALUES, codes_of(VALUES), now=WHEN)
    reasons = [finding.reason.code if finding.reason else finding.code for finding in edielkit.validate(TWICE, now=WHEN).findings]  # fmt: skip
    assert_findings(TWICE, reasons, now=WHEN)


def test_a_code_too_few_or_too_many_fails():
    """With what was missing, and what came instead."""
    codes = codes_of(TWICE)
    with pytest.raises(AssertionError, match=f"not expected:   {codes[-1]} "):
        assert_findings(TWICE, codes[:-1], now=WHEN)
    with pytest.raises(AssertionError, match="expected SER999, and there is none"):
        assert_findings(TWICE, [*codes, "SER999"], now=WHEN)


def test_form_is_no_difference():
    """Prefixes and white space say nothing."""
    other = VALUES.replace(b"abie:", b"x:").replace(b":abie=", b":x=").replace(b">\n", b">\n\n")

    assert other != VALUES
    assert_same_message(VALUES, other)
    assert_same_message(edielkit.parse(VALUES), VALUES)


def test_a_differing_element_is_named():
    """And nothing but it."""
    other = (
        VALUES.replace(b">In<", b">Out<", 1) if b">In<" in VALUES else VALUES.replace(b">Out<", b">In<", 1)
    )
    with pytest.raises(AssertionError) as raised:
        assert_same_message(VALUES, other)

    (line,) = str(raised.value).splitlines()[1:]
    assert "MPDetailMeasurementMeteringPointCharacteristic/Direction: " in line
    assert_same_message(VALUES, other, ignore=["direction"])


def test_an_element_of_edifact_is_named_too():
    """The other wire has its own paths."""
    (difference,) = message_differences(MSCONS, MSCONS.replace(b"QTY+136:", b"QTY+220:", 1))

    assert ("136", "220") == (difference.first, difference.second)


@pytest.mark.parametrize(("ignore", "differs"), [(["creation"], False), (["header.creation"], False), (["eat"], True)])  # fmt: skip
def test_what_may_differ_is_named_in_whole_words(ignore, differs):
    """A name is an element, not a part of its name."""
    day = WHEN.strftime("%Y-%m-%d").encode()
    start = VALUES.index(b"Creation>") + len(b"Creation>")
    assert day == VALUES[start : start + 10]
    other = VALUES[:start] + b"2001-01-01" + VALUES[start + 10 :]

    assert differs == bool(list(message_differences(VALUES, other, ignore=ignore)))


def test_many_differences_are_cut():
    """Twenty are shown, and that there are more."""
    first, second = (FrozenMarket.of(10, seed=seed).messages[0] for seed in (1, 2))
    with pytest.raises(AssertionError, match="and more; the first 20 are shown"):
        assert_same_message(first, second)
