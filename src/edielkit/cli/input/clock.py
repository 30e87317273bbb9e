"""The instant of judgement: given, the message's own, or the clock, which only the command line owns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import click

from edielkit.cli.options import ParamType
from edielkit.errors import EdielError
from edielkit.inputs import is_edifact

__all__ = ("INSTANT", "NOW", "Now", "message_time")

Now = Callable[[bytes], dt.datetime | None]


class _Instant(ParamType):
    """An instant with its zone, or ``message`` where the message's own is meant."""

    name = "instant"

    def __init__(self, *, message: bool = True) -> None:
        self.message = message

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Return a function from the bytes of an input to the instant of judgement."""
        if callable(value):
            return value
        if value == "message" and self.message:
            return message_time
        try:
            instant = dt.datetime.fromisoformat(str(value))
        except ValueError:
            words = "'message' or an instant" if self.message else "an instant"
            self.fail(f"expected {words} such as 2026-02-02T06:00:00Z", param, ctx)
        if instant.utcoffset() is None:
            self.fail("expected an instant with its zone, such as 2026-02-02T06:00:00Z or +01:00", param, ctx)
        return lambda _: instant


NOW = _Instant()
INSTANT = _Instant(message=False)


def message_time(data: bytes) -> dt.datetime | None:
    """Return the creation time of the first message in *data*, None when it states none."""
    from edielkit.verbs import parse_all

    try:
        document = parse_all(data)[0]
    except EdielError:
        return None
    if is_edifact(document):
        return _edifact_time(document)
    messages = getattr(document, "messages", None) or (document,)
    creation = getattr(getattr(messages[0], "header", None), "creation", None)
    return creation if isinstance(creation, dt.datetime) else None


def _edifact_time(interchange: Any) -> dt.datetime | None:
    from edielkit.edifact.messages import read_message
    from edielkit.edifact.profiles import detect_profile

    profile = detect_profile(interchange)
    for raw in interchange.messages:
        message = read_message(raw)
        found = None if message is None else message.instant("137", profile.code if profile else None)
        if found is not None:
            return found
    return None
