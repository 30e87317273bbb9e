"""What a generator gives: a message with what there is to know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.errors import BuildError

__all__ = ("FIRST_YEAR", "LAST_YEAR", "Generated", "require_years")

# What is drawn lies years before and after: near the ends of the calendar there is nothing to draw.
FIRST_YEAR, LAST_YEAR = 1100, 9900


def require_years(now: dt.date) -> None:
    """Check that a message can be made at an instant, or values of a day.

    Args:
        now: The instant, or the day.

    Raises:
        BuildError: It lies at the ends of the calendar.

    >>> require_years(dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC))
    >>> require_years(dt.date(9999, 12, 31))
    Traceback (most recent call last):
    edielkit.errors.BuildError: now: expected an instant of the years 1100 to 9900
    """
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise BuildError(f"expected an instant of the years {FIRST_YEAR} to {LAST_YEAR}", "now")


@attrs.frozen(kw_only=True)
class Generated:
    """A generated message.

    Attributes:
        kind: Name of the message in its standard.
        process: Process, without ``BRS-NO-``; empty for one without.
        role: Role of the party, empty for a message that names none.
        version: EMIF version, or version of the guide.
        profile: Market of an EDIFACT message, empty for EMIF.
        data: The message, as bytes.
        now: Aware instant of its creation: validate it with this as ``now``.
        context: What is known of its metering points, in the form of ``docs/reference/context.schema.json``.
    """

    kind: str
    process: str = ""
    role: str = ""
    version: str = ""
    profile: str = ""
    data: bytes
    now: dt.datetime
    context: Mapping[str, Any] = MappingProxyType({})

    @property
    def suffix(self) -> str:
        """Ending of a file that holds the message.

        >>> Generated(
        ...     kind="MSCONS", profile="no", data=b"", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        ... ).suffix
        '.edi'
        """
        return ".edi" if self.profile else ".xml"
