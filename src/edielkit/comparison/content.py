"""The form in which messages are compared: named contents, each with what it says and what tells it from its siblings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import Any

import attrs

__all__ = ("Content", "leaf", "shown")


def _nothing() -> Iterable[Content]:
    return ()


@attrs.frozen(kw_only=True, eq=False)
class Content:
    """An element, segment or value of a message.

    Attributes:
        name: The standard's name, such as ``Header`` or ``DTM+137``.
        keys: What tells it from others of the same name, the best first: an identification, a metering point; empty
            where it lacks that. Contents of two messages with the same key at the same place are compared.
        value: What it says itself: numbers are `Decimal`, instants are in UTC; None where it only holds others.
        parts: Gives what it holds; the order of these has no meaning.
        origin: What it was made of; where two of them are equal, the contents are.
        may_be_unsaid: That it is absent on one side is no difference.
    """

    name: str
    keys: tuple[str, ...] = ()
    value: Hashable = None
    parts: Callable[[], Iterable[Content]] = attrs.field(default=_nothing, repr=False)
    origin: Any = attrs.field(default=None, repr=False)
    may_be_unsaid: bool = False

    def signature(self, path: str, is_ignored: Callable[[str], bool]) -> Hashable:
        """Return what is equal for contents that say the same, in whatever order, but for what may be unsaid.

        Args:
            path: Names of what it stands in and its own, each behind a slash.
            is_ignored: Tells of a path whether what stands there may differ.
        """
        parts = [
            part.signature(below, is_ignored)
            for part in self.parts()
            if not part.may_be_unsaid and not is_ignored(below := f"{path}/{part.name}")
        ]
        return (self.name, self.value, tuple(sorted(parts, key=repr)))


def leaf(name: str, value: Hashable, *, may_be_unsaid: bool = False) -> Content:
    """Return a content that holds no others.

    Args:
        name: Its name.
        value: A text, a number, a boolean or an aware instant.
        may_be_unsaid: That it is absent on one side is no difference.

    >>> leaf("Total", Decimal("1.50")).value == leaf("Total", Decimal("1.5")).value
    True
    """
    if isinstance(value, dt.datetime):
        value = _utc(value)
    return Content(name=name, value=value, may_be_unsaid=may_be_unsaid)


def _utc(instant: dt.datetime) -> Hashable:
    try:
        utc = instant.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return instant.isoformat()  # at an end of the calendar
    # no subclass: two instants are equal however they were written
    return dt.datetime.combine(utc.date(), utc.timetz())


def shown(value: Any) -> str:
    """Return a value as a person reads it: instants on the Norwegian clock.

    >>> shown(dt.datetime(2026, 3, 29, 0, 0, tzinfo=dt.UTC)), shown(True), shown(Decimal("1.50"))
    ('2026-03-29T01:00:00+01:00', 'true', '1.50')
    """
    if isinstance(value, dt.datetime):
        from edielkit.market_time import local_time

        try:
            return local_time(value).isoformat()
        except (OverflowError, ValueError):
            return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
