"""What may be shown: characters that steer a terminal or are not seen, and birth numbers, are taken out."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Finding, Position, Severity
from edielkit.harmless import MASK, harmless, without_birth_numbers

PERSON = "05909441023"
# a value of either wire: text of an element or attribute, component of a segment
VALUES = re.compile(rb"(?<=>)[^<>\s][^<>]*(?=<)|(?<==\")[^\"]+(?=\")|(?<=[+:])[^+:'<>\"]+(?=[+:'])")
FILES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if path.suffix in {".xml", ".edi"}
    and 200 < path.stat().st_size < 20_000
    and VALUES.search(path.read_bytes())
)


def test_no_control_or_format_character_of_unicode_is_left():
    """By the categories of Unicode: controls but tab and new line, bidirectional marks, joiners and tags."""
    planes = [*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0080)]
    unseen = [chr(n) for n in planes if unicodedata.category(chr(n)) in {"Cc", "Zl", "Zp"}]
    marks = [
        chr(n)
        for n in planes
        if unicodedata.bidirectional(chr(n))
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]
    assert ["\t", "\n"] == [sign for sign in unseen if harmless(sign) == sign]
    assert len(marks) == 9
    assert [] == [
        sign for sign in (*marks, *"\u200b\u200e\u061c\xad\ufeff\U000e0041") if harmless(sign) == sign
    ]


@pytest.mark.parametrize("text", ["Blåbærveien 3 — €", "E31: ≤ 5 %", "日本", "a\tb\nc"])
def test_ordinary_text_stays(text):
    """Letters of any script, signs, tabs and new lines are shown as they are."""
    assert text == harmless(text)


@pytest.mark.parametrize(
    "number",
    [
        "01010112345",  # a day and a month
        "41010112345",  # a D-number: the day raised by 40
        "31920112345",  # a made-up person: the month raised by 80
        "12450112345",  # by 40
        "12770112345",  # by 65
        "010101 12345",  # as people write it
    ],
)
@pytest.mark.parametrize("around", ["{}", "'{}'", "+{}:", "a{}b", "-{}.", "({})"])
def test_birth_numbers_are_masked(number, around):
    """Whatever the check digits are, and whatever stands beside."""
    assert around.format(MASK) == without_birth_numbers(around.format(number))


@pytest.mark.parametrize(
    "text",
    ["7080009990116", "707057599900010012", "00000000000", "99999999999", "202606042000", "1234567890"],
)
def test_other_numbers_stay(text):
    """Numbers of parties and points, times, and what has no day or month."""
    assert text == without_birth_numbers(text)


def test_findings_and_errors_mask_by_themselves():
    """No rule has to think of it."""
    assert (
        f"found '{MASK}'"
        == Finding(code="XSD021", severity=Severity.ERROR, message=f"found '{PERSON}'").message
    )
    assert PERSON not in str(ParseError(f"found {PERSON}", Position(), "XSD001"))
    error = BuildError(f"found {PERSON}", f"a.{PERSON}", ((f"b.{PERSON}", "expected a text"),))
    assert PERSON not in str(error)
    assert PERSON not in repr(error)


@pytest.mark.parametrize("seed", range(60))
def test_a_birth_number_at_any_place_of_a_message_is_in_no_finding_and_no_error(seed):
    """Where a code, a time, a count, a reference or a namespace is due, too."""
    choice = random.Random(seed)
    data = choice.choice(FILES).read_bytes()
    place = choice.choice(list(VALUES.finditer(data)))
    data = data[: place.start()] + PERSON.encode() + data[place.end() :]
    words = [finding.message for finding in edielkit.validate(data).findings]
    for act in (
        edielkit.parse_all,
        lambda data: [edielkit.serialize(part) for part in edielkit.parse_all(data)],
    ):
        try:
            act(data)
        except (ParseError, BuildError) as error:
            words.append(str(error))

    assert [] == [text for text in words if PERSON in text]
