"""The journal: everything that came into a hub, in order; replaying it gives the same state and the same bytes."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from edielkit.errors import BuildError
from edielkit.market_time import instant_or_naive

__all__ = ("JournalEntry", "dump", "load")

# What may come in, and the names of its arguments that are bytes.
KINDS: Mapping[str, tuple[str, ...]] = {
    "receive": ("data",),
    "poll": (),
    "acknowledge_poll": (),
    "advance": (),
    "call": (),
}


@attrs.frozen(kw_only=True)
class JournalEntry:
    """One thing that came in.

    Attributes:
        now: Instant at which it came.
        kind: ``receive``, ``poll``, ``acknowledge_poll``, ``advance``, or ``call`` of a portal's function.
        arguments: What came with it: texts, numbers, truths, lists of them, and the bytes of a message.
    """

    now: dt.datetime = attrs.field(converter=instant_or_naive)
    kind: str
    arguments: Mapping[str, Any] = attrs.field(factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data that JSON can hold."""
        arguments = {
            name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
            for name, value in self.arguments.items()
        }
        return {"now": self.now.isoformat(), "kind": self.kind, "arguments": arguments}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> JournalEntry:
        """Return the entry that plain data describes.

        Raises:
            BuildError: The data describes none.
        """
        try:
            kind, now = data["kind"], dt.datetime.fromisoformat(data["now"])
            binary = KINDS[kind]
            arguments = {
                name: base64.b64decode(value, validate=True) if name in binary else value
                for name, value in data["arguments"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BuildError("expected an object with now, kind and arguments", "journal") from None
        if now.utcoffset() is None:
            raise BuildError("expected an instant with its zone", "journal.now")
        return cls(now=now, kind=kind, arguments=arguments)


def dump(entries: Iterable[JournalEntry]) -> str:
    r"""Return *entries* as lines of JSON, one each.

    >>> dump([JournalEntry(now=dt.datetime(2026, 2, 2, tzinfo=dt.UTC), kind="advance")])
    '{"now": "2026-02-02T00:00:00+00:00", "kind": "advance", "arguments": {}}\n'
    """
    return "".join(json.dumps(entry.to_dict(), ensure_ascii=False) + "\n" for entry in entries)


def load(text: str) -> tuple[JournalEntry, ...]:
    """Return the entries of lines that `dump` wrote.

    Raises:
        BuildError: A line holds no entry.
    """
    entries = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                entries.append(JournalEntry.from_dict(json.loads(line)))
            except (ValueError, RecursionError):
                raise BuildError("expected a line of JSON", f"journal[{number}]") from None
    return tuple(entries)
