"""What becomes of contracts after the days of a generated market: some customers change their supplier, some move in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from edielkit.generate.market.generated_market import GeneratedMarket

__all__ = ("ContractChange", "contract_changes", "newcomer")

# Of so many points with a supplier one changes.
_EVERY = 50
# A change of supplier needs some working days, and so does a move-in ahead of time.
_AHEAD = dt.timedelta(days=14)


@attrs.frozen(kw_only=True)
class ContractChange:
    """A start of supply.

    Attributes:
        point: Name of the metering point.
        process: ``101`` change of supplier, ``102`` move-in.
        customer: Name of the end user from then on.
        supplier: Name of the new supplier.
        day: Day of the start.
    """

    point: str
    process: str
    customer: str
    supplier: str
    day: dt.date


def newcomer(user: str, points: int) -> str:
    """Return the name of who moves in where *user* lives, in a market of so many points.

    >>> newcomer("person 0000007", 100)
    'person 0000107'
    """
    kind, _, place = user.partition(" ")
    return f"{kind} {int(place) + points:07d}"


def contract_changes(
    market: GeneratedMarket, rows: Iterator[Mapping[str, Any]], last: dt.date
) -> Iterator[ContractChange]:
    """Yield the starts of supply of a market, those of one day two weeks after its last.

    Args:
        market: The market.
        rows: Its points, as `edielkit.generate.market.scenario.point_rows` gives them.
        last: The last day of its values: what has been settled stays.
    """
    names = [party.name for party in market.suppliers]
    supplied = [
        row for row in rows if "supplier" in row and "role" not in row and row["kind"] == "consumption"
    ]
    for number, row in enumerate(supplied[::_EVERY]):
        moves = number % 2 == 1
        yield ContractChange(
            point=row["name"],
            process="102" if moves else "101",
            customer=newcomer(row["user"], market.points) if moves else row["user"],
            supplier=names[(names.index(row["supplier"]) + 1) % len(names)],
            day=last + _AHEAD,
        )
