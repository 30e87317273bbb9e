"""Our check digits and those of python-stdnum agree."""

from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import ean
from stdnum.eu import eic as stdnum_eic
from stdnum.no import fodselsnummer, orgnr

from edielkit.identifiers import birth_number, eic, gln, organisation_number
from edielkit.identifiers.registry import EIC_ALPHABET


def _text(alphabet, length):
    return st.text(alphabet, min_size=length, max_size=length)


@settings(max_examples=200)
@given(_text("0123456789", 12), st.sampled_from("0123456789"))
def test_gln(body, end):
    """A GLN is an EAN of 13 digits."""
    assert ean.calc_check_digit(body) == gln.check_digit(body)
    assert ean.is_valid(body + end) is gln.is_valid(body + end)


@settings(max_examples=200)
@given(_text(EIC_ALPHABET, 15), st.sampled_from(EIC_ALPHABET))
def test_eic(body, end):
    """The same codes are valid, the right character included."""
    for number in (body + end, body + stdnum_eic.calc_check_digit(body + "0")):
        assert stdnum_eic.is_valid(number) is eic.is_valid(number)


@settings(max_examples=200)
@given(_text("0123456789", 8))
def test_organisation_number(body):
    """Of the ten numbers with one body the same one, or none, is valid."""
    numbers = [body + end for end in "0123456789"]

    assert [n for n in numbers if orgnr.is_valid(n)] == [
        n for n in numbers if organisation_number.is_valid(n)
    ]


@settings(max_examples=200)
@given(_text("0123456789", 9), _text("0123456789", 2))
def test_birth_number(body, end):
    """The same check digits match; the date inside is checked by python-stdnum alone."""
    number = body + end
    theirs = fodselsnummer.calc_check_digit1(number) + fodselsnummer.calc_check_digit2(
        number[:9] + number[9:]
    )

    assert (theirs == end) is birth_number.is_valid(number)
