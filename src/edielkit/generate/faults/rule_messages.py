"""Small messages that break no rule: nested names and values of the standard, written as XML.

A message is a dict from the standard's names to a text, a dict, a list of either, or a pair of text and attributes.
`changed` gives a copy with some paths replaced or, with None, removed; `written` gives the bytes.
"""

from __future__ import annotations

import copy
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from edielkit.emif.declare import ABIE, declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES

GRID, SUPPLIER, THIRD, ELHUB, OTHER = (
    "7080009800019",
    "7080009800026",
    "7080009800033",
    "7080003824349",
    "7080009800040",
)
AREA = "50YTEST-EDIELKTL"
# metering points by what the context says of them
E17, E18, E19, E20, QUIET, GONE, PROFILED, QUARTER = (
    "707057599600000016",
    "707057599600000023",
    "707057599600000030",
    "707057599600000047",
    "707057599600000054",
    "707057599600000061",
    "707057599600000078",
    "707057599600000085",
)
UNKNOWN = "707057599600000092"


def uuid(number: int) -> str:
    """Return a UUID of our own."""
    return f"00000000-0000-4000-8000-{number:012x}"


def _role_agency(role: str) -> str:
    return "89" if role in {"SLR", "BSL"} else "6"


def header(document_type: str, brs: str, role: str, **more: Any) -> dict[str, Any]:
    """Return Header and ProcessEnergyContext."""
    sender = more.pop("sender", SUPPLIER if role in {"DDQ", "SLR", "BSL"} else GRID)
    return {
        "Header": {
            "Identification": uuid(1),
            "DocumentType": document_type,
            "Creation": "2026-03-02T10:00:00+01:00",
            "PhysicalSenderEnergyParty": {"Identification": sender},
            "JuridicalSenderEnergyParty": {"Identification": sender},
            "JuridicalRecipientEnergyParty": {"Identification": ELHUB},
            **more,
        },
        "ProcessEnergyContext": {
            "EnergyBusinessProcess": brs if brs == "POLL" else f"BRS-NO-{brs}",
            "EnergyBusinessProcessRole": role,
            "EnergyIndustryClassification": "23",
        },
    }


def _attributes(name: str, owner: str, text: str) -> dict[str, str]:
    if name == "DocumentType":
        return {"listAgencyIdentifier": "6" if text.isdigit() else "260"}
    if name == "EnergyBusinessProcessRole":
        return {"listAgencyIdentifier": _role_agency(text)}
    if name == "SettlementMethodType":
        return {"listAgencyIdentifier": "89" if text == "Z01" else "260"}
    if name == "ResponseReasonType":
        return {"listAgencyIdentifier": "89" if text.startswith("EH") else "260"}
    if name == "Identification" and owner == "ProductIncludedProductCharacteristics":
        return {"schemeAgencyIdentifier": "89" if text.startswith("47") else "9"}
    if name == "Identification" and "GridArea" in owner:
        return {"schemeAgencyIdentifier": "305"}
    if name == "Identification" and (owner.endswith("EnergyParty") or owner.startswith("MeteringPoint")):
        return {"schemeAgencyIdentifier": "9"}
    agency = _LISTS.get(name)
    return {} if agency is None else {"listAgencyIdentifier": agency}


_LISTS = {
    "EnergyBusinessProcess": "89",
    "MeteringPointType": "260",
    "MeteringPointSubTypeConsumption": "89",
    "MeteringPointSubTypeProduction": "89",
    "MeterReadingCharacteristics": "260",
    "PhysicalStatusType": "260",
    "StatusType": "6",
    "BusinessType": "89",
    "CountryCode": "5",
    "Currency": "5",
}


def written(kind: str, data: dict[str, Any]) -> bytes:
    """Return the message *kind* with *data* as bytes, its elements in the order of the standard."""
    cls = MESSAGES[kind]
    inner = "\n".join(_parts(cls, data, "rsm", kind))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:{kind} xmlns:rsm="{cls.namespace()}" xmlns:abie="{ABIE}">\n'
        f"{inner}\n</rsm:{kind}>\n"
    ).encode()


def _parts(cls: Any, data: dict[str, Any], prefix: str, owner: str) -> list[str]:
    order = {d.name: n for n, d in enumerate(declarations(cls))}
    elements = []
    for name, value in sorted(data.items(), key=lambda pair: order.get(pair[0], -1)):
        for item in value if isinstance(value, list) else [value]:
            elements += _element(cls, name, item, prefix, owner)
    return elements


def _element(cls: Any, name: str, value: Any, prefix: str, owner: str) -> list[str]:
    text, attributes = value if isinstance(value, tuple) else (value, {})
    if isinstance(text, dict):
        declared = next((d for d in declarations(cls) if d.name == name), None)
        inner = _parts(AGGREGATES[declared.type] if declared else cls, text, "abie", name)
        words = "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items())
        return [f"<{prefix}:{name}{words}>", *inner, f"</{prefix}:{name}>"]
    words = "".join(
        f" {k}={quoteattr(v)}" for k, v in {**_attributes(name, owner, text), **attributes}.items()
    )
    return [f"<{prefix}:{name}{words}>{escape(text)}</{prefix}:{name}>"]


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of *data* in which each path has another value, or is gone where the value is None."""
    message = copy.deepcopy(data)
    for path, value in changes.items():
        *parents, last = path.split("/")
        part: Any = message
        for step in parents:
            part = _into(part, step)
        name, index = _split(last)
        if index:
            part[name][index - 1] = value
        elif value is None:
            part.pop(name, None)
        else:
            part[name] = value
    return message


def _split(step: str) -> tuple[str, int]:
    match = re.fullmatch(r"([^\[]+)(?:\[(\d+)\])?", step)
    assert match is not None
    return match[1], int(match[2] or 0)


def _into(part: Any, step: str) -> Any:
    name, index = _split(step)
    inner = part.setdefault(name, {})
    inner = inner[index - 1] if index else inner[0] if isinstance(inner, list) else inner
    return inner[0] if isinstance(inner, tuple) else inner


def point(identification: str) -> dict[str, str]:
    """Return a metering point."""
    return {"Identification": identification}


PRODUCT = {"Identification": "8716867000030", "UnitType": "kWh"}
ADDRESS = {
    "StreetName": "Prøveveien",
    "BuildingNumber": "1",
    "Postcode": "0001",
    "CityName": "OSLO",
    "CountryCode": "NO",
}
COMPANY = {"Identification": ("399999006", {"schemeAgencyIdentifier": "82"}), "Name": "Prøve AS"}
PERSON = {
    "Identification": ("31923910061", {"schemeAgencyIdentifier": "Z01"}),
    "GivenName": "Prøve",
    "FamilyName": "Person",
}
POSTAL = {"AddressType": "postaladr", "Postcode": "0001", "CityName": "OSLO", "CountryCode": "NO"}


def values(count: int, first: int = 1) -> list[Any]:
    """Return *count* metered values that differ."""
    return [
        ({"Metered": f"{n % 7 + 1}.{n % 1000:03}"}, {"Sequence": str(n)}) for n in range(first, first + count)
    ]


def series(number: int, metering_point: str, direction: str, **more: Any) -> dict[str, Any]:
    """Return a payload with a day of hours."""
    return {
        "Identification": uuid(100 + number),
        "RegistrationDateTime": "2026-03-01T05:00:00+01:00",
        "ObservationPeriodTimeSeriesPeriod": {
            "ResolutionDuration": "PT1H",
            "Start": "2026-02-28T00:00:00+01:00",
            "End": "2026-03-01T00:00:00+01:00",
        },
        "ProductIncludedProductCharacteristics": dict(PRODUCT),
        "MPDetailMeasurementMeteringPointCharacteristic": {"Direction": direction},
        "MeteringPointUsedDomainLocation": point(metering_point),
        "Observation": values(24),
        **more,
    }


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k not in names}


def _profiled(number: int, child: dict[str, Any]) -> dict[str, Any]:
    payload = changed(
        _without(series(number, PROFILED, "Out"), "Observation"),
        {"ObservationPeriodTimeSeriesPeriod/ResolutionDuration": None},
    )
    return {**payload, "ProfiledObservation": child}


def _reading(number: int) -> dict[str, Any]:
    payload = _profiled(number, {"MeterIndex": ("1250", {"MeterReadReasonCode": "1"})})
    return changed(payload, {"ObservationPeriodTimeSeriesPeriod/End": None})


DETAIL = {
    "MeteringPointType": "E17",
    "MeteringPointSubTypeConsumption": "A04",
    "SettlementMethodType": "E02",
}
_MASTER = "RequestUpdateMasterDataMeteringPoint"
_START, _END = "RequestStartOfSupply", "RequestEndOfSupply"
_QUERY = "RequestDataFromElhub"
_MONTH = {"Start": "2026-01-01T00:00:00+01:00", "End": "2026-02-01T00:00:00+01:00"}


def _master(brs: str, document_type: str = "E58", **payload: Any) -> tuple[str, dict[str, Any]]:
    base = {
        "StartOfOccurrence": "2026-03-02T00:00:00+01:00",
        "MeteringPointUsedDomainLocation": point(E17),
        **payload,
    }
    return _MASTER, {**header(document_type, brs, "DDM"), "PayloadMasterDataMPEvent": [base]}


def _start(brs: str, document_type: str, role: str = "DDQ", **payload: Any) -> tuple[str, dict[str, Any]]:
    base = {
        "StartOfOccurrence": "2026-03-02T00:00:00+01:00",
        "MeteringPointUsedDomainLocation": point(E17),
        "ConsumerInvolvedCustomerParty": {**COMPANY, "ExtendedStorageMeteringValues": "true"},
        "ConsumerInvolvedCustomerAddress": dict(POSTAL),
        **({"BalanceSupplierInvolvedEnergyParty": point(SUPPLIER)} if role == "DDQ" else {}),
        **payload,
    }
    return _START, {**header(document_type, brs, role), "PayloadMPEvent": base}


def _end(brs: str, document_type: str, role: str = "DDQ", **payload: Any) -> tuple[str, dict[str, Any]]:
    _, data = _start(brs, document_type, role, **payload)
    payload = data["PayloadMPEvent"]
    payload["EndOfOccurrence"] = payload.pop("StartOfOccurrence")
    del payload["ConsumerInvolvedCustomerParty"]["ExtendedStorageMeteringValues"]
    return _END, data


def _query(brs: str, code: str, role: str = "DDM", **payload: Any) -> tuple[str, dict[str, Any]]:
    return _QUERY, {**header("21", brs, role), "PayloadMPEvent": {"QueryTypeCode": code, **payload}}


def _collected(brs: str, document_type: str, role: str, *payloads: Any) -> tuple[str, dict[str, Any]]:
    return "CollectedData", {
        **header(document_type, brs, role),
        "PayloadEnergyTimeSeries": list(payloads),
    }


def _acknowledgement(brs: str, role: str, document_type: str = "294", **payload: Any) -> Any:
    base = {"StatusType": "39", "OriginalBusinessDocumentReference": uuid(7), **payload}
    return "Acknowledgement", {**header(document_type, brs, role), "PayloadResponseEvent": base}


def _search(**payload: Any) -> tuple[str, dict[str, Any]]:
    kind = "RequestUpfrontMeteringPointCharacteristics"
    return kind, {**header("E10", "611", "DDQ"), "PayloadMPEvent": payload}


def _customer(party: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "RequestUpdateCustomerInformation", {
        **header("E10", "301", "DDQ"),
        "PayloadMasterDataMPEvent": {
            "StartOfOccurrence": "2026-03-02T00:00:00+01:00",
            "MeteringPointUsedDomainLocation": point(E17),
            "ConsumerInvolvedCustomerParty": {**party, "ExtendedStorageMeteringValues": "true"},
            "ConsumerInvolvedCustomerAddress": dict(POSTAL),
        },
    }


def _access(indicator: str, sender: str = THIRD) -> tuple[str, dict[str, Any]]:
    return "UpdateThirdPartyAccess", {
        **header("E10", "622", "AG", sender=sender),
        "PayloadMPEvent": {
            "UpdateIndicator": indicator,
            "MeteringPointUsedDomainLocation": point(E17),
        },
    }


def _grid_request(kind: str, role: str, **payload: Any) -> tuple[str, dict[str, Any]]:
    name = "PayloadMPEvent" if kind.startswith("Request") else "PayloadResponseEvent"
    return kind, {**header("21", "601", role), name: payload}


_NEW_POINT: dict[str, Any] = {
    "MeteringGridAreaUsedDomainLocation": point(AREA),
    "MPAddressMeteringPointAddress": dict(ADDRESS),
    "MpDetailMeteringPointCharacteristic": dict(DETAIL),
}
_RECONCILED = {
    "Currency": "NOK",
    "ReconciliationDate": "2026-03-01T05:00:00+01:00",
    "MeteringGridAreaUsedDomainLocation": point(AREA),
    "BalanceSupplierInvolvedEnergyParty": point(SUPPLIER),
    "Observation": [
        ({"BalanceVolume": "1", "BalanceAmount": "2"}, {"Sequence": str(n)}) for n in range(1, 25)
    ],
}

BASES: dict[str, tuple[str, dict[str, Any]]] = {
    "new point": _master("121", MeteringPointUsedDomainLocation=point(UNKNOWN), **_NEW_POINT),
    "activation": _master(
        "122",
        MpDetailMeteringPointCharacteristic=dict(DETAIL),
        MeteringPointUsedDomainLocation=point(QUIET),
    ),
    "master data": _master("302", MpDetailMeteringPointCharacteristic=dict(DETAIL)),
    "quarter point": _master(
        "302",
        MpDetailMeteringPointCharacteristic=dict(DETAIL),
        MeteringPointUsedDomainLocation=point(QUARTER),
    ),
    "annual volumes": _master("317", Identification=uuid(50)),
    "deactivation": _master("212"),
    "left out of settlement": _master("214", MpDetailMeteringPointCharacteristic=dict(DETAIL)),
    "correction": _master("402", MpDetailMeteringPointCharacteristic=dict(DETAIL)),
    "removal": _master("213", MeteringPointUsedDomainLocation=point(QUIET)),
    "removal taken back": _master("224", "E67", MeteringPointUsedDomainLocation=point(GONE)),
    "switch": _start("101", "392", StartOfOccurrence="2026-03-03T00:00:00+01:00"),
    "move in": _start("102", "392"),
    "late move in": _start("103", "392"),
    "from last resort": _start("104", "392"),
    "rollback of start": _start("111", "E02", OriginalBusinessDocumentReference=uuid(8)),
    "move out": _end("201", "432", StartOfOccurrence="2026-03-05T00:00:00+01:00"),
    "end": _end("202", "432", StartOfOccurrence="2026-03-05T00:00:00+01:00"),
    "rollback of move out": _end("222", "E02", "DDM", OriginalBusinessDocumentReference=uuid(8)),
    "company": _customer(COMPANY),
    "person": _customer(PERSON),
    "reading": _collected("311", "E65", "DDQ", _reading(1)),
    "reading forwarded": _collected("311", "E39", "MDR", _reading(1)),
    "reading refused": _acknowledgement(
        "311",
        "MDR",
        StatusType="41",
        ResponseReasonType="EH009",
        OriginalPayloadReference=uuid(9),
    ),
    "poll confirmed": _acknowledgement("POLL", "DDM", "21"),
    "rejected": _acknowledgement("313", "DDE", StatusType="41", ResponseReasonType="E87"),
    "volume": _collected(
        "312",
        "E30",
        "DDE",
        changed(
            _profiled(1, {"Metered": ("50", {"MeterReadReasonCode": "1"})}),
            {
                "ObservationPeriodTimeSeriesPeriod/MeterReadingStart": "100",
                "ObservationPeriodTimeSeriesPeriod/MeterReadingEnd": "150",
            },
        ),
    ),
    "series": _collected(
        "313",
        "E13",
        "DDE",
        series(1, E17, "Out"),
        series(2, E18, "In"),
        series(3, E20, "Out"),
        series(4, E20, "In"),
    ),
    "withdrawal": _collected("332", "E30", "DDE", _profiled(1, {"Withdrawn": "true"})),
    "query of master data": _query("303", "MDMP", MeteringPointUsedDomainLocation=point(E17)),
    "query of values": _query("315", "MVTS", Period=_MONTH, MeteringPointUsedDomainLocation=point(E17)),
    "query of readings": _query("315", "MVRV", Period=_MONTH, MeteringPointUsedDomainLocation=point(E17)),
    "query of settlement": _query(
        "324", "STLM", "DDQ", Period=_MONTH, MeteringGridAreaDomainLocation=point(AREA)
    ),
    "question": _grid_request(
        "RequestToGridAccessProvider",
        "DDQ",
        QueryCategory="GAP_METERING",
        Subject="Prøve",
        RequestPublic="Prøve",
        MeteringPointUsedDomainLocation=point(E17),
    ),
    "answer": _grid_request(
        "ResponseFromGridAccessProvider",
        "DDM",
        OriginalBusinessDocumentReference=uuid(8),
        FeedbackPublic="Prøve",
    ),
    "search by point": _search(MeteringPointUsedDomainLocation=point(E17)),
    "search by customer": _search(
        ConsumerInvolvedCustomerParty={"Identification": COMPANY["Identification"]},
        MPAddressMeteringPointAddress={"StreetName": "Prøve*", "Postcode": "0001"},
    ),
    "search by meter": _search(
        MPAddressMeteringPointAddress={"Postcode": "0001"},
        MeteringInstallationMeterFacility={"MeterIdentification": "1"},
    ),
    "search by meter and customer": _search(
        ConsumerInvolvedCustomerParty={"Identification": COMPANY["Identification"]},
        MeteringInstallationMeterFacility={"MeterIdentification": "1"},
    ),
    "access asked": _access("Add"),
    "access ended": _access("Delete", OTHER),
    "values": (
        "NotifyValidatedDataForBillingEnergy",
        {
            **header("E66", "313", "DDQ"),
            "PayloadEnergyTimeSeries": [series(1, E17, "Out"), series(2, E18, "In")],
        },
    ),
    "reconciliation": (
        "PriceVolumeCombinationForReconciliation",
        {
            **header("E66", "503", "DDQ"),
            "PayloadEnergyTimeSeries": [
                {
                    **_without(
                        series(1, E17, "Out"), "RegistrationDateTime", "MeteringPointUsedDomainLocation"
                    ),
                    **_RECONCILED,
                }
            ],
        },
    ),
}  # fmt: skip

_POINT = {"status": "E22", "settlement_method": "E02", "reading_resolution": "PT1H", "grid_area": AREA}
_CHANNEL = {"product": "8716867000030", "resolution": "PT1H"}


def _state(identification: str, kind: str, *directions: str, **more: Any) -> dict[str, Any]:
    channels = [{**_CHANNEL, "direction": direction} for direction in directions]
    return {
        "identification": identification,
        "type": kind,
        **_POINT,
        "settlement_point": kind != "E20",
        "end_user": True,
        "channels": channels,
        "contracts": [],
        **more,
    }


CONTEXT: dict[str, Any] = {
    "complete": True,
    "metering_points": [
        _state(E17, "E17", "Out", contracts=[{"role": "AG", "party": OTHER}]),
        _state(E18, "E18", "In"),
        _state(E19, "E19", "In", "Out"),
        _state(E20, "E20", "In", "Out"),
        _state(QUIET, "E17", "Out", status="E23"),
        _state(GONE, "E17", "Out", status="E31"),
        _state(PROFILED, "E17", settlement_method="E01", channels=[{**_CHANNEL, "direction": "Out", "resolution": "N"}]),
        _state(QUARTER, "E17", reading_resolution="PT15M", channels=[{**_CHANNEL, "direction": "Out", "resolution": "PT15M"}]),
    ],
    "grid_areas": [{"identification": AREA, "owner": GRID}],
    "approvals": [{"metering_point": E17, "third_party": THIRD, "approved": True}],
}  # fmt: skip
