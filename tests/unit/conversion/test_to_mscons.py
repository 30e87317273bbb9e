"""MSCONS from columns: what does not fit is refused, and the interchange is a value like any other."""

from __future__ import annotations

import attrs
import pytest
from tests.support.conversion_pairs import BY_NAME, collected, ids, series

import edielkit
from edielkit.conversion import Carrier, Options, convert, to_edifact
from edielkit.errors import BuildError

OBIS = Options(profile="no", carrier=Carrier.OBIS)
MARCH = BY_NAME["no-march-hours"]


def test_the_message_is_an_interchange_with_right_counts():
    """What was written from columns is read as segments: counts and the control total agree."""
    interchange = convert(MARCH.xml, "mscons", options=MARCH.out).message
    (message,) = interchange.messages
    quantities = [segment.get(1, 2) for segment in message.segments if segment.tag == "QTY"]

    assert str(len(message.segments)) == message.unt.get(1)
    assert "1" == interchange.unz.get(1)
    assert () == edielkit.validate(interchange, level="schema").errors
    assert 46 == len(quantities)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"profile": "de", "process_id": "1" * 71, "document_type": "7"}, "message 1 SG1[1]/RFF[1] RFF/1/2"),
        ({"carrier": Carrier.AREAS, "areas": ("A" * 26, "B")}, "message 1 SG5[1]/SG6[3]/LOC[1] LOC/2/1"),
        ({"reference": "R" * 15}, "UNB/0020"),
    ],
)
def test_what_no_segment_can_hold_is_refused(changes, field):
    """Texts of the options that are too long or blank are an error at their element."""
    with pytest.raises(BuildError) as caught:
        convert(MARCH.xml, "mscons", options=attrs.evolve(OBIS, **changes))

    assert field == caught.value.field


@pytest.mark.parametrize(
    ("wish", "option", "code"),
    [
        (None, None, None),
        (True, None, "AB"),
        (False, None, "NA"),
        (True, False, "NA"),
        (False, True, "AB"),
        (None, True, "AB"),
        (None, False, "NA"),
    ],
)
def test_the_wish_for_an_answer_is_that_of_the_options_or_of_the_source(wish, option, code):
    """BGM 4343 says what the options ask for, else what the source asked for, else nothing."""
    march = edielkit.parse(MARCH.xml)
    source = attrs.evolve(march, header=attrs.evolve(march.header, request_positive_acknowledgement=wish))
    (message,) = convert(source, "mscons", options=attrs.evolve(OBIS, answer=option)).message.messages
    (begin,) = [segment for segment in message.segments if segment.tag == "BGM"]

    assert code == (begin.get(4) or None)


@pytest.mark.parametrize(
    ("target", "options", "what"),
    [
        ("mscons", OBIS, "points in a message"),
        ("mscons", attrs.evolve(OBIS, by_agreement=True), "points in a message"),
        ("utilts", Options(reason="E88", scope="E02", role="MDR", answer=False), "transactions in a message"),
    ],
)
def test_a_message_has_room_for_so_many(monkeypatch, target, options, what):
    """More groups than the structure has room for are refused."""
    message = collected(
        [series("2026-06-04", "Out", number=n, point=f"70705750000000{n:04}") for n in (1, 2)], 11
    )
    monkeypatch.setattr(to_edifact, "MOST_GROUPS", 1)

    with pytest.raises(BuildError, match=f"expected at most 1 {what}, found 2"):
        convert(message, target, options=attrs.evolve(options, new_id=ids(1)))


def test_channels_are_needed_for_two_directions_of_one_code():
    """Both directions with one product code and no way to tell them apart are refused."""
    with pytest.raises(BuildError, match="both directions have the same code"):
        convert(MARCH.xml, "mscons", options=Options(profile="no"))
