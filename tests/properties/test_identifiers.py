"""What holds for every identifier, whatever its digits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from edielkit.errors import InvalidIdentifierError
from edielkit.findings import Position
from edielkit.identifiers import KINDS, findings, gln, gsrn
from edielkit.identifiers.registry import EIC_ALPHABET

digits = "0123456789"
kinds = st.sampled_from(sorted(KINDS))
uuids = st.uuids().map(str)


def _body(length, alphabet=digits):
    return st.text(alphabet, min_size=length, max_size=length)


BODIES = {
    "gsrn": st.tuples(st.sampled_from("123456789"), _body(16)).map("".join),
    "gln": _body(12),
    "eic": _body(15, EIC_ALPHABET),
    "grid_area": st.tuples(_body(2), st.just("Y"), _body(12, EIC_ALPHABET)).map("".join),
    "organisation_number": _body(8),
    "birth_number": _body(9),
    "uuid": uuids,
    "malo": st.tuples(st.sampled_from("123456789"), _body(9)).map("".join),
    "melo": st.tuples(st.just("DE"), _body(31)).map("".join),
    "mp_id": st.tuples(st.just("99"), _body(10)).map("".join),
}
bodies = kinds.flatmap(lambda kind: st.tuples(st.just(kind), BODIES[kind]))


def test_every_kind_has_bodies():
    """No kind is left out of the properties."""
    assert set(KINDS) == set(BODIES)


@settings(max_examples=200)
@given(bodies)
def test_a_body_with_its_check_digit_is_valid(case):
    """What check_digit completes, validate accepts; a body without one is told apart."""
    kind, body = case
    identifier = KINDS[kind]
    try:
        number = body + identifier.check_digit(body)
    except InvalidIdentifierError:
        # A check digit of 10 (modulo 11) or a hyphen cannot be written; the GS1 kinds always have one.
        assert kind not in {"gsrn", "gln", "uuid", "malo", "melo", "mp_id"}
        return

    assert number == identifier.validate(number)
    assert [] == [f for f in findings(kind, number, Position()) if f.code != "IDN013"]


@settings(max_examples=200)
@given(st.sampled_from((gsrn, gln)), st.data())
def test_a_changed_digit_is_caught(identifier, data):
    """GS1's check digit catches every change of a single digit."""
    body = data.draw(BODIES[identifier.kind])
    number = body + identifier.check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from(digits).filter(lambda digit: digit != number[place]))

    assert not identifier.is_valid(number[:place] + other + number[place + 1 :])


@settings(max_examples=200)
@given(kinds, st.text(max_size=60) | st.text(digits + " -A", max_size=40))
def test_compact_is_idempotent(kind, text):
    """Taking separators away twice takes away no more than once."""
    once = KINDS[kind].compact(text)

    assert once == KINDS[kind].compact(once)


@settings(max_examples=200)
@given(kinds, st.text(max_size=60) | st.text(digits, min_size=8, max_size=19) | _body(16, EIC_ALPHABET))
def test_any_text_gives_an_error_or_a_result(kind, text):
    """No text brings anything but InvalidIdentifierError, and findings agree with validate on compact text."""
    identifier = KINDS[kind]
    number = identifier.compact(text)
    try:
        expected = identifier.validate(text)
    except InvalidIdentifierError:
        expected = None

    assert identifier.is_valid(text) is (expected is not None)
    assert expected in {None, number}
    codes = [f.code for f in findings(kind, number, Position()) if f.code != "IDN013"]
    assert (expected is not None) is (codes == [])
