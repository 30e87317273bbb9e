"""For each rule a message that breaks it, as a change of one of the messages of `rule_messages`, which breaks none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from edielkit.generate.faults.rule_messages import (
    ADDRESS,
    AREA,
    BASES,
    CONTEXT,
    E17,
    E18,
    E20,
    ELHUB,
    GONE,
    GRID,
    OTHER,
    PROFILED,
    QUIET,
    SUPPLIER,
    THIRD,
    UNKNOWN,
    changed,
    point,
    series,
    uuid,
    values,
    written,
)

NOW = dt.datetime(2026, 3, 2, 11, tzinfo=dt.timezone(dt.timedelta(hours=1)))

MASTER = "PayloadMasterDataMPEvent[1]"
ONE = "PayloadMasterDataMPEvent"
EVENT = "PayloadMPEvent"
ANSWER = "PayloadResponseEvent"
FIRST, SECOND = "PayloadEnergyTimeSeries[1]", "PayloadEnergyTimeSeries[2]"
PERIOD = f"{FIRST}/ObservationPeriodTimeSeriesPeriod"
DETAIL = f"{MASTER}/MpDetailMeteringPointCharacteristic"
PRODUCT = f"{FIRST}/ProductIncludedProductCharacteristics"
CHARACTERISTIC = f"{FIRST}/MPDetailMeasurementMeteringPointCharacteristic"
CUSTOMER = "ConsumerInvolvedCustomerParty"
BRS = "ProcessEnergyContext/EnergyBusinessProcess"
ROLE = "ProcessEnergyContext/EnergyBusinessProcessRole"
TYPE = "Header/DocumentType"
ASKS = {"Header/RequestPositiveAcknowledgement": "true"}
REASONED = {"MeterReadReasonCode": "1"}


@attrs.frozen(kw_only=True)
class RuleCase:
    """A message that breaks one rule.

    Attributes:
        code: Code of the rule.
        base: Name of the message that is right.
        changes: What makes it wrong.
        payload: Identification of the payload that the finding is about.
        times: How often the rule is broken.
        context: What is otherwise known, as changes of the context: metering point -> what.
    """

    code: str
    base: str
    changes: dict[str, Any]
    payload: str | None = None
    times: int = 1
    context: dict[str, Any] = attrs.field(factory=dict)

    @property
    def kind(self) -> str:
        """The standard's name of the message."""
        return BASES[self.base][0]

    @property
    def right(self) -> bytes:
        """The message that is right."""
        return written(*BASES[self.base])

    @property
    def wrong(self) -> bytes:
        """The message that is wrong."""
        kind, data = BASES[self.base]
        return written(kind, changed(data, self.changes))

    @property
    def wrong_context(self) -> dict[str, Any]:
        """The context of the wrong message."""
        points = [
            {**point, **self.context.get(point["identification"], {})} for point in CONTEXT["metering_points"]
        ]
        return {
            **CONTEXT,
            "metering_points": points,
            **{k: v for k, v in self.context.items() if k in CONTEXT},
        }


def case(code: str, base: str, changes: dict[str, Any] | None = None, **more: Any) -> RuleCase:
    """Return a case."""
    return RuleCase(code=code, base=base, changes=changes or {}, **more)


P1 = uuid(101)


def _of_point(code: str, base: str) -> list[RuleCase]:
    """Return the cases of the rows on sub types and capacities, which BRS-NO-121 and 122 share."""
    first = {"121": 16, "122": 15}[code]
    production = {
        f"{DETAIL}/MeteringPointType": "E18",
        f"{DETAIL}/MeteringPointSubTypeProduction": "B16",
        f"{DETAIL}/MeteringPointSubTypeConsumption": None,
    }
    rows: list[dict[str, Any]] = [
        {f"{DETAIL}/MeteringPointSubTypeConsumption": None},
        {**production, f"{DETAIL}/MeteringPointSubTypeConsumption": "A04"},
        {**production, f"{DETAIL}/MeteringPointSubTypeProduction": None},
        {f"{DETAIL}/MeteringPointSubTypeProduction": "B16"},
        {f"{DETAIL}/InstalledCapacity": "10"},
        {**production, f"{DETAIL}/ContractedConnectionCapacityValue": "10"},
        {**production, f"{DETAIL}/Priority": "A"},
    ]
    return [case(f"BRS{code}-{first + n:02}", base, changes) for n, changes in enumerate(rows)]


def _twice(base: str) -> dict[str, Any]:
    return {ONE: [BASES[base][1][ONE][0]] * 2}


HEADERS = [
    # the process is of another message; document type; role
    *(
        case(f"BRS{brs}-01", "search by point", {BRS: f"BRS-NO-{brs}"})
        for brs in ("121", "122", "222", "301", "311", "313", "324", "332", "601")
    ),
    case("BRS611-01", "query of values", {BRS: "BRS-NO-611"}),
    case("BRS121-02", "new point", {TYPE: "E67"}),
    case("BRS121-05", "new point", {ROLE: "MDR"}),
    case("BRS122-02", "activation", {TYPE: "E67"}),
    case("BRS122-05", "activation", {ROLE: "MDR"}),
    case("BRS222-02", "rollback of move out", {TYPE: "E67"}),
    case("BRS222-05", "rollback of move out", {ROLE: "MDR"}),
    case("BRS301-02", "company", {TYPE: "E58"}),
    case("BRS301-05", "company", {ROLE: "DDM"}),
    case("BRS311-02", "reading", {TYPE: "E13"}),
    case("BRS311-05", "reading", {ROLE: "DDE"}),
    case("BRS311-A02", "reading refused", {TYPE: "21"}),
    case("BRS311-A05", "reading refused", {ROLE: "DDQ"}),
    case("BRS313-02", "series", {TYPE: "E30"}),
    case("BRS313-04", "series", ASKS),
    case("BRS313-06", "series", {ROLE: "DDM"}),
    case("BRS324-02", "query of settlement", {TYPE: "294"}),
    case("BRS324-04", "query of settlement", ASKS),
    case("BRS324-06", "query of settlement", {ROLE: "AG"}),
    case("BRS332-02", "withdrawal", {TYPE: "E13"}),
    case("BRS332-04", "withdrawal", ASKS),
    case("BRS332-06", "withdrawal", {ROLE: "DDQ"}),
    case("BRS601-02", "question", {TYPE: "294"}),
    case("BRS601-05", "question", {ROLE: "DDM"}),
    case("BRS601-R02", "answer", {TYPE: "294"}),
    case("BRS601-R05", "answer", {ROLE: "DDQ"}),
    case("BRS611-02", "search by point", {TYPE: "E07"}),
    case("BRS611-04", "search by point", ASKS),
    case("BRS611-06", "search by point", {ROLE: "DDM"}),
]  # fmt: skip

MASTER_DATA = [
    case("BRS121-06", "new point", _twice("new point")),
    case("BRS121-07", "new point", {f"{MASTER}/Identification": P1}, payload=P1),
    case("BRS121-08", "new point", {f"{MASTER}/StartOfOccurrence": None}),
    case("BRS121-09", "new point", {f"{MASTER}/OriginalBusinessDocumentReference": uuid(8)}),
    case("BRS121-10", "new point", {f"{MASTER}/MeteringGridAreaUsedDomainLocation": None}),
    case("BRS121-11", "new point", {f"{DETAIL}/PhysicalStatusType": "E23"}),
    case("BRS121-12", "new point", {f"{MASTER}/MPAddressMeteringPointAddress": None}),
    case("BRS121-13", "new point", {f"{DETAIL}/SettlementMethodType": None}),
    case("BRS121-14", "new point", {f"{DETAIL}/MeteringPointType": None}),
    case("BRS121-15", "new point", {f"{DETAIL}/MeteringPointType": "E20"}),
    *_of_point("121", "new point"),
    case("BRS122-06", "activation", _twice("activation")),
    case("BRS122-07", "activation", {f"{MASTER}/Identification": P1}, payload=P1),
    case("BRS122-08", "activation", {f"{MASTER}/StartOfOccurrence": None}),
    case("BRS122-09", "activation", {f"{MASTER}/OriginalBusinessDocumentReference": uuid(8)}),
    case("BRS122-10", "activation", {f"{DETAIL}/PhysicalStatusType": "E22"}),
    case("BRS122-11", "activation", {f"{MASTER}/MeteringGridAreaUsedDomainLocation": point(AREA)}),
    case("BRS122-12", "activation", {f"{DETAIL}/MeteringPointType": None}),
    case("BRS122-13", "activation", {f"{DETAIL}/MeteringPointType": "E20"}),
    case("BRS122-14", "activation", {f"{DETAIL}/SettlementMethodType": None}),
    *_of_point("122", "activation"),
    case("BRS213-B04", "removal", {f"{MASTER}/StartOfOccurrence": "2026-03-03T00:00:00+01:00"}),
    case("BRS213-B05", "removal", {f"{MASTER}/StartOfOccurrence": "2026-03-02T00:00:00Z"}),
    case("BRS005", "master data", _twice("master data")),
    case("BRS006", "master data", {f"{MASTER}/Identification": P1}, payload=P1),
    case("BRS009", "master data", {f"{MASTER}/StartOfOccurrence": None}),
    case("BRS019", "master data", {f"{DETAIL}/InstalledCapacity": "10"}),
    case("BRS014", "master data", {f"{MASTER}/StartOfOccurrence": "2026-03-03T00:00:00Z"}),
    case("BRS302-B01", "master data", {f"{MASTER}/StartOfOccurrence": "2026-03-06T00:00:00+01:00"}),
    case("BRS212-B01", "deactivation", {f"{MASTER}/StartOfOccurrence": "2026-03-01T00:00:00+01:00"}),
    case("BRS214-B01", "left out of settlement", {f"{MASTER}/StartOfOccurrence": "2026-03-03T00:00:00+01:00"}),
    case("BRS402-B01", "correction", {f"{MASTER}/StartOfOccurrence": "2026-03-03T00:00:00+01:00"}),
]  # fmt: skip

SUPPLY = [
    case("BRS222-06", "rollback of move out", {f"{EVENT}/OriginalBusinessDocumentReference": None}),
    case("BRS222-07", "rollback of move out", {f"{EVENT}/BalanceSupplierInvolvedEnergyParty": point(SUPPLIER)}),
    case("BRS101-B01", "switch", {f"{EVENT}/StartOfOccurrence": "2026-03-02T00:00:00+01:00"}),
    case("BRS102-B01", "move in", {f"{EVENT}/StartOfOccurrence": "2026-03-01T00:00:00+01:00"}),
    case("BRS103-B01", "late move in", {f"{EVENT}/StartOfOccurrence": "2026-03-03T00:00:00+01:00"}),
    case("BRS104-B01", "from last resort", {f"{EVENT}/StartOfOccurrence": "2026-03-03T00:00:00+01:00"}),
    case("BRS201-B01", "move out", {f"{EVENT}/EndOfOccurrence": "2026-03-01T00:00:00+01:00"}),
    case("BRS202-B01", "end", {f"{EVENT}/EndOfOccurrence": "2026-03-01T00:00:00+01:00"}),
    case("BRS001", "switch", {BRS: "BRS-NO-201"}),
    case("BRS002", "switch", {TYPE: "432"}),
    case("BRS003", "switch", {ROLE: "DDM"}),
    case("BRS007", "rollback of start", {f"{EVENT}/OriginalBusinessDocumentReference": None}),
    case("BRS021", "rollback of start", {f"{EVENT}/OriginalBusinessDocumentReference": uuid(1)}),
    case("BRS008", "switch", {f"{EVENT}/OriginalBusinessDocumentReference": uuid(8)}),
    case("BRS020", "rejected", {"Header/JuridicalSenderEnergyParty": point(ELHUB)}),
    case("BRS011", "switch", {f"{EVENT}/BalanceSupplierInvolvedEnergyParty": point(OTHER)}),
    case("BRS012", "move in", {f"{EVENT}/moveInToSLR": "true"}),
    case("BRS013", "switch", {f"{EVENT}/{CUSTOMER}/GivenName": "Prøve"}),
]  # fmt: skip

CUSTOMERS = [
    case("BRS301-06", "company", {f"{ONE}/StartOfOccurrence": None}),
    case("BRS301-07", "person", {f"{ONE}/{CUSTOMER}/GivenName": None, f"{ONE}/{CUSTOMER}/FamilyName": None}),
    case("BRS301-08", "company", {f"{ONE}/{CUSTOMER}/Name": None}),
    case("BRS301-09", "person", {f"{ONE}/{CUSTOMER}/Name": "Prøve Person"}),
    case("BRS301-10", "company", {f"{ONE}/{CUSTOMER}/FamilyName": "Person"}),
]

READINGS = [
    case("BRS311-06", "reading", {f"{PERIOD}/Start": None}, payload=P1),
    case("BRS311-07", "reading", {f"{PERIOD}/ResolutionDuration": "P1M"}, payload=P1),
    case("BRS311-08", "reading", {f"{PERIOD}/MeterReadingStart": "100"}, payload=P1),
    case("BRS311-09", "reading", {f"{PERIOD}/End": "2026-03-01T00:00:00+01:00"}, payload=P1),
    case("BRS311-10", "reading", {f"{PERIOD}/MeterReadingEnd": "100"}, payload=P1),
    case("BRS311-11", "reading", {f"{FIRST}/ProfiledObservation": None, f"{FIRST}/Observation": values(1)}, payload=P1),
    case("BRS311-12", "reading", {f"{FIRST}/ProfiledObservation": {"Metered": ("5", REASONED)}}, payload=P1),
    case("BRS311-13", "reading", {f"{FIRST}/ProfiledObservation": {"Stipulated": ("5", REASONED)}}, payload=P1),
    case("BRS311-14", "reading", {f"{FIRST}/ProfiledObservation": {"Withdrawn": "true"}}, payload=P1),
    case("BRS311-B01", "reading", {f"{PERIOD}/Start": "2026-03-05T00:00:00+01:00"}, payload=P1),
    case("BRS311-B02", "reading", {f"{FIRST}/MeteringPointUsedDomainLocation": point(E17)}, payload=P1),
    case("BRS311-A06", "reading refused", {f"{ANSWER}/StatusType": "39"}),
    case("BRS311-A07", "reading refused", {f"{ANSWER}/OriginalPayloadReference": None}),
    case("BRS018", "volume", {f"{FIRST}/ProfiledObservation": {"Metered": ("51", REASONED)}}, payload=P1),
    case("BRS017", "rejected", {f"{ANSWER}/ResponseReasonType": None}),
    case("BRS000-P01", "poll confirmed", {f"{ANSWER}/StatusType": "41", f"{ANSWER}/ResponseReasonType": "E14"}),
    case("BRS332-08", "withdrawal", {f"{FIRST}/ProfiledObservation": None, f"{FIRST}/AnnualPeriodEstimatedMetrics": {"Total": "5"}}, payload=P1),
    case("BRS332-0901", "withdrawal", {PERIOD: None}, payload=P1),
    case("BRS332-0902", "withdrawal", {f"{PERIOD}/ResolutionDuration": "P1D"}, payload=P1),
    case("BRS332-0903", "withdrawal", {f"{PERIOD}/Start": None}, payload=P1),
    case("BRS332-0904", "withdrawal", {f"{PERIOD}/End": None}, payload=P1),
    case("BRS332-0905", "withdrawal", {f"{PERIOD}/End": "2026-02-27T00:00:00+01:00"}, payload=P1),
    case("BRS332-0906", "withdrawal", {f"{PERIOD}/End": "2026-03-05T00:00:00+01:00"}, payload=P1),
    case("BRS332-0907", "withdrawal", {f"{PERIOD}/Start": "2022-01-01T00:00:00+01:00", f"{PERIOD}/End": "2023-03-01T00:00:00+01:00"}, payload=P1),
    case("BRS332-0908", "withdrawal", {f"{PERIOD}/MeterReadingStart": "100"}, payload=P1),
    case("BRS332-0909", "withdrawal", {f"{PERIOD}/MeterReadingEnd": "100"}, payload=P1),
    case("BRS332-0910", "withdrawal", {PRODUCT: None}, payload=P1),
    case("BRS332-0911", "withdrawal", {f"{PRODUCT}/Identification": "4700000000101"}, payload=P1),
    case("BRS332-0912", "withdrawal", {f"{PRODUCT}/UnitType": "kvarh"}, payload=P1),
    case("BRS332-0913", "withdrawal", {CHARACTERISTIC: None}, payload=P1),
    case("BRS332-0914", "withdrawal", {f"{CHARACTERISTIC}/Direction": "In"}, payload=P1),
    case("BRS332-23", "withdrawal", {f"{FIRST}/ProfiledObservation": {"MeterIndex": ("5", REASONED)}}, payload=P1),
]  # fmt: skip

_HOLE = [*values(3), *values(21, 5)]
_PAIRS = [({"Metered": f"{1 + n // 4}.25"}, {"Sequence": str(n + 1)}) for n in range(96)]
_DAY = {
    "ResolutionDuration": "PT15M",
    "Start": "2026-02-28T00:00:00+01:00",
    "End": "2026-03-01T00:00:00+01:00",
}

SERIES = [
    case("BRS313-08", "series", {PERIOD: None}, payload=P1),
    case("BRS313-16", "series", {f"{PERIOD}/MeterReadingStart": "100"}, payload=P1),
    case("BRS313-17", "series", {f"{PERIOD}/MeterReadingEnd": "100"}, payload=P1),
    case("BRS313-18", "series", {PRODUCT: None}, payload=P1),
    case("BRS313-19", "series", {f"{PRODUCT}/UnitType": "kvarh"}, payload=P1),
    case("SER101", "series", {f"{PERIOD}/ResolutionDuration": "PT30M"}, payload=P1),
    case("SER102", "series", {f"{PERIOD}/Start": "2026-02-28T00:15:00+01:00"}, payload=P1),
    case("SER103", "series", {f"{PERIOD}/End": "2026-02-28T23:59:59+01:00"}, payload=P1),
    case("SER104", "series", {f"{PERIOD}/End": "2026-02-28T00:00:00+01:00"}, payload=P1),
    case("SER105", "series", {f"{FIRST}/Observation": values(23)}, payload=P1),
    case("SER106", "series", {f"{PERIOD}/Start": "2026-03-02T00:00:00+01:00", f"{PERIOD}/End": "2026-03-03T00:00:00+01:00"}, payload=P1),
    case("SER107", "series", {f"{PERIOD}/Start": "2023-03-01T00:00:00+01:00", f"{PERIOD}/End": "2023-03-02T00:00:00+01:00"}, payload=P1),
    case("SER108", "series", {PERIOD: {**_DAY, "ResolutionDuration": "PT5M"}, f"{FIRST}/Observation": values(288)}, payload=P1, context={E17: {"reading_resolution": None}}),
    case("SER109", "series", {f"{FIRST}/Observation": _HOLE}, payload=P1),
    case("SER110", "values", {f"{FIRST}/Observation": values(24, 0)}, payload=P1),
    case("SER111", "values", {f"{FIRST}/Observation": [*values(23), *values(1, 23)]}, payload=P1),
    case("SER114", "series", {PERIOD: _DAY, f"{FIRST}/Observation": _PAIRS}, payload=P1, context={E17: {"reading_resolution": "PT15M"}}),
    case("SER115", "values", {f"{FIRST}/Observation": values(23)}, payload=P1),
    case("SER116", "volume", {f"{PERIOD}/End": "2026-02-28T00:00:00+01:00"}, payload=P1),
    case("SER120", "series", {f"{PERIOD}/End": "2026-03-01T01:00:00+01:00", f"{FIRST}/Observation": values(25)}, payload=P1),
    case("SER121", "volume", {f"{PERIOD}/End": "2026-02-28T23:59:59+01:00"}, payload=P1),
    case("SER122", "series", {f"{SECOND}/MeteringPointUsedDomainLocation": point(E17), f"{SECOND}/MPDetailMeasurementMeteringPointCharacteristic/Direction": "Out"}, payload=uuid(102)),
    case("SER123", "series", {f"{FIRST}/RegistrationDateTime": "2026-02-28T12:00:00+01:00"}, payload=P1),
    case("SER124", "volume", {"Header/Creation": "2026-02-28T10:00:00+01:00"}, payload=P1),
    case("SER126", "series", {f"{FIRST}/RegistrationDateTime": "2026-03-02T11:00:01+01:00"}, payload=P1),
    case("SER127", "series", {f"{FIRST}/RegistrationDateTime": "2026-03-02T10:00:01+01:00"}, payload=P1),
    case("SER125", "series", {"Header/Creation": "2026-03-02T11:00:01+01:00"}),
    case("SER117", "values", {f"{PERIOD}/Start": "2026-02-28T00:15:00+01:00"}, payload=P1),
    case("BRS010", "values", {f"{PRODUCT}/UnitType": "kvarh"}, payload=P1),
    case("BRS016", "values", {f"{FIRST}/Identification": uuid(1)}, payload=uuid(1)),
]  # fmt: skip

QUERIES = [
    case("BRS303-B01", "query of master data", {f"{EVENT}/QueryTypeCode": "STLM"}),
    case("BRS303-B02", "query of master data", {f"{EVENT}/MeteringPointUsedDomainLocation": None}),
    case("BRS315-B01", "query of values", {f"{EVENT}/QueryTypeCode": "MDMP"}),
    case("BRS315-B02", "query of values", {f"{EVENT}/MeteringPointUsedDomainLocation": None}),
    case("BRS315-B03", "query of values", {f"{EVENT}/Period": None}),
    case("BRS315-B04", "query of values", {f"{EVENT}/Period/Start": "2025-01-31T00:00:00+01:00"}),
    case("BRS315-B05", "query of readings", {f"{EVENT}/Period/Start": "2016-01-31T00:00:00+01:00"}),
    case("BRS315-B06", "query of values", {f"{EVENT}/MeteringGridAreaDomainLocation": point(AREA)}),
    case("BRS315-B07", "query of values", {f"{EVENT}/SnapShotOccurrence": "2026-01-01T00:00:00+01:00"}),
    case("BRS324-08", "query of settlement", {f"{EVENT}/QueryTypeCode": "MVTS"}),
    case("BRS324-09", "query of settlement", {f"{EVENT}/SnapShotOccurrence": "2026-01-01T00:00:00+01:00"}),
    case("BRS324-10", "query of settlement", {f"{EVENT}/Period": None}),
    case("BRS324-11", "query of settlement", {f"{EVENT}/Period/End": "2026-01-01T00:00:00+01:00"}),
    case("BRS324-12", "query of settlement", {f"{EVENT}/Period/Start": "2025-01-31T00:00:00+01:00"}),
    case("BRS324-13", "query of settlement", {f"{EVENT}/MeteringPointUsedDomainLocation": point(E17)}),
    case("BRS324-14", "query of settlement", {f"{EVENT}/MeteringGridAreaDomainLocation": None}),
    case("BRS324-15", "query of settlement", {f"{EVENT}/BusinessType": "MP01"}),
    case("BRS004", "query of values", ASKS),
    case("BRS601-06", "question", {f"{EVENT}/RequestPublic": None}),
    case("BRS601-R06", "answer", {f"{ANSWER}/FeedbackPublic": None}),
    case("BRS601-R07", "answer", {f"{ANSWER}/RequestPublic": "Prøve"}),
    case("BRS601-R08", "answer", {f"{ANSWER}/RequestPrivate": "Prøve"}),
    case("BRS611-07", "search by customer", {f"{EVENT}/MeteringPointUsedDomainLocation": point(E17)}),
    case("BRS611-08", "search by customer", {f"{EVENT}/MPAddressMeteringPointAddress/Postcode": None}),
    case("BRS611-09", "search by meter", {f"{EVENT}/MPAddressMeteringPointAddress": None}),
    case("BRS611-10", "search by meter", {f"{EVENT}/MPAddressMeteringPointAddress/StreetName": ADDRESS["StreetName"]}),
    case("BRS611-11", "search by customer", {f"{EVENT}/{CUSTOMER}": None}),
    case("BRS611-12", "search by customer", {f"{EVENT}/MPAddressMeteringPointAddress/StreetName": "Prøv*"}),
    case("BRS611-13", "search by customer", {f"{EVENT}/MPAddressMeteringPointAddress/BuildingNumber": "1*2"}),
    case("BRS611-14", "search by customer", {f"{EVENT}/MPAddressMeteringPointAddress/Postcode": "0*"}),
]  # fmt: skip

_POINT_OF_MASTER = f"{MASTER}/MeteringPointUsedDomainLocation"
_POINT_OF_EVENT = f"{EVENT}/MeteringPointUsedDomainLocation"

BUSINESS = [
    case("BRS213-B01", "removal", {_POINT_OF_MASTER: point(UNKNOWN)}),
    case("BRS213-B02", "removal", context={QUIET: {"settlement_point": False}}),
    case("BRS213-B03", "removal", {_POINT_OF_MASTER: point(E17)}),
    case("BRS213-B06", "removal", context={"grid_areas": [{"identification": AREA, "owner": OTHER}]}),
    case("BRS224-B01", "removal taken back", {_POINT_OF_MASTER: point(UNKNOWN)}),
    case("BRS224-B02", "removal taken back", context={GONE: {"settlement_point": None, "type": "E20"}}),
    case("BRS224-B03", "removal taken back", {_POINT_OF_MASTER: point(QUIET)}),
    case("BRS622-B01", "access asked", {_POINT_OF_EVENT: point(UNKNOWN)}),
    case("BRS622-B02", "access asked", context={E17: {"settlement_point": False}}),
    case("BRS622-B03", "access asked", context={E17: {"end_user": False}}),
    case("BRS622-B04", "access asked", context={"approvals": [{"metering_point": E17, "third_party": THIRD, "approved": False}]}),
    case("BRS622-B05", "access asked", {"Header/JuridicalSenderEnergyParty": point(OTHER)}),
    case("BRS622-B06", "access ended", {"Header/JuridicalSenderEnergyParty": point(THIRD)}),
    case("BRS015", "switch", {_POINT_OF_EVENT: point(UNKNOWN)}),
    case("CHN001", "series", {CHARACTERISTIC: {"Direction": "In"}}, payload=P1, context={E17: {"channels": None}}),
    case("CHN002", "series", payload=P1, context={E17: {"reading_resolution": "PT15M"}}),
    case("CHN003", "series", {"PayloadEnergyTimeSeries": [series(1, E17, "Out"), series(3, E20, "Out")]}, payload=uuid(103)),
    case("CHN004", "series", payload=P1, context={E17: {"settlement_method": "E01"}}),
    case("CHN005", "series", {PRODUCT: {"Identification": "8716867000047", "UnitType": "kvarh"}}, payload=P1),
    case("CHN006", "quarter point", {f"{DETAIL}/MeteringPointType": "E19", f"{DETAIL}/MeteringPointSubTypeProduction": "B16"}),
]  # fmt: skip

CASES = (*HEADERS, *MASTER_DATA, *SUPPLY, *CUSTOMERS, *READINGS, *SERIES, *QUERIES, *BUSINESS)
# the schema refuses these too: they are broken as values that no schema has seen
AS_VALUES = (
    case("BRS311-15", "reading", {f"{FIRST}/ProfiledObservation": None}, payload=P1),
    case("SER112", "series", {f"{FIRST}/Observation[3]": ({"Metered": "-1"}, {"Sequence": "3"})}, payload=P1),
    case("SER113", "series", {f"{FIRST}/Observation[3]": ({"Metered": "1"}, {"Sequence": "3"})}, payload=P1),
    case(
        "SER119",
        "series",
        {f"{FIRST}/Observation[3]": ({"Metered": "1.2345"}, {"Sequence": "3"})},
        payload=P1,
    ),
)
__all__ = ("AS_VALUES", "CASES", "E18", "ELHUB", "GRID", "NOW", "PROFILED", "RuleCase")
