"""The neutral form: what both wires can say about a document and its series, in Elhub's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.emif.values import Code
from edielkit.errors import BuildError
from edielkit.series import TimeSeries

__all__ = (
    "NeutralDocument",
    "NeutralEntry",
    "NeutralHead",
    "require_calendar",
    "utc_instant",
    "whole_minute",
)


@attrs.frozen(kw_only=True)
class NeutralHead:
    """What a document says about itself.

    Attributes:
        wire: ``emif``, ``mscons`` or ``utilts``.
        identification: A UUID, or another text.
        document_type: XML document type, None when the source has none.
        created: Aware instant, or None.
        sender: The party in whose name it is sent.
        recipient: The party that it is for.
        physical_sender: The party that really sends.
        answer: A positive answer is wanted; None when the source does not say.
        process: XML process, or None.
        role: XML role, or None.
        where: The place of the document in its source.
    """

    wire: str
    identification: str | None = None
    document_type: str | None = None
    created: dt.datetime | None = None
    sender: PartyId | None = None
    recipient: PartyId | None = None
    physical_sender: PartyId | None = None
    answer: bool | None = None
    process: str | None = None
    role: str | None = None
    where: str = ""


@attrs.frozen(kw_only=True)
class NeutralEntry:
    """A series with what its payload, line or transaction says beside it.

    Attributes:
        series: Elhub's product, unit and direction; quantities in thousandths of that unit.
        where: The place of the series in its source.
        signed: The values have a sign and no direction.
        inserted: When Elhub stored the values.
        request: Identification of the request that is answered.
        business_type: Kind of sum.
        responsible: Balance responsible party.
        supplier: Balance supplier.
    """

    series: TimeSeries
    where: str
    signed: bool = False
    inserted: dt.datetime | None = None
    request: str | None = None
    business_type: Code | None = None
    responsible: str | None = None
    supplier: str | None = None


@attrs.frozen(kw_only=True)
class NeutralDocument:
    """A document in the neutral form."""

    head: NeutralHead
    entries: tuple[NeutralEntry, ...] = ()


def utc_instant(value: Any) -> dt.datetime | None:
    """Return an instant of either wire in UTC, None for what is no instant.

    >>> utc_instant(dt.datetime(2024, 6, 4, 2, tzinfo=dt.timezone(dt.timedelta(hours=2)))).isoformat()
    '2024-06-04T00:00:00+00:00'
    """
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        return None
    try:
        utc = value.astimezone(dt.UTC)
    except OverflowError:
        return None
    return dt.datetime(
        utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, tzinfo=dt.UTC
    )


# A day less at each end, so that every zone has these instants.
_FIRST, _LAST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


def require_calendar(document: NeutralDocument, supplied: Mapping[str, dt.datetime | None]) -> None:
    """Raise when an instant has no time in the zones of EDIFACT.

    Args:
        document: Its creation, and the times of its series.
        supplied: Instants of the options, by name.

    Raises:
        BuildError: One lies at an end of the calendar, or is no aware instant.
    """
    instants = [(document.head.created, document.head.where)]
    instants += [(value, name) for name, value in supplied.items()]
    for entry in document.entries:
        period = entry.series.period
        ends = () if period is None else (period.start, period.end)
        instants += [(value, entry.where) for value in (entry.series.registered, entry.inserted, *ends)]
    for value, where in instants:
        utc = utc_instant(value)
        if value is not None and (utc is None or not _FIRST <= utc <= _LAST):
            raise BuildError("expected an aware instant between the years 1 and 9999", where)


def whole_minute(value: dt.datetime) -> tuple[dt.datetime, bool]:
    """Return the minute in which an instant lies, and whether something was cut off.

    >>> whole_minute(dt.datetime(2024, 6, 4, 2, 3, 4, tzinfo=dt.UTC))[1]
    True
    """
    plain = utc_instant(value)
    if plain is None:
        raise ValueError("expected an aware instant")
    minute = plain.replace(second=0, microsecond=0)
    # nine decimals may stand in the text of an XML instant where microseconds show none
    fraction = str(getattr(value, "text", "")).partition(".")[2].rstrip("Zz").split("+")[0].split("-")[0]
    return minute, minute != plain or bool(fraction.strip("0"))
