"""Expectations held against what came: each difference in words, none left out.

A list of expected messages is complete: what came and is not in it is a difference too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.hub.core.market_records import Point
from edielkit.scenarios.clock import ScenarioClock
from edielkit.scenarios.market_points import STATUSES
from edielkit.scenarios.message_facts import MessageFacts
from edielkit.scenarios.payload_facts import differences, expected_payloads
from edielkit.scenarios.scenario_fields import Fields

__all__ = ("ExpectedMessage", "compare", "expected_messages", "result_differences", "state_differences")

_TEXTS = (
    "to",
    "role",
    "message",
    "process",
    "type",
    "queue",
    "point",
    "reference",
    "supplier",
    "customer",
    "status",
    "reason",
    "part",
)
_NOTHING = "none"
# The place of an item in a list; -1 is the last.
_PLACE = re.compile(r"-?\d{1,6}")


@attrs.frozen
class ExpectedMessage:
    """A message that is expected: the facts that matter, and no others.

    Attributes:
        facts: Fact by name.
        fields: Value by the path of a field of the message.
        has: Paths of fields that must be there.
        lacks: Paths of fields that must not be there.
        payloads: Facts of each payload of values, or reminder; None when nothing is said of them.
        name: Name under which later steps know the message; empty for none.
    """

    facts: Mapping[str, Any]
    fields: Mapping[str, str] = attrs.field(factory=dict)
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    name: str = ""
    payloads: tuple[Mapping[str, Any], ...] | None = None

    def __str__(self) -> str:
        shown = dict(self.facts)
        head = str(shown.pop("message", "a message"))
        head += f" {shown.pop('type')}" if "type" in shown else ""
        head += f" to {shown.pop('to')}" if "to" in shown else ""
        head += f" ({shown.pop('role')})" if "role" in shown else ""
        parts = [f"{name} {_shown(value)}" for name, value in shown.items()]
        parts += [f"{path} = {value}" for path, value in self.fields.items()]
        parts += [f"with {path}" for path in self.has] + [f"without {path}" for path in self.lacks]
        return ", ".join([head, *parts])

    def differences(self, message: MessageFacts) -> Iterator[str]:
        """Yield what is not as expected, in words."""
        for name, value in self.facts.items():
            actual = getattr(message, name)
            if actual != value:
                yield f"{name} {_shown(actual)} instead of {_shown(value)}"
        plain = message.plain if self.fields or self.has or self.lacks else {}
        for path, text in self.fields.items():
            value = _at(plain, path)
            if _text(value) != text:
                yield f"{path} {_text(value) or _NOTHING} instead of {text}"
        if self.payloads is not None:
            yield from differences(self.payloads, message.payloads)
        yield from (f"no {path}" for path in self.has if _at(plain, path) is None)
        yield from (f"{path} is there" for path in self.lacks if _at(plain, path) is not None)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or _NOTHING
    return str(value) if value not in {None, ""} else _NOTHING


def _at(plain: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(plain, list) and _PLACE.fullmatch(name) and -len(plain) <= int(name) < len(plain):
            plain = plain[int(name)]
        elif isinstance(plain, list) and name == "count":
            plain = len(plain)
        elif isinstance(plain, Mapping):
            plain = plain.get(name)
        else:
            return None
    return plain


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("value", "something")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def expected_messages(
    expectation: Fields, key: str, clock: ScenarioClock
) -> tuple[ExpectedMessage, ...] | None:
    """Return the expected messages under *key*, None when nothing is said of them.

    Args:
        expectation: The mapping ``expect``.
        key: ``sent``, ``messages`` or ``answer``.
        clock: The clock.
    """
    items = expectation.items(key)
    if items is None:
        return None
    messages = []
    for fields in items:
        facts: dict[str, Any] = {name: value for name in _TEXTS if (value := fields.text(name)) is not None}
        reasons, day = fields.texts("reasons"), fields.text("day")
        if reasons is not None:
            facts["reasons"] = reasons
        if day is not None:
            facts["day"] = clock.day(day, fields.at("day"))
        inner = fields.fields("fields")
        paths = {path: inner.needed(path) for path in inner}
        has, lacks = fields.texts("has") or (), fields.texts("lacks") or ()
        payloads = expected_payloads(fields, "payloads", clock)
        name = fields.text("as", "") or ""
        fields.done()
        messages.append(ExpectedMessage(facts, paths, has, lacks, name, payloads))
    return tuple(messages)


def compare(expected: Sequence[ExpectedMessage], actual: Sequence[MessageFacts], *, where: str) -> list[str]:
    """Return the differences between the messages that are expected and those that came.

    Order does not matter. A message that is missing is set beside the one that comes nearest to it.

    Args:
        expected: All messages that are expected.
        actual: All messages that came.
        where: What came, in words, such as ``sent``.
    """
    left, missing = list(actual), []
    for message in expected:
        match = next((candidate for candidate in left if not list(message.differences(candidate))), None)
        if match is None:
            missing.append(message)
        else:
            left.remove(match)
    texts = []
    for message in missing:
        near = _nearest(message, left)
        if near is None:
            texts.append(f"expected {message}; it was not {where}")
        else:
            left.remove(near)
            wrong = "; ".join(message.differences(near))
            texts.append(f"expected {message}; what came is {near}: {wrong}")
    return texts + [f"did not expect {candidate}, which was {where}" for candidate in left]


def _nearest(expected: ExpectedMessage, left: Sequence[MessageFacts]) -> MessageFacts | None:
    def rank(candidate: MessageFacts) -> tuple[bool, bool, int]:
        facts = expected.facts
        same = [getattr(candidate, name) == value for name, value in facts.items()]
        return candidate.to == facts.get("to"), candidate.message == facts.get("message"), sum(same)

    near = max(left, key=rank, default=None)
    return near if near is not None and any(rank(near)[:2]) else None


_StateReader = Callable[[Point, dt.date], str | None]


def _supplier(point: Point, day: dt.date) -> str | None:
    supply = point.supply(day)
    return None if supply is None else supply.supplier


def _role(point: Point, day: dt.date) -> str | None:
    supply = point.supply(day)
    return None if supply is None else supply.role


def _user(point: Point, day: dt.date) -> str | None:
    occupancy = point.occupancy(day)
    return None if occupancy is None else str(occupancy.customer.identification)


def _status(point: Point, day: dt.date) -> str | None:
    words = {code: word for word, code in STATUSES.items()}
    status = point.status(day)
    return None if status is None else words.get(status, status)


def _settlement(point: Point, day: dt.date) -> str | None:
    method = point.data(day).detail.settlement_method_type
    return None if method is None else str(method)


def _access(point: Point, day: dt.date) -> str | None:
    access = next((item for item in point.timeline.accesses if point.access(item.party, day) is item), None)
    return None if access is None else access.party


def _resolution(point: Point, day: dt.date) -> str | None:
    resolution = point.data(day).detail.meter_reading_occurrence
    return None if resolution is None else str(resolution)


_STATE: Mapping[str, _StateReader] = MappingProxyType(
    {
        "resolution": _resolution,
        "supplier": _supplier,
        "role": _role,
        "user": _user,
        "status": _status,
        "settlement": _settlement,
        "access": _access,
    }
)


def result_differences(expected: Fields, result: Any, name_of: Callable[[str], str]) -> Iterator[str]:
    """Yield what is not as expected of what a call or a report gave.

    Args:
        expected: Value by path: names and places in lists, parted by points; ``count`` for how many a list has.
        result: Plain data.
        name_of: Gives the name behind a number.
    """
    for path in expected:
        wanted, actual = expected.needed(path), _text(_at(result, path))
        if wanted not in {actual or _NOTHING, name_of(actual)}:
            yield f"expected {path} {wanted}; it is {name_of(actual) or _NOTHING}"


def state_differences(
    fields: Fields, point: Point | None, day: dt.date, name_of: Callable[[str], str]
) -> list[str]:
    """Return what is not as expected of a metering point on a day.

    Args:
        fields: What is expected of ``supplier``, ``role``, ``user``, ``status``, ``settlement``, ``access``, ``resolution``; ``none`` for nothing.
        point: The point, None when it is not registered.
        day: The day.
        name_of: Gives the name behind a number.
    """
    name = fields.text("point") or ""
    registered = fields.yes("registered")
    expected = {key: value for key in _STATE if (value := fields.text(key)) is not None}
    if point is None:
        return [] if registered is False else [f"expected {name} to be registered; it is not"]
    if registered is False:
        return [f"expected {name} not to be registered; it is"]
    values = {key: _STATE[key](point, day) for key in expected}
    shown = {key: _NOTHING if value is None else name_of(value) for key, value in values.items()}
    return [
        f"expected {key} {value} of {name} on {day}; it is {shown[key]}"
        for key, value in expected.items()
        if shown[key] != value
    ]
