"""Third-party access (tredjepartstilgang).

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, Message, aggregate, element, message
from edielkit.emif.messages.header import EnergyContext, Header
from edielkit.emif.messages.meteringpoint import MeteringPoint

__all__ = ("EndUser", "UpdateThirdPartyAccess", "UpdateThirdPartyAccessPayload")


@aggregate("Elhub_EndUserType")
class EndUser(Aggregate):
    """Choice of storage that an end user has made.

    Attributes:
        extended_storage_metering_values: The end user wants the longer storage of metering values; only
            true may be sent.
    """

    extended_storage_metering_values: bool | None = element(
        "ExtendedStorageMeteringValues", "Elhub_boolean", default=None, fixed="true"
    )


@aggregate("Elhub_UpdateThirdPartyAccessType")
class UpdateThirdPartyAccessPayload(Aggregate):
    """Payload that opens, changes or ends the access of a third party.

    Attributes:
        end_of_occurrence: Instant at which the access of the third party ends.
        update_indicator: Whether to open, change or end the access of the third party.
        metering_point_used_domain_location: The metering point (målepunkt) concerned.
        consumer_involved_customer_party: Choice of storage that the end user has made through the third
            party.
    """

    end_of_occurrence: dt.datetime | None = element(
        "EndOfOccurrence", "Elhub_dateTimeType", default=None, versions=("2.4.3", "EI-270", "EI-1763")
    )
    update_indicator: str = element("UpdateIndicator", "AddDeleteUpdate")
    metering_point_used_domain_location: MeteringPoint = element(
        "MeteringPointUsedDomainLocation", "Elhub_MeteringPointType"
    )
    consumer_involved_customer_party: EndUser | None = element(
        "ConsumerInvolvedCustomerParty", "Elhub_EndUserType", default=None
    )


@message("UpdateThirdPartyAccess", "thirdpartyaccess")
class UpdateThirdPartyAccess(Message):
    """Opens, changes or ends the access of a third party to metering values.

    Third party (agent) to Elhub, service MarketProcesses (BRS-NO-622).

    Attributes:
        header: Identification, kind, time of creation, sender and recipient of the document.
        process_energy_context: Process, role and industry that the message belongs to.
        payload_mp_event: The access that is opened, changed or ended.
    """

    header: Header = element("Header", "Elhub_HeaderType")
    process_energy_context: EnergyContext = element("ProcessEnergyContext", "Elhub_EnergyContextType")
    payload_mp_event: UpdateThirdPartyAccessPayload = element(
        "PayloadMPEvent", "Elhub_UpdateThirdPartyAccessType"
    )
