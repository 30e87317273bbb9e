"""The instant of validation: one that was named, the message's own, or the clock, which only the command line owns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import click

from edielkit.cli.shared_options import ParamType
from edielkit.inputs import Input

__all__ = ("CREATED", "DAY", "INSTANT", "NOW", "Now")

Now = Callable[[bytes | Input], dt.datetime | None]


# a day in digits, whether the calendar has it or not
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def _in_quotes(text: str) -> str:
    """Return *text* in quotes, with the words that there is no such day if it begins with one."""
    day = _DAY.match(text)
    try:
        return f"{text[:40]!r}" if day is None or dt.date.fromisoformat(day[0]) else ""
    except ValueError:
        return f"{text[:40]!r}, a day that does not exist"


class _Instant(ParamType):
    """An instant with its zone, or ``message`` where the message's own is meant."""

    name = "instant"

    def __init__(self, message: Now | None = None) -> None:
        self.message = message

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return a function from an input to the instant of validation."""
        if callable(value):
            return value
        if value == "message" and self.message:
            return self.message
        try:
            instant = dt.datetime.fromisoformat(str(value))
        except ValueError:
            quoted = _in_quotes(str(value))
            self.fail(
                f"expected 'message' or an instant such as 2026-02-02T06:00:00Z, found {quoted}"
                if self.message
                else f"expected an instant such as 2026-02-02T06:00:00Z, found {quoted}",
                param,
                ctx,
            )
        if instant.utcoffset() is None:
            self.fail(
                f"expected an instant with its zone, such as 2026-02-02T06:00:00Z or +01:00, found {_in_quotes(str(value))}",
                param,
                ctx,
            )
        return lambda _: instant


def _creation_time(data: bytes | Input) -> dt.datetime | None:
    from edielkit.verbs import creation_time

    return creation_time(data)


def _sending_time(data: bytes | Input) -> dt.datetime | None:
    """Return when the first message was made, or its interchange prepared, if that is later: before that nobody has it."""
    from edielkit.edifact.read.detect import preparation
    from edielkit.inputs import XmlInput, open_input
    from edielkit.verbs import creation_time

    created = creation_time(data)
    opened = None if created is None else open_input(data, verb="validate")
    if created is None or opened is None or isinstance(opened, XmlInput):
        return created
    prepared = preparation(opened.content)
    return created if prepared is None else max(created, prepared)


# of a check, of what is written, of anything else
NOW = _Instant(_sending_time)
CREATED = _Instant(_creation_time)
INSTANT = _Instant()


class _Day(click.DateTime):
    """A day of the calendar."""

    def __init__(self) -> None:
        super().__init__(("%Y-%m-%d",))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the day, or say what one looks like."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"expected a day such as 2026-02-02, found {_in_quotes(str(value))}", param, ctx)


DAY = _Day()
