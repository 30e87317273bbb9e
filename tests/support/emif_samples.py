"""Small EMIF documents by hand, for tests that change one thing at a time."""

from __future__ import annotations

__all__ = ("ABIE", "COLLECTED", "SOAP", "collected", "envelope", "observations", "wrapped")

ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
COLLECTED = "urn:no:elhub:emif:metering:CollectedData:v2"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
METERING = "urn:no:elhub:emif:wsdl:meteringvalues:v2"
POLL = "urn:no:elhub:emif:wsdl:polling:meteringvalues:v2"

_PARTY = '<abie:{0}><abie:Identification schemeAgencyIdentifier="9">{1}</abie:Identification></abie:{0}>'
_HEADER = "\n".join(
    (
        "<rsm:Header>",
        "<abie:Identification>11111111-2222-3333-4444-555555555555</abie:Identification>",
        '<abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType>',
        "<abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>",
        _PARTY.format("PhysicalSenderEnergyParty", "7080000000012"),
        _PARTY.format("JuridicalSenderEnergyParty", "7080000000012"),
        _PARTY.format("JuridicalRecipientEnergyParty", "7080000000029"),
        "</rsm:Header>",
        "<rsm:ProcessEnergyContext>",
        '<abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>',
        '<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">MDR</abie:EnergyBusinessProcessRole>',
        "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>",
        "</rsm:ProcessEnergyContext>",
    )
)
_PAYLOAD = """<rsm:PayloadEnergyTimeSeries>
<abie:Identification>{identification}</abie:Identification>
<abie:RegistrationDateTime>2026-02-01T04:34:12+01:00</abie:RegistrationDateTime>
<abie:ObservationPeriodTimeSeriesPeriod>
<abie:ResolutionDuration>PT1H</abie:ResolutionDuration>
<abie:Start>2026-01-01T00:00:00+01:00</abie:Start>
<abie:End>2026-01-01T02:00:00+01:00</abie:End>
</abie:ObservationPeriodTimeSeriesPeriod>
<abie:ProductIncludedProductCharacteristics>
<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification>
<abie:UnitType>kWh</abie:UnitType>
</abie:ProductIncludedProductCharacteristics>
<abie:MPDetailMeasurementMeteringPointCharacteristic>
<abie:Direction>Out</abie:Direction>
</abie:MPDetailMeasurementMeteringPointCharacteristic>
<abie:MeteringPointUsedDomainLocation>
<abie:Identification schemeAgencyIdentifier="9">707057500000000018</abie:Identification>
</abie:MeteringPointUsedDomainLocation>
{values}
</rsm:PayloadEnergyTimeSeries>"""
_IDENTIFICATION = "00000000-0000-0000-0000-00000000000{}"


def observations(*values: str) -> str:
    """Return an Observation a line, with the sequence numbers from 1."""
    return "\n".join(
        f'<abie:Observation Sequence="{n}">{v}</abie:Observation>' for n, v in enumerate(values, 1)
    )


def collected(*payloads: str, root: str = "rsm:CollectedData", declare: str = "") -> str:
    """Return a CollectedData, a part of it a line; each payload is given by its values."""
    values = payloads or (observations("<abie:Metered>1</abie:Metered>", "<abie:Metered>2.5</abie:Metered>"),)
    body = "\n".join(
        _PAYLOAD.format(identification=_IDENTIFICATION.format(n), values=v) for n, v in enumerate(values)
    )
    return f'<{root} xmlns:rsm="{COLLECTED}" xmlns:abie="{ABIE}"{declare}>\n{_HEADER}\n{body}\n</{root}>'


def wrapped(content: str, element: str = "CollectedDataRequest", namespace: str = METERING) -> str:
    """Return *content* in the wrapper of a service."""
    return f'<srv:{element} xmlns:srv="{namespace}">\n{content}\n</srv:{element}>'


def envelope(content: str, header: str = "") -> str:
    """Return *content* in a SOAP envelope."""
    return f'<s:Envelope xmlns:s="{SOAP}">{header}<s:Body>\n{content}\n</s:Body></s:Envelope>'
