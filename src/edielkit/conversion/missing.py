"""All options that a conversion lacks, found in one go: each is supplied for trial until nothing more is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from edielkit.conversion.converter import convert
from edielkit.conversion.options import Channel, MissingOptionError, Options, Sign
from edielkit.errors import BuildError, ParseError

__all__ = ("missing_options",)

# a source with more partners' codes than these is told the first of them
_MOST = 40
_PARTIES = {"sender": "7080000000012", "recipient": "7080000000029", "physical_sender": "7080000000012"}
_INSTANT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_PRODUCT = "8716867000030"
# What stands for an option while the others are looked for; nothing that is written with it is seen by anybody.
_TRIALS: Mapping[str, Any] = {
    **_PARTIES,
    "now": _INSTANT,
    "registered": _INSTANT,
    "document_type": "E13",
    "process": "BRS-NO-313",
    "role": "DDE",
    "process_id": "13025",
    "reason": "E88",
    "scope": "E02",
    "point_type": "E17",
    "answer": False,
    "validation": "V001",
    "estimation": "E001",
    "direction": "Out",
    "product": _PRODUCT,
    "profile": "no",
    "sign": Sign.IN,
}


def missing_options(message_or_data: Any, to: str, *, options: Options) -> tuple[MissingOptionError, ...]:
    """Return an error for each option that the conversion needs and *options* do not give.

    Args:
        message_or_data: What `edielkit.conversion.convert` takes.
        to: One of its targets.
        options: What is given already.

    Returns:
        The errors in the order in which they come up; none when the conversion works, or fails for another reason
        first. The list may be short where a value of an option decides what else is asked.
    """
    missing: list[MissingOptionError] = []
    trial = options
    for _ in range(_MOST):
        try:
            convert(message_or_data, to, options=trial)
        except MissingOptionError as error:
            supply = _SUPPLY.get(error.option, _supplied)
            try:
                following = attrs.evolve(trial, **supply(trial, error))
            except KeyError:
                return (*missing, error)
            missing.append(error)
            if following == trial:
                break
            trial = following
        except (BuildError, ParseError, ValueError):
            break
        else:
            break
    return tuple(missing)


def _supplied(options: Options, error: MissingOptionError) -> dict[str, Any]:
    del options
    return {error.option: _TRIALS[error.option]}


def _channel(options: Options, error: MissingOptionError) -> dict[str, Any]:
    return {"channels": (*options.channels, Channel(error.subject, _PRODUCT, "Out"))}


def _party(options: Options, error: MissingOptionError) -> dict[str, Any]:
    return {"parties": {**options.parties, error.subject: _PARTIES["sender"]}}


def _point(options: Options, error: MissingOptionError) -> dict[str, Any]:
    # points of a trial differ from each other, as those of a message do
    return {"points": {**options.points, error.subject: f"7070575999{len(options.points):08}"}}


_SUPPLY: Mapping[str, Callable[[Options, MissingOptionError], dict[str, Any]]] = {
    "channels": _channel,
    "parties": _party,
    "points": _point,
}
