"""The page of what differs between a served hub and Elhub, operation by operation, held against the routes in the code."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
from starlette.routing import BaseRoute, Route

from docs.generators.markdown import NOTE, table
from edielkit.server.control.door import PATH
from edielkit.server.control.openapi import openapi as control_openapi
from edielkit.server.data import access_api, energy_data, jobs
from edielkit.server.pages import approval
from edielkit.server.soap.services import SERVICES
from edielkit.server.tokens import door as tokens

__all__ = ("STATES", "ServedOperation", "in_code", "page", "served_operations")

_TABLE = Path(__file__).with_name("served_operations.csv")
STATES = ("alike", "differs", "own", "absent")
# Doors that Elhub has too: what stands before their routes, and the routes.
_DOORS = {
    "token": ("", tokens.routes),
    "energy-data": (energy_data.PATH, energy_data.routes),
    "jobs": (jobs.PATH, jobs.routes),
    "access": (access_api.PATH, access_api.routes),
    "Min Side": ("", approval.routes),
}
# Descriptions of the doors, and what is for those who test.
_OUR_OWN = ("/openapi.json", "/_hub/")
_HEAD = f"""\
# What differs from Elhub

{NOTE}

Each operation of a [served hub](../how-to/hub-as-a-server.md) beside Elhub's. *alike*: as far as is public nothing differs; *differs*: in what stands there;
*own*: Elhub has it, and its form is not public; *absent*: Elhub has it, the server has not. What a message is answered is the hub's:
[coverage](coverage.md) says what of Elhub's processes it knows, [the hub](../explanation/hub.md) what it assumes. *shown by* names the test.
"""


@attrs.frozen(kw_only=True)
class ServedOperation:
    """An operation of a door.

    Attributes:
        door: The service or door.
        operation: Its name, or method and path with ``{}`` for what varies.
        state: One of `STATES`.
        difference: What differs, and what is not public; empty for nothing.
        shown: The test that shows it; empty for what is absent.
    """

    door: str
    operation: str
    state: str
    difference: str
    shown: str


def served_operations() -> tuple[ServedOperation, ...]:
    """Return the lines of the table."""
    lines = (line for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(ServedOperation(**row) for row in csv.DictReader(lines))


def in_code() -> set[tuple[str, str]]:
    """Return door and name of every operation that the code has."""
    soap = {(service.name, name) for service in SERVICES.values() for name in service.operations}
    routes = {
        (name, operation)
        for name, (before, door_routes) in _DOORS.items()
        for route in door_routes()
        for operation in _operations(route, before)
    }
    return soap | routes


def _operations(route: BaseRoute, before: str) -> Iterator[str]:
    if not isinstance(route, Route) or any(mark in route.path for mark in _OUR_OWN):
        return
    path = re.sub(r"{[^}]*}", "{}", route.path.removeprefix(before))
    for method in sorted((route.methods or set()) - {"HEAD"}):
        yield f"{method} {path}"


def page() -> str:
    """Return the page."""
    operations = served_operations()
    counts = Counter(operation.state for operation in operations)
    lines = [_HEAD, ", ".join(f"{counts[state]} {state}" for state in STATES) + ".", ""]
    for door in dict.fromkeys(operation.door for operation in operations):
        rows = (
            (
                f"`{operation.operation}`",
                operation.state,
                operation.difference,
                f"`{operation.shown}`" if operation.shown else "",
            )
            for operation in operations
            if operation.door == door
        )
        lines += [f"## {door}", "", *table(("operation", "state", "difference", "shown by"), rows), ""]
    lines += ["## Control door", "", _CONTROL, *table(("operation", "what it does"), _control_rows())]
    return "\n".join(lines).rstrip() + "\n"


_CONTROL = "Elhub has no such door: all of it is for those who test.\n"


def _control_rows() -> Iterator[tuple[str, str]]:
    """Yield the operations of the control door, as its OpenAPI document has them."""
    for path, methods in control_openapi(PATH)["paths"].items():
        for method, described in methods.items():
            yield f"`{method.upper()} {PATH}{path}`", described["summary"]
