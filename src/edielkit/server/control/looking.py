"""What a hub holds, to look at: messages, points, processes, queues, and what its portal can do."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from edielkit.errors import UnforeseenError
from edielkit.hub.engine.portal import CALLS
from edielkit.scenarios import MarketNames
from edielkit.server.control.area_days import area_day
from edielkit.server.control.call_words import argument_words
from edielkit.server.control.json_doors import Asked, BadRequestError, day_of, endpoint, meant
from edielkit.server.control.market_facts import number_of, wanted_facts
from edielkit.server.control.summaries import detail, matches, summary
from edielkit.server.message_log import LoggedMessage

__all__ = ("routes",)

_MOST, _MOST_DIGITS = 1000, 16
# Keys of the query that messages are chosen by.
CHOICES = ("party", "point", "way", "message", "process", "service", "from", "to")


def routes(path: str) -> list[BaseRoute]:
    """Return the routes of what can be looked at under *path*."""
    return [
        Route(f"{path}/messages", endpoint(_messages, query=(*CHOICES, "after", "limit"))),
        Route(f"{path}/messages/{{number}}", endpoint(_message)),
        Route(f"{path}/messages/{{number}}/xml", endpoint(_xml)),
        Route(f"{path}/points", endpoint(_points)),
        Route(f"{path}/points/{{point}}", endpoint(_point)),
        Route(f"{path}/processes", endpoint(_processes, query=("point", "limit"))),
        Route(f"{path}/processes/{{identification}}", endpoint(_process)),
        Route(f"{path}/queues/{{party}}", endpoint(_queues)),
        Route(f"{path}/areas/{{area}}/{{day}}", endpoint(_area)),
        Route(f"{path}/market", endpoint(_market)),
        Route(f"{path}/calls", endpoint(_calls)),
        Route(f"{path}/call/{{name}}", endpoint(_call), methods=["POST"]),
    ]


def _messages(asked: Asked) -> Any:
    """The last messages first: ``?party=&point=&way=in|out&message=&process=&service=&from=&to=&after=&limit=``."""
    workspace = asked.workspace
    wanted = wanted_facts(workspace.names, {key: asked.query[key] for key in CHOICES if key in asked.query})
    limit, after = asked.count("limit", 100, _MOST, 1), asked.count("after", 0, 10**9)
    chosen = (
        message
        for message in reversed(tuple(workspace.messages))
        if message.number > after and matches(message, workspace.names, wanted)
    )
    listed = [summary(message, workspace.names) for message, _ in zip(chosen, range(limit), strict=False)]
    return {"count": workspace.messages.count, "messages": listed}


def _logged(asked: Asked) -> LoggedMessage:
    text = asked.path["number"]
    if not (text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS):
        raise BadRequestError("expected the number of a message")
    message = asked.workspace.messages.get(int(text))
    if message is None:
        raise BadRequestError("no message of this number is kept", 404)
    return message


def _message(asked: Asked) -> Any:
    return detail(_logged(asked), asked.workspace.names)


def _xml(asked: Asked) -> Response:
    return Response(_logged(asked).to_bytes(), headers={"content-type": "application/xml"})


def _points(asked: Asked) -> Any:
    names, today = asked.workspace.names, asked.workspace.today()
    lines = []
    for point in asked.workspace.hub.points():
        supply, occupancy = point.supply(today), point.occupancy(today)
        lines.append(
            {
                "point": names.name_of(point.identification),
                "identification": point.identification,
                "supplier": None if supply is None else names.name_of(supply.supplier),
                "user": None if occupancy is None else names.name_of(str(occupancy.customer.identification)),
            }
        )
    return {"day": today, "points": lines}


def _point(asked: Asked) -> Any:
    """A point by GSRN or name: its timeline as it is registered, and its processes."""
    number = asked.workspace.names.number_of(asked.path["point"])
    point = asked.workspace.hub.point(number)
    if point is None:
        words = f"there is no such metering point{meant(asked.path['point'], asked.workspace.names.points)}"
        raise BadRequestError(words, 404)
    processes = asked.workspace.hub.processes(number)
    return {
        "name": asked.workspace.names.name_of(number),
        "registered": point,
        "processes": [_line(process, asked.workspace.names) for process in processes],
    }


def _line(process: Any, names: MarketNames) -> dict[str, Any]:
    return {
        "identification": process.identification,
        "process": process.brs,
        "point": names.name_of(process.point),
        "initiator": names.name_of(process.initiator),
        "role": process.role,
        "day": process.day,
        "phase": process.phase,
        "deadline": process.deadline,
    }


def _processes(asked: Asked) -> Any:
    names = asked.workspace.names
    point = asked.query.get("point")
    number = None if point is None else number_of(point, "point", names)
    processes = asked.workspace.hub.processes(number)
    limit = asked.count("limit", 100, _MOST, 1)
    return {"processes": [_line(process, names) for process in processes[::-1][:limit]]}


def _process(asked: Asked) -> Any:
    process = asked.workspace.hub.process(asked.path["identification"])
    if process is None:
        raise BadRequestError("no request with this identification began a process", 404)
    return {**_line(process, asked.workspace.names), "request": process.request, "notices": process.notices}


def _queues(asked: Asked) -> Any:
    """What waits for a party, by name or GLN: messages that no poll has given out, and results that are not acknowledged."""
    names = asked.workspace.names
    party = number_of(asked.path["party"], "party", names, status=404)
    queues = asked.workspace.hub.queues(party)
    is_empty = not any(held["waiting"] or held["open"] for held in queues.values())
    if is_empty and party not in map(names.number_of, names.parties):
        raise BadRequestError("no party of this number in the market", 404)
    return {
        queue: {
            "waiting": [
                {
                    "message": outgoing.message.kind(),
                    "role": outgoing.role,
                    "point": names.name_of(outgoing.point),
                }
                for outgoing in held["waiting"]
            ],
            "open": [
                {
                    "identification": result.identification,
                    "role": result.role,
                    "created": result.created,
                    "messages": [message.kind() for message in result.messages],
                }
                for result in held["open"]
            ],
        }
        for queue, held in queues.items()
    }


def _area(asked: Asked) -> Any:
    """A grid area's day, by name or EIC: its settlement with checks, missing values, sums and losses."""
    names, name = asked.workspace.names, asked.path["area"]
    eic = names.number_of(name)
    if eic not in {area.identification for area in names.areas.values()}:
        raise BadRequestError(f"there is no such grid area{meant(name, names.areas)}", 404)
    day = day_of(asked.path["day"])
    try:
        return area_day(asked.workspace, eic, day)
    except (ValueError, OverflowError):
        raise BadRequestError(
            f"expected a usage day such as 2026-02-02, found {day}: nobody means it"
        ) from None


def _market(asked: Asked) -> Any:
    names = asked.workspace.names
    return {
        "parties": names.parties,
        "areas": names.areas,
        "points": names.points,
        "customers": {name: str(customer.identification) for name, customer in names.customers.items()},
    }


def _calls(_asked: Asked) -> Any:
    """The calls of the portal: what each takes, in words."""
    return {name: argument_words(function) for name, function in CALLS.items()}


def _call(asked: Asked) -> Any:
    """Do what a portal does; names of parties, areas, points and customers stand for their numbers."""
    names = asked.workspace.names
    try:
        return {"result": asked.workspace.call(asked.path["name"], **_numbers(asked.body, names))}
    except (ValueError, PermissionError) as error:
        raise BadRequestError(str(error)) from None
    except UnforeseenError as error:
        raise BadRequestError(str(error), 500) from None


def _numbers(value: Any, names: MarketNames) -> Any:
    if isinstance(value, dict):
        return {key: _numbers(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item, names) for item in value]
    return names.number_of(value) if isinstance(value, str) else value
