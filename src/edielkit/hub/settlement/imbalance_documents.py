"""Documents for the imbalance settlement (BRS-NO-502): consumption and losses by grid area, exchange by pair of neighbours.

Trust: the same format elsewhere. Names, order and codes are those that a public mapping of another Nordic country has for the
same receiver; Elhub's own files have not been seen, and `Config` has no such setting: who makes them says who gets them. Documents
of production and of structure (BRS-NO-501) are NOT FOUND. Header, process and series are wrapped as in EMIF (inferred). When:
every usage day as soon as a version of it has passed, D+1 to D+5, at the resolution of the settlement.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import numpy as np

from edielkit.hub.core.apportioning import Ints
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.settlement.basis import Member, SettlementUse, at_settlement
from edielkit.hub.settlement.gathering import gather, market_of
from edielkit.hub.settlement.settlement_records import SETTLEMENTS, AreaDay, SettlementPhase, key_of
from edielkit.hub.settlement.sum_codes import total_loss
from edielkit.hub.values.exchange_registry import place_of
from edielkit.series import decimal

__all__ = ("VERSIONS", "deliveries", "documents")

VERSIONS = (1, 2, 3, 4, 5)
# The form of an EIC; who the recipient is says who asks.
_PARTY = re.compile(r"[0-9]{2}[A-Z][0-9A-Z-]{13}", re.ASCII)
_PER_AREA = "AggregatedDataPerMGAForSettlementForSettlementResponsible"
_PER_PAIR = "AggregatedDataPerNeighboringGridForSettlementForSettlementResponsible"
# Codes with their agencies: ebIX 260, UN/CEFACT 330, GS1 9, EIC 305.
_EBIX, _CEFACT, _GS1, _EIC = "260", "330", "9", "305"
_ACTIVE_ENERGY = "8716867000030"
_CONSUMPTION, _LOSSES = "A04", "A15"
_PROFILED, _INTERVAL = "E01", "E02"
_TEMPORARY = "21"
_NAMESPACE = uuid.UUID("8c5c2f0e-3f7b-5a43-9a53-6f2f6b4d9b11")
_BY_METHOD = {
    _INTERVAL: (SettlementUse.INTERVAL, SettlementUse.HOURLY),
    _PROFILED: (SettlementUse.PROFILED,),
}


class _Series(NamedTuple):
    """A series of a document.

    Attributes:
        supplier: GLN, empty for a loss without supplier and for exchange.
        characteristic: Elements of the characteristic: name, code, agency.
        areas: Elements of the areas: name, EIC.
        column: Thousandths of a kWh by interval.
        temporary: Values are missing in it.
    """

    supplier: str
    characteristic: tuple[tuple[str, str, str], ...]
    areas: tuple[tuple[str, str], ...]
    column: Ints
    temporary: bool


def deliveries(transaction: Transaction, day: dt.date) -> list[dict[str, Any]]:
    """Return what of a usage day has been ready for the imbalance settlement, version by version.

    Args:
        transaction: The step.
        day: Usage day.

    Returns:
        ``area``, ``version`` (``D+1`` to ``D+5``), ``passed`` (instant) and ``final``; areas that have not passed are not
        there.
    """
    return [
        {
            "area": record.area,
            "version": f"D+{record.version}",
            "passed": None if record.passed is None else record.passed.isoformat(),
            "final": record.locked,
        }
        for version in VERSIONS
        for record in _passed(transaction, day, version)
    ]


def _passed(transaction: Transaction, day: dt.date, version: int) -> list[AreaDay]:
    records = (
        transaction.get(SETTLEMENTS, key_of(area, day, version)) for area in transaction.structure.areas
    )
    return [record for record in records if record is not None and record.phase is SettlementPhase.DONE]


def documents(
    transaction: Transaction, day: dt.date, version: int, *, recipient: str
) -> tuple[tuple[str, bytes], ...]:
    """Return the documents of a version of a usage day, as name and bytes of XML.

    Args:
        transaction: The step.
        day: Usage day.
        version: 1 for D+1 up to 5 for D+5.
        recipient: EIC of the imbalance settlement responsible.

    Returns:
        One of consumption and losses by grid area, one of exchange between neighbours; the same bytes each time.

    Raises:
        ValueError: Nothing of the version has passed, or a recipient or version is none.
    """
    if version not in VERSIONS or not _PARTY.fullmatch(recipient):
        raise ValueError("expected a version from 1 to 5, and the EIC of the recipient, 16 characters")
    records = _passed(transaction, day, version)
    if not records:
        raise ValueError(f"expected a version of {day} that has passed")
    exchange = list(_exchange_series(transaction, records))
    parts = [(_PER_AREA, [series for record in records for series in _area_series(record)])]
    if exchange:
        parts.append((_PER_PAIR, exchange))
    return tuple(
        (f"{name}-{day}-D{version}.xml", _document(transaction, name, records, recipient, series))
        for name, series in parts
    )


def _area_series(record: AreaDay) -> Iterator[_Series]:
    """Yield consumption by supplier and settlement method, and the losses."""
    own = (("MeteringGridAreaUsedDomainLocation", record.area),)
    temporary = bool(record.missing)
    suppliers = sorted({group.supplier for group, _ in record.groups if group.supplier})
    for supplier in suppliers:
        for method, uses in _BY_METHOD.items():
            there = [use for use in uses if record.has_group(use=use, supplier=supplier)]
            if there:
                column: Ints = np.sum(
                    np.stack([record.group(use=use, supplier=supplier) for use in there]), axis=0
                )
                yield _Series(supplier, _of_area(method, _CONSUMPTION), own, column, temporary)
    yield _Series("", _of_area(_INTERVAL, _LOSSES), own, total_loss(record), temporary)


def _of_area(method: str, business: str) -> tuple[tuple[str, str, str], ...]:
    return (
        ("MeteringPointType", "E17", _EBIX),
        ("SettlementMethodType", method, _EBIX),
        ("BusinessType", business, _CEFACT),
    )


def _exchange_series(transaction: Transaction, records: Iterable[AreaDay]) -> Iterator[_Series]:
    """Yield what flows into each area from each neighbour, as it was known at the calculation."""
    market = market_of(transaction)
    flows: dict[tuple[str, str], tuple[Ints, bool]] = {}
    for record in records:
        inputs = gather(transaction, market, record.area, record.day, as_of=record.as_of)
        for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True):
            pair = _pair(transaction, record.area, member)
            if pair is None:
                continue
            column = at_settlement(values, member, inputs)
            earlier = flows.get(pair)
            if earlier is None:
                flows[pair] = column, bool(missing)
            else:
                flows[pair] = earlier[0] + column, earlier[1] or bool(missing)
    for (to, start), (column, temporary) in sorted(flows.items(), key=lambda flow: flow[0]):
        areas = (
            ("MeteringGridAreaUsedDomainLocation", to),
            ("InAreaUsedDomainLocation", to),
            ("OutAreaUsedDomainLocation", start),
        )
        yield _Series("", (("MeteringPointType", "E20", _EBIX),), areas, column, temporary)


def _pair(transaction: Transaction, area: str, member: Member) -> tuple[str, str] | None:
    """Return into which area and from which one a border channel flows, once: seen from the area of its point."""
    if member.use not in {SettlementUse.IMPORT, SettlementUse.EXPORT}:
        return None
    place = place_of(transaction, member.point)
    if place is None or place.main_area != area or not place.neighbour:
        return None
    return (area, place.neighbour) if member.use is SettlementUse.IMPORT else (place.neighbour, area)


def _document(
    transaction: Transaction, name: str, records: list[AreaDay], recipient: str, series: Iterable[_Series]
) -> bytes:
    first = records[0]
    seed = f"{name} {first.day} {first.version} {recipient}"
    created = max(record.calculated for record in records)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{name} xmlns="un:unece:260:data:EEM-{name}">',
        *_header(seed, created, transaction.config.gln, recipient),
        *(
            line
            for number, values in enumerate(series)
            for line in _payload(values, first, created, uuid.uuid5(_NAMESPACE, f"{seed} {number}"))
        ),
        f"</{name}>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _header(seed: str, created: dt.datetime, sender: str, recipient: str) -> Iterator[str]:
    yield "  <Header>"
    yield f"    <Identification>{uuid.uuid5(_NAMESPACE, seed)}</Identification>"
    yield f'    <DocumentType listAgencyIdentifier="{_EBIX}">E31</DocumentType>'
    yield f"    <Creation>{_utc(created)}</Creation>"
    for element, number, agency in (
        ("SenderEnergyParty", sender, _GS1),
        ("RecipientEnergyParty", recipient, _EIC),
    ):
        yield from _identified(element, number, agency, "    ")
    yield "  </Header>"
    yield "  <ProcessEnergyContext>"
    yield f'    <EnergyBusinessProcess listAgencyIdentifier="{_EBIX}">E44</EnergyBusinessProcess>'
    yield f'    <EnergyBusinessProcessRole listAgencyIdentifier="{_CEFACT}">EZ</EnergyBusinessProcessRole>'
    yield (
        f'    <EnergyIndustryClassification listAgencyIdentifier="{_CEFACT}">23</EnergyIndustryClassification>'
    )
    yield "  </ProcessEnergyContext>"


def _payload(
    series: _Series, record: AreaDay, created: dt.datetime, identification: uuid.UUID
) -> Iterator[str]:
    """Yield the lines of a series, in the order of the mapping."""
    yield "  <PayloadEnergyTimeSeries>"
    yield f"    <Identification>{identification}</Identification>"
    yield f"    <RegistrationDateTime>{_utc(created)}</RegistrationDateTime>"
    yield "    <ObservationPeriodTimeSeriesPeriod>"
    yield f"      <ResolutionDuration>PT{record.minutes}M</ResolutionDuration>"
    yield f"      <Start>{_utc(record.period.start)}</Start>"
    yield f"      <End>{_utc(record.period.end)}</End>"
    yield "    </ObservationPeriodTimeSeriesPeriod>"
    if series.supplier:
        yield from _identified("BalanceSupplierInvolvedEnergyParty", series.supplier, _GS1, "    ")
    yield "    <ProductIncludedProductCharacteristic>"
    yield f'      <Identification schemeAgencyIdentifier="{_GS1}">{_ACTIVE_ENERGY}</Identification>'
    yield f'      <UnitType listAgencyIdentifier="{_CEFACT}">KWH</UnitType>'
    yield "    </ProductIncludedProductCharacteristic>"
    yield "    <MPDetailMeasurementMeteringPointCharacteristic>"
    for element, code, agency in series.characteristic:
        yield f'      <{element} listAgencyIdentifier="{agency}">{code}</{element}>'
    yield "    </MPDetailMeasurementMeteringPointCharacteristic>"
    for element, area in series.areas:
        yield from _identified(element, area, _EIC, "    ")
    quality = (
        f'<QuantityQuality listAgencyIdentifier="{_CEFACT}">{_TEMPORARY}</QuantityQuality>'
        if series.temporary
        else ""
    )
    for number, value in enumerate(series.column.tolist(), 1):
        yield (
            f"    <ObservationIntervalObservationPeriod><Sequence>{number}</Sequence>"
            f"<ObservationDetailEnergyObservation><EnergyQuantity>{decimal(value)}</EnergyQuantity>{quality}"
            "</ObservationDetailEnergyObservation></ObservationIntervalObservationPeriod>"
        )
    yield "  </PayloadEnergyTimeSeries>"


def _identified(element: str, number: str, agency: str, indent: str) -> Iterator[str]:
    yield f"{indent}<{element}>"
    yield f'{indent}  <Identification schemeAgencyIdentifier="{agency}">{escape(number)}</Identification>'
    yield f"{indent}</{element}>"


def _utc(instant: dt.datetime) -> str:
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
