"""Shared production (deling av produksjon).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, Header
from edielkit.emif.messages.meteringpoint import MeteringPoint

__all__ = (
    "Contributor",
    "Contributors",
    "NotifySharedProduction",
    "NotifySharedProductionPayload",
    "Participants",
    "Recipient",
    "Recipients",
    "RequestUpdateSharedProduction",
    "RequestUpdateSharedProductionPayload",
    "VirtualCalculation",
)


@aggregate("Elhub_ContributorType")
class Contributor(Aggregate):
    """A metering point that gives to a shared production (bidragsyter), with its share.

    Attributes:
        share: Part of the shared production, from 0 to 1, with at most six decimals.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    share: Decimal | None = element("Share", "decimalPercent", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@aggregate("Elhub_ContributorsType")
class Contributors(Aggregate):
    """The list of metering points that give to a shared production.

    Attributes:
        contributor: A metering point whose production is shared (bidragsyter).
    """

    contributor: tuple[Contributor, ...] = element("Contributor", "Elhub_ContributorType", max=1000)


@aggregate("Elhub_RecipientType")
class Recipient(Aggregate):
    """A metering point that receives from a shared production (mottaker), with its share.

    Attributes:
        share: Part of the shared production, from 0 to 1, with at most six decimals.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
    """

    share: Decimal | None = element("Share", "decimalPercent", default=None)
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )


@aggregate("Elhub_RecipientsType")
class Recipients(Aggregate):
    """The list of metering points that receive from a shared production.

    Attributes:
        recipient: A metering point that receives a share of the production (mottaker).
    """

    recipient: tuple[Recipient, ...] = element("Recipient", "Elhub_RecipientType", max=1000)


@aggregate("Elhub_ParticipantsType")
class Participants(Aggregate):
    """The two sides of a shared production.

    Attributes:
        contributors: All metering points whose production is shared (bidragsytere).
        recipients: All metering points that receive a share of the production (mottakere).
    """

    contributors: Contributors = element("Contributors", "Elhub_ContributorsType")
    recipients: Recipients = element("Recipients", "Elhub_RecipientsType")


@aggregate("Elhub_VirtualCalculationType")
class VirtualCalculation(Aggregate):
    """The calculation behind a shared production: name, formula and participants.

    Attributes:
        name: Name that the grid access provider gives to the calculation.
        description: Free text about the calculation.
        id: Identification of the calculation, a UUID.
        formula_type: How the shared production is divided: manual shares, equal shares or by consumption.
        participants: The metering points that give to and receive from the shared production.
    """

    name: str | None = element("Name", "String50Type", default=None)
    description: str | None = element("Description", "String100Type", default=None)
    id: str | None = element("Id", "UUIDType", default=None)
    formula_type: str | None = element("FormulaType", "FormulaTypeType", default=None)
    participants: Participants | None = element("Participants", "Elhub_ParticipantsType", default=None)


@aggregate("Elhub_NotifySharedProductionType")
class NotifySharedProductionPayload(Aggregate):
    """Payload with one version of a shared production (delt produksjon).

    Attributes:
        start_of_occurrence: Instant from which this version of the shared production holds.
        end_of_occurrence: Instant until which this version of the shared production holds.
        version: Number of the version of the calculation.
        version_status: Status of this version of the calculation.
        virtual_calculation: The calculation that divides the shared production (delt produksjon).
    """

    start_of_occurrence: dt.datetime | None = element("StartOfOccurrence", "Elhub_dateTimeType", default=None)
    end_of_occurrence: dt.datetime | None = element("EndOfOccurrence", "Elhub_dateTimeType", default=None)
    version: int | None = element("Version", "integer4", default=None)
    version_status: str | None = element("VersionStatus", "StatusType", default=None)
    virtual_calculation: VirtualCalculation = element("VirtualCalculation", "Elhub_VirtualCalculationType")


@message("NotifySharedProduction", "masterdata", versions=("2.4.3", "EI-270", "EI-1763"))
class NotifySharedProduction(Message):
    """Shows one version of a shared production (delt produksjon).

    Elhub to grid access provider (BRS-NO-701), polled from PollMarketProcesses; from version 2.4.3 on.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: The whole set-up of a shared production.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: NotifySharedProductionPayload = element(
        "PayloadMasterDataMPEvent", "Elhub_NotifySharedProductionType"
    )


@aggregate("Elhub_RequestUpdateSharedProductionType")
class RequestUpdateSharedProductionPayload(Aggregate):
    """Payload that sets up, changes or ends a shared production.

    Attributes:
        start_of_occurrence: Instant from which the shared production is to hold.
        update_indicator: Whether to set up, change or end the shared production.
        virtual_calculation: The calculation that divides the shared production (delt produksjon).
    """

    start_of_occurrence: dt.datetime | None = element("StartOfOccurrence", "Elhub_dateTimeType", default=None)
    update_indicator: str = element("UpdateIndicator", "AddDeleteUpdate")
    virtual_calculation: VirtualCalculation = element("VirtualCalculation", "Elhub_VirtualCalculationType")


@message("RequestUpdateSharedProduction", "masterdata", versions=("2.4.3", "EI-270", "EI-1763"))
class RequestUpdateSharedProduction(Message):
    """Sets up, changes or ends a shared production (delt produksjon).

    Grid access provider to Elhub, service MarketProcesses (BRS-NO-701); from version 2.4.3 on.

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_master_data_mp_event: The set-up that is wanted.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_master_data_mp_event: RequestUpdateSharedProductionPayload = element(
        "PayloadMasterDataMPEvent", "Elhub_RequestUpdateSharedProductionType"
    )
