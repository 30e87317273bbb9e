"""Rules about what many messages have: products, identifications, readings, the reasons of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from edielkit.findings import Severity, Trust
from edielkit.process_rules import row_tests
from edielkit.process_rules.data import units
from edielkit.process_rules.declare import Scope, rule
from edielkit.process_rules.row_tests import Row
from edielkit.process_rules.subject import Breach, Subject, text

__all__ = ()

_WARNING = Severity.WARNING
_STANDARD = "https://dok.elhub.no/Elhubstandard/"


_UNIT = "ProductIncludedProductCharacteristics/UnitType"


@rule(
    "BRS010",
    title="the unit is that of the product",
    severity=_WARNING,
    source="BRS-NO-313 row 19 and the product codes of the standard",
    trust=Trust.DERIVED,
    scope=Scope(besides=(("CollectedData", "313"),)),
    reads=("ProductIncludedProductCharacteristics", "ProfiledObservation", "MeasurementDefinition"),
)
def unit_of_product(subject: Subject) -> Iterator[Breach]:
    """Say when the unit of a series or channel is not that of its product.

    Why: active energy is in kWh and reactive energy in kvarh; the schema ties neither to the other.
    Wrong: product 8716867000030 with kvarh.
    Right: product 8716867000030 with kWh.
    """
    for payload in subject.payloads:
        # BRS332-0912 speaks of a withdrawal
        if subject.brs != "332" or payload.get("ProfiledObservation/Withdrawn") is None:
            yield from row_tests.unit_of_product(payload, Row.of(_UNIT))
        for path, part in payload.all("MeasurementDefinition"):
            product = part.product_included_product_characteristics
            expected = None if product is None else units().get(text(product.identification) or "")
            if expected is not None and product.unit_type not in {None, expected}:
                yield payload.breach(
                    f"expected unit {expected} for product {product.identification}", f"{path}/{_UNIT}"
                )


def _all_differ(subject: Subject) -> bool:
    identifications = [getattr(payload, "identification", None) for payload in subject.values]
    identifications.append(text(subject.get("Header/Identification")))
    return len(set(identifications)) == len(identifications)


@rule(
    "BRS016",
    title="each identification in a message is its own",
    severity=_WARNING,
    source=f"{_STANDARD}identification-of-messages",
    trust=Trust.DERIVED,
    certainly_clean=_all_differ,
)
def unique_identifications(subject: Subject) -> Iterator[Breach]:
    """Say when two payloads, or the header and a payload, have one Identification.

    Why: an answer names the payload by it; where the schema has no such rule nothing else tells.
    Wrong: a payload with the Identification of the header.
    Right: a new UUID for each.
    """
    from edielkit.emif.write.unique import UNIQUE_PAYLOADS

    header = text(subject.get("Header/Identification"))
    counts = Counter(p.identification for p in subject.payloads if p.identification)
    by_schema = subject.kind in UNIQUE_PAYLOADS
    seen: set[str] = set()
    for payload in subject.payloads:
        own = payload.identification
        if own is None:
            continue
        if own == header:
            yield payload.breach(
                "expected an Identification of its own, found that of the header", "Identification"
            )
        if not by_schema and counts[own] > 1 and own in seen:
            yield payload.breach(
                "expected an Identification of its own, found that of an earlier payload", "Identification"
            )
        seen.add(own)


@rule(
    "BRS017",
    title="a rejection says why",
    severity=_WARNING,
    source="https://dok.elhub.no/e27/acknowledgement",
    scope=Scope(kinds=("Acknowledgement",)),
)
def rejection_reason(subject: Subject) -> Iterator[Breach]:
    """Say when a negative acknowledgement has no ResponseReasonType.

    Why: the schema lets it be left out for positive ones; a rejection without it cannot be handled.
    Wrong: StatusType 41 alone.
    Right: StatusType 41 with one ResponseReasonType or more.
    """
    for payload in subject.payloads:
        if text(payload.get("StatusType")) == "41" and not payload.value.response_reason_type:
            yield payload.breach("expected a ResponseReasonType with StatusType 41, found none", "StatusType")


_PERIOD = "ObservationPeriodTimeSeriesPeriod"


@rule(
    "BRS018",
    title="a period volume is the difference of its readings",
    severity=_WARNING,
    source="https://dok.elhub.no/ediel1141/brs-no-312-oversendelse-av-maaleverdier-for-prof-1",
    scope=Scope(kinds=("CollectedData",), brs=("312", "332")),
    processes=("BRS-NO-312", "BRS-NO-332"),
)
def volume_of_readings(subject: Subject) -> Iterator[Breach]:
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
            yield payload.breach(
                f"expected a volume of {last - first} between the readings", "ProfiledObservation/Metered"
            )


@rule(
    "BRS020",
    title="a party does not send to itself",
    severity=_WARNING,
    source="edielkit: one of the two is wrong, and an answer would go back to the sender",
    trust=Trust.DERIVED,
    reads=(),
)
def sent_to_itself(subject: Subject) -> Iterator[Breach]:
    """Say when the recipient of a message is its sender.

    Why: one of the two is wrong, and an answer would go back to whoever sent the message.
    Wrong: one GLN in JuridicalSenderEnergyParty and JuridicalRecipientEnergyParty.
    Right: the recipient's own.
    """
    recipient = "Header/JuridicalRecipientEnergyParty/Identification"
    if subject.sender is not None and text(subject.get(recipient)) == subject.sender:
        yield subject.breach(
            "expected a recipient other than the sender, found the same identification", recipient
        )


_PREVIOUS = "OriginalBusinessDocumentReference"


@rule(
    "BRS021",
    title="a message names another one, not itself",
    severity=_WARNING,
    source="edielkit: what a message takes back or answers is another message",
    trust=Trust.DERIVED,
    reads=(_PREVIOUS,),
)
def named_itself(subject: Subject) -> Iterator[Breach]:
    """Say when the message that a payload takes back or answers is the message itself.

    Why: nobody knows which message is meant, and none is taken back.
    Wrong: OriginalBusinessDocumentReference with the Identification of the header.
    Right: the Identification of the message that started the process.
    """
    header = text(subject.get("Header/Identification"))
    for payload in subject.payloads:
        if header is not None and text(payload.get(_PREVIOUS)) == header:
            yield payload.breach(
                "expected the Identification of another message, found that of the header", _PREVIOUS
            )
