"""Numbers of a grid area at their limits: loss constants, and limits, shares and switches of every validation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.hub_fixtures import AREA, ELHUB, GRID, MORNING, NEIGHBOUR, OTHER_AREA, hub
from tests.support.hub_recorder import HubRecorder, plain
from tests.support.kept_answers import Answer, assert_kept

from edielkit.hub import Hub
from edielkit.hub.settlement.validations import DEFAULTS, NAMES

NUMBERS = (
    *(
        "0",
        "-1",
        "1",
        "1.0001",
        "0.0001",
        "0.00001",
        "0.001",
        "0.1234",
        "7.125",
        "7.1255",
        "-0.5",
        "1e3",
        "1E-4",
    ),
    *("", " ", "x", "NaN", "-Infinity", "1,5", "²", "+2", "1_000"),
    *(
        "9" * 29,
        "9" * 30,
        "9" * 31,
        "999999999999",
        "9999999999999",
        "99999999999999",
        f"0.{'0' * 28}",
        f"0.{'0' * 29}",
    ),
)
SENDERS = (GRID, NEIGHBOUR, ELHUB, "x")


def said(elhub: Hub, name: str, **arguments: Any) -> str:
    """Return what a call gives, or why it is refused."""
    try:
        return plain(elhub.call(name, now=MORNING, **arguments))
    except ValueError as error:
        return f"refused {error}"


def answers() -> Iterator[Answer]:
    """Yield what each call does to the settings of two areas."""
    HubRecorder("area settings")
    elhub = hub()
    for number in NUMBERS:
        idle = said(elhub, "set_loss_parameters", area=AREA, sender=GRID, idle=number, constant="0")
        constant = said(elhub, "set_loss_parameters", area=AREA, sender=GRID, idle="0", constant=number)
        lines = [idle, constant]
        for rule in list(DEFAULTS)[:3]:
            more = {"area": AREA, "sender": ELHUB, "rule": NAMES[rule] or rule.value}
            lines += [said(elhub, "set_settlement_limit", **more, limit=number)]
            lines += [said(elhub, "set_settlement_limit", **more, share=number)]
        yield Answer(f"number {number!r}", lines)
    for day in ("2026-02-01", "2026-02-02", "2026-02-30", "9999-12-31", "0001-01-01", "x"):
        values = {"area": AREA, "sender": GRID, "idle": "1", "constant": "0.5", "day": day}
        yield Answer(f"from {day}", [said(elhub, "set_loss_parameters", **values)])
    for rule in DEFAULTS:
        for sender in SENDERS:
            more = {"area": OTHER_AREA, "sender": sender, "rule": rule.value}
            changes: tuple[dict[str, Any], ...] = (
                {},
                {"limit": "5"},
                {"share": "0.5"},
                {"enabled": False},
                {"enabled": True},
            )
            lines = [said(elhub, "set_settlement_limit", **more, **change) for change in changes]
            yield Answer(
                f"{rule.value} by {sender}", [*lines, said(elhub, "settlement_limits", area=OTHER_AREA)]
            )
    for rule_name in ("", "x", *(name for name in NAMES.values() if name)):
        more = {"area": AREA, "sender": GRID, "rule": rule_name}
        yield Answer(f"rule {rule_name!r}", [said(elhub, "set_settlement_limit", **more, limit="1")])
    yield Answer("at the end", [plain(elhub.snapshot().tables)])


def test_settings_become_what_is_kept():
    """Results, refusals and the settings afterwards."""
    assert_kept(__file__, answers())
