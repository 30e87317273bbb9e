"""What an interchange is, at a glance."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from edielkit.detected import Kind
from edielkit.edifact.interchange import Interchange
from edielkit.edifact.messages import read_message
from edielkit.edifact.profiles import detect_profile
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.envelopes import wrapped_at

__all__ = ("detect_edifact", "first_creation", "preparation")

# UNB, UNH and the start of the first message stand well within this.
_HEAD = 1 << 16


def detect_edifact(data: bytes) -> Kind:
    """Return what the interchange *data* is.

    Raises:
        ParseError: *data* is no EDIFACT.

    >>> detect_edifact(b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+APERAK:D:96A:UN:EDIEL2'").version
    'D.96A'
    """
    interchanges, _ = parse_interchanges(data[:_HEAD])
    first = interchanges[0]
    message = next(iter(first.messages), None)
    if message is None or wrapped_at(data, interchanges):
        return Kind(wire="edifact")
    version = f"{message.version}.{message.release}" if message.version and message.release else None
    profile = detect_profile(first)
    return Kind(
        wire="edifact",
        message=message.type or None,
        version=version,
        profile=profile.code if profile else None,
    )


def first_creation(data: bytes) -> dt.datetime | None:
    """Return when the first message of an interchange that says so was made (DTM+137), None when none does.

    The head of the interchange is read, and the whole where that does not say.

    Raises:
        ParseError: *data* is no EDIFACT.

    >>> data = b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'DTM+137:202602010600:203'"
    >>> first_creation(data).isoformat()
    '2026-02-01T05:00:00+00:00'
    """
    creation = _creation(parse_interchanges(data[:_HEAD])[0][0])
    if creation is None and len(data) > _HEAD:
        creation = _creation(parse_interchanges(data)[0][0])
    return creation


def _creation(interchange: Interchange) -> dt.datetime | None:
    profile = detect_profile(interchange)
    for raw in interchange.messages:
        message = read_message(raw)
        creation = None if message is None else message.instant("137", profile.code if profile else None)
        if creation is not None:
            return creation
    return None


def preparation(data: bytes) -> dt.datetime | None:
    """Return when an interchange was prepared (UNB S004), taken for UTC since no guide names its clock; None when it cannot be read.

    Raises:
        ParseError: *data* is no EDIFACT.

    >>> preparation(b"UNB+UNOC:3+A+B+260101:0930+1'").isoformat()
    '2026-01-01T09:30:00+00:00'
    """
    interchange = parse_interchanges(data[:_HEAD])[0][0]
    text = f"{interchange.unb.get(4)}:{interchange.unb.get(4, 2)}" if interchange.unb else ""
    for notation in ("%y%m%d:%H%M", "%Y%m%d:%H%M"):
        if len(text) == len(f"{dt.datetime(2000, 1, 1):{notation}}"):
            with suppress(ValueError):
                return dt.datetime.strptime(text, notation).replace(tzinfo=dt.UTC)
    return None
