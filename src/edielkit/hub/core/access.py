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
from edielkit.hub.core.request import Request
from edielkit.hub.core.state import Work

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


def authorise(work: Work, request: Request) -> tuple[str, str] | None:
    """Return group and words of what keeps the message out, None when nothing does."""
    return next(_troubles(work, request), None)


def _troubles(work: Work, request: Request) -> Iterator[tuple[str, str]]:
    sender = work.party(request.sender)
    if sender is None or not sender.active:
        yield "Security", "the juridical sender is no active market party"
        return
    if not may_act(work, request.physical_sender, request.sender):
        yield "Security", "the physical sender may not act for the juridical sender"
    if request.role not in sender.roles:
        held = ", ".join(sorted(sender.roles)) or "none"
        yield "Security", f"the juridical sender does not hold role {request.role[:10]!r}; its roles: {held}"
    if request.recipient != work.config.gln:
        yield "Other", f"the message is for another recipient; expected {work.config.gln}"
    if work.get("seen", request.identification) is not None:
        yield (
            "UUID",
            f"the identification {request.identification[:40]!r} has been used before; each message needs its own",
        )


def may_act(work: Work, physical: str, juridical: str) -> bool:
    """Tell whether *physical* may send and poll in the name of *juridical*."""
    if physical == juridical:
        return True
    provider, party = work.party(physical), work.party(juridical)
    return provider is not None and provider.active and party is not None and physical in party.providers


def may_poll(work: Work, party: str, role: str | None, physical: str) -> bool:
    """Tell whether *physical* may empty the queues of *party*, in *role* if one is asked for."""
    found = work.party(party)
    if found is None or not found.active or not may_act(work, physical, party):
        return False
    return role is None or role in found.roles
