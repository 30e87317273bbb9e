"""What may be shown: characters that steer a terminal or are not seen, and birth numbers, are taken out."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata

import pytest
from tests.support.planted import LEAF, MESSAGES, PERSON, plant

import edielkit
from edielkit.answers import answer
from edielkit.conversion import Options
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Finding, Position, Report, Severity
from edielkit.harmless import (
    MASK,
    _quotes_no_words,
    _without_quoted_words,
    harmless,
    name_of_something,
    quoted,
    without_birth_numbers,
    without_persons,
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


@pytest.mark.parametrize(
    "text",
    ["Kari Testesen", "K. Testesen", "Testesen, Kari", "Storgata 5", "Øvre gate", "ring meg etter fire"],
)
@pytest.mark.parametrize(
    "around", ["expected a code, found '{}'", 'entity "{}" of', "({!r})", "'{}', '7080009990116'"]
)
def test_quoted_words_are_masked(text, around):
    """A name, an address or a free text where a code or a number is due."""
    assert text not in without_persons(around.format(text))
    assert MASK in without_persons(around.format(text))
    assert text not in name_of_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "expected one of E17, E18 for CAV/1/1 (kind of point, field 513), found 'E 31'",
        "the message's own time of the sender's clock",
        "found '2026-03-01T00:00:00+01:00'; did you mean MeteringPointUsedDomainLocation?",
        "expected ':+.? '' as UNA says",
        "found '12 345,5'",
    ],
)
def test_what_is_said_of_codes_and_numbers_stays(text):
    """Our own words, apostrophes and values with blanks."""
    assert text == without_persons(text)


@pytest.mark.parametrize(
    "between", ["    ", "\xa0", "\t", "\n", "\u3000", "\u2028", " - ", " & ", " (", ".  ", "'x ", "' \" "]
)
@pytest.mark.parametrize(
    "said", ["expected a code, found {!r}", "of {!r}: expected 'y', found 'z'", "({!r}, 'x')"]
)
def test_words_are_masked_whatever_stands_between_them(between, said):
    """Blanks of any kind and number, as repr escapes them, and signs and quotes among them."""
    name = f"Kari{between}Testesen"
    shown = without_persons(said.format(name))
    assert "Testesen" not in shown
    assert MASK in shown
    assert name_of_something(name) == MASK


@pytest.mark.parametrize("text", ["Kari Å", "12 Storgata", "Vei 5", "Å vei", "12B Storgata"])
def test_short_words_and_numbers_before_a_street_are_masked(text):
    """Whichever of the two is short, or a number."""
    assert f"found '{MASK}'" == without_persons(f"found {text!r}")
    assert name_of_something(text) == MASK


@pytest.mark.parametrize("between", ["-", ".", "  ", "\xa0", "\\xa0", "\t"])
def test_birth_numbers_are_masked_whatever_people_write_in_them(between):
    """A hyphen, a point or blanks, escaped by repr or not."""
    assert MASK == without_birth_numbers(f"010190{between}12345")


@pytest.mark.parametrize(
    "text",
    [
        "01.01.1990 12345", "01.01.90 12345", "01/01-90-12345", "01-01-1990, 12345", "01 01 90 12345", "0101901234 5", "010190 123 45",
        "41.01.1990 12345", "01.81.1990 12345",
    ],
)  # fmt: skip
def test_birth_numbers_are_masked_as_dates_too(text):
    """Day, month and year apart, and blanks among the five digits."""
    assert MASK == without_birth_numbers(text)
    assert f"found '{MASK}'" == without_persons(f"found '{text}'")


@pytest.mark.parametrize("text", ["k.nordmann@localhost", "kari.nordmann@epost", "kari@[10.0.0.1]"])
def test_mail_addresses_without_a_domain_are_masked(text):
    """In quotes and out of them."""
    assert (f"found '{MASK}'", f"by {MASK} alone") == (
        without_persons(f"found '{text}'"),
        without_persons(f"by {text} alone"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "PT 1H", "P 1 D", "2026-02-02T05:30:00 Europe/Oslo", "2026-02-02 05:30 CET", "Europe/Oslo", "1. februar 2026", "31. desember 2026", "1 May 2026 10:30",
        "2026-02-02T05:30:00 UTC",
    ],
)  # fmt: skip
def test_times_in_words_are_nobody(text):
    """What is wrong with them is the zone, the month in letters, the blank: it has to be seen."""
    assert (f"found {text!r}", repr(text)) == (without_persons(f"found {text!r}"), quoted(text, 80))


@pytest.mark.parametrize(
    "text", ["1. mai Testesen", "August Testesen", "5 Mars Testesen", "Kari Europe/Oslo", "UTC Testesen"]
)
def test_somebody_beside_a_time_in_words_is_masked(text):
    """The whole of a value is a time, or it is none."""
    assert f"found '{MASK}'" == without_persons(f"found {text!r}")


@pytest.mark.parametrize("most", [3, 8, 14, 20])
@pytest.mark.parametrize("text", ["Testesenveien 12", "Kari Testesen", PERSON])
def test_a_value_is_judged_whole_before_it_is_cut(text, most):
    """The first half of a name is one, too."""
    assert f"'{MASK[:most]}'" == quoted(text, most)
    assert repr("7080009990116"[:most]) == quoted("7080009990116", most)


@pytest.mark.parametrize("seed", range(20))
def test_the_short_cut_agrees_with_the_full_way(seed):
    """Where the short cut says that nothing is quoted that may be a name, the full way masks nothing."""
    choice = random.Random(seed)
    signs = ["'", '"', " ", "Kari", "Å", "12", "\\", "\\xa0", "\xa0", "\n", "-", ",", "(", ")", ":", "E31"]
    texts = ["".join(choice.choices(signs, k=choice.randrange(1, 14))) for _ in range(2000)]
    sure = [text for text in texts if _quotes_no_words(text)]
    assert sure
    assert sure == [_without_quoted_words(text) for text in sure]


@pytest.mark.parametrize(
    "text",
    ["Kari,Testesen", "Kari/Testesen", "Ola-Kari", "TESTESEN,KARI", "testesen;kari", "Åse.Øvrebø", "kari@testesen.no", "k.t@a.b"],
)  # fmt: skip
def test_names_are_masked_whatever_sign_stands_between_them(text):
    """Without a blank: two words that begin with a capital letter, two words with a comma, and a mail address."""
    assert f"found '{MASK}'" == without_persons(f"found {text!r}")
    assert name_of_something(text) == MASK


@pytest.mark.parametrize(
    "text",
    ["In|Out", "@listAgencyIdentifier", "Header/@A1", "10 kWh", "1 MWH", "12,5 kvarh", "E17,E18", "kWh/h", "MSCONS:D", "urn:no:elhub:emif:Acknowledgement:v2", "UTF-8"],
)  # fmt: skip
def test_amounts_and_codes_are_nobody(text):
    """An amount with its unit, a list of codes, a name of a standard."""
    assert f"found {text!r}" == without_persons(f"found {text!r}")
    assert text == name_of_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "018190/10043",
        "018190,10043",
        "018190 100 43",
        "018190:10043",
        "０１８１９０１００４３",
        "٠١٨١٩٠-١٠٠٤٣",
    ],
)
def test_birth_numbers_are_masked_in_any_digits_and_cut_by_any_sign(text):
    """As columns, lists and other keyboards have them."""
    assert f"found '{MASK}'" == without_persons(f"found '{text}'")
    assert MASK == name_of_something(text)


def test_masking_costs_what_its_text_is_long():
    """A long word, a long address that is none: a second or less for a megabyte, where each letter began anew it took hours."""
    for text in ("a" * 10**6, "a" * 10**6 + " @", "@" * 10**6, "Ab," * 300_000, "１" * 10**6):
        without_persons(f"found '{text}'")


def _besides_messages(answers):
    """Give what an answer says to its writer: the answers themselves name the original as they must."""
    return answers.notes, answers.unanswered


NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
ACTS = {
    "detect": edielkit.detect,
    "validate": lambda data: edielkit.validate(data, now=NOW).without_reading(),
    "plain report": lambda data: edielkit.validate(data).to_dict(),
    "parse": lambda data: edielkit.parse_all(data) and None,
    "series": lambda data: list(edielkit.read_series(data)) and None,
    "write": lambda data: [edielkit.serialize(part) for part in edielkit.parse_all(data)] and None,
    "refuse": lambda data: _besides_messages(
        answer(data, edielkit.validate(data), now=NOW, new_id=lambda: "N1")
    ),
    "losses": lambda data: (
        edielkit.convert(
            data, "mscons" if data.lstrip().startswith(b"<") else "collected-data", options=Options()
        ).losses
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("seed", range(10))
def test_a_birth_number_at_any_place_of_a_message_is_in_nothing_that_is_said_of_it(act, seed):
    """Where a code, a time, a count, a reference, a name of a thing or a namespace is due: in no field of it."""
    choice = random.Random(seed * 10 + len(act))
    data = plant(choice.choice(MESSAGES).read_bytes(), choice, LEAF, PERSON)
    try:
        said = repr(ACTS[act](data))
    except (ParseError, BuildError) as error:
        said = f"{error}{error!r}{getattr(error, 'position', None)!r}"

    assert PERSON not in said


def test_a_payload_whose_name_is_masked_is_still_found_and_refused():
    """Findings call it by a mask; who asks for it by its own name gets them, and so does who answers."""
    finding = Finding(code="SER101", severity=Severity.ERROR, message="m", payload=PERSON)
    report = Report(findings=(finding,))
    assert MASK == finding.payload
    assert finding.is_about(PERSON)
    assert not finding.is_about("TS-1")
    assert (finding,) == report.for_payload(PERSON)
    assert () == report.for_payload("TS-1")
