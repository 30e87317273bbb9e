"""Versions of guides in time: the day from which one is in force, and the end of the days in which the one before it passes."""

from __future__ import annotations

import datetime as dt
from functools import cache

import attrs

from edielkit.edifact.check.guides.guide_files import GuideFile, Row, version_rows
from edielkit.findings import Trust
from edielkit.market_time import OSLO

__all__ = ("VersionDays", "version_at", "version_days")


@attrs.frozen
class VersionDays:
    """When a receiver takes a version.

    Attributes:
        start: Aware instant from which it is in force, None when that is not known.
        end: Aware instant from which it is not taken any more, None when nothing has replaced it.
        replaced: First day of the version that replaced it, None when none has.
        days: How many days from then on it still passes.
        source: Document that says so.
        trust: How well that is known.
    """

    start: dt.datetime | None
    end: dt.datetime | None
    replaced: dt.date | None
    days: int
    source: str
    trust: Trust


def version_days(profile: str, message_type: str, version: str) -> VersionDays | None:
    """Return when a version of a market is taken, None when nothing is known of its days.

    Args:
        profile: Code of the market, such as ``se``.
        message_type: Element 0065.
        version: Element 0057.

    >>> version_days("se", "UTILTS", "E5SE1B").end.isoformat()
    '2025-06-15T00:00:00+02:00'
    >>> version_days("no", "MSCONS", "EDIEL2") is None
    True
    """
    return _table().get((profile, message_type, version))


def version_at(profile: str, message_type: str, version: str, now: dt.datetime) -> str:
    """Return a version, or the one that it replaced while it is not in force yet.

    Args:
        profile: Code of the market, such as ``se``.
        message_type: Element 0065.
        version: Element 0057.
        now: Aware instant.

    >>> version_at("se", "PRODAT", "E2SE6A", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    'E2SE5A'
    """
    days = version_days(profile, message_type, version)
    if days is None or days.start is None or now >= days.start:
        return version
    return next(
        (
            before
            for (market, kind, before), other in _table().items()
            if (market, kind, other.replaced) == (profile, message_type, days.start.date())
        ),
        version,
    )


@cache
def _table() -> dict[tuple[str, str, str], VersionDays]:
    file = version_rows()
    return {(row["profile"], row["message"], row["version"]): _days(file, row) for row in file.rows}


def _days(file: GuideFile, row: Row) -> VersionDays:
    replaced = dt.date.fromisoformat(row["replaced"]) if row["replaced"] else None
    days = int(row["days"] or 0)
    return VersionDays(
        start=_midnight(dt.date.fromisoformat(row["from"])) if row["from"] else None,
        end=_midnight(replaced + dt.timedelta(days=days)) if replaced else None,
        replaced=replaced,
        days=days,
        source=file.head_text(row["source"]),
        trust=Trust(row["trust"]),
    )


def _midnight(day: dt.date) -> dt.datetime:
    """Return the begin of a day; the clock of Stockholm is that of Oslo."""
    return dt.datetime.combine(day, dt.time(), OSLO)
