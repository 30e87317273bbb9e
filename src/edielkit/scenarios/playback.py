"""What happened in a scenario, step by step, and what did not happen as expected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.hub.engine.hub import Hub
from edielkit.market_time import OSLO
from edielkit.scenarios.message_facts import Facts

__all__ = ("Happening", "Story")


@attrs.frozen(kw_only=True)
class Happening:
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
    sent: tuple[Facts, ...] = ()
    differences: tuple[str, ...] = ()
    place: str = ""
    whatever: bool = False

    def lines(self, *, brief: bool = False) -> Iterator[str]:
        """Yield the step in words.

        Args:
            brief: Name the recipients of messages alone where the scenario does not say which it expects.
        """
        clock = self.when.astimezone(OSLO)
        yield f"{self.number:>3}. {clock:%a %Y-%m-%d %H:%M}  {self.title}"
        if self.note:
            yield f"       ({self.note})"
        yield from (f"       {words}" for words in self.outcome)
        yield from (
            f"       -> {each}" for each in (self._groups() if brief and self.whatever else self.sent)
        )
        yield from (f"       ✗ {words}" for words in self.differences)

    def _groups(self) -> Iterator[str]:
        """Yield messages of one kind and process with all of their recipients."""
        groups: dict[str, Counter[str]] = {}
        for each in self.sent:
            name = f"{each.message} {each.type}, process {each.process}"
            groups.setdefault(name, Counter())[each.to] += 1
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
            "sent": [_facts(each) for each in self.sent],
            "differences": list(self.differences),
        }


def _facts(each: Facts) -> dict[str, Any]:
    plain = attrs.asdict(each, filter=lambda field, _: field.name != "whole", recurse=False)
    plain["day"] = None if each.day is None else each.day.isoformat()
    plain["payloads"] = [one.to_dict() for one in each.payloads]
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in plain.items() if value
    }


@attrs.frozen(kw_only=True)
class Story:
    """A scenario as it went.

    Attributes:
        title: Title of the scenario.
        processes: Processes that it is about.
        happenings: The steps.
        hub: The hub as it is at the end.
    """

    title: str
    processes: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    hub: Hub = attrs.field(repr=False, eq=False)

    @property
    def ok(self) -> bool:
        """Everything went as expected."""
        return not self.differences

    @property
    def differences(self) -> tuple[str, ...]:
        """What was not as expected, with the number of the step."""
        return tuple(f"step {each.number}: {words}" for each in self.happenings for words in each.differences)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the story in words."""
        about = f" (BRS-NO-{', '.join(self.processes)})" if self.processes else ""
        yield f"{'✓' if self.ok else '✗'} {self.title}{about}"
        for each in self.happenings:
            yield from each.lines()

    def to_dict(self) -> dict[str, Any]:
        """Return the story as plain data."""
        return {
            "scenario": self.title,
            "processes": list(self.processes),
            "ok": self.ok,
            "steps": [each.to_dict() for each in self.happenings],
        }
