"""Calls of the portal with what no form would hold: a ValueError in words, and a state that is as it was."""

from __future__ import annotations

import inspect

import pytest
from tests.support.hub_fixtures import AREA, BERIT, ELHUB, GRID, MORNING, NEW, OLD, POINT, PROFILED, hub, uuid
from tests.support.metering import ENERGY
from tests.support.settlement_market import BALANCE

from edielkit.hub import Hub
from edielkit.hub.engine.arguments import check_arguments
from edielkit.hub.engine.portal import CALLS
from edielkit.hub.reconciliation.money import price_of
from edielkit.hub.values.formulas import millionths

DAY = "2026-02-02"
ROW = {"point": POINT, "direction": "Out", "product": ENERGY, "weight": "1"}
# Arguments by name that each parameter would take.
GOOD = {
    "kind": "MoveInAndChangeOfBalanceSupplierForPerson",
    "supplier": NEW,
    "customer": BERIT,
    "point": POINT,
    "identification": uuid(1),
    "points": [POINT],
    "party": OLD,
    "role": "DDQ",
    "area": AREA,
    "main_area": AREA,
    "sender": GRID,
    "day": DAY,
    "start": DAY,
    "change_date": DAY,
    "inputs": [ROW],
    "targets": [ROW],
    "factors": ["1"] * 12,
    "prices": ["100"],
    "resolution": "P1D",
    "price_area": "NO1",
    "rule": "Høyt tap",
    "responsible": BALANCE,
    "old": OLD,
    "new": NEW,
    "idle": "1",
    "constant": "0.000001",
    "number": 1,
}
_DEEP: list[object] = []
for _ in range(200):
    _DEEP = [_DEEP]
HOSTILE = (
    *(None, True, 0, -1, 10**40, 1.5, float("nan"), float("-inf")),
    *("", "\ud800", "a\x00b", "x" * 1_000_000, "0001-01-01", "9999-12-31", "2026-02-30", "2026-W06-1"),
    *("NaN", "sNaN", "1e-30", "1e999999999", "-1e999999999", "٣", "-0"),
    *([], {}, [None], [[]], [{}], _DEEP, {"a": {"b": []}}, ["x"], ["\ud800"], ["1e999999"] * 12),
    *([{"point": None, "direction": "Out"}], [{**ROW, "weight": "1e999999"}], [{**ROW, "share": [1]}]),
    *([{**ROW, "weight": "0.25" + "0" * 40 + "1"}], [POINT] * 100_001, [f"{n:018d}" for n in range(5_000)]),
)


def _good(name: str) -> dict[str, object]:
    parameters = list(inspect.signature(CALLS[name]).parameters.values())[1:]
    return {
        parameter.name: GOOD.get(parameter.name, "x")
        for parameter in parameters
        if parameter.default is parameter.empty
    }


@pytest.mark.parametrize("name", CALLS)
def test_any_argument_of_any_call(name):
    """Each argument in turn is what nobody means: the call is carried out, or refused without a trace."""
    snapshot = hub(annual_volumes="EI-270").snapshot()
    parameters = list(inspect.signature(CALLS[name]).parameters)[1:]
    for parameter in parameters:
        for value in HOSTILE:
            elhub = Hub.restore(snapshot)
            words = _refused(elhub, name, {**_good(name), parameter: value})
            assert len(words) < 5_000
            if words:
                assert snapshot == elhub.snapshot()


def _refused(elhub: Hub, name: str, arguments: dict[str, object]) -> str:
    """Return the words of a refusal, empty when the call was carried out."""
    try:
        elhub.call(name, now=MORNING, **arguments)
    except (ValueError, PermissionError) as error:
        return str(error) or "?"
    return ""


def test_a_call_that_is_replayed_fails_again():
    """What was refused in the run is refused in the replay, with an equal state."""
    elhub = hub()
    start = elhub.snapshot()
    wrong_arguments = (
        {"area": 5},
        {"area": AREA, "sender": [ELHUB]},
        {"area": AREA, "sender": GRID, "wanted": False},
    )

    assert [True, True, False] == [
        bool(_refused(elhub, "wants_basis", arguments)) for arguments in wrong_arguments
    ]
    assert elhub.snapshot() == Hub.replay(start, elhub.journal).snapshot()
    assert elhub.snapshot() != start


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"point": 5, "day": DAY}, "point: expected a text, found a whole number"),
        ({"point": PROFILED, "day": None}, "day: expected a text, found nothing"),
        ({"point": PROFILED, "day": "20260202"}, "day: expected a day between 1900 and 2200 as YYYY-MM-DD"),
        ({"point": PROFILED, "day": "1899-12-31"}, "day: expected a day between 1900 and 2200"),
        ({"point": PROFILED}, "expected the argument 'day', found none; it takes point, day"),
        ({"point": PROFILED, "day": DAY, "more": 1}, "unknown argument 'more'; it takes point, day"),
        ({"point": "a\ufffe", "day": DAY}, "point: expected a text of characters that XML can hold"),
        ({"point": "x" * 4_001, "day": DAY}, "point: expected a text of at most 4000 characters, found 4001"),
    ],
)
def test_what_is_wrong_is_named(arguments, words):
    """The parameter, what it takes, and what was found."""
    with pytest.raises(ValueError, match=words):
        check_arguments(CALLS["estimate_reading"], arguments)


@pytest.mark.parametrize("calculate", [millionths, price_of])
@pytest.mark.parametrize(
    "text", ["1e999999", "-1e999999", "1e-30", "0.25" + "0" * 40 + "1", "sNaN", "NaN", "9" * 3_000]
)
def test_numbers_of_any_size_cost_nothing(calculate, text):
    """Neither a million digits nor a hidden last one get in."""
    with pytest.raises(ValueError, match="expected"):
        calculate(text)
