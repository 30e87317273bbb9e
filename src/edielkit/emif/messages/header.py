"""The header and the process context that every message has, and the market party.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270; names, order and occurrence are the standard's.
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.declare import Aggregate, aggregate, element
from edielkit.emif.values import Code, Identifier

__all__ = ("EnergyContext", "EnergyParty", "Header")


@aggregate("Elhub_EnergyContextType")
class EnergyContext(Aggregate):
    """Process, role and industry of a message.

    Attributes:
        energy_business_process: Business process (BRS) that the message belongs to.
        energy_business_process_role: Role of the market party: the sender's in messages to Elhub, the
            recipient's in messages from Elhub.
        energy_industry_classification: Industry of the message: always 23, electricity.
    """

    energy_business_process: Code = element("EnergyBusinessProcess", "Elhub_BusinessProcessType")
    energy_business_process_role: Code = element("EnergyBusinessProcessRole", "Elhub_BusinessProcessRoleType")
    energy_industry_classification: str = element(
        "EnergyIndustryClassification", "Elhub_EnergyIndustryClassificationType"
    )


@aggregate("Elhub_EnergyPartyType")
class EnergyParty(Aggregate):
    """A market party, named by its GLN.

    Attributes:
        identification: Number of the market party (GLN, 13 digits).
    """

    identification: Identifier = element("Identification", "Elhub_EnergyPartyIdentifierType")


@aggregate("Elhub_HeaderType")
class Header(Aggregate):
    """Head of every message: identification, kind, time, sender and recipient.

    Attributes:
        identification: Identification of the document, a UUID that is never used again.
        document_type: What kind of document this is, as a code of UN/CEFACT or ebIX.
        creation: Instant at which the document was made, with its zone and at most nine decimals of a
            second.
        request_positive_acknowledgement: Whether the sender wants an answer also when all is well.
        physical_sender_energy_party: Party (GLN) that really sends the document: the market party itself
            or its service provider.
        juridical_sender_energy_party: Market party (GLN) in whose name the document is sent.
        juridical_recipient_energy_party: Market party (GLN) that the document is meant for.
    """

    identification: str = element("Identification", "UUIDType")
    document_type: Code = element("DocumentType", "Elhub_DocumentNameCodeType")
    creation: dt.datetime = element("Creation", "Elhub_dateTime9DecType")
    request_positive_acknowledgement: bool | None = element(
        "RequestPositiveAcknowledgement", "Elhub_boolean", default=None
    )
    physical_sender_energy_party: EnergyParty = element("PhysicalSenderEnergyParty", "Elhub_EnergyPartyType")
    juridical_sender_energy_party: EnergyParty = element(
        "JuridicalSenderEnergyParty", "Elhub_EnergyPartyType"
    )
    juridical_recipient_energy_party: EnergyParty = element(
        "JuridicalRecipientEnergyParty", "Elhub_EnergyPartyType"
    )
