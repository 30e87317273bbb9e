"""Messages that are left unread: the same values as those that were read, and read when they are asked for."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.envelopes import read_envelopes, read_interchanges
from edielkit.edifact.segments import Limits
from edielkit.errors import ParseError

DATA = (
    b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+R'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+\xe6'UNT+3+1'\r\n"
    b"UNH+2+MSCONS:D:96A:ZZ:EDIEL2'\r\nBGM+7+D'\r\nUNT+4+2'\r\nUNZ+2+R'"
)


def _places(interchanges):
    return [
        (segment.offset, segment.raw, segment.separators)
        for interchange in interchanges
        for segment in interchange.segments
    ]


def test_a_message_is_the_same_before_and_after_it_is_read():
    """Equality, hash, text, copies and the bytes of its segments are those of a message that was read at once."""
    (unread,), findings = read_envelopes(DATA, least=0)
    (read,), exact_findings = parse_interchanges(DATA)

    assert [message.unread is not None for message in unread.messages] == [True, True]
    assert (findings, [f.code for f in findings]) == (exact_findings, ["EDI027"])
    assert unread == read
    assert read == unread
    assert (hash(unread), repr(unread)) == (hash(read), repr(read))
    assert _places([unread]) == _places([read])
    assert unread.messages[0].segments is unread.messages[0].segments
    assert unread.messages[0].segments[0] is unread.messages[0].unh
    assert unread.messages[0].segments[-1] is unread.messages[0].unt


@pytest.mark.parametrize(
    "twin", [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m)), attrs.evolve]
)
def test_copies_are_messages_like_others(twin):
    """A copy has segments of its own and no bytes of the input."""
    message = read_interchanges(DATA, least=0)[0].messages[1]
    again = twin(message)

    assert again == message
    assert isinstance(again, RawMessage)
    assert again.unread is None
    assert again.index == 1


def test_no_segment_is_read_before_it_is_asked_for():
    """Header, trailer and what they say are there without the segments between them."""
    message = read_interchanges(DATA, least=0)[0].messages[0]

    assert (message.reference, message.type, message.unt.get(1)) == ("1", "MSCONS", "3")
    assert message.unread._tokens is None
    assert [segment.tag for segment in message.segments] == ["UNH", "BGM", "UNT"]
    with pytest.raises(AttributeError, match="colour"):
        _ = message.colour


def test_bounds_hold_as_they_do_at_once():
    """An input beyond the limits is refused or cut in the same way."""
    few = Limits(max_segments=4)
    assert read_envelopes(DATA, limits=few, least=0) == parse_interchanges(DATA, limits=few)
    with pytest.raises(ParseError, match="at most 8 bytes"):
        read_interchanges(DATA, limits=Limits(max_bytes=8), least=0)
