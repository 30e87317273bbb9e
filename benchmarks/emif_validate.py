"""How long validating takes beside reading: `edielkit.validate` at level process as a ratio to `edielkit.parse`, in one run.

Run: python benchmarks/emif_validate.py [values]

A message of many values in months of hours, of each of the two kinds, and one of as many small payloads as a message of
Elhub may hold. Each figure is processor time, the best of three; the first run of all, which loads schemas and rules,
is shown apart. The bound that the project keeps is a ratio of 2.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import edielkit
from edielkit.identifiers import gsrn
from edielkit.series import Observations

NOW = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
START, END = "2025-12-31T23:00:00+00:00", "2026-01-31T23:00:00+00:00"
HOURS = 744
MOST_PAYLOADS = 9999
RUNS = 3


def _gsrn(number: int) -> str:
    body = f"7070575999{number:07}"
    return body + gsrn.check_digit(body)


def _uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000001"


def _payload(kind: str, number: int, values: int) -> dict[str, Any]:
    observations = Observations.metered(
        [Decimal(1000 + (number + row) % 9000) / 1000 for row in range(values)]
    )
    end = dt.datetime.fromisoformat(START) + dt.timedelta(hours=values)
    return {
        "identification": _uuid(number),
        "end": end.isoformat(),
        "observations": observations,
        "point": _gsrn(number),
        "insert": kind != "CollectedData",
    }


def _text(kind: str, document: str, role: str, payloads: list[dict[str, Any]]) -> bytes:
    def party(name: str) -> str:
        return f'<abie:{name}><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:{name}>'

    def rows(block: Observations) -> str:
        return "".join(
            f'<abie:Observation Sequence="{n}"><abie:Metered>{q // 1000}.{q % 1000:03}</abie:Metered></abie:Observation>'
            for n, q in enumerate(block.quantity.tolist(), 1)
        )

    def payload(row: dict[str, Any]) -> str:
        inserted = (
            "<abie:InsertDateTime>2026-02-01T04:40:12+01:00</abie:InsertDateTime>" if row["insert"] else ""
        )
        return (
            f"<rsm:PayloadEnergyTimeSeries><abie:Identification>{row['identification']}</abie:Identification>"
            f"<abie:RegistrationDateTime>2026-02-01T04:34:12+01:00</abie:RegistrationDateTime>{inserted}"
            "<abie:ObservationPeriodTimeSeriesPeriod><abie:ResolutionDuration>PT1H</abie:ResolutionDuration>"
            f"<abie:Start>{START}</abie:Start><abie:End>{row['end']}</abie:End></abie:ObservationPeriodTimeSeriesPeriod>"
            '<abie:ProductIncludedProductCharacteristics><abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification>'
            "<abie:UnitType>kWh</abie:UnitType></abie:ProductIncludedProductCharacteristics>"
            "<abie:MPDetailMeasurementMeteringPointCharacteristic><abie:Direction>Out</abie:Direction></abie:MPDetailMeasurementMeteringPointCharacteristic>"
            f'<abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier="9">{row["point"]}</abie:Identification></abie:MeteringPointUsedDomainLocation>'
            f"{rows(row['observations'])}</rsm:PayloadEnergyTimeSeries>"
        )

    head = (
        f'<rsm:{kind} xmlns:rsm="urn:no:elhub:emif:metering:{kind}:v2" xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">'
        f'<rsm:Header><abie:Identification>{_uuid(0)}</abie:Identification><abie:DocumentType listAgencyIdentifier="260">{document}</abie:DocumentType>'
        f"<abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>{''.join(map(party, _PARTIES))}</rsm:Header>"
        '<rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>'
        f'<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">{role}</abie:EnergyBusinessProcessRole>'
        "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"
    )
    return (head + "".join(map(payload, payloads)) + f"</rsm:{kind}>").encode()


_PARTIES = ("PhysicalSenderEnergyParty", "JuridicalSenderEnergyParty", "JuridicalRecipientEnergyParty")


def inputs(values: int) -> dict[str, bytes]:
    """Return the messages by what they are."""
    months = max(1, values // HOURS)
    kinds = {"CollectedData": ("E13", "DDE"), "NotifyValidatedDataForBillingEnergy": ("E66", "DDQ")}
    messages = {
        f"{kind}, {months * HOURS} values": _text(
            kind, document, role, [_payload(kind, n, HOURS) for n in range(1, months + 1)]
        )
        for kind, (document, role) in kinds.items()
    }
    many = [_payload("CollectedData", n, 24) for n in range(1, MOST_PAYLOADS + 1)]
    messages[f"CollectedData, {MOST_PAYLOADS} payloads of a day"] = _text("CollectedData", "E13", "DDE", many)
    return messages


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    before = time.process_time()
    work()
    return time.process_time() - before


def main(values: int) -> None:
    """Print the table."""
    for name, data in inputs(values).items():

        def validate(data: bytes = data) -> edielkit.Report:
            return edielkit.validate(data, now=NOW, level="process")

        def read(data: bytes = data) -> object:
            return edielkit.parse(data)

        cold = _timed(validate)
        reading = min(_timed(read) for _ in range(RUNS))
        validating = min(_timed(validate) for _ in range(RUNS))
        errors = [f"{finding.code} {finding.message}" for finding in validate().errors]
        print(
            f"{name}: {len(data) / 1e6:.0f} MB, parse {reading:.2f} s, validate {validating:.2f} s, "
            f"ratio {validating / reading:.2f}, the first time {cold / reading:.2f}; errors {errors[:1]}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
