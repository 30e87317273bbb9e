"""Who may send: the physical sender for the juridical one, in a role that the party holds, to this hub, once.

A message that fails here never becomes a process: the answer is a SOAP fault in the call itself.
Source: Elhub standard, page Validation and the service definitions (authorisation belongs to step 1, CodeGroup
Security). That another recipient is of group Other, and an identification used twice of group UUID, is inferred from
the names of the groups.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.harmless import quoted
from edielkit.hub.core.request import Request
from edielkit.hub.core.state_tables import SEEN
from edielkit.hub.core.transaction import Transaction

__all__ = ("authorise", "fault", "may_poll")


def fault(group: str, description: str, now: dt.datetime, text: str = "") -> SoapDocument:
    """Return a SOAP fault with Elhub's detail.

    Args:
        group: Elhub's CodeGroup, such as ``Security``.
        description: What is wrong, in few words.
        now: Instant of the answer.
        text: More words.
    """
    return SoapDocument(
        fault=SoapFault(
            code="Server" if group == "System" else "Client",
            text=description,
            code_group=group,
            description=description[:100],
            exception_date_time=now.isoformat(timespec="seconds"),
            fault_text=(text or description)[:1000],
        )
    )


def authorise(transaction: Transaction, request: Request) -> tuple[str, str] | None:
    """Return group and words of what keeps the message out, None when nothing does."""
    return next(_troubles(transaction, request), None)


def _troubles(transaction: Transaction, request: Request) -> Iterator[tuple[str, str]]:
    sender = transaction.party(request.sender)
    if sender is None or not sender.active:
        yield "Security", "the juridical sender is no active market party"
        return
    if not may_act(transaction, request.physical_sender, request.sender):
        yield "Security", "the physical sender may not act for the juridical sender"
    if request.role not in sender.roles:
        held = ", ".join(sorted(sender.roles)) or "none"
        yield (
            "Security",
            f"the juridical sender does not hold role {quoted(request.role, 10)}; its roles: {held}",
        )
    if request.recipient != transaction.config.gln:
        yield "Other", f"the message is for another recipient; expected {transaction.config.gln}"
    if transaction.get(SEEN, request.identification) is not None:
        yield (
            "UUID",
            f"the identification {quoted(request.identification, 40)} has been used before; each message needs its own",
        )


def may_act(transaction: Transaction, physical: str, juridical: str) -> bool:
    """Tell whether *physical* may send and poll in the name of *juridical*."""
    if physical == juridical:
        return True
    provider, party = transaction.party(physical), transaction.party(juridical)
    return provider is not None and provider.active and party is not None and physical in party.providers


def may_poll(transaction: Transaction, party: str, role: str | None, physical: str) -> bool:
    """Tell whether *physical* may empty the queues of *party*, in *role* if one is asked for."""
    holder = transaction.party(party)
    if holder is None or not holder.active or not may_act(transaction, physical, party):
        return False
    return role is None or role in holder.roles
