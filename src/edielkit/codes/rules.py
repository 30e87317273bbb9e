"""Findings about codes: unknown ones, ones of another version, ones under the wrong agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from types import MappingProxyType

from edielkit.codes import code_list, suggest
from edielkit.codes.lists import Code, CodeList, CodeTrust
from edielkit.findings import Finding, Position, Reason, Rule, Severity, Trust
from edielkit.harmless import quoted_in_part

__all__ = ("RULES", "agency_findings", "code_findings", "findings")

_ELHUB = "89"

_UNKNOWN = Rule(
    code="COD001",
    title="the code is in the list",
    severity=Severity.WARNING,
    source="the source of the list, see `edielkit codes LIST`",
    trust=Trust.SOURCED,
    text=cleandoc("""A code that the list does not know says nothing to the receiver.

    Why: lists that the schemas leave as free text are checked by nobody on the way.
    Wrong: request category GAP_METER.
    Right: request category GAP_METERING.
    """),
)
# Elhub does not validate these lists (its page of consumption codes says so): an unknown code is worth a look, no more.
_NOT_VALIDATED = frozenset({"MPTaxationProfile/ConsumptionCode"})
_OTHER_VERSION = Rule(
    code="COD002",
    title="the code is in the list of this version",
    severity=Severity.ERROR,
    source="the enumerations of the EMIF schemas and the directories of EDIFACT",
    trust=Trust.SOURCED,
    text=cleandoc("""A code must exist in the version that the message is written for.

    Why: a receiver on that version refuses the whole message.
    Wrong: production sub type B18 in a message of EMIF 2.3.
    Right: production sub type B18 in EMIF 2.4.3, which has the code.
    """),
)
_WRONG_AGENCY = Rule(
    code="COD003",
    title="the code stands under the agency that issues it",
    severity=Severity.WARNING,
    source="https://dok.elhub.no/e27/code-list-agencies",
    trust=Trust.SOURCED,
    text=cleandoc("""The agency attribute must name the agency that issues the code.

    Why: the same code means other things in another agency's list, and the schemas do not tie the two.
    An error for document types and roles, where Elhub's process tables refuse it with EH025; elsewhere a
    warning, since messages of Elhub itself differ.
    Wrong: DocumentType E66 with listAgencyIdentifier 6.
    Right: DocumentType E66 with listAgencyIdentifier 260.
    """),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.code: rule for rule in (_UNKNOWN, _OTHER_VERSION, _WRONG_AGENCY)}
)


def findings(
    name: str,
    value: str,
    position: Position,
    *,
    wire: str = "emif",
    version: str | None = None,
    agency: str | None = None,
    payload: str | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the code *value* of the list *name*.

    For a list that the schemas enumerate, a schema check reports unknown codes and codes of other versions
    too (as ``XSD`` findings): who runs both calls ``agency_findings`` there and this one for free-text lists.

    Args:
        name: Name of the code list.
        value: The code as it stands in the message.
        position: Where it stands.
        wire: ``emif`` or ``edifact``.
        version: Schema version or directory of the message; None leaves versions unchecked.
        agency: The agency attribute as it stands in the message; None leaves it unchecked.
        payload: Identification of the payload that the code belongs to.

    Raises:
        UnknownCodeListError: No list has the name.

    >>> [str(f.code) for f in findings("ProductionCode", "B18", Position(), version="2.3", agency="89")]
    ['COD002']
    """
    codes = code_list(name, wire=wire)
    yield from code_findings(codes, value, position, version=version, payload=payload)
    if agency is not None:
        yield from agency_findings(codes, value, agency, position, payload=payload)


def code_findings(
    codes: CodeList, value: str, position: Position, *, version: str | None = None, payload: str | None = None
) -> Iterator[Finding]:
    """Yield COD001 when *codes* lacks *value*, COD002 when only other versions have it.

    Args:
        codes: The list.
        value: What stands in the message.
        position: Where it stands.
        version: Version of the schemas, or directory; each if None.
        payload: Identification of the payload that holds it.
    """
    code = codes.codes.get(value)
    if code is None:
        severity = Severity.INFO if codes.name in _NOT_VALIDATED else None
        yield _UNKNOWN.finding(_unknown(codes, value), position, severity=severity, payload=payload)
    elif version is not None and codes.enumerated and version not in code.versions:
        message = f"{code.label} of {codes.name} is not in version {version}, expected {_versions(code)}"
        yield _OTHER_VERSION.finding(message, position, payload=payload)


def agency_findings(
    codes: CodeList, value: str, agency: str, position: Position, *, payload: str | None = None
) -> Iterator[Finding]:
    """Yield COD003 when *agency* is not the one that issues the known code *value*.

    Args:
        codes: The list.
        value: The code that stands in the message.
        agency: The agency that stands beside it.
        position: Where it stands.
        payload: Identification of the payload that holds it.
    """
    code = codes.codes.get(value)
    if code is None or not code.agency or code.agency == agency:
        return
    refused = codes.agency_reason and code.agency_trust is CodeTrust.SOURCED
    attribute = codes.agency_attribute or "agency"
    yield _WRONG_AGENCY.finding(
        f"{attribute} of {code.label} is {quoted_in_part(agency, _SHOWN)}, expected {code.agency!r}",
        position,
        severity=Severity.ERROR if refused else None,
        reason=Reason(codes.agency_reason, _ELHUB) if refused else None,
        payload=payload,
    )


# A long text in a code's place is shown in part; fifty characters tell which one is meant.
_SHOWN = 50


def _unknown(codes: CodeList, value: str) -> str:
    near = suggest(value, codes)
    expected = f", did you mean {codes[near].label}" if near else ""
    return f"{codes.name} has no code {quoted_in_part(value, _SHOWN)}{expected}"


def _versions(code: Code) -> str:
    *others, last = code.versions or ("no version that enumerates it",)
    return f"{', '.join(others)} or {last}" if others else last
