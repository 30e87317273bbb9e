"""What happened in a scenario, step by step, and what did not happen as expected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.market_time import local_time
from edielkit.scenarios.message_facts import MessageFacts

__all__ = ("Event", "Playback")


@attrs.frozen(kw_only=True)
class Event:
    """One step as it went.

    Attributes:
        number: Place of the step, from 1.
        when: Instant of the step.
        title: Who did what.
        note: What the scenario says about it.
        outcome: What the hub said to it in the call, in words.
        sent: The messages that the hub sent because of it.
        differences: What was not as expected; none when all was.
        place: Where the step stands in the scenario.
        whatever: The scenario does not say which messages it expects.
    """

    number: int
    when: dt.datetime
    title: str
    note: str = ""
    outcome: tuple[str, ...] = ()
    sent: tuple[MessageFacts, ...] = ()
    differences: tuple[str, ...] = ()
    place: str = ""
    whatever: bool = False

    def lines(self, *, brief: bool = False) -> Iterator[str]:
        """Yield the step in words.

        Args:
            brief: Name the recipients of messages alone where the scenario does not say which it expects.
        """
        clock = local_time(self.when)
        yield f"{self.number:>3}. {clock:%a %Y-%m-%d %H:%M}  {self.title}"
        if self.note:
            yield f"       ({self.note})"
        yield from (f"       {words}" for words in self.outcome)
        yield from (
            f"       -> {line}" for line in (self._groups() if brief and self.whatever else self.sent)
        )
        yield from (f"       ✗ {words}" for words in self.differences)

    def _groups(self) -> Iterator[str]:
        """Yield messages of one kind and process with all of their recipients."""
        groups: dict[str, Counter[str]] = {}
        for message in self.sent:
            name = f"{message.message} {message.type}, process {message.process}"
            groups.setdefault(name, Counter())[message.to] += 1
        for name, recipients in groups.items():
            counted = (f"{to} ({count} times)" if count > 1 else to for to, count in recipients.items())
            yield f"{name}, to {', '.join(counted)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain data."""
        return {
            "number": self.number,
            "when": self.when.isoformat(),
            "title": self.title,
            "note": self.note,
            "outcome": list(self.outcome),
            "sent": [_facts(message) for message in self.sent],
            "differences": list(self.differences),
        }


def _facts(message: MessageFacts) -> dict[str, Any]:
    plain = attrs.asdict(message, filter=lambda field, _: field.name != "whole", recurse=False)
    plain["day"] = None if message.day is None else message.day.isoformat()
    plain["payloads"] = [payload.to_dict() for payload in message.payloads]
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in plain.items() if value
    }


@attrs.frozen(kw_only=True)
class Playback:
    """A scenario as it went.

    Attributes:
        title: Title of the scenario.
        processes: Processes that it is about.
        events: The steps.
        hub: The hub as it is at the end.
    """

    title: str
    processes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    hub: Hub = attrs.field(repr=False, eq=False)

    @property
    def ok(self) -> bool:
        """Everything went as expected."""
        return not self.differences

    @property
    def differences(self) -> tuple[str, ...]:
        """What was not as expected, with the number of the step."""
        return tuple(f"step {event.number}: {words}" for event in self.events for words in event.differences)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the story in words."""
        about = f" (BRS-NO-{', '.join(self.processes)})" if self.processes else ""
        yield f"{'✓' if self.ok else '✗'} {self.title}{about}"
        for event in self.events:
            yield from event.lines()

    def to_dict(self) -> dict[str, Any]:
        """Return the story as plain data."""
        return {
            "scenario": self.title,
            "processes": list(self.processes),
            "ok": self.ok,
            "steps": [event.to_dict() for event in self.events],
        }
