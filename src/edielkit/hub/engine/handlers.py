"""Which process takes which message: one table from message and process to three functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from edielkit.emif.soap import SoapDocument
from edielkit.findings import Finding
from edielkit.hub.core.request import Request
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.metering import annual_updates, interval_values, profiled_volumes, readings, value_queries
from edielkit.hub.processes import (
    activation,
    cancel,
    lifecycle,
    lookup,
    master_data_update,
    rollback,
    sharing_update,
    third_party,
    written_requests,
)
from edielkit.hub.processes.contract_processes import ROLLBACKS, SPECS
from edielkit.hub.reconciliation import basis_queries
from edielkit.hub.virtual import shared_production

__all__ = ("HANDLERS", "Handler", "handler_of", "responder_of")


Responder = Callable[[Transaction, Request, Sequence[Finding]], SoapDocument]


def _never(_request: Request) -> bool:
    return False


@attrs.frozen(kw_only=True)
class Handler:
    """How a message is taken.

    Attributes:
        validate: Gives what keeps it from being carried out.
        run: Carries it out; called only when nothing was found.
        answers_later: The positive or negative answer comes after somebody else has decided.
        respond: Gives the answer in the call itself, where the service has one; then nothing goes to a queue.
        in_parts: Each payload stands for itself: what names a payload keeps that one out, the others are carried out
            (EMIF: OriginalPayloadReference is set when one payload of a CollectedData is in error).
    """

    validate: Callable[[Transaction, Request], Iterable[Finding]]
    run: Callable[[Transaction, Request], None]
    answers_later: Callable[[Request], bool] = _never
    respond: Responder | None = None
    in_parts: bool = False


_NEW = Handler(validate=lifecycle.validate, run=lifecycle.begin)
_CANCEL = Handler(validate=cancel.validate, run=cancel.run)
_ROLLBACK = Handler(validate=rollback.validate, run=rollback.run)
_REFUSAL = Handler(validate=activation.validate_refusal, run=activation.run_refusal)
_MASTER = Handler(validate=master_data_update.validate, run=master_data_update.run)
_MASTER_KIND = "RequestUpdateMasterDataMeteringPoint"

# Message, process, and document type of a cancellation (empty for all others).
HANDLERS: Mapping[tuple[str, str, str], Handler] = MappingProxyType(
    {
        **{(spec.kind, spec.brs, ""): _NEW for spec in SPECS.values()},
        **{(spec.kind, spec.brs, "E02"): _CANCEL for spec in SPECS.values() if spec.waits},
        **{(SPECS[taken[0]].kind, brs, "E02"): _ROLLBACK for brs, taken in ROLLBACKS.items()},
        ("RejectStartOfSupply", "102", ""): _REFUSAL,
        **{(_MASTER_KIND, brs, ""): _MASTER for brs in master_data_update.SPECS},
        (_MASTER_KIND, "121", ""): Handler(
            validate=master_data_update.validate_new, run=master_data_update.run_new
        ),
        (_MASTER_KIND, "317", ""): Handler(validate=annual_updates.validate, run=annual_updates.run),
        ("CollectedData", "311", ""): Handler(validate=readings.validate, run=readings.run, in_parts=True),
        **{
            ("CollectedData", brs, ""): Handler(
                validate=profiled_volumes.validate, run=profiled_volumes.run, in_parts=True
            )
            for brs in ("312", "332")
        },
        ("Acknowledgement", "311", ""): Handler(validate=readings.validate_refusal, run=readings.run_refusal),
        ("RequestUpdateCustomerInformation", "301", ""): Handler(
            validate=master_data_update.validate_customer, run=master_data_update.run_customer
        ),
        ("CollectedData", "313", ""): Handler(
            validate=interval_values.validate, run=interval_values.run, in_parts=True
        ),
        ("RequestDataFromElhub", "315", ""): Handler(validate=value_queries.validate, run=value_queries.run),
        ("RequestDataFromElhub", "303", ""): Handler(
            validate=written_requests.validate_data, run=written_requests.run_data
        ),
        ("RequestDataFromElhub", "324", ""): Handler(validate=basis_queries.validate, run=basis_queries.run),
        ("RequestToGridAccessProvider", "601", ""): Handler(
            validate=written_requests.validate_to_grid, run=written_requests.run_to_grid
        ),
        ("ResponseFromGridAccessProvider", "601", ""): Handler(
            validate=written_requests.validate_response, run=written_requests.run_response
        ),
        ("RequestToElhub", "602", ""): Handler(
            validate=written_requests.validate_to_hub, run=written_requests.run_to_hub
        ),
        ("RequestUpfrontMeteringPointCharacteristics", "611", ""): Handler(
            validate=lookup.validate, run=lookup.run, respond=lookup.respond
        ),
        ("RequestUpdateSharedProduction", "701", ""): Handler(
            validate=shared_production.validate, run=sharing_update.run
        ),
        ("UpdateThirdPartyAccess", "622", ""): Handler(
            validate=third_party.validate, run=third_party.run, answers_later=third_party.waits
        ),
    }
)


def handler_of(request: Request) -> Handler | None:
    """Return the handler of *request*, None when this hub has none."""
    cancels = "E02" if request.document_type == "E02" else ""
    return HANDLERS.get((request.kind, request.brs, cancels))


def responder_of(request: Request) -> Responder | None:
    """Return what answers the kind of *request* in the call itself, in whatever process; None for what a queue answers."""
    return next(
        (
            handler.respond
            for (kind, _, _), handler in HANDLERS.items()
            if kind == request.kind and handler.respond
        ),
        None,
    )
