"""Which process takes which message: one table from message and process to three functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from edielkit.emif.soap import SoapDocument
from edielkit.findings import Finding
from edielkit.hub.core.request import Request
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering import annual_updates, interval, profiled, queries, readings
from edielkit.hub.processes import (
    activation,
    cancel,
    lifecycle,
    lookup,
    master_data,
    requests,
    rollback,
    sharing,
    third_party,
)
from edielkit.hub.processes.tables import ROLLBACKS, SPECS
from edielkit.hub.reconciliation import settlement_queries as basis_queries
from edielkit.hub.virtual import shared_production

__all__ = ("HANDLERS", "Handler", "handler_of", "handler_of_kind")


def _never(_request: Request) -> bool:
    return False


@attrs.frozen(kw_only=True)
class Handler:
    """How a message is taken.

    Attributes:
        judge: Gives what keeps it from being carried out.
        run: Carries it out; called only when nothing was found.
        answers_later: The positive or negative answer comes after somebody else has decided.
        respond: Gives the answer in the call itself, where the service has one; then nothing goes to a queue.
        in_parts: Each payload stands for itself: what names a payload keeps that one out, the others are carried out
            (EMIF: OriginalPayloadReference is set when one payload of a CollectedData is in error).
    """

    judge: Callable[[Transaction, Request], Iterable[Finding]]
    run: Callable[[Transaction, Request], None]
    answers_later: Callable[[Request], bool] = _never
    respond: Callable[[Transaction, Request, Sequence[Finding]], SoapDocument] | None = None
    in_parts: bool = False


_NEW = Handler(judge=lifecycle.judge, run=lifecycle.begin)
_CANCEL = Handler(judge=cancel.judge, run=cancel.run)
_ROLLBACK = Handler(judge=rollback.judge, run=rollback.run)
_REFUSAL = Handler(judge=activation.judge_refusal, run=activation.run_refusal)
_MASTER = Handler(judge=master_data.judge, run=master_data.run)
_MASTER_KIND = "RequestUpdateMasterDataMeteringPoint"

# Message, process, and document type of a cancellation (empty for all others).
HANDLERS: Mapping[tuple[str, str, str], Handler] = MappingProxyType(
    {
        **{(spec.kind, spec.brs, ""): _NEW for spec in SPECS.values()},
        **{(spec.kind, spec.brs, "E02"): _CANCEL for spec in SPECS.values() if spec.waits},
        **{(SPECS[taken[0]].kind, brs, "E02"): _ROLLBACK for brs, taken in ROLLBACKS.items()},
        ("RejectStartOfSupply", "102", ""): _REFUSAL,
        **{(_MASTER_KIND, brs, ""): _MASTER for brs in master_data.SPECS},
        (_MASTER_KIND, "121", ""): Handler(judge=master_data.judge_new, run=master_data.run_new),
        (_MASTER_KIND, "317", ""): Handler(judge=annual_updates.judge, run=annual_updates.run),
        ("CollectedData", "311", ""): Handler(judge=readings.judge, run=readings.run, in_parts=True),
        **{
            ("CollectedData", brs, ""): Handler(judge=profiled.judge, run=profiled.run, in_parts=True)
            for brs in ("312", "332")
        },
        ("Acknowledgement", "311", ""): Handler(judge=readings.judge_refusal, run=readings.run_refusal),
        ("RequestUpdateCustomerInformation", "301", ""): Handler(
            judge=master_data.judge_customer, run=master_data.run_customer
        ),
        ("CollectedData", "313", ""): Handler(judge=interval.judge, run=interval.run, in_parts=True),
        ("RequestDataFromElhub", "315", ""): Handler(judge=queries.judge, run=queries.run),
        ("RequestDataFromElhub", "303", ""): Handler(judge=requests.judge_data, run=requests.run_data),
        ("RequestDataFromElhub", "324", ""): Handler(judge=basis_queries.judge, run=basis_queries.run),
        ("RequestToGridAccessProvider", "601", ""): Handler(
            judge=requests.judge_to_grid, run=requests.run_to_grid
        ),
        ("ResponseFromGridAccessProvider", "601", ""): Handler(
            judge=requests.judge_response, run=requests.run_response
        ),
        ("RequestToElhub", "602", ""): Handler(judge=requests.judge_to_hub, run=requests.run_to_hub),
        ("RequestUpfrontMeteringPointCharacteristics", "611", ""): Handler(
            judge=lookup.judge, run=lookup.run, respond=lookup.respond
        ),
        ("RequestUpdateSharedProduction", "701", ""): Handler(judge=shared_production.judge, run=sharing.run),
        ("UpdateThirdPartyAccess", "622", ""): Handler(
            judge=third_party.judge, run=third_party.run, answers_later=third_party.waits
        ),
    }
)


def handler_of(request: Request) -> Handler | None:
    """Return the handler of *request*, None when this hub has none."""
    cancels = "E02" if request.document_type == "E02" else ""
    return HANDLERS.get((request.kind, request.brs, cancels))


def handler_of_kind(request: Request) -> Handler | None:
    """Return a handler of message and process, whatever the document type: for a message that is refused anyway."""
    cancels = "E02" if request.document_type == "E02" else ""
    other = "" if cancels else "E02"
    return handler_of(request) or HANDLERS.get((request.kind, request.brs, other))
