"""Rules about start and end of supply and their end users, in the processes whose own table is not public."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from edielkit.findings import Reason, Severity, Trust
from edielkit.process_rules import row_tests
from edielkit.process_rules.declare import Scope, rule
from edielkit.process_rules.row_tests import Row
from edielkit.process_rules.subject import Breach, Subject, text

__all__ = ()

_WARNING = Severity.WARNING
_STANDARD = "https://dok.elhub.no/Elhubstandard/"
_CANCELLATION = "E02"
_START_END = Scope(kinds=("RequestStartOfSupply", "RequestEndOfSupply"))


@rule(
    "BRS007",
    title="a cancellation or rollback names the message that it takes back",
    severity=_WARNING,
    source="BRS-NO-222 row 6; the message guide of RequestStartOfSupply",
    trust=Trust.INFERRED,
    reason=Reason("EH033", "89"),
    scope=attrs.evolve(_START_END, not_brs=("222",)),
    applies=lambda subject: subject.document_type == _CANCELLATION,
)
def rollback_reference(subject: Subject) -> Iterator[Breach]:
    """Say when a cancellation has no OriginalBusinessDocumentReference.

    Why: Elhub finds the process to take back by it; BRS-NO-222 refuses a message without it with EH033.
    Wrong: RequestStartOfSupply E02 of BRS-NO-111 without the reference.
    Right: the Identification of the message that started the process.
    """
    for payload in subject.payloads:
        yield from row_tests.present(payload, Row.of("OriginalBusinessDocumentReference"))


@rule(
    "BRS008",
    title="a new request refers to no earlier message",
    severity=_WARNING,
    source="BRS-NO-121 row 9 and BRS-NO-122 row 9",
    trust=Trust.INFERRED,
    reason=Reason("EH033", "89"),
    scope=_START_END,
    applies=lambda subject: subject.document_type in {"392", "432"},
)
def no_reference(subject: Subject) -> Iterator[Breach]:
    """Say when a new request has an OriginalBusinessDocumentReference.

    Why: a reference belongs to a cancellation or rollback; the tables of new requests refuse it with EH033.
    Wrong: RequestStartOfSupply 392 with the reference.
    Right: the same message without it.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, Row.of("OriginalBusinessDocumentReference"))


_SUPPLIER = "BalanceSupplierInvolvedEnergyParty"


@rule(
    "BRS011",
    title="a balance supplier names itself as supplier",
    severity=_WARNING,
    source=f"{_STANDARD} pages of RequestStartOfSupply and of the header",
    scope=_START_END,
    applies=lambda subject: subject.role == "DDQ",
)
def own_supplier(subject: Subject) -> Iterator[Breach]:
    """Say when a supplier's start or end of supply lacks the supplier, or names another one.

    Why: the element is optional in the schema since grid companies may leave it out; a supplier gives its own GLN.
    Wrong: RequestStartOfSupply from DDQ without BalanceSupplierInvolvedEnergyParty.
    Right: the GLN of JuridicalSenderEnergyParty.
    """
    for payload in subject.payloads:
        supplier = text(payload.get(f"{_SUPPLIER}/Identification"))
        if payload.get(_SUPPLIER) is None:
            yield payload.breach(f"expected {_SUPPLIER} with the sender's own GLN, found none")
        elif supplier is not None and supplier != subject.sender:
            yield payload.breach(
                "expected the GLN of JuridicalSenderEnergyParty", f"{_SUPPLIER}/Identification"
            )


@rule(
    "BRS012",
    title="moveInToSLR belongs to BRS-NO-103",
    severity=_WARNING,
    source=f"{_STANDARD}requeststartofsupply",
    scope=Scope(kinds=("RequestStartOfSupply",), not_brs=("103",)),
)
def move_in_to_slr(subject: Subject) -> Iterator[Breach]:
    """Say when moveInToSLR stands in another process than a move-in back in time.

    Why: it tells whether the contract of a late move-in goes to the supplier of last resort.
    Wrong: BRS-NO-102 with moveInToSLR.
    Right: BRS-NO-103 with moveInToSLR.
    """
    for payload in subject.payloads:
        yield from row_tests.absent(payload, Row.of("moveInToSLR"))


_CUSTOMER = "ConsumerInvolvedCustomerParty"
# the messages with an end user; RequestUpdateCustomerInformation has a table of its own
_WITH_CUSTOMER = Scope(
    kinds=(
        "NotifyCustomerInformation",
        "NotifyEndOfSupply",
        "NotifyMeteringPointCharacteristics",
        "NotifyStartOfSupply",
        "RequestEndOfSupply",
        "RequestStartOfSupply",
        "RequestUpfrontMeteringPointCharacteristics",
        "UpdateThirdPartyAccess",
    )
)


@rule(
    "BRS013",
    title="the names of an end user fit its kind",
    severity=_WARNING,
    source="BRS-NO-301 rows 7 to 10",
    trust=Trust.INFERRED,
    reason=Reason("EH031", "89"),
    scope=_WITH_CUSTOMER,
    reads=(_CUSTOMER,),
)
def customer_names(subject: Subject) -> Iterator[Breach]:
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
            yield payload.breach("expected no Name for a person (Z01)", f"{_CUSTOMER}/Name")
        if scheme == "Z01" and not personal:
            yield payload.breach(
                "expected GivenName or FamilyName for a person (Z01), found neither", _CUSTOMER
            )
        if scheme == "82" and party.name is None:
            yield payload.breach("expected Name for an enterprise (82), found none", _CUSTOMER)
        if scheme == "82" and personal:
            which = "GivenName" if party.given_name is not None else "FamilyName"
            yield payload.breach(f"expected no {which} for an enterprise (82)", f"{_CUSTOMER}/{which}")
