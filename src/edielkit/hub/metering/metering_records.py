"""What the hub keeps beside the values themselves: readings on their way, days that are waited for, annual volumes."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import attrs

from edielkit.hub.core.state_tables import Table

__all__ = (
    "ANNUAL",
    "ANNUAL_CASES",
    "FORWARDED",
    "READINGS",
    "REMINDERS",
    "AnnualCase",
    "ReadingAnswer",
    "RegisterReading",
)


class ReadingAnswer(StrEnum):
    """What the grid company has said of a reading."""

    WAITING = "waiting"
    REFUSED = "refused"
    CONFIRMED = "confirmed"


@attrs.frozen(kw_only=True)
class RegisterReading:
    """A reading that was passed on to the grid company.

    Attributes:
        point: GSRN of the metering point.
        when: Instant that the meter was read.
        supplier: GLN of the supplier that sent it.
        request: Header identification of the supplier's message.
        payload: Identification of the payload, in both messages.
        to: GLN of the grid company that is to check it.
        forwarded: Header identification of the message that it was passed on with.
        passed: Instant of passing on.
        answer: What the grid company has said.
    """

    point: str
    when: dt.datetime
    supplier: str
    request: str
    payload: str
    to: str
    forwarded: str
    passed: dt.datetime
    answer: ReadingAnswer = ReadingAnswer.WAITING


@attrs.frozen(kw_only=True)
class AnnualCase:
    """An expected annual volume that a person should look at (BRS-NO-317).

    Attributes:
        point: GSRN of the metering point.
        day: First day of the volume.
        direction: ``In`` or ``Out``.
        previous: Total in kWh until then, None without one.
        total: New total in kWh.
        request: Identification of the message that it came with; empty for one of the hub's own.
    """

    point: str
    day: dt.date
    direction: str
    previous: int | None
    total: int
    request: str

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain data."""
        return {**attrs.asdict(self), "day": self.day.isoformat()}


# GSRN to the readings that were passed on, oldest first.
READINGS: Table[str, tuple[RegisterReading, ...]] = Table("readings")
# Message and payload with which a reading was passed on to the GSRN of its point.
FORWARDED: Table[tuple[str, str], str] = Table("forwarded")
# Type of reminder and GSRN to the usage days that are waited for.
REMINDERS: Table[tuple[str, str], tuple[dt.date, ...]] = Table("reminders")
# GSRN and direction to the day on which the market last gave the annual volume.
ANNUAL: Table[tuple[str, str], dt.date] = Table("annual")
# GSRN to the annual volumes that a person should look at, oldest first.
ANNUAL_CASES: Table[str, tuple[AnnualCase, ...]] = Table("annual_cases")
