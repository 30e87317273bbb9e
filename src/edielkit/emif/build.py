"""Messages from a few facts: the parts that are the same in every message are filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from edielkit.codes import agency_of
from edielkit.emif.messages import (
    CollectedData,
    CollectedDataMeteringPointCharacteristic,
    CollectedDataPayload,
    EnergyContext,
    EnergyParty,
    Header,
    MeteringPoint,
    ProductCharacteristic,
    TimeSeriesPeriod,
)
from edielkit.emif.values import Code, Identifier
from edielkit.errors import BuildError
from edielkit.series import TimeSeries

__all__ = ("collected_data", "context", "header", "party")

# EMIF general rules: a GLN and a GSRN are issued under GS1 (9); a process is one of Elhub's (89);
# EnergyIndustryClassification is 23, electricity, in every message.
_GS1 = "9"
_ELHUB = "89"
_ELECTRICITY = "23"


def party(gln: str) -> EnergyParty:
    """Return the market party with *gln*."""
    return EnergyParty(identification=Identifier(gln, _GS1))


def _code(value: str, code_list: str, field: str) -> Code:
    agency = agency_of(code_list, value)
    if agency is None:
        raise BuildError(
            f"no agency is known for {value!r} of {code_list}; give a Code with its agency", field
        )
    return Code(value, agency)


def header(
    *,
    identification: str,
    document_type: str | Code,
    created: dt.datetime,
    sender: str,
    recipient: str,
    physical_sender: str | None = None,
    request_positive_acknowledgement: bool | None = None,
) -> Header:
    """Return the header of a message.

    Args:
        identification: UUID of the message in lower case.
        document_type: Code of the document, such as ``E13``; its agency is filled in.
        created: Aware instant of creation.
        sender: GLN of the party in whose name the message is sent.
        recipient: GLN of the party that it is for.
        physical_sender: GLN of the party that really sends; the sender if None.
        request_positive_acknowledgement: Ask for a positive answer, where the process allows it.
    """
    return Header(
        identification=identification,
        document_type=(
            document_type
            if isinstance(document_type, Code)
            else _code(document_type, "Elhub_DocumentType", "header.document_type")
        ),
        creation=created,
        request_positive_acknowledgement=request_positive_acknowledgement,
        physical_sender_energy_party=party(physical_sender or sender),
        juridical_sender_energy_party=party(sender),
        juridical_recipient_energy_party=party(recipient),
    )


def context(process: str, role: str | Code) -> EnergyContext:
    """Return the process context of a message.

    Args:
        process: Code of the process, such as ``BRS-NO-313``.
        role: Code of the market party's role, such as ``MDR``; its agency is filled in.
    """
    return EnergyContext(
        energy_business_process=Code(process, _ELHUB),
        energy_business_process_role=(
            role
            if isinstance(role, Code)
            else _code(
                role, "Elhub_BusinessProcessRole", "process_energy_context.energy_business_process_role"
            )
        ),
        energy_industry_classification=_ELECTRICITY,
    )


def collected_data(
    series: Iterable[TimeSeries],
    *,
    identification: str,
    sender: str,
    recipient: str,
    created: dt.datetime,
    new_id: Callable[[], str],
    physical_sender: str | None = None,
    document_type: str = "E13",
    process: str = "BRS-NO-313",
    role: str = "DDE",
) -> CollectedData:
    """Return the message that reports *series* to Elhub, a payload each.

    The defaults are those of interval volumes (BRS-NO-313, oversendelse av intervallvolum).

    Args:
        series: Each with metering point, product, unit, direction, resolution, period and registration time.
        identification: UUID of the message in lower case.
        sender: GLN of the grid company.
        recipient: GLN of Elhub.
        created: Aware instant of creation.
        new_id: Gives a UUID for a payload whose series has no identification.
        physical_sender: GLN of the party that really sends; the sender if None.
        document_type: Code of the document.
        process: Code of the process.
        role: Code of the sender's role.

    Raises:
        BuildError: A series lacks what a payload needs; the error names it.
    """
    payloads = tuple(_payload(one_series, number, new_id) for number, one_series in enumerate(series))
    return CollectedData(
        header=header(
            identification=identification,
            document_type=document_type,
            created=created,
            sender=sender,
            recipient=recipient,
            physical_sender=physical_sender,
        ),
        process_energy_context=context(process, role),
        payload_energy_time_series=payloads,
    )


_NEEDED = ("metering_point", "product", "unit", "direction", "resolution", "period", "registered")


def _payload(series: TimeSeries, number: int, new_id: Callable[[], str]) -> CollectedDataPayload:
    for name in _NEEDED:
        if getattr(series, name) is None:
            raise BuildError("CollectedData needs it", f"series[{number}].{name}")
    needed: Any = series
    return CollectedDataPayload(
        identification=series.identification or new_id(),
        registration_date_time=needed.registered,
        observation_period_time_series_period=TimeSeriesPeriod(
            resolution_duration=series.resolution, start=needed.period.start, end=needed.period.end
        ),
        product_included_product_characteristics=ProductCharacteristic(
            identification=Identifier(
                needed.product, agency_of("Elhub_ProductIdentifierCode", needed.product)
            ),
            unit_type=needed.unit,
        ),
        mp_detail_measurement_metering_point_characteristic=CollectedDataMeteringPointCharacteristic(
            direction=needed.direction
        ),
        metering_point_used_domain_location=MeteringPoint(
            identification=Identifier(needed.metering_point, _GS1)
        ),
        observation=series.observations,
    )
