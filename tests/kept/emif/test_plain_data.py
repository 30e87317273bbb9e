"""Plain data of messages with one change: what `from_dict` and `build` refuse of it, and what they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests.support.emif_documents import documents, to_bytes
from tests.support.emif_schemas import message_root
from tests.support.fast_documents import message, wrapped
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import beginning, outcome_of
from tests.support.kept_plain import changed_plain

import edielkit
from edielkit.emif.from_dict import read_plain
from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.emif.write.building import build
from edielkit.series import Status

COUNT = 45
KINDS = (
    "Acknowledgement", "CollectedData", "NotifyValidatedDataForBillingEnergy", "PriceVolumeCombinationForReconciliation",
    "RequestStartOfSupply", "NotifyMeteringPointCharacteristics", "RequestUpdateMasterDataMeteringPoint", "PollForData",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, "", " ", "x", "x\x00", "text" * 30, 0, 7, -1, 10**400, 1.5, True, False, [], {}, [1], {"value": "E13"}, {"value": 7}, {"value": "E13", "agency": "9"},
    {"value": "E13", "list_agency_identifier": "260"}, {"value": "7", "scheme_agency_identifier": "9"}, {"unreadable": "0,25"}, {"unreadable": 5}, {"xml": "<b/>"},
    {"quantity": "1.5"}, {"quantity": 2, "quality": "56", "validation_code": "V002", "estimation_code": "E001"}, {"quantity": "x"}, {"quantity": "1", "colour": "red"},
    {"position": 1, "quantity": "1.25"}, {"position": 1, "unparsed": "<a/>"}, {"position": "1"}, {"position": 1, "quantity": "1.2345"},
    {"position": 1, "quantity": "1", "status": "estimatd"}, {"position": 2, "quantity": "1", "status": "temporary", "validation": "V002"},
    {"position": 1, "balance_volume": "1", "balance_amount": "2.125"}, {"position": 10**10, "quantity": "1"}, {"//": "a comment"}, {"after": "Header", "text": "<x/>"},
    "//", "2026-02-01T00:00:00Z", "2026-02-01", "9999-12-31T24:00:00Z", "1.5", "1,5", "12", "E13", "E9999", "kWh", "In", "true", "1", "8716867000030", "null",
    dt.date(2026, 2, 1),
)  # fmt: skip


def plain_documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield plain data of some kinds of messages, of a message in its wrapper, and of a fault."""
    for name in KINDS:
        data = dict(documents(message_root("2.4.3", name), f"plain {name}", 1))["fullest-0"]
        yield name, edielkit.to_dict(edielkit.parse(to_bytes(data)))
    coded = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY, Status.FINAL_ESTIMATED)
    yield "CollectedData", edielkit.to_dict(message(2, 4, kinds=coded))
    yield "SoapDocument", edielkit.to_dict(wrapped(message(2, 2)))
    fault = SoapFault(code="Client", text="no", code_group="XSD", description="wrong", fault_text="why")
    yield "SoapDocument", edielkit.to_dict(SoapDocument(fault=fault, header="<h/>", extra=("<x/>",)))


def lines(kind: str, data: Any) -> Iterator[str]:
    """Yield what is refused and what is read."""
    document, faults = read_plain(kind, data)
    yield outcome_of(faults.raise_all)
    yield beginning(document)
    for version in (None, "2.3"):
        # a message that is built is the one that was read
        yield outcome_of(lambda version=version: build(kind, data, version=version) == document)


def answers() -> Iterator[Answer]:
    """Yield what becomes of each change."""
    for number, (kind, data) in enumerate(plain_documents()):
        yield Answer(f"{number} {kind}", lines(kind, data))
        for place, (case, other) in enumerate(changed_plain(data, COUNT, kind, ODD)):
            yield Answer(f"{number}.{place} {kind}: {case}", lines(kind, other))
        for other_kind in (kind[:-1], f"{kind} ", kind.lower()):
            yield Answer(f"{number} {kind} as {other_kind!r}", lines(other_kind, data))
    for data in (*ODD, {"kind": "PollForData"}, {"kind": "Acknowledgement", "header": {}}):
        yield Answer(f"PollForData from {data!s:.60} {type(data)}", lines("PollForData", data))
        yield Answer(f"SoapDocument from {data!s:.60} {type(data)}", lines("SoapDocument", data))
    for kind in ("", "Nothing", "polForData", "SoapDocumen", "Interchange"):
        yield Answer(f"kind {kind!r}", lines(kind, {}))


def test_outcomes_are_the_kept_ones():
    """Field and words of every fault, and every value."""
    assert_kept(__file__, answers())
