"""Every accepted value reaches each entitled party once, and nobody else, whatever the contracts and the deliveries."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hub_fixtures import (
    AGENT,
    GRID,
    LAST,
    MORNING,
    NEW,
    OLD,
    THIRD,
    day,
    faults_of,
    gsrn,
    hub,
    point,
)
from tests.support.metering import ENERGY, collected, days, received_values, refused, series

from edielkit.hub import Access, Hub, Supply
from edielkit.market_time import Period, local_day

TARGET = gsrn(95)
FIRST, LAST_DAY = -12, 0
HOUR = dt.timedelta(hours=1)
# over the clock change of March as well: days are counted from here
MARCH = dt.date(2026, 3, 31)


@st.composite
def supplies(draw: st.DrawFn) -> tuple[Supply, ...]:
    """Draw supplies in order, with gaps, of suppliers that may come again."""
    edges = sorted(draw(st.sets(st.integers(FIRST - 2, LAST_DAY + 1), min_size=1, max_size=6)))
    drawn = []
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        who = draw(st.sampled_from((OLD, NEW, THIRD, LAST, "")))
        if who:
            drawn.append(
                Supply(
                    start=MARCH + dt.timedelta(days=start),
                    end=None if end is None else MARCH + dt.timedelta(days=end),
                    supplier=who,
                    role="SLR" if who == LAST else "DDQ",
                )
            )
    return tuple(drawn)


@st.composite
def accesses(draw: st.DrawFn) -> tuple[Access, ...]:
    """Draw third parties' contracts, which may meet and overlap."""
    drawn = []
    for _ in range(draw(st.integers(0, 3))):
        start, length = draw(st.integers(FIRST - 2, LAST_DAY)), draw(st.integers(1, 9) | st.none())
        first = MARCH + dt.timedelta(days=start)
        end = None if length is None else first + dt.timedelta(days=length)
        drawn.append(Access(start=first, end=end, party=draw(st.sampled_from((AGENT, OLD)))))
    return tuple(drawn)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw whole days, or hours within them."""
    first = draw(st.integers(FIRST, LAST_DAY - 1))
    whole = days(MARCH + dt.timedelta(days=first), draw(st.integers(1, LAST_DAY - first)))
    hours = whole.duration // HOUR
    if draw(st.booleans()):
        return whole
    begin = draw(st.integers(0, hours - 1))
    return Period(whole.start + begin * HOUR, whole.start + draw(st.integers(begin + 1, hours)) * HOUR)


def entitled(hub_: Hub, instant: dt.datetime) -> set[tuple[str, str]]:
    """Return who gets a value of the target that begins at *instant*, by the contracts of its day alone."""
    date = local_day(instant)
    timeline = hub_.point(TARGET).timeline
    contracts = [
        *((s, s.supplier, s.role) for s in timeline.supplies),
        *((a, a.party, "AG") for a in timeline.accesses),
    ]
    return {(GRID, "DDM")} | {
        (who, role)
        for contract, who, role in contracts
        if contract.start <= date and (contract.end is None or date < contract.end)
    }


@settings(max_examples=150, deadline=None)
@given(supplies(), accesses(), st.lists(st.lists(periods(), min_size=1, max_size=3), min_size=1, max_size=5))
def test_every_value_reaches_whom_it_should_once(contracts, third, deliveries):
    """What was sent is what was accepted, times those entitled at each hour; what counts is what came last."""
    target = point(TARGET)
    timeline = attrs.evolve(target.timeline, supplies=contracts, accesses=third)
    market = hub(attrs.evolve(target, timeline=timeline))
    stored: dict[dt.datetime, int] = {}
    now = MORNING + dt.timedelta(days=(MARCH - day(0)).days + 1)
    first = 0
    for message in deliveries:
        now += HOUR
        before, out = len(market.sent), len(refused(market))
        sent = []
        for period in message:
            sent.append(series(period, point=TARGET, registered=now, first=first))
            first += 1000
        market.receive(collected(*sent, now=now), now=now)
        wrong = {name for name, _ in refused(market)[out:]}
        expected: Counter[tuple[str, str, dt.datetime, int]] = Counter()
        for delivered in sent:
            if delivered.identification in wrong:
                continue
            for place, quantity in enumerate(delivered.observations.quantity.tolist()):
                instant = delivered.period.start + place * HOUR
                stored[instant] = quantity
                expected.update((*who, instant, quantity) for who in entitled(market, instant))
        assert expected == Counter(
            (row.party, row.role, row.start + place * HOUR, quantity)
            for row in received_values(market.sent[before:])
            for place, quantity in enumerate(row.quantities)
        )
    whole = Period(days(MARCH + dt.timedelta(days=FIRST)).start, days(MARCH).end)
    assert stored == {
        piece.period.start + place * HOUR: quantity
        for piece in market.values(TARGET, ENERGY, "Out", whole)
        for place, quantity in enumerate(piece.observations.quantity.tolist())
    }


def test_a_series_that_came_twice_goes_on_in_two_messages():
    """A message of the hub holds no series twice (SER122), the one that counts comes last; what differs stays together."""
    market = hub(point(TARGET, supplier=OLD), seed="twice")
    period, now = days(day(-2)), MORNING
    other = days(day(-1))
    first, second = (
        series(period, point=TARGET, registered=now - hours * HOUR, first=1000 * hours) for hours in (2, 1)
    )
    sent = (first, second, series(other, point=TARGET, registered=now, first=5))

    assert market.receive(collected(*sent, now=now), now=now).passed
    for who in (GRID, OLD):
        own = [outgoing.message for outgoing in market.sent if outgoing.party == who]
        assert [2, 1] == [len(message.payload_energy_time_series) for message in own]
        assert all(faults_of(message, now) == [] for message in own)
        (last,) = own[1].payload_energy_time_series
        assert 1000 == last.observation.quantity[0]
