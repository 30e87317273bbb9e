"""What messages are chosen by, held against the market and the standard: a name that is misspelt is refused, not met with silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from edielkit.emif.messages import MESSAGES
from edielkit.emif.soap import WRAPPERS
from edielkit.scenarios import MarketNames
from edielkit.server.control.json_doors import BadRequestError, meant

__all__ = ("SERVICES", "check_call", "number_of", "wanted_facts")

_PROCESS, _REQUEST = "BRS-NO-", "Request"
# Services with their operations, which are called as the wrappers of their requests.
SERVICES: Mapping[str, frozenset[str]] = {
    service: frozenset(
        wrapper.element.removesuffix(_REQUEST)
        for wrapper in WRAPPERS.values()
        if wrapper.service == service and wrapper.element.endswith(_REQUEST)
    )
    for service in sorted({wrapper.service for wrapper in WRAPPERS.values()})
}
# Facts whose values are some of the standard's names.
_VALUES: Mapping[str, Collection[str]] = {
    "way": ("in", "out"),
    "service": tuple(SERVICES),
    "message": tuple(sorted(MESSAGES)),
}


def wanted_facts(names: MarketNames, facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts that messages are chosen by, as `edielkit.server.control.summaries.matches` takes them.

    Args:
        names: The names of the market.
        facts: The facts by name.

    Raises:
        BadRequestError: One has a value that no message can have.
    """
    for name, value in facts.items():
        if name in _VALUES and value not in _VALUES[name]:
            raise BadRequestError(f"{name}: no {value[:60]!r}{meant(value, _VALUES[name])}")
        if name in {"party", "from", "to", "point"}:
            number_of(value, "point" if name == "point" else "party", names, where=f"{name}: ")
    process = {"process": facts["process"].removeprefix(_PROCESS)} if "process" in facts else {}
    return {**facts, **process}


def number_of(name: str, kind: str, names: MarketNames, *, where: str = "", status: int = 400) -> str:
    """Return the number behind the name of a party or metering point; a number stands for itself.

    Args:
        name: The name, or the number.
        kind: ``party`` or ``point``.
        names: The names of the market.
        where: What stands before the refusal.
        status: HTTP status of the refusal.

    Raises:
        BadRequestError: The market has no such name, and it is no number.
    """
    candidates: Mapping[str, Any] = names.parties if kind == "party" else names.points
    if name in candidates or (name.isascii() and name.isdigit()):
        return names.number_of(name)
    raise BadRequestError(f"{where}no {kind} {name[:60]!r} in the market{meant(name, candidates)}", status)


def check_call(service: object, operation: object) -> None:
    """Refuse a service or operation that there is not; empty stands for any.

    Args:
        service: Name of the service.
        operation: Name of the operation.

    Raises:
        BadRequestError: There is none of that name.
    """
    if service and str(service) not in SERVICES:
        raise BadRequestError(f"service: no {str(service)[:60]!r}{meant(str(service), SERVICES)}")
    chosen = (SERVICES[str(service)],) if service else SERVICES.values()
    there = {name for operations in chosen for name in operations}
    if operation and str(operation) not in there:
        raise BadRequestError(f"operation: no {str(operation)[:60]!r}{meant(str(operation), sorted(there))}")
