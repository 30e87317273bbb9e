"""The identifiers: compact, validate, is_valid, check_digit, each kind in one table."""

import pickle

import pytest

from edielkit import identifiers
from edielkit.errors import EdielError, InvalidCheckDigitError, InvalidIdentifierError
from edielkit.identifiers import KINDS

# Our own numbers; the birth numbers have day or month figures that no calendar has.
VALID = [
    ("gsrn", "707057500000000018"),
    ("gsrn", "707057500012345671"),
    ("gln", "7080000000012"),
    ("gln", "7089999990014"),
    ("gln", "0012345000003"),
    ("gln", "7080003824349"),  # Elhub's own
    ("eic", "99XTEST-PARTY-13"),
    ("eic", "42YTEST-AREA-014"),
    ("eic", "10YNO-1--------2"),
    ("eic", "10YNO-2--------T"),
    ("eic", "10Y1001A1001A48H"),
    ("grid_area", "42YTEST-AREA-022"),
    ("grid_area", "10YNO-4--------9"),
    ("organisation_number", "123456785"),
    ("organisation_number", "999000118"),
    ("birth_number", "32819000181"),
    ("birth_number", "72819000256"),
    ("birth_number", "99889900179"),
    ("uuid", "1f0c2a5e-7a54-4d0e-9a07-2f5b1c9d3e68"),
    ("uuid", "00000000-0000-0000-0000-000000000000"),
    ("malo", "51238696781"),
    ("malo", "51000000003"),
    ("melo", "DE0001234567890123456789012345678"),
    ("melo", "CH0012345678901234567890123456789"),
    ("mp_id", "9900000010002"),
    ("mp_id", "9800000000005"),
]

WRONG_CHECK = [
    ("gsrn", "707057500012345678", "expected '1' at the end"),
    ("gln", "1234567890123", "expected '8' at the end"),
    ("eic", "10YNO-1--------3", "expected '2' at the end"),
    ("grid_area", "42YTEST-AREA-024", "expected '2' at the end"),
    ("organisation_number", "987123456", "does not match"),
    ("birth_number", "32819000182", "does not match"),
    ("birth_number", "32819000191", "does not match"),
    ("malo", "51238696782", "expected '1' at the end"),
    ("mp_id", "9900000010003", "expected '2' at the end"),
]

WRONG_FORM = [
    ("gsrn", "", "expected 18 characters, found 0"),
    ("gsrn", "70705750001234567", "expected 18 characters, found 17"),
    ("gsrn", "70705750001234567A", "found another character at place 18"),
    ("gsrn", "007057500012345671", "expected a first digit from 1 to 9"),
    ("gsrn", "70705750001234567١", "found another character at place 18"),
    ("gln", "708000000001", "expected 13 characters, found 12"),
    ("gln", "70800000000x2", "found another character at place 12"),
    ("eic", "10YNO-1--------", "expected 16 characters, found 15"),
    ("eic", "10yNO-1--------2", "found another character at place 3"),
    ("eic", "10YNO-1---------", "found a hyphen"),
    ("grid_area", "99XTEST-PARTY-13", "the letter Y at the start"),
    ("grid_area", "MGA-010000001000", "the letter Y at the start"),
    ("grid_area", "42Ytest-AREA-022", "found another character at place 4"),
    ("organisation_number", "12345678", "expected 9 characters, found 8"),
    ("organisation_number", "12345678X", "found another character at place 9"),
    ("birth_number", "3281900018", "expected 11 characters, found 10"),
    ("birth_number", "328190001x1", "found another character at place 10"),
    ("uuid", "1f0c2a5e7a544d0e9a072f5b1c9d3e68", "expected 36 characters, found 32"),
    ("uuid", "1f0c2a5e-7a54-4d0e-9a07-2f5b1c9d3e6g", "a letter from a to f at place 36"),
    ("uuid", "1f0c2a5ef7a54-4d0e-9a07-2f5b1c9d3e68", "expected a hyphen at place 9"),
    ("malo", "512386967811", "expected 11 characters, found 12"),
    ("malo", "5123869678I", "found another character at place 11"),
    (
        "melo",
        "000001234567890123456789012345678",
        "expected the two capital letters of a country at the start",
    ),
    ("melo", "DE00012345678901234567890123456-8", "found another character at place 32"),
    ("mp_id", "99000000100", "expected 13 characters, found 11"),
]

SEPARATED = [
    ("gsrn", " 7070 5750 0012 3456 71\n", "707057500012345671"),
    ("gln", "70-80000-00001-2", "7080000000012"),
    ("eic", " 10YNO-1--------2 ", "10YNO-1--------2"),
    ("organisation_number", "123 456 785", "123456785"),
    ("birth_number", "328190 00181", "32819000181"),
    ("uuid", " 1F0C2A5E-7A54-4D0E-9A07-2F5B1C9D3E68", "1f0c2a5e-7a54-4d0e-9a07-2f5b1c9d3e68"),
]


@pytest.mark.parametrize(("kind", "text"), VALID)
def test_a_right_identifier_is_returned(kind, text):
    """A right identifier validates to itself, and its check digit follows from its body."""
    identifier = KINDS[kind]
    body = text[: len(text) - identifier.check_length]

    assert text == identifier.validate(text)
    assert identifier.is_valid(text)
    assert text == body + identifier.check_digit(body)


@pytest.mark.parametrize(("kind", "text", "says"), WRONG_CHECK)
def test_a_wrong_check_digit_is_its_own_error(kind, text, says):
    """A wrong check digit raises the narrower error, and is no fault when the check is off."""
    identifier = KINDS[kind]

    with pytest.raises(InvalidCheckDigitError, match=says):
        identifier.validate(text)
    assert not identifier.is_valid(text)
    assert text == identifier.validate(text, check=False)
    assert identifier.is_valid(text, check=False)


@pytest.mark.parametrize(("kind", "text", "says"), WRONG_FORM)
def test_a_wrong_form_is_no_check_digit_error(kind, text, says):
    """A wrong form raises the wider error whether or not the check is on."""
    identifier = KINDS[kind]

    for check in (True, False):
        with pytest.raises(InvalidIdentifierError, match=says) as caught:
            identifier.validate(text, check=check)
        assert InvalidIdentifierError is type(caught.value)
        assert not identifier.is_valid(text, check=check)


@pytest.mark.parametrize(("kind", "text", "expected"), SEPARATED)
def test_separators_are_taken_away(kind, text, expected):
    """What people write between digits does not count."""
    assert expected == KINDS[kind].compact(text)
    assert expected == KINDS[kind].validate(text)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, text, _ in (*WRONG_CHECK, *WRONG_FORM) if text]
)
def test_no_error_repeats_the_identifier(kind, text):
    """The words of an error may be logged: no run of five characters of the identifier is in them."""
    with pytest.raises(InvalidIdentifierError) as caught:
        KINDS[kind].validate(text)

    said = f"{caught.value!r} {caught.value.__cause__!r}"
    assert not [part for part in (text[i : i + 5] for i in range(len(text) - 4)) if part in said]


def test_a_personal_number_is_not_completed():
    """The right check digits of a birth number are not told."""
    with pytest.raises(InvalidCheckDigitError) as caught:
        identifiers.birth_number.validate("32819000182")

    assert "birth number or D-number: the check digit does not match" == str(caught.value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("organisation_number", "00000006"),  # would need the digit 10
        ("birth_number", "000000006"),
        ("eic", "42YTEST-AREA-12"),  # would need a hyphen
    ],
)
def test_some_bodies_have_no_check_digit(kind, body):
    """A body whose check digit cannot be written belongs to no identifier, whatever follows it."""
    identifier = KINDS[kind]

    with pytest.raises(InvalidIdentifierError, match=r"no .* has this body"):
        identifier.check_digit(body)
    for end in "0123456789":
        with pytest.raises(InvalidCheckDigitError):
            identifier.validate(body + end * identifier.check_length)


@pytest.mark.parametrize(
    ("kind", "body"), [("gsrn", "123"), ("gln", "70800000000A"), ("eic", "10YNO"), ("uuid", "a")]
)
def test_a_check_digit_needs_a_whole_body(kind, body):
    """A body of another length or alphabet is refused."""
    with pytest.raises(InvalidIdentifierError, match="expected"):
        KINDS[kind].check_digit(body)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "72819000256"),
        (True, "410000 00000"),
        (False, "32819000181"),
        (False, "99889900179"),
        (False, "7"),
    ],
)
def test_d_numbers_start_with_four_to_seven(expected, text):
    """A D-number adds 40 to the day."""
    assert expected is identifiers.is_d_number(text)


def test_kinds_are_named_as_they_are_exported():
    """Each kind is reachable as an attribute and by its name, under one and the same name."""
    assert list(KINDS) == [value.kind for value in KINDS.values()]
    assert all(getattr(identifiers, kind) is identifier for kind, identifier in KINDS.items())


def test_errors_belong_to_the_family_and_travel():
    """An error is an EdielError and a ValueError, and comes out of a pickle as it went in."""
    with pytest.raises(InvalidCheckDigitError) as caught:
        identifiers.gln.validate("1234567890123")

    again = pickle.loads(pickle.dumps(caught.value))
    assert InvalidCheckDigitError is type(again)
    assert str(caught.value) == str(again)
    assert issubclass(InvalidCheckDigitError, EdielError)
    assert issubclass(InvalidCheckDigitError, ValueError)
