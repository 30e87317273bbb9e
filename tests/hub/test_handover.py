"""Values of days that have changed hands: who has come to be entitled to them gets them, and nobody else."""

from __future__ import annotations

import pytest

from edielkit.scenarios import play, read_scenario

VALUES = {"send": "CollectedData", "process": "313", "from": "grid company", "role": "DDE", "point": "house"}
START, END = "RequestStartOfSupply", "RequestEndOfSupply"
# what begins: message, process, sender, end user, day; rollback, who gets the values, who had them
ROLLBACKS = {
    "101 by 111": (START, "101", "new supplier", "anna", "111", "old supplier", "new supplier"),
    "102 by 111": (START, "102", "new supplier", "berit", "111", "old supplier", "new supplier"),
    "123 by 133": (START, "123", "grid company", "berit", "133", "old supplier", "last resort"),
    "201 by 221": (END, "201", "old supplier", "anna", "221", "old supplier", None),
    "202 by 221": (END, "202", "old supplier", "anna", "221", "old supplier", "last resort"),
    "211 by 222": (END, "211", "grid company", "anna", "222", "old supplier", None),
}


def _series(hub, name, names):
    """Return the series of values that a party has been sent, in order."""
    return [
        payload
        for outgoing in hub.sent
        if outgoing.party == names.gln(name)
        and outgoing.message.kind() == "NotifyValidatedDataForBillingEnergy"
        for payload in outgoing.message.payload_energy_time_series
    ]


@pytest.mark.parametrize("case", ROLLBACKS.values(), ids=ROLLBACKS)
def test_a_rollback_brings_the_values_of_its_days(case):
    """Values of the days that changed hands go to who has them again, once and at once; the other gets nothing more."""
    message, brs, sender, user, rollback, gains, loses = case
    begin = {
        "send": message,
        "process": brs,
        "from": sender,
        "point": "house",
        "customer": user,
        "day": "day 3",
    }
    at = {} if brs != "123" else {"at": "day 3 09:00"}
    steps = [
        {**begin, **at, "as": "first"},
        {**VALUES, "at": "day 6 06:00", "first": "day 1", "last": "day 6", "values": "1"},
        {**begin, "at": "day 6 09:00", "process": rollback, "reference": "first"},
        {**VALUES, "at": "day 7 06:00", "day": "day 6", "values": "2"},
    ]
    scenario = read_scenario(
        {"scenario": "Rolled back", "steps": [{**step, "expect": {"sent": "any"}} for step in steps]}
    )

    playback = play(scenario)
    gained = _series(playback.hub, gains, scenario.names)
    lost = [] if loses is None else _series(playback.hub, loses, scenario.names)

    assert playback.ok, str(playback)
    # two days of its own, three that it has again, and what comes from then on
    assert [48, 72, 24] == [len(payload.observation) for payload in gained]
    assert [72] * (loses is not None) == [len(payload.observation) for payload in lost]
    assert 1 + 1 == len(_series(playback.hub, "grid company", scenario.names))


def test_who_does_not_want_values_gets_none():
    """A supplier without a subscription to them is sent none of the days that it gains."""
    steps = [
        {**VALUES, "first": "day -3", "last": "day 0", "values": "1"},
        {
            "call": "subscribe",
            "with": {"party": "new supplier", "role": "DDQ", "kind": "settled active", "wanted": "no"},
        },
        {
            "send": START,
            "process": "103",
            "from": "new supplier",
            "point": "house",
            "customer": "berit",
            "day": "day -2",
        },
    ]
    scenario = read_scenario(
        {"scenario": "Not wanted", "steps": [{**step, "expect": {"sent": "any"}} for step in steps]}
    )

    playback = play(scenario)

    assert playback.ok, str(playback)
    assert [] == _series(playback.hub, "new supplier", scenario.names)
    assert 1 == len(_series(playback.hub, "old supplier", scenario.names))
