"""Which message answers which at Elhub, as data.

Sources: Elhub standard, general rules (RequestPositiveAcknowledgement: which messages may ask), pages Validation and
Acknowledgements (negative answers are always sent; Reject* for start and end of supply), process components 1, 10, 13,
15, 22 and 34 (document types of the answers).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from edielkit.findings import Trust

__all__ = ("ANSWERED", "CANCELLATION", "DOCUMENT_TYPES", "Way")

_GENERAL = "https://dok.elhub.no/Elhubstandard/general"
_VALIDATION = "https://dok.elhub.no/Elhubstandard/validation"

# DocumentType of a cancellation, and of its answer: process components 1, 10 and 22.
CANCELLATION = ("E02", "260")

# DocumentType of an answer with its agency, unless a cancellation is answered: the same components; page
# Acknowledgements; the poll's own from Elhub's sample for SoapUI.
DOCUMENT_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Acknowledgement": ("294", "6"),
        "ConfirmStartOfSupply": ("414", "6"),
        "RejectStartOfSupply": ("414", "6"),
        "ConfirmEndOfSupply": ("406", "6"),
        "RejectEndOfSupply": ("406", "6"),
        "AcknowledgePoll": ("21", "6"),
    }
)


@attrs.frozen
class Way:
    """How a message is answered.

    Attributes:
        message: The message that is answered.
        negative: Name of the refusal.
        positive: Name of the positive answer; empty where none may be asked for.
        source: Where that is said.
        trust: How well it is known.
        process: The message is answered in this process only; empty for all.
        by_payload: A refusal names one payload, and the others stand.
        asks_in: The positive answer may be asked for in this process only; empty for all.
    """

    message: str
    negative: str
    positive: str
    source: str
    trust: Trust = Trust.SOURCED
    process: str = attrs.field(default="", kw_only=True)
    by_payload: bool = attrs.field(default=False, kw_only=True)
    asks_in: str = attrs.field(default="", kw_only=True)


_ACK = "Acknowledgement"
_WAYS = (
    Way("RequestStartOfSupply", "RejectStartOfSupply", "ConfirmStartOfSupply", _GENERAL),
    Way("RequestEndOfSupply", "RejectEndOfSupply", "ConfirmEndOfSupply", _GENERAL),
    Way("RequestUpdateMasterDataMeteringPoint", _ACK, _ACK, _GENERAL),
    Way("RequestUpdateCustomerInformation", _ACK, _ACK, _GENERAL),
    Way("UpdateThirdPartyAccess", _ACK, _ACK, _GENERAL),
    Way("RequestToGridAccessProvider", _ACK, _ACK, _GENERAL),
    Way("RequestToElhub", _ACK, _ACK, _GENERAL),
    Way("ResponseFromGridAccessProvider", _ACK, _ACK, _GENERAL),
    # a test page of BRS-NO-311 (sys-ddq311-01) shows a positive answer, other processes forbid to ask for one
    Way("CollectedData", _ACK, _ACK, _VALIDATION, by_payload=True, asks_in="BRS-NO-311"),
    Way("RequestDataFromElhub", _ACK, "", _VALIDATION),
    Way("RequestUpfrontMeteringPointCharacteristics", _ACK, "", _VALIDATION),
    # the list of messages that may ask is silent about it
    Way("RequestUpdateSharedProduction", _ACK, "", _VALIDATION, Trust.INFERRED),
    # a grid company's refusal of a move-in, and a refusal of a reading, have rule tables or reason codes of their own
    Way("RejectStartOfSupply", _ACK, "", _VALIDATION, Trust.INFERRED, process="BRS-NO-102"),
    Way(_ACK, _ACK, "", _VALIDATION, Trust.INFERRED, process="BRS-NO-311"),
)

# Messages that Elhub answers; what it sends out itself (Notify*, Confirm*, poll results) it does not answer.
ANSWERED: Mapping[str, Way] = MappingProxyType({way.message: way for way in _WAYS})
