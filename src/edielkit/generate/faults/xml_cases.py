"""For each rule on XML, identifiers and codes of EMIF a message that breaks it, as one change of the text of another."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator

from edielkit.generate.faults.fault import Fault
from edielkit.generate.faults.rule_cases import NOW
from edielkit.generate.faults.rule_messages import BASES, PROFILED, header, point, uuid, written

__all__ = ("xml_faults",)

_SOAP = '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">\n<soap:Body>\n{}</soap:Body>\n</soap:Envelope>\n'
_METERING = "urn:no:elhub:emif:wsdl:meteringvalues:v2"
_SECOND = "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>\n"
_CREATION = "<abie:Creation>2026-03-02T10:00:00+01:00</abie:Creation>\n"
_TYPE = '<abie:DocumentType listAgencyIdentifier="6">294</abie:DocumentType>\n'
_ANNUAL = "<abie:Total>9000</abie:Total>\n"
_DEEP = 300


def _wrapped(data: bytes) -> bytes:
    """Return a message in the wrapper of CollectedData, in an envelope."""
    message = data.decode().split("\n", 1)[1]
    service = f'<srv:CollectedDataRequest xmlns:srv="{_METERING}">\n{message}</srv:CollectedDataRequest>\n'
    return _SOAP.format(service).encode()


def _annual_volume() -> tuple[str, str]:
    payload = {
        "Identification": uuid(101),
        "RegistrationDateTime": "2026-03-01T05:00:00+01:00",
        "ObservationPeriodTimeSeriesPeriod": {"Start": "2026-02-28T00:00:00+01:00"},
        "MeteringPointUsedDomainLocation": point(PROFILED),
        "AnnualPeriodEstimatedMetrics": {"Total": "9000"},
    }
    data = {**header("E65", "311", "DDQ"), "PayloadEnergyTimeSeries": [payload]}
    return "CollectedData", written("CollectedData", data).decode()


def _texts() -> dict[str, tuple[str, str]]:
    """Return the messages that are changed, kind and text by name."""
    texts = {name: (kind, written(kind, data).decode()) for name, (kind, data) in BASES.items()}
    taxed = "<abie:MPTaxationProfile>\n<abie:ConsumptionCode>1</abie:ConsumptionCode>\n</abie:MPTaxationProfile>\n"
    detail = "</abie:MpDetailMeteringPointCharacteristic>\n"
    new_kind, new_point = texts["new point"]
    return {
        **texts,
        "annual volume": _annual_volume(),
        "taxed": (new_kind, new_point.replace(detail, detail + taxed)),
    }


# code, message, what stands there, what stands there instead
_CHANGES: tuple[tuple[str, str, str, str], ...] = (
    ("XSD001", "rejected", "</rsm:Acknowledgement>\n", ""),
    ("XSD002", "rejected", 'encoding="UTF-8"?>\n', 'encoding="UTF-8"?>\n<!DOCTYPE Acknowledgement>\n'),
    ("XSD003", "rejected", "<rsm:Header>\n", "<rsm:Header>\n" + "<a>" * _DEEP + "</a>" * _DEEP),
    ("XSD004", "rejected", "emif:Acknowledgement:v2", "emif:Acknowledgement:v1"),
    ("XSD010", "rejected", "</rsm:PayloadResponseEvent>", "<abie:Remark>test</abie:Remark>\n</rsm:PayloadResponseEvent>"),
    ("XSD011", "rejected", _CREATION, ""),
    ("XSD012", "rejected", _TYPE + _CREATION, _CREATION + _TYPE),
    ("XSD013", "rejected", _SECOND, _SECOND * 2),
    ("XSD014", "withdrawal", "</abie:Withdrawn>\n", '</abie:Withdrawn>\n<abie:Metered MeterReadReasonCode="1">5</abie:Metered>\n'),
    ("XSD020", "company", ">true<", ">yes<"),
    ("XSD021", "rejected", ">E87<", ">E8X<"),
    ("XSD022", "company", ">OSLO<", "><"),
    ("XSD023", "withdrawal", "<abie:Withdrawn>true", "<abie:Withdrawn>false"),
    ("XSD024", "rejected", "<rsm:Header>\n", "<rsm:Header>\nremark\n"),
    ("XSD025", "company", ">OSLO<", "><b>OSLO</b><"),
    ("XSD030", "company", '<abie:CountryCode listAgencyIdentifier="5">', "<abie:CountryCode>"),
    ("XSD031", "company", "<abie:CityName>", '<abie:CityName language="no">'),
    ("XSD040", "series", uuid(102), uuid(101)),
    ("XSD050", "annual volume", _ANNUAL, _ANNUAL + "<abie:Direction>Out</abie:Direction>\n"),
    ("IDN001", "new point", ">707057599600000092<", ">007057599600000096<"),
    ("IDN002", "new point", ">707057599600000092<", ">707057599600000093<"),
    ("IDN003", "rejected", ">7080009800019<", ">708000980001<"),
    ("IDN004", "rejected", ">7080009800019<", ">7080009800018<"),
    ("IDN005", "new point", "50YTEST-EDIELKTL", "50YTEST-EDIELKt"),
    ("IDN006", "new point", "50YTEST-EDIELKTL", "50YTEST-EDIELKTM"),
    ("IDN007", "new point", "50YTEST-EDIELKTL", "50XTEST-EDIELKTZ"),
    ("IDN008", "company", ">399999006<", ">39999900<"),
    ("IDN009", "company", ">399999006<", ">399999007<"),
    ("IDN010", "person", ">31923910061<", ">3192391006<"),
    ("IDN011", "person", ">31923910061<", ">31923910062<"),
    ("IDN013", "rejected", ">7080009800019<", ">0080009800016<"),
    ("COD001", "taxed", "<abie:ConsumptionCode>1<", "<abie:ConsumptionCode>99<"),
    ("COD003", "rejected", '"260">E87', '"89">E87'),
)  # fmt: skip


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _in_utf_16(data: bytes) -> bytes:
    return data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


# the changes that are no change of text
_INPUTS: tuple[tuple[str, str, str, Callable[[bytes], bytes], Callable[[bytes], bytes]], ...] = (
    ("XSD005", "series", ".xml", _wrapped, lambda _: _wrapped(written(*BASES["rejected"]))),
    ("SYS010", "rejected", ".xml", lambda data: data, lambda _: b""),
    ("SYS011", "rejected", ".xml", lambda data: data, lambda _: b"%PDF-1.7\n"),
    ("SYS012", "rejected", ".xml.gz", _packed, lambda data: _packed(data)[:-20]),
    ("SYS013", "rejected", ".xml", lambda data: data, _in_utf_16),
)


def xml_faults() -> Iterator[Fault]:
    """Yield a fault for each rule on XML, identifiers and codes of EMIF."""
    texts = _texts()
    for code, name, old, new in _CHANGES:
        kind, text = texts[name]
        if old not in text:
            raise ValueError(f"{code}: the message {name!r} has no {old!r}")
        yield Fault(
            code=code,
            kind=kind,
            valid=text.encode(),
            faulty=text.replace(old, new, 1).encode(),
            now=NOW,
        )
    for code, name, suffix, right, wrong in _INPUTS:
        kind, text = texts[name]
        data = text.encode()
        yield Fault(code=code, kind=kind, valid=right(data), faulty=wrong(data), suffix=suffix, now=NOW)
