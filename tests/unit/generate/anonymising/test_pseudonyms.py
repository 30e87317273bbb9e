"""Pseudonyms keep the form of what they stand for, and nothing else."""

from __future__ import annotations

import itertools

import pytest

from edielkit.generate.anonymising.pseudonyms import Pseudonyms, form_of, is_birth_number, public_identifiers
from edielkit.identifiers import birth_number, eic, gln, gsrn, malo, mp_id, organisation_number

PSEUDONYMS = Pseudonyms(b"a key of the tests")
UUID = "b76dc0c3-b078-42db-b03e-53cf192f09a9"


@pytest.mark.parametrize(
    ("kind", "right", "kept"),
    [
        (gsrn, "707057500012345671", 6),
        (gln, "7080009990116", 2),
        (mp_id, "9900000000003", 2),
        (eic, "10YNO-1--------2", 3),
        (organisation_number, "123456785", 1),
        (birth_number, "01819010001", 0),
        (malo, "51238696781", 0),
    ],
)
def test_check_digits_stay_as_right_or_wrong_as_they_were(kind, right, kept):
    """With what tells country, office or kind at the begin."""
    pseudonym = PSEUDONYMS.identifier(right)
    assert (len(right), right[:kept], True) == (len(pseudonym), pseudonym[:kept], kind.is_valid(pseudonym))
    assert right != pseudonym

    wrong = right[:-1] + ("1" if right[-1] == "0" else "0")
    pseudonym = PSEUDONYMS.identifier(wrong)
    assert (True, False) == (kind.is_valid(pseudonym, check=False), kind.is_valid(pseudonym))


@pytest.mark.parametrize(
    ("checks", "texts"),
    [
        ((gln, mp_id), ("9900000000011", "9900000000003", "7080009990116", "9900000000001")),
        ((birth_number, malo), ("01819010001", "51238696781", "51238696780")),
    ],
)
def test_each_check_says_of_the_pseudonym_what_it_said(checks, texts):
    """Of forms with two check digits: right by one, by the other, by both or by neither."""
    for text in texts:
        pseudonym = PSEUDONYMS.identifier(text)
        assert (len(text), text) != (len(pseudonym), pseudonym)
        assert len(text) == len(pseudonym)
        assert [check.is_valid(text) for check in checks] == [check.is_valid(pseudonym) for check in checks]


def test_identifiers_never_become_one():
    """Permutations of a form: thousands of neighbours stay apart."""
    for stem, count in (("70705750001", 3000), ("70800099", 3000), ("91", 3000)):
        width = {"70705750001": 18, "70800099": 13, "91": 9}[stem]
        texts = [f"{stem}{number:0{width - len(stem)}d}" for number in range(count)]
        assert count == len({PSEUDONYMS.identifier(text) for text in texts})


@pytest.mark.parametrize("body", ["010190", "410190", "311299", "014190", "018190"])
def test_people_become_people_who_never_lived(body):
    """The month of a birth number is none of the calendar, and another one than before."""
    numbers = []
    for individual in range(500):
        try:
            numbers.append(f"{body}{individual:03d}" + birth_number.check_digit(f"{body}{individual:03d}"))
        except ValueError:
            continue
    pseudonyms = {PSEUDONYMS.identifier(number) for number in numbers}

    assert len(numbers) == len(pseudonyms) > 300
    months = {int(number[2:4]) for number in pseudonyms}
    assert months <= set(range(41, 53)) or months <= set(range(81, 93))
    assert int(body[2:4]) not in months
    assert all(birth_number.is_valid(number) for number in pseudonyms)
    assert {body[0] >= "4"} == {number[0] >= "4" for number in pseudonyms}


def test_a_uuid_is_one_in_every_spelling():
    """With hyphens, without, in capitals: the same digits, and the version and variant that it had."""
    pseudonym = PSEUDONYMS.identifier(UUID)

    assert pseudonym.replace("-", "") == PSEUDONYMS.identifier(UUID.replace("-", ""))
    assert pseudonym.upper() == PSEUDONYMS.identifier(UUID.upper())
    assert ("4", "b") == (pseudonym[14], pseudonym[19])
    assert [8, 13, 18, 23] == [at for at, character in enumerate(pseudonym) if character == "-"]


def test_separators_change_nothing():
    """A number in groups is the number, a reference with signs is the reference."""
    compact = PSEUDONYMS.identifier("707057500012345671")
    assert compact == PSEUDONYMS.identifier("7070 5750 0012 3456 71").replace(" ", "")
    assert PSEUDONYMS.identifier("SERIES21") + "'" == PSEUDONYMS.identifier("SERIES21'")


def test_what_everybody_knows_stays():
    """Elhub itself, and products; in texts too."""
    assert {"7080003824349", "8716867000030"} < public_identifiers()
    assert all(identifier == PSEUDONYMS.identifier(identifier) for identifier in public_identifiers())
    assert "7080003824349" in PSEUDONYMS.text("til 7080003824349.")


@pytest.mark.parametrize("text", ["1", "A1", "CT2", "R-1", ""])
def test_identifiers_of_a_few_characters_stay(text):
    """They identify nothing outside of their message."""
    assert text == (PSEUDONYMS.identifier(text) if text else text)


@pytest.mark.parametrize(
    "text",
    [
        "Ola Nordmann", "OLA NORDMANN", "Bjørn Ærlig-Åsen", "Zoé D'Été", "Straße 4", "Пётр Великий", "x",
        "Storgata 12B, 0150 Oslo", "+47 22 33 44 55", "ola.nordmann@firma.no", "a" * 100, "10" * 100,
        "<&> «B»", "",
    ],
)  # fmt: skip
def test_texts_keep_their_form(text):
    """Letters for letters of their kind, digits for digits, everything else in its place."""
    other = PSEUDONYMS.text(text)

    assert len(text) == len(other)
    for own, new in zip(text, other, strict=True):
        assert (own.isalpha(), own.isdigit(), own.isupper(), own.isascii()) == (
            new.isalpha(), new.isdigit(), new.isupper(), new.isascii(),
        )  # fmt: skip
        if not own.isalnum():
            assert own == new
    assert not [word for word in text.split() if len(word) > 3 and word.isalpha() and word in other]


def test_words_are_the_same_whatever_stands_around_them():
    """In capitals, in an address of e-mail, with a number behind."""
    ola, nordmann = PSEUDONYMS.text("ola"), PSEUDONYMS.text("nordmann")

    assert f"{ola.capitalize()} {nordmann.capitalize()}" == PSEUDONYMS.text("Ola Nordmann")
    assert f"{ola.upper()}.{nordmann}@" in PSEUDONYMS.text("OLA.nordmann@firma.no")


def test_numbers_in_texts_are_those_of_elements():
    """A metering point, a party, a person and an identification have one pseudonym everywhere."""
    for identifier in ("707057500012345671", "7080009990116", "01819010043", UUID, "50YHUBDEMO-NORTI"):
        assert f": {PSEUDONYMS.identifier(identifier)}." in PSEUDONYMS.text(f"kunde: {identifier}.")
    person = PSEUDONYMS.identifier("01819010043")
    assert f"{person[:6]} {person[6:]}" in PSEUDONYMS.text("født 018190 10043")


def test_numbers_keep_their_size():
    """Zeros stay, and so do sign and mark."""
    for text in ("59.91040", "-0.05", "100", "0", "1,5"):
        other = PSEUDONYMS.digits(text)
        assert [character in "123456789" for character in text] == [
            character in "123456789" for character in other
        ]
        assert "0" == text or text != other


def test_the_key_decides():
    """The same key gives the same, another one something else for everything."""
    texts = ["707057500012345671", "7080009990116", "01819010043", UUID, "EDK-2026-1", "10001"]
    again, other = Pseudonyms(b"a key of the tests"), Pseudonyms(b"another key")

    assert [PSEUDONYMS.identifier(text) for text in texts] == [again.identifier(text) for text in texts]
    assert not any(PSEUDONYMS.identifier(text) == other.identifier(text) for text in texts)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "01019010043"),
        (True, "41019010043"),
        (True, "01819012345"),
        (False, "99999999999"),
        (False, "0101901004"),
        (False, "010190100433"),
        (False, "0101901004x"),
    ],
)
def test_birth_numbers_are_known_by_form(expected, text):
    """By a date, or by check digits; not by any eleven digits."""
    assert expected is is_birth_number(text)


def test_forms_have_names():
    """Those that a report counts by."""
    named = {
        "metering point": "707057500012345671",
        "party": "7080009990116",
        "birth number": "01819010043",
        "organisation": "123456785",
        "grid area or party": "50YHUBDEMO-NORTI",
        "metering location": "DE" + "0" * 31,
        "identification": UUID,
        "reference": "EDK-2026-1",
    }
    assert list(named) == [form_of(text) for text in named.values()]


def test_memory_is_bounded(monkeypatch):
    """What is remembered is forgotten again, and comes out the same."""
    import edielkit.generate.anonymising.pseudonyms as module

    monkeypatch.setattr(module, "_MOST_REMEMBERED", 10)
    monkeypatch.setattr(module, "_MOST_PERMUTATIONS", 3)
    small = Pseudonyms(b"a key of the tests")
    texts = ["".join(letters) for letters in itertools.product("abc", repeat=4)]

    for text in texts:
        assert PSEUDONYMS.text(text) == small.text(text)
        assert PSEUDONYMS.identifier(text) == small.identifier(text)
    assert max(len(small._words), len(small._identifiers)) <= 10
