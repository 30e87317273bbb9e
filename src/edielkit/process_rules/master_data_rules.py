"""Rules about updates of master data, in the processes whose own table is not public."""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.findings import Reason, Severity, Trust
from edielkit.process_rules import row_tests
from edielkit.process_rules.declare import Scope, rule
from edielkit.process_rules.row_tests import Row
from edielkit.process_rules.subject import Breach, Subject, text

__all__ = ()

_WARNING = Severity.WARNING
_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_MASTER = "RequestUpdateMasterDataMeteringPoint"
_UNTABLED = ("132", "212", "213", "214", "223", "224", "302", "306", "402")
_OTHER_MASTER = Scope(kinds=(_MASTER,), brs=_UNTABLED)


@rule(
    "BRS005",
    title="one payload except in BRS-NO-317",
    severity=_WARNING,
    source=f"{_STANDARD}requestupdatemasterdatameteringpoint; reason code of BRS-NO-121 row 6",
    trust=Trust.INFERRED,
    reason=Reason("EH092", "89"),
    scope=_OTHER_MASTER,
)
def one_payload(subject: Subject) -> Iterator[Breach]:
    """Say when an update of master data has several payloads.

    Why: only the update of expected annual volumes (BRS-NO-317) may repeat the payload.
    Wrong: BRS-NO-302 with two payloads.
    Right: a message for each metering point.
    """
    yield from row_tests.one_payload(subject, Row.of("PayloadMasterDataMPEvent"))


@rule(
    "BRS006",
    title="a payload of master data has an Identification in BRS-NO-317 only",
    severity=_WARNING,
    source=f"{_STANDARD}requestupdatemasterdatameteringpoint",
    trust=Trust.INFERRED,
    scope=_OTHER_MASTER,
)
def payload_identification(subject: Subject) -> Iterator[Breach]:
    """Say when the payload of another process than BRS-NO-317 has an Identification.

    Why: the tables of BRS-NO-121 and 122 refuse it, with different reason codes, so none is given here.
    Wrong: BRS-NO-302 with Identification in the payload.
    Right: the payload begins with StartOfOccurrence.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, Row.of("Identification"))


@rule(
    "BRS009",
    title="an update of master data says from when it holds",
    severity=_WARNING,
    source="BRS-NO-121 row 8, BRS-NO-122 row 8, BRS-NO-301 row 6",
    trust=Trust.INFERRED,
    reason=Reason("EH032", "89"),
    scope=Scope(kinds=(_MASTER,), brs=(*_UNTABLED, "317")),
)
def start_of_occurrence(subject: Subject) -> Iterator[Breach]:
    """Say when an update of master data has no StartOfOccurrence.

    Why: it is optional in the schema, and every public table refuses a message without it with EH032.
    Wrong: BRS-NO-302 without StartOfOccurrence.
    Right: midnight in Norwegian time of the first day that the change holds for.
    """
    for payload in subject.payloads:
        yield from row_tests.present(payload, Row.of("StartOfOccurrence"))


@rule(
    "BRS014",
    title="master data holds from midnight in Norwegian time",
    severity=_WARNING,
    source="https://dok.elhub.no/ediel2/datetime-elements; BRS-NO-213 business rule 5",
    trust=Trust.INFERRED,
    reason=Reason("EH032", "89"),
    scope=Scope(kinds=(_MASTER,), not_brs=("213",)),
)
def from_midnight(subject: Subject) -> Iterator[Breach]:
    """Say when a change of master data does not begin with a Norwegian day.

    Why: master data is valid per day (døgnoppløst); BRS-NO-213 refuses another time with EH032.
    Wrong: StartOfOccurrence 2026-06-01T00:00:00Z, which is 02:00 in Norway.
    Right: StartOfOccurrence 2026-06-01T00:00:00+02:00.
    """
    for payload in subject.payloads:
        yield from row_tests.midnight(payload, Row.of("StartOfOccurrence"))


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
    reason=Reason("EH026", "89"),
    scope=_OTHER_MASTER,
)
def fits_point_type(subject: Subject) -> Iterator[Breach]:
    """Say when a consumption point has elements of production, or the other way round.

    Why: BRS-NO-121 and 122 refuse them with EH026.
    Wrong: E17 with InstalledCapacity.
    Right: E17 with ContractedConnectionCapacityValue, E18 with InstalledCapacity.
    """
    for payload in subject.payloads:
        kind = text(payload.get(f"{_DETAIL}/MeteringPointType"))
        for name in _FOREIGN.get(kind or "", ()):
            if payload.get(f"{_DETAIL}/{name}") is not None:
                yield payload.breach(f"expected no {name} for type {kind}", f"{_DETAIL}/{name}")
