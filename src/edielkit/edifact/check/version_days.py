"""Whether the version of a guide (0057) that a message names is in force: at the validation, and when it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from edielkit.edifact.check.guides import RULES, weights
from edielkit.edifact.check.guides.versions import VersionDays, version_days
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported
from edielkit.findings import Finding, Severity, Trust
from edielkit.harmless import quoted

__all__ = ("check_version_days",)


def check_version_days(
    places: MessagePlaces, reported: Reported, *, now: dt.datetime | None
) -> Iterator[Finding]:
    """Yield that the version of a message is not in force yet, or was replaced longer ago than a receiver takes it.

    A message that was made while its version was taken is right as it was sent; that a receiver of today refuses it warns.

    Args:
        places: The places of the message.
        reported: What it reports, with its times.
        now: Aware instant of the validation; without it only what the message says of its own time is held against the days.
    """
    message = places.message
    days = version_days(reported.profile, message.type, message.association)
    if days is None:
        return
    dated = _dated(reported)
    if days.start is not None and now is not None and now < days.start:
        text = f"expected a version that is in force, found {quoted(message.association, 6)}, which is from {days.start:%Y-%m-%d} on"
        yield from _finding(text, days, places, reported.profile, severity=None)
    elif days.end is not None and days.replaced is not None:
        is_late = dated is not None and dated >= days.end
        if is_late or (now is not None and now >= days.end):
            until = f"was replaced on {days.replaced:%Y-%m-%d} and passed for {days.days} days more"
            text = (
                f"expected a version that is in force, found {quoted(message.association, 6)}, which {until}"
            )
            yield from _finding(
                text, days, places, reported.profile, severity=None if is_late else Severity.WARNING
            )


def _dated(reported: Reported) -> dt.datetime | None:
    """Return when the message was made (DTM+137), None when it does not say so."""
    document = next((s for s in reported.message.segments if s.tag == "DTM" and s.get(1) == "137"), None)
    return None if document is None else reported.times.instant(document)


def _finding(
    text: str, days: VersionDays, places: MessagePlaces, profile: str, *, severity: Severity | None
) -> Iterator[Finding]:
    message = places.message
    for weight in weights("GDE016", profile, message.type):
        weighed = attrs.evolve(weight, source=days.source, trust=days.trust)
        if severity is not None or days.trust is not Trust.SOURCED:
            weighed = attrs.evolve(weighed, severity=Severity.WARNING)
        at = places.of(message.unh, 2, 5)
        yield weighed.finding(RULES["GDE016"], text, at, payload=places.payload(message.unh))
