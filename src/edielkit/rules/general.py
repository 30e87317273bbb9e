"""Rules that hold in every process, or in the processes whose own table is not public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from edielkit.findings import Reason, Severity, Trust
from edielkit.rules import row_tests
from edielkit.rules.data import combinations, every_combination, process_rows, units
from edielkit.rules.registry import Broken, rule
from edielkit.rules.row_tests import Row
from edielkit.rules.subject import Subject, text

__all__ = ()

_WARNING = Severity.WARNING
_TABLES = "BRS-NO-121, 122, 222, 301, 311, 313, 324, 332, 601 and 611 (process tables, all alike); inferred for the rest"
_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_MASTER = "RequestUpdateMasterDataMeteringPoint"
_CANCELLATION = "E02"
_START_END = frozenset({"RequestStartOfSupply", "RequestEndOfSupply"})


def _elhub(code: str) -> Reason:
    return Reason(code, "89")


def _row(element: str) -> Row:
    return Row(element=element, elements=(element,), value="", values=())


@cache
def _tabled(test: str) -> frozenset[tuple[str, str]]:
    """Return the processes and messages whose own table has a row with *test*."""
    return frozenset((row["brs"], row["message"]) for row in process_rows() if row["test"] == test)


def _is_tabled(subject: Subject, test: str) -> bool:
    tabled = _tabled(test)
    return (subject.brs, subject.kind) in tabled or (subject.brs, "*") in tabled


def _known_process(subject: Subject) -> bool:
    return any(brs == subject.brs for _, brs in every_combination())


@rule(
    "BRS001",
    title="the message belongs to the process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=_elhub("EH055"),
    applies=lambda s: _known_process(s) and not _is_tabled(s, "message"),
)
def message_of_process(subject: Subject) -> Iterator[Broken]:
    """Say when a message stands in a process that is not its own.

    Why: each process has its messages; every public table refuses another one with EH055.
    Wrong: RequestStartOfSupply in BRS-NO-201.
    Right: RequestEndOfSupply in BRS-NO-201.
    """
    yield from row_tests.message(subject, _row("ProcessEnergyContext/EnergyBusinessProcess"))


@rule(
    "BRS002",
    title="the document type belongs to message and process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=_elhub("EH011"),
    applies=lambda s: not _is_tabled(s, "document_type"),
)
def document_type_of_process(subject: Subject) -> Iterator[Broken]:
    """Say when the document type is none that the message has in its process.

    Why: the document type tells a request from its cancellation; every public table refuses a wrong one with EH011.
    Wrong: RequestStartOfSupply of BRS-NO-101 with document type 432.
    Right: 392, or E02 for a cancellation.
    """
    yield from row_tests.document_type(subject, _row("Header/DocumentType"))


@rule(
    "BRS003",
    title="the role has a part in the process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=_elhub("EH013"),
    applies=lambda s: not _is_tabled(s, "role") and bool(combinations(s.kind, s.brs)),
)
def role_of_process(subject: Subject) -> Iterator[Broken]:
    """Say when the role is none that sends or receives the message in its process.

    Why: the role is that of the market party; every public table refuses a wrong one with EH013.
    Wrong: RequestStartOfSupply of BRS-NO-101 from DDM.
    Right: DDQ.
    """
    yield from row_tests.role(subject, _row("ProcessEnergyContext/EnergyBusinessProcessRole"))


# https://dok.elhub.no/Elhubstandard/general, list of messages (its end is not public)
_MAY_ASK = frozenset(
    {
        "RequestStartOfSupply",
        "RequestEndOfSupply",
        _MASTER,
        "RequestUpdateCustomerInformation",
        "UpdateThirdPartyAccess",
        "RequestToGridAccessProvider",
        "RequestToElhub",
        "ResponseFromGridAccessProvider",
        "Acknowledgement",
    }
)
# a test page of BRS-NO-311 shows a positive answer to CollectedData, against the list
_MAY_ASK_IN = frozenset({("CollectedData", "311")})


@rule(
    "BRS004",
    title="a positive answer is asked for only where one is given",
    severity=_WARNING,
    source=f"{_STANDARD}general (list of messages, cut at its end)",
    trust=Trust.INFERRED,
    reason=_elhub("EH065"),
    applies=lambda s: (
        s.kind not in _MAY_ASK
        and (s.kind, s.brs) not in _MAY_ASK_IN
        and not any(
            row["element"] == "Header/RequestPositiveAcknowledgement"
            and (row["brs"], row["message"]) == (s.brs, s.kind)
            for row in process_rows()
        )
    ),
)
def asks_for_answer(subject: Subject) -> Iterator[Broken]:
    """Say when RequestPositiveAcknowledgement stands in a message that is not answered positively.

    Why: the tables that speak of it refuse it with EH065 (BRS-NO-313, 324, 332, 611).
    Wrong: RequestDataFromElhub of BRS-NO-315 with RequestPositiveAcknowledgement.
    Right: the same message without it.
    """
    yield from row_tests.absent(subject, _row("Header/RequestPositiveAcknowledgement"))


_OTHER_MASTER = frozenset({"132", "212", "213", "214", "223", "224", "302", "306", "402"})


def _other_master(subject: Subject) -> bool:
    return subject.kind == _MASTER and subject.brs in _OTHER_MASTER


@rule(
    "BRS005",
    title="one payload except in BRS-NO-317",
    severity=_WARNING,
    source=f"{_STANDARD}requestupdatemasterdatameteringpoint; reason code of BRS-NO-121 row 6",
    trust=Trust.INFERRED,
    reason=_elhub("EH092"),
    applies=_other_master,
)
def one_payload(subject: Subject) -> Iterator[Broken]:
    """Say when an update of master data has several payloads.

    Why: only the update of expected annual volumes (BRS-NO-317) may repeat the payload.
    Wrong: BRS-NO-302 with two payloads.
    Right: a message for each metering point.
    """
    yield from row_tests.one_payload(subject, _row("PayloadMasterDataMPEvent"))


@rule(
    "BRS006",
    title="a payload of master data has an Identification in BRS-NO-317 only",
    severity=_WARNING,
    source=f"{_STANDARD}requestupdatemasterdatameteringpoint",
    trust=Trust.INFERRED,
    applies=_other_master,
)
def payload_identification(subject: Subject) -> Iterator[Broken]:
    """Say when the payload of another process than BRS-NO-317 has an Identification.

    Why: the tables of BRS-NO-121 and 122 refuse it, with different reason codes, so none is given here.
    Wrong: BRS-NO-302 with Identification in the payload.
    Right: the payload begins with StartOfOccurrence.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, _row("Identification"))


@rule(
    "BRS007",
    title="a cancellation or rollback names the message that it takes back",
    severity=_WARNING,
    source="BRS-NO-222 row 6; the message guide of RequestStartOfSupply",
    trust=Trust.INFERRED,
    reason=_elhub("EH033"),
    applies=lambda s: s.kind in _START_END and s.document_type == _CANCELLATION and s.brs != "222",
)
def rollback_reference(subject: Subject) -> Iterator[Broken]:
    """Say when a cancellation has no OriginalBusinessDocumentReference.

    Why: Elhub finds the process to take back by it; BRS-NO-222 refuses a message without it with EH033.
    Wrong: RequestStartOfSupply E02 of BRS-NO-111 without the reference.
    Right: the Identification of the message that started the process.
    """
    for payload in subject.payloads:
        yield from row_tests.present(payload, _row("OriginalBusinessDocumentReference"))


@rule(
    "BRS008",
    title="a new request refers to no earlier message",
    severity=_WARNING,
    source="BRS-NO-121 row 9 and BRS-NO-122 row 9",
    trust=Trust.INFERRED,
    reason=_elhub("EH033"),
    applies=lambda s: s.kind in _START_END and s.document_type in {"392", "432"},
)
def no_reference(subject: Subject) -> Iterator[Broken]:
    """Say when a new request has an OriginalBusinessDocumentReference.

    Why: a reference belongs to a cancellation or rollback; the tables of new requests refuse it with EH033.
    Wrong: RequestStartOfSupply 392 with the reference.
    Right: the same message without it.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, _row("OriginalBusinessDocumentReference"))


_DATED = _OTHER_MASTER | {"317"}


@rule(
    "BRS009",
    title="an update of master data says from when it holds",
    severity=_WARNING,
    source="BRS-NO-121 row 8, BRS-NO-122 row 8, BRS-NO-301 row 6",
    trust=Trust.INFERRED,
    reason=_elhub("EH032"),
    applies=lambda s: s.kind == _MASTER and s.brs in _DATED,
)
def start_of_occurrence(subject: Subject) -> Iterator[Broken]:
    """Say when an update of master data has no StartOfOccurrence.

    Why: it is optional in the schema, and every public table refuses a message without it with EH032.
    Wrong: BRS-NO-302 without StartOfOccurrence.
    Right: midnight in Norwegian time of the first day that the change holds for.
    """
    for payload in subject.payloads:
        yield from row_tests.present(payload, _row("StartOfOccurrence"))


_UNIT = "ProductIncludedProductCharacteristics/UnitType"


@rule(
    "BRS010",
    title="the unit is that of the product",
    severity=_WARNING,
    source="BRS-NO-313 row 19 and the product codes of the standard",
    trust=Trust.DERIVED,
    applies=lambda s: (s.kind, s.brs) != ("CollectedData", "313"),
)
def unit_of_product(subject: Subject) -> Iterator[Broken]:
    """Say when the unit of a series or channel is not that of its product.

    Why: active energy is in kWh and reactive energy in kvarh; the schema ties neither to the other.
    Wrong: product 8716867000030 with kvarh.
    Right: product 8716867000030 with kWh.
    """
    for payload in subject.payloads:
        # BRS332-0912 speaks of a withdrawal
        if subject.brs != "332" or payload.get("ProfiledObservation/Withdrawn") is None:
            yield from row_tests.unit_of_product(payload, _row(_UNIT))
        for path, part in payload.all("MeasurementDefinition"):
            product = part.product_included_product_characteristics
            expected = None if product is None else units().get(text(product.identification) or "")
            if expected is not None and product.unit_type not in {None, expected}:
                yield payload.broken(
                    f"expected unit {expected} for product {product.identification}", f"{path}/{_UNIT}"
                )


_SUPPLIER = "BalanceSupplierInvolvedEnergyParty"


@rule(
    "BRS011",
    title="a balance supplier names itself as supplier",
    severity=_WARNING,
    source=f"{_STANDARD} pages of RequestStartOfSupply and of the header",
    applies=lambda s: s.kind in _START_END and s.role == "DDQ",
)
def own_supplier(subject: Subject) -> Iterator[Broken]:
    """Say when a supplier's start or end of supply lacks the supplier, or names another one.

    Why: the element is optional in the schema since grid companies may leave it out; a supplier gives its own GLN.
    Wrong: RequestStartOfSupply from DDQ without BalanceSupplierInvolvedEnergyParty.
    Right: the GLN of JuridicalSenderEnergyParty.
    """
    for payload in subject.payloads:
        supplier = text(payload.get(f"{_SUPPLIER}/Identification"))
        if payload.get(_SUPPLIER) is None:
            yield payload.broken(f"expected {_SUPPLIER} with the sender's own GLN, found none")
        elif supplier is not None and supplier != subject.sender:
            yield payload.broken(
                "expected the GLN of JuridicalSenderEnergyParty", f"{_SUPPLIER}/Identification"
            )


@rule(
    "BRS012",
    title="moveInToSLR belongs to BRS-NO-103",
    severity=_WARNING,
    source=f"{_STANDARD}requeststartofsupply",
    applies=lambda s: s.kind == "RequestStartOfSupply" and s.brs != "103",
)
def move_in_to_slr(subject: Subject) -> Iterator[Broken]:
    """Say when moveInToSLR stands in another process than a move-in back in time.

    Why: it tells whether the contract of a late move-in goes to the supplier of last resort.
    Wrong: BRS-NO-102 with moveInToSLR.
    Right: BRS-NO-103 with moveInToSLR.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, _row("moveInToSLR"))


_CUSTOMER = "ConsumerInvolvedCustomerParty"


@rule(
    "BRS013",
    title="the names of an end user fit its kind",
    severity=_WARNING,
    source="BRS-NO-301 rows 7 to 10",
    trust=Trust.INFERRED,
    reason=_elhub("EH031"),
    applies=lambda s: s.kind != "RequestUpdateCustomerInformation",
)
def customer_names(subject: Subject) -> Iterator[Broken]:
    """Say when a person has a company's name elements, or a company a person's.

    Why: the identifier's scheme tells persons (Z01) from enterprises (82); BRS-NO-301 refuses a mix with EH031.
    Wrong: scheme Z01 with Name.
    Right: scheme Z01 with GivenName or FamilyName, scheme 82 with Name.
    """
    # the names and the number are personal data and are never shown
    for payload in subject.payloads:
        party = payload.get(_CUSTOMER)
        if party is None or not hasattr(party, "family_name"):
            continue
        scheme = payload.get(f"{_CUSTOMER}/Identification/@schemeAgencyIdentifier")
        personal = party.given_name is not None or party.family_name is not None
        if scheme == "Z01" and party.name is not None:
            yield payload.broken("expected no Name for a person (Z01)", f"{_CUSTOMER}/Name")
        if scheme == "Z01" and not personal:
            yield payload.broken(
                "expected GivenName or FamilyName for a person (Z01), found neither", _CUSTOMER
            )
        if scheme == "82" and party.name is None:
            yield payload.broken("expected Name for an enterprise (82), found none", _CUSTOMER)
        if scheme == "82" and personal:
            which = "GivenName" if party.given_name is not None else "FamilyName"
            yield payload.broken(f"expected no {which} for an enterprise (82)", f"{_CUSTOMER}/{which}")


@rule(
    "BRS014",
    title="master data holds from midnight in Norwegian time",
    severity=_WARNING,
    source="https://dok.elhub.no/ediel2/datetime-elements; BRS-NO-213 business rule 5",
    trust=Trust.INFERRED,
    reason=_elhub("EH032"),
    applies=lambda s: s.kind == _MASTER and s.brs != "213",
)
def from_midnight(subject: Subject) -> Iterator[Broken]:
    """Say when a change of master data does not begin with a Norwegian day.

    Why: master data is valid per day (døgnoppløst); BRS-NO-213 refuses another time with EH032.
    Wrong: StartOfOccurrence 2026-06-01T00:00:00Z, which is 02:00 in Norway.
    Right: StartOfOccurrence 2026-06-01T00:00:00+02:00.
    """
    for payload in subject.payloads:
        yield from row_tests.midnight(payload, _row("StartOfOccurrence"))


@rule(
    "BRS016",
    title="each identification in a message is its own",
    severity=_WARNING,
    source=f"{_STANDARD}identification-of-messages",
    trust=Trust.DERIVED,
)
def unique_identifications(subject: Subject) -> Iterator[Broken]:
    """Say when two payloads, or the header and a payload, have one Identification.

    Why: an answer names the payload by it; where the schema has no such rule nothing else tells.
    Wrong: a payload with the Identification of the header.
    Right: a new UUID for each.
    """
    from edielkit.emif.unique import UNIQUE_PAYLOADS

    header = text(subject.get("Header/Identification"))
    counts = Counter(p.identification for p in subject.payloads if p.identification)
    by_schema = subject.kind in UNIQUE_PAYLOADS
    seen: set[str] = set()
    for payload in subject.payloads:
        own = payload.identification
        if own is None:
            continue
        if own == header:
            yield payload.broken(
                "expected an Identification of its own, found that of the header", "Identification"
            )
        if not by_schema and counts[own] > 1 and own in seen:
            yield payload.broken(
                "expected an Identification of its own, found that of an earlier payload", "Identification"
            )
        seen.add(own)


@rule(
    "BRS017",
    title="a rejection says why",
    severity=_WARNING,
    source="https://dok.elhub.no/e27/acknowledgement",
    applies=lambda s: s.kind == "Acknowledgement",
)
def rejection_reason(subject: Subject) -> Iterator[Broken]:
    """Say when a negative acknowledgement has no ResponseReasonType.

    Why: the schema lets it be left out for positive ones; a rejection without it cannot be handled.
    Wrong: StatusType 41 alone.
    Right: StatusType 41 with one ResponseReasonType or more.
    """
    for payload in subject.payloads:
        if text(payload.get("StatusType")) == "41" and not payload.value.response_reason_type:
            yield payload.broken("expected a ResponseReasonType with StatusType 41, found none", "StatusType")


_PERIOD = "ObservationPeriodTimeSeriesPeriod"


@rule(
    "BRS018",
    title="a period volume is the difference of its readings",
    severity=_WARNING,
    source="https://dok.elhub.no/ediel1141/brs-no-312-oversendelse-av-maaleverdier-for-prof-1",
    applies=lambda s: s.kind == "CollectedData" and s.brs in {"312", "332"},
    processes=("BRS-NO-312", "BRS-NO-332"),
)
def volume_of_readings(subject: Subject) -> Iterator[Broken]:
    """Say when a metered period volume is not the to-reading minus the from-reading.

    Why: Elhub spreads the volume and takes the to-reading as the next from-reading. A meter that has passed its
    last digit, or has a constant other than 1, gives another difference: so this is a warning.
    Wrong: readings 100 and 150 with volume 60.
    Right: readings 100 and 150 with volume 50.
    """
    for payload in subject.payloads:
        metered = payload.get("ProfiledObservation/Metered")
        volume = getattr(metered, "quantity", None)
        first, last = (payload.get(f"{_PERIOD}/MeterReading{end}") for end in ("Start", "End"))
        if (
            isinstance(volume, Decimal)
            and isinstance(first, Decimal)
            and isinstance(last, Decimal)
            and volume != last - first
        ):
            yield payload.broken(
                f"expected a volume of {last - first} between the readings", "ProfiledObservation/Metered"
            )


_DETAIL = "MpDetailMeteringPointCharacteristic"
# BRS-NO-121 rows 17 and 19 to 22: what a type of metering point does not have
_FOREIGN = {
    "E17": ("MeteringPointSubTypeProduction", "InstalledCapacity"),
    "E18": ("MeteringPointSubTypeConsumption", "ContractedConnectionCapacityValue", "Priority"),
}


@rule(
    "BRS019",
    title="master data fit the type of the metering point",
    severity=_WARNING,
    source="BRS-NO-121 rows 17 and 19 to 22; inferred for other updates of master data",
    trust=Trust.INFERRED,
    reason=_elhub("EH026"),
    applies=_other_master,
)
def fits_point_type(subject: Subject) -> Iterator[Broken]:
    """Say when a consumption point has elements of production, or the other way round.

    Why: BRS-NO-121 and 122 refuse them with EH026.
    Wrong: E17 with InstalledCapacity.
    Right: E17 with ContractedConnectionCapacityValue, E18 with InstalledCapacity.
    """
    for payload in subject.payloads:
        kind = text(payload.get(f"{_DETAIL}/MeteringPointType"))
        for name in _FOREIGN.get(kind or "", ()):
            if payload.get(f"{_DETAIL}/{name}") is not None:
                yield payload.broken(f"expected no {name} for type {kind}", f"{_DETAIL}/{name}")
