"""An incoming message as the processes see it: the facts of its header and of its one payload."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from edielkit.emif.declare import Message, declarations
from edielkit.market_time import local_day

__all__ = ("FIRST_YEAR", "LAST_YEAR", "Request", "day_of", "require_days")

# Days far away are typing errors, and near the ends of the calendar no day before or after can be calculated.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def day_of(instant: object) -> dt.date | None:
    """Return the Norwegian day of *instant*, None when it is none that anybody means.

    >>> day_of(dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC)) is None
    True
    """
    if not isinstance(instant, dt.datetime):
        # an instant that the schema lets through and no datetime can hold: the end of the year 9999
        return None
    return local_day(instant) if FIRST_YEAR <= instant.year <= LAST_YEAR else None


def require_days(*days: dt.date) -> None:
    """Check that days are some that anybody means.

    Raises:
        ValueError: One lies before 1900 or after 2200.

    >>> require_days(dt.date(2026, 2, 2))
    >>> require_days(dt.date(9999, 12, 31))
    Traceback (most recent call last):
    ValueError: expected days between 1900 and 2200
    """
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise ValueError(f"expected days between {FIRST_YEAR} and {LAST_YEAR}")


@attrs.frozen(kw_only=True)
class Request:
    """A message to the hub.

    Attributes:
        message: The message.
        identification: Header identification.
        brs: ``101`` and so on.
        document_type: Code of the document type.
        role: Role of the sender.
        sender: GLN of the juridical sender.
        physical_sender: GLN of the party that really sent it.
        recipient: GLN of the juridical recipient.
        payload: The first payload.
    """

    message: Message
    identification: str
    brs: str
    document_type: str
    role: str
    sender: str
    physical_sender: str
    recipient: str
    payload: Any

    @classmethod
    def of(cls, message: Message) -> Request:
        """Return the request that *message* is; the schema has been checked before."""
        whole: Any = message
        head, process = whole.header, whole.process_energy_context
        declared = declarations(type(message))[-1]
        payload = getattr(message, declared.field)
        return cls(
            message=message,
            identification=head.identification,
            brs=str(process.energy_business_process).removeprefix("BRS-NO-"),
            document_type=str(head.document_type or ""),
            role=str(process.energy_business_process_role),
            sender=str(head.juridical_sender_energy_party.identification),
            physical_sender=str(head.physical_sender_energy_party.identification),
            recipient=str(head.juridical_recipient_energy_party.identification),
            payload=payload[0] if declared.many else payload,
        )

    def keeping(self, wanted: Callable[[Any], bool]) -> Request | None:
        """Return the request with the payloads that are *wanted* alone, None when none is."""
        declared = declarations(type(self.message))[-1]
        part = getattr(self.message, declared.field)
        kept = tuple(filter(wanted, part if declared.many else (part,)))
        if not kept:
            return None
        message = attrs.evolve(self.message, **{declared.field: kept if declared.many else kept[0]})
        return attrs.evolve(self, message=message, payload=kept[0])

    @property
    def payloads(self) -> tuple[Any, ...]:
        """All payloads."""
        declared = declarations(type(self.message))[-1]
        part = getattr(self.message, declared.field)
        return tuple(part) if declared.many else (part,)

    @property
    def kind(self) -> str:
        """The standard's name of the message."""
        return self.message.kind()

    @property
    def point(self) -> str:
        """GSRN of the metering point that it is about, empty without one."""
        location = getattr(self.payload, "metering_point_used_domain_location", None)
        return "" if location is None else str(location.identification)

    @property
    def reference(self) -> str:
        """OriginalBusinessDocumentReference, empty without one."""
        return getattr(self.payload, "original_business_document_reference", None) or ""

    @property
    def day(self) -> dt.date | None:
        """Norwegian day of StartOfOccurrence or EndOfOccurrence; the time part is not in use."""
        for name in ("start_of_occurrence", "end_of_occurrence"):
            instant = getattr(self.payload, name, None)
            if instant is not None:
                return day_of(instant)
        return None
