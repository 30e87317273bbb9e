"""CollectedData and NotifyValidatedDataForBillingEnergy into the neutral form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.emif.messages import CollectedData, NotifyValidatedDataForBillingEnergy
from edielkit.emif.series import series
from edielkit.emif.soap import SoapDocument
from edielkit.errors import BuildError

__all__ = ("read_emif",)

_SOURCES = (CollectedData, NotifyValidatedDataForBillingEnergy)


def read_emif(source: Any, losses: list[Loss]) -> Iterator[NeutralDocument]:
    """Yield each message of *source*, and note in *losses* what the neutral form cannot hold.

    Raises:
        BuildError: A message is none of metering values.
    """
    if isinstance(source, SoapDocument):
        for message in source.messages:
            yield from read_emif(message, losses)
        return
    if not isinstance(source, _SOURCES):
        raise BuildError(
            f"expected CollectedData or NotifyValidatedDataForBillingEnergy, found {type(source).__name__}",
            "message",
        )
    yield NeutralDocument(head=_head(source), entries=tuple(_entries(source, losses)))


def _head(message: Any) -> NeutralHead:
    header, context = message.header, message.process_energy_context
    if header is None:
        raise BuildError("the message has no header", f"{type(message).__name__}.header")
    return NeutralHead(
        wire="emif",
        identification=_text(header.identification),
        document_type=_text(header.document_type),
        created=header.creation if hasattr(header.creation, "utcoffset") else None,
        sender=_party(header.juridical_sender_energy_party),
        recipient=_party(header.juridical_recipient_energy_party),
        physical_sender=_party(header.physical_sender_energy_party),
        answer=header.request_positive_acknowledgement,
        process=_text(context.energy_business_process) if context is not None else None,
        role=_text(context.energy_business_process_role) if context is not None else None,
        where=type(message).__name__,
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _number(party: Any) -> str | None:
    return None if party is None else _text(party.identification)


def _party(party: Any) -> PartyId | None:
    number = _number(party)
    return None if number is None else PartyId(number)


def _entries(message: Any, losses: list[Loss]) -> Iterator[NeutralEntry]:
    listed = iter(series(message))
    for n, payload in enumerate(message.payload_energy_time_series, 1):
        where = f"PayloadEnergyTimeSeries[{n}]"
        period = payload.observation_period_time_series_period
        for name, value in (
            ("MeterReadingStart", getattr(period, "meter_reading_start", None)),
            ("MeterReadingEnd", getattr(period, "meter_reading_end", None)),
        ):
            if value is not None:
                losses.append(Loss("CNV025", name, where, "the reading is left out"))
        if payload.observation is None:
            kind = (
                "ProfiledObservation"
                if payload.profiled_observation is not None
                else "AnnualPeriodEstimatedMetrics"
            )
            losses.append(Loss("CNV026", kind, where, "the payload has no interval values and is left out"))
            continue
        characteristic = payload.mp_detail_measurement_metering_point_characteristic
        own = next(listed)
        for name in ("product", "unit", "period"):
            if getattr(own, name) is None:
                raise BuildError(f"the payload has no {name}", where)
        yield NeutralEntry(
            series=attrs.evolve(own, registered=_instant(own.registered)),
            where=where,
            inserted=_instant(getattr(payload, "insert_date_time", None)),
            request=getattr(payload, "request_reference", None),
            business_type=getattr(characteristic, "business_type", None),
            responsible=_number(getattr(payload, "balance_responsible_involved_energy_party", None)),
            supplier=_number(getattr(payload, "balance_supplier_involved_energy_party", None)),
        )


def _instant(value: Any) -> Any:
    return value if hasattr(value, "utcoffset") else None
