"""The journal and the sent messages of a long life go to the caller's sink, and the hub keeps none of them."""

from __future__ import annotations

import pytest
from tests.support import hub_fixtures as market

from edielkit.hub import Hub, Market


class Kept:
    """A sink that keeps what it gets; *full* refuses entries, as a full disk does."""

    def __init__(self):
        self.entries, self.messages, self.full = [], [], False

    def enter(self, entry):
        """Keep an entry."""
        if self.full:
            raise OSError("no space left on device")
        self.entries.append(entry)

    def send(self, outgoing):
        """Keep a message."""
        self.messages.append(outgoing)


def opening():
    """Return a market with one point."""
    return Market(
        parties=market.parties(), structure=market.structure(), points=[market.point(market.gsrn(1))]
    )


def lived(hub):
    """Let a change of supplier go through a hub; return what `advance` gave."""
    request = market.Sender().start("101", market.day(10), target=market.gsrn(1))
    hub.receive(request, now=market.MORNING)
    sent = hub.advance(market.at(market.day(1)))
    assert hub.poll(market.NEW, now=market.at(market.day(1))) is not None
    return sent


def test_the_sink_gets_what_the_hub_would_keep():
    """Entries and messages are the same, in order; the hub itself lists none; advance still says what it sent."""
    plain, sink = Hub(opening()), Kept()
    hub = Hub(opening(), sink=sink)
    told = lived(plain)

    assert told == lived(hub)
    assert list(plain.journal) == sink.entries
    assert list(plain.sent) == sink.messages
    assert ((), ()) == (hub.journal, hub.sent)
    assert plain.snapshot() == hub.snapshot()


def test_the_journal_of_a_sink_makes_the_same_hub():
    """What the sink was given is enough to replay; a restored hub goes on with a sink."""
    sink = Kept()
    hub = Hub(opening(), sink=sink)
    start = hub.snapshot()
    lived(hub)

    assert hub.snapshot() == Hub.replay(start, sink.entries).snapshot()
    later = Kept()
    Hub.restore(hub.snapshot(), sink=later).advance(market.at(market.day(2)))
    assert ["advance"] == [entry.kind for entry in later.entries]


def test_what_cannot_be_journaled_is_not_done():
    """A sink that refuses the entry leaves the hub as it was, and the caller hears of it."""
    sink = Kept()
    hub = Hub(opening(), sink=sink)
    before = hub.snapshot()
    sink.full = True

    with pytest.raises(OSError, match="no space"):
        hub.advance(market.MORNING)
    assert before == hub.snapshot()
