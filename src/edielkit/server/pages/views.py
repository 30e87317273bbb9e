"""What each page shows, as plain data in the names of the market."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.market_records import Point, Process
from edielkit.market_time import day_period, local_day, local_time
from edielkit.scenarios import MarketNames
from edielkit.series import decimal
from edielkit.server.control.area_days import area_day, settlement_state
from edielkit.server.control.summaries import matches, summary
from edielkit.server.message_log import LoggedMessage
from edielkit.server.workspace import Workspace

__all__ = (
    "MOST",
    "area_view",
    "clock_view",
    "market_view",
    "message_line",
    "message_lines",
    "oslo",
    "party_view",
    "point_view",
    "process_view",
)

MOST = 200
_BIRTH_NUMBER_DIGITS = 11
# Days of values on the page of a point.
_DAYS = 14


def oslo(instant: dt.datetime | None) -> str:
    """Return an instant by the Norwegian clock, empty for none.

    >>> oslo(dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC))
    '2026-07-01 08:00'
    """
    return "" if instant is None else local_time(instant).strftime("%Y-%m-%d %H:%M")


def clock_view(workspace: Workspace) -> dict[str, Any]:
    """Return what the clock shows, and what falls due next."""
    return {
        "now": oslo(workspace.now()),
        "speed": str(workspace.clock.speed),
        "due": oslo(workspace.hub.next_due),
    }


def market_view(workspace: Workspace) -> dict[str, Any]:
    """Return the parties with what waits for them, the grid areas, and the points with who has them today."""
    names, today = workspace.names, workspace.today()
    points = workspace.hub.points()
    return {
        "parties": [
            {
                "name": name,
                "gln": party.gln,
                "roles": sorted(party.roles),
                "waiting": sum(len(held["waiting"]) for held in workspace.hub.queues(party.gln).values()),
            }
            for name, party in names.parties.items()
        ],
        "areas": [
            {
                "name": name,
                "eic": area.identification,
                "owner": names.name_of(area.owner),
                "price_area": area.price_area,
                "state": settlement_state(workspace, area.identification, today - dt.timedelta(days=1)),
            }
            for name, area in names.areas.items()
        ],
        "points": [_point_line(point, names, today) for point in points[:MOST]],
        "count": len(points),
        "today": today,
        "yesterday": today - dt.timedelta(days=1),
    }


def _point_line(point: Point, names: MarketNames, today: dt.date) -> dict[str, Any]:
    supply, occupancy = point.supply(today), point.occupancy(today)
    return {
        "name": names.name_of(point.identification),
        "identification": point.identification,
        "supplier": "" if supply is None else names.name_of(supply.supplier),
        "user": "" if occupancy is None else _customer(names, str(occupancy.customer.identification)),
    }


def _customer(names: MarketNames, number: str) -> str:
    """Return the name of an end user in the market; a birth number without one is not shown."""
    name = names.name_of(number)
    return "a person" if len(name) == _BIRTH_NUMBER_DIGITS and name.isdigit() else name


def party_view(workspace: Workspace, gln: str) -> dict[str, Any]:
    """Return what waits for a party in each queue, and the results that it has not acknowledged.

    Args:
        workspace: The hub.
        gln: GLN of the party.
    """
    names = workspace.names
    return {
        "name": names.name_of(gln),
        "gln": gln,
        "queues": [
            {
                "name": queue,
                "waiting": [
                    {
                        "message": outgoing.message.kind(),
                        "role": outgoing.role,
                        "point": names.name_of(outgoing.point),
                    }
                    for outgoing in held["waiting"][:MOST]
                ],
                "count": len(held["waiting"]),
                "open": [result.identification for result in held["open"]],
            }
            for queue, held in workspace.hub.queues(gln).items()
        ],
        "messages": message_lines(workspace, {"party": gln}),
    }


def point_view(workspace: Workspace, point: Point) -> dict[str, Any]:
    """Return a metering point: supply, users, third parties and status by day, its processes and messages.

    Args:
        workspace: The hub.
        point: The point.
    """
    names, timeline = workspace.names, point.timeline
    return {
        **_point_line(point, names, workspace.today()),
        "area": names.name_of(point.area),
        "timeline": [
            *(("supply", names.name_of(s.supplier), s.role, s.start, s.end) for s in timeline.supplies),
            *(
                ("end user", _customer(names, str(o.customer.identification)), "", o.start, o.end)
                for o in timeline.occupancies
            ),
            *(("third party", names.name_of(a.party), "AG", a.start, a.end) for a in timeline.accesses),
            *(("status", change.status, "", change.start, None) for change in point.statuses),
        ],
        "values": list(_day_sums(workspace, point.identification)),
        "days": _DAYS,
        "processes": [
            _process_line(process, names) for process in workspace.hub.processes(point.identification)
        ],
        "messages": message_lines(workspace, {"point": point.identification}),
    }


def _day_sums(workspace: Workspace, gsrn: str) -> Iterator[tuple[dt.date, str, str, int]]:
    """Yield day, direction, sum and count of the metered active energy of the last days, the newest first."""
    for back in range(_DAYS):
        day = workspace.today() - dt.timedelta(days=back)
        for direction in ("Out", "In"):
            pieces = workspace.hub.values(gsrn, ACTIVE_ENERGY, direction, day_period(day))
            columns = [piece.observations.quantity.tolist() for piece in pieces]
            if columns:
                amount = decimal(sum(map(sum, columns)))
                yield day, direction, str(amount), sum(map(len, columns))


def _process_line(process: Process, names: MarketNames) -> dict[str, Any]:
    return {
        "identification": process.identification,
        "process": f"BRS-NO-{process.brs}",
        "point": names.name_of(process.point),
        "initiator": names.name_of(process.initiator),
        "day": process.day,
        "phase": process.phase.value,
        "deadline": oslo(process.deadline),
    }


def process_view(workspace: Workspace, process: Process) -> dict[str, Any]:
    """Return a process with its phase, its deadline and the messages that name it.

    Args:
        workspace: The hub.
        process: The process.
    """
    own = {process.identification, *process.notices}
    messages = [
        summary(message, workspace.names)
        for message in workspace.messages
        if {message.head.identification, message.head.reference} & own
    ]
    return {
        **_process_line(process, workspace.names),
        "messages": [_shown(line) for line in messages[:MOST]],
    }


def message_lines(workspace: Workspace, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """Return the last messages first, of those that are wanted.

    Args:
        workspace: The hub.
        wanted: As in `edielkit.server.control.summaries.matches`.
    """
    chosen = _matching(workspace, wanted)
    return [_shown(summary(message, workspace.names)) for message in islice(chosen, MOST)]


def message_line(workspace: Workspace, message: LoggedMessage) -> dict[str, Any]:
    """Return the line of one message.

    Args:
        workspace: The hub.
        message: The message.
    """
    return _shown(summary(message, workspace.names))


def _matching(workspace: Workspace, wanted: dict[str, str]) -> Iterator[LoggedMessage]:
    for message in reversed(tuple(workspace.messages)):
        if matches(message, workspace.names, wanted):
            yield message


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the list of messages, with its result in words, and the codes of a refusal.

    A request may be taken in by the call, and rejected in the queue: both are a refusal of it.
    """
    reasons = " ".join(line.get("reasons", ()))
    is_refused = bool(reasons) or not line.get("accepted", True)
    result = "accepted" if "accepted" in line else ""
    if is_refused:
        result = "taken in, and rejected in the queue" if line["accepted"] else "refused"
    why = (line["fault"] or reasons) if is_refused else ""
    return {**line, "when": oslo(line["when"]), "result": result, "why": why, "is_refused": is_refused}


def area_view(workspace: Workspace, eic: str, day: dt.date, language: str) -> dict[str, Any]:
    """Return a grid area's day as a picture, with the exchange points that may be the reason of an implausible loss.

    Args:
        workspace: The hub.
        eic: EIC of the area.
        day: Usage day.
        language: ``en`` or ``nb``, of the picture.

    Raises:
        ValueError: The area is not known, or its day has no picture.
    """
    names = workspace.names
    suspects = workspace.hub.exchange_suspects(day, eic)
    return {
        "name": names.name_of(eic),
        "day": day,
        "hours": day_period(day).duration // dt.timedelta(hours=1),
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "is_future": day > local_day(workspace.now()),
        "picture": workspace.hub.picture(eic, day, language=language),
        "suspects": [{**suspect, "point": names.name_of(suspect["point"])} for suspect in suspects],
        "settlement": _settlement(workspace, eic, day),
    }


def _settlement(workspace: Workspace, eic: str, day: dt.date) -> dict[str, Any]:
    """Return the settlement of an area's day with instants by the Norwegian clock."""
    plain = area_day(workspace, eic, day)
    versions = [
        {
            **version,
            "calculated": _shown_instant(version["calculated"]),
            "passed": _shown_instant(version["passed"]),
        }
        for version in plain["versions"]
    ]
    return {
        "due": oslo(plain["due"]),
        "versions": versions[::-1],
        "last": versions[-1] if versions else None,
        "deadlines": [
            {**row, "due": _shown_instant(row["due"]), "passed": _shown_instant(row["passed"])}
            for row in plain["deadlines"]
        ],
        "losses": [
            (_shown_instant(row["startTime"]), row["calculatedLossQuantityKwh"]) for row in plain["losses"]
        ],
    }


def _shown_instant(text: str | None) -> str:
    return oslo(None if text is None else dt.datetime.fromisoformat(text))
