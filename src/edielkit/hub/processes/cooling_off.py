"""The basis of a move-in back in time (angrerett, EI-1367): what a supplier declares before it takes a consumer back in time.

Source: user forum 2024: by the law on the right of withdrawal (angrerettloven § 18) a trader confirms a distance contract in writing
before the service begins, so that a supplier may not register a consumer back in time; EI-1367 lets it move the consumer in back in
time to the supplier of last resort. What came of the discussion is NOT FOUND, but for the element MoveInToSLR. So the rule
is an option (`Config.cooling_off_asked`), and the bases are what the text itself leaves open (derived); no message carries one, and a call
of the portal declares it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from edielkit.harmless import quoted
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.processes.access_records import MOVE_IN_BASES
from edielkit.hub.processes.case import Case

__all__ = ("BASES", "basis_troubles", "declare_basis")

# Basis to what it says.
BASES: Mapping[str, str] = MappingProxyType(
    {
        "confirmed before": "the agreement was confirmed in writing before the day of moving in",
        "no distance contract": "the agreement was not made at a distance",
    }
)
# A birth number; an organisation is no consumer.
_CONSUMER_DIGITS = 11


def declare_basis(
    transaction: Transaction, *, supplier: str, customer: str, point: str, day: str, basis: str
) -> None:
    """Let a supplier declare on which basis it moves a consumer in back in time.

    Args:
        transaction: The step.
        supplier: GLN of the supplier.
        customer: Identification of the consumer.
        point: GSRN of the metering point.
        day: Day of moving in.
        basis: ``confirmed before``: the agreement was confirmed in writing before that day; ``no distance contract``.

    Raises:
        ValueError: There is no such basis, supplier or metering point.
    """
    party = transaction.party(supplier)
    if basis not in BASES:
        raise ValueError(f"expected one of {', '.join(BASES)}; found {quoted(basis, 40)}")
    if party is None or "DDQ" not in party.roles:
        raise ValueError("expected a balance supplier")
    if transaction.point(point) is None:
        raise ValueError("expected a metering point that is registered")
    transaction.put(MOVE_IN_BASES, (supplier, customer, point, dt.date.fromisoformat(day)), basis)


def basis_troubles(case: Case) -> Iterator[str]:
    """Yield what keeps a move-in back in time from being carried out, where the hub asks for its basis."""
    transaction, request = case.transaction, case.request
    to_last_resort = bool(getattr(request.payload, "move_in_to_slr", None))
    if not transaction.config.cooling_off_asked or to_last_resort or case.day >= case.today:
        return
    if len(case.customer_number) != _CONSUMER_DIGITS:
        return
    key = (request.sender, case.customer_number, case.point.identification, case.day)
    if transaction.get(MOVE_IN_BASES, key) is None:
        yield (
            "expected a declared basis of the move-in back in time, or the supplier of last resort (MoveInToSLR);"
            " found neither"
        )
