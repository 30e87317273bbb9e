"""A source of valid messages."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.errors import BuildError
from edielkit.testing import MessageFactory, assert_same_message, assert_valid


def test_each_call_gives_another_message_and_each_run_the_same():
    """Whatever else was asked for."""
    first, again = MessageFactory(), MessageFactory()
    messages = [first("NotifyStartOfSupply") for _ in range(3)]

    assert len({message.data for message in messages}) == 3
    assert [message.data for message in messages] == [again("NotifyStartOfSupply").data for _ in range(3)]
    assert messages[0].data != MessageFactory(seed=1)("NotifyStartOfSupply").data
    assert_same_message(messages[0], messages[0].data)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("CollectedData", {"process": "313"}),
        ("RequestEndOfSupply", {"full": True}),
        ("MSCONS", {"profile": "de"}),
    ],
)
def test_what_it_gives_is_valid(kind, options):
    """At its own instant, in its own market."""
    message = MessageFactory(now=dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC))(kind, **options)

    assert kind == message.kind
    assert_valid(message)


def test_what_is_no_message_is_refused():
    """With what was probably meant."""
    with pytest.raises(BuildError, match="did you mean MSCONS"):
        MessageFactory()("MSCON")
