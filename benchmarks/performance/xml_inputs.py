"""Messages of CollectedData: plain ones, and the same with what a reader of columns may stumble over."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable

from edielkit.identifiers.registry import gs1_digit

__all__ = ("HOURS", "INPUTS", "clean", "night")

# a month of hours for each metering point
HOURS = 744
ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
FRONT = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CollectedData xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2" xmlns:abie="{ABIE}"><rsm:Header>\
<abie:Identification>00000000-0000-4000-8000-000000000000</abie:Identification>\
<abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType><abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>\
<abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:PhysicalSenderEnergyParty>\
<abie:JuridicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:JuridicalSenderEnergyParty>\
<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080003824349</abie:Identification></abie:JuridicalRecipientEnergyParty>\
</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>\
<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDE</abie:EnergyBusinessProcessRole>\
<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"""
HEAD = """<rsm:PayloadEnergyTimeSeries><abie:Identification>{identification}</abie:Identification>\
<abie:RegistrationDateTime>2026-02-01T04:34:12+01:00</abie:RegistrationDateTime><abie:ObservationPeriodTimeSeriesPeriod>\
<abie:ResolutionDuration>PT1H</abie:ResolutionDuration><abie:Start>2026-01-01T00:00:00+01:00</abie:Start>\
<abie:End>2026-02-01T00:00:00+01:00</abie:End></abie:ObservationPeriodTimeSeriesPeriod><abie:ProductIncludedProductCharacteristics>\
<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification><abie:UnitType>kWh</abie:UnitType>\
</abie:ProductIncludedProductCharacteristics><abie:MPDetailMeasurementMeteringPointCharacteristic><abie:Direction>Out</abie:Direction>\
</abie:MPDetailMeasurementMeteringPointCharacteristic><abie:MeteringPointUsedDomainLocation>\
<abie:Identification schemeAgencyIdentifier="9">{point}</abie:Identification></abie:MeteringPointUsedDomainLocation>"""
BACK = "</rsm:CollectedData>"
ROW = re.compile(rb'<abie:Observation Sequence="300">.*?</abie:Observation>')


def clean(payloads: int, hours: int = HOURS) -> bytes:
    """Return a message of the first hours of January 2026, one value in thirty estimated."""
    rng = random.Random(1)
    parts = [FRONT]
    for number in range(payloads):
        body = f"7070575{number:010d}"
        parts.append(
            HEAD.format(
                identification=uuid.UUID(int=rng.getrandbits(128), version=4), point=body + gs1_digit(body)
            )
        )
        parts += (_row(rng, hour) for hour in range(1, hours + 1))
        parts.append("</rsm:PayloadEnergyTimeSeries>")
    parts.append(BACK)
    return "".join(parts).encode()


def night(points: int) -> bytes:
    """Return a message with the last day of January for each point: what a small company sends every night."""
    return clean(points, 24).replace(b"2026-01-01T00:00:00+01:00", b"2026-01-31T00:00:00+01:00")


def _row(rng: random.Random, hour: int) -> str:
    value = f"{rng.randrange(50, 9999) / 1000:.3f}".rstrip("0").rstrip(".")
    name, codes = ("Metered", "")
    if rng.random() < 1 / 30:
        name, codes = "Estimated", ' Quality="56" ValidationCode="V002" EstimationCode="E001"'
    return f'<abie:Observation Sequence="{hour}"><abie:{name}{codes}>{value}</abie:{name}></abie:Observation>'


def _in_the_middle(data: bytes, old: bytes, new: bytes) -> bytes:
    at = data.index(old, len(data) // 2)
    return data[:at] + new + data[at + len(old) :]


def _an_hour_missing(data: bytes) -> bytes:
    row = ROW.search(data, len(data) // 2)
    assert row is not None
    return data[: row.start()] + data[row.end() :]


def _other_prefix(data: bytes) -> bytes:
    start = data.index(b"<rsm:PayloadEnergyTimeSeries>", len(data) // 2)
    end = data.index(b"</rsm:PayloadEnergyTimeSeries>", start)
    payload = data[start:end].replace(b"abie:", b"a:")
    payload = payload.replace(b"TimeSeries>", b'TimeSeries xmlns:a="%s">' % ABIE.encode(), 1)
    return data[:start] + payload + data[end:]


def _wrong_digits(data: bytes) -> bytes:
    return re.sub(
        rb'"9">7070575(\d{10})(\d)', lambda m: b'"9">7070575%s%d' % (m[1], (int(m[2]) + 1) % 10), data
    )


# Name of an input, and what makes it of the plain one.
INPUTS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "an hour missing": _an_hour_missing,
    "a wrong check digit in each payload": _wrong_digits,
    "a comment": lambda data: _in_the_middle(data, b"<abie:Observation ", b"<!-- a --><abie:Observation "),
    "a CDATA section": lambda data: _in_the_middle(data, b">kWh<", b"><![CDATA[kWh]]><"),
    "a character reference": lambda data: _in_the_middle(data, b">kWh<", b">k&#87;h<"),
    "a negative value": lambda data: _in_the_middle(data, b"<abie:Metered>", b"<abie:Metered>-"),
    "an unknown direction": lambda data: _in_the_middle(data, b">Out<", b">Up<"),
    "pretty-printed": lambda data: data.replace(b"><", b">\n  <"),
    "another prefix in one payload": _other_prefix,
    "another prefix everywhere": lambda data: data.replace(b"abie:", b"a:").replace(b":abie=", b":a="),
}
