"""Rules about header and process context, in the processes whose own table is not public."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from edielkit.findings import Reason, Severity, Trust
from edielkit.process_rules import row_tests
from edielkit.process_rules.data import combinations, every_combination, process_rows
from edielkit.process_rules.declare import Scope, rule
from edielkit.process_rules.row_tests import Row
from edielkit.process_rules.subject import Breach, Subject

__all__ = ("may_ask_for_answer",)

_WARNING = Severity.WARNING
_TABLES = "BRS-NO-121, 122, 222, 301, 311, 313, 324, 332, 601 and 611 (process tables, all alike); inferred for the rest"
_STANDARD = "https://dok.elhub.no/Elhubstandard/"


@cache
def _tabled(test: str) -> frozenset[tuple[str, str]]:
    """Return the processes and messages whose own table has a row with *test*."""
    return frozenset((row["brs"], row["message"]) for row in process_rows() if row["test"] == test)


def _is_tabled(kind: str, brs: str, test: str) -> bool:
    tabled = _tabled(test)
    return (brs, kind) in tabled or (brs, "*") in tabled


def _is_process(brs: str) -> bool:
    return any(process == brs for _, process in every_combination())


def _speaks_of_answers(kind: str, brs: str) -> bool:
    return any(
        row["element"] == "Header/RequestPositiveAcknowledgement"
        and (row["brs"], row["message"]) == (brs, kind)
        for row in process_rows()
    )


@rule(
    "BRS001",
    title="the message belongs to the process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=Reason("EH055", "89"),
    scope=Scope(where=lambda kind, brs: _is_process(brs) and not _is_tabled(kind, brs, "message")),
    reads=(),
)
def message_of_process(subject: Subject) -> Iterator[Breach]:
    """Say when a message stands in a process that is not its own.

    Why: each process has its messages; every public table refuses another one with EH055.
    Wrong: RequestStartOfSupply in BRS-NO-201.
    Right: RequestEndOfSupply in BRS-NO-201.
    """
    yield from row_tests.message(subject, Row.of("ProcessEnergyContext/EnergyBusinessProcess"))


@rule(
    "BRS002",
    title="the document type belongs to message and process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=Reason("EH011", "89"),
    scope=Scope(where=lambda kind, brs: not _is_tabled(kind, brs, "document_type")),
    reads=(),
)
def document_type_of_process(subject: Subject) -> Iterator[Breach]:
    """Say when the document type is none that the message has in its process.

    Why: the document type tells a request from its cancellation; every public table refuses a wrong one with EH011.
    Wrong: RequestStartOfSupply of BRS-NO-101 with document type 432.
    Right: 392, or E02 for a cancellation.
    """
    yield from row_tests.document_type(subject, Row.of("Header/DocumentType"))


@rule(
    "BRS003",
    title="the role has a part in the process",
    severity=_WARNING,
    source=_TABLES,
    trust=Trust.INFERRED,
    reason=Reason("EH013", "89"),
    scope=Scope(where=lambda kind, brs: not _is_tabled(kind, brs, "role") and bool(combinations(kind, brs))),
    reads=(),
)
def role_of_process(subject: Subject) -> Iterator[Breach]:
    """Say when the role is none that sends or receives the message in its process.

    Why: the role is that of the market party; every public table refuses a wrong one with EH013.
    Wrong: RequestStartOfSupply of BRS-NO-101 from DDM.
    Right: DDQ.
    """
    yield from row_tests.role(subject, Row.of("ProcessEnergyContext/EnergyBusinessProcessRole"))


# https://dok.elhub.no/Elhubstandard/general, list of messages (its end is not public)
_MAY_ASK = frozenset(
    {
        "RequestStartOfSupply",
        "RequestEndOfSupply",
        "RequestUpdateMasterDataMeteringPoint",
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


def may_ask_for_answer(kind: str, brs: str) -> bool:
    """Tell whether a message may have RequestPositiveAcknowledgement.

    Args:
        kind: The standard's name of the message.
        brs: Process without ``BRS-NO-``.

    >>> may_ask_for_answer("CollectedData", "311"), may_ask_for_answer("CollectedData", "313")
    (True, False)
    """
    return (kind in _MAY_ASK or (kind, brs) in _MAY_ASK_IN) and not _speaks_of_answers(kind, brs)


@rule(
    "BRS004",
    title="a positive answer is asked for only where one is given",
    severity=_WARNING,
    source=f"{_STANDARD}general (list of messages, cut at its end)",
    trust=Trust.INFERRED,
    reason=Reason("EH065", "89"),
    scope=Scope(
        not_kinds=_MAY_ASK, besides=_MAY_ASK_IN, where=lambda kind, brs: not _speaks_of_answers(kind, brs)
    ),
    reads=(),
)
def asks_for_answer(subject: Subject) -> Iterator[Breach]:
    """Say when RequestPositiveAcknowledgement stands in a message that is not answered positively.

    Why: the tables that speak of it refuse it with EH065 (BRS-NO-313, 324, 332, 611).
    Wrong: RequestDataFromElhub of BRS-NO-315 with RequestPositiveAcknowledgement.
    Right: the same message without it.
    """
    yield from row_tests.absent(subject, Row.of("Header/RequestPositiveAcknowledgement"))
