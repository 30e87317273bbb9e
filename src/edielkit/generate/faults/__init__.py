"""Messages with one fault: for each rule that a message can break, the smallest one that does, beside its valid twin.

>>> fault = fault_of("SER105")
>>> fault.kind, [finding.code for finding in fault.report()], fault.report(faulty=False).findings
('CollectedData', ['SER105'], ())
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from edielkit.catalogue import rules
from edielkit.errors import BuildError
from edielkit.findings import Rule, Trust
from edielkit.generate.faults.edifact_cases import edifact_faults
from edielkit.generate.faults.fault import Fault
from edielkit.generate.faults.rule_cases import AS_VALUES, CASES, NOW, RuleCase
from edielkit.generate.faults.rule_messages import CONTEXT
from edielkit.generate.faults.xml_cases import xml_faults
from edielkit.suggest import near_names

__all__ = ("Fault", "fault_of", "faults", "faults_for", "unbreakable")

# Why no message breaks a rule by itself: by code, then by family.
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "COD002": "the XML schema says it first: XSD021",
        "EDI003": "it says that there are more findings than are listed",
        "IDN012": "the XML schema says it first: XSD022",
        "SER002": "the layout of QTY says it first: EDI049",
        "SER014": "who writes a civil time at a clock change leaves the length of its period open too: SER018",
        "SYS001": "it says that a check of this package has crashed",
        "SYS014": "it is about a file, whatever is in it",
        "XSD041": "it names what no other rule names, and no such fault is known",
    }
)
_FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "CNV": "it says what a conversion cannot carry over: the message itself breaks nothing",
        "EXC": "it is about the series of a day with a table of exchange points: edielkit exchange check",
        "HUB": "it depends on what a hub has been told before: edielkit hub run",
        "TAB": "it is about files of values that are no messages: edielkit show",
    }
)
_MEMORY = "it is known from memory only, and off until a source is found"
_SCHEMA = "the XML schema says it first; the rule is for values that no schema has seen"


@cache
def faults() -> Mapping[str, Fault]:
    """Return the fault of each rule that a message can break, by code."""
    by_code = {fault.code: fault for fault in _faults()}
    return MappingProxyType(dict(sorted(by_code.items())))


def _faults() -> Iterator[Fault]:
    yield from xml_faults()
    yield from edifact_faults()
    yield from map(_of_case, CASES)


def _of_case(case: RuleCase) -> Fault:
    return Fault(
        code=case.code,
        kind=case.kind,
        valid=case.right,
        faulty=case.wrong,
        now=NOW,
        valid_context=CONTEXT,
        faulty_context=case.wrong_context,
    )


@cache
def unbreakable() -> Mapping[str, str]:
    """Return why no message breaks a rule by itself, by code, for every rule without a fault."""
    by_value = {case.code for case in AS_VALUES}
    return MappingProxyType(
        {
            code: reason
            for code, rule in rules().items()
            if code not in faults() and (reason := _reason(rule, by_value))
        }
    )


def _reason(rule: Rule, by_value: set[str]) -> str:
    if rule.code in _REASONS:
        return _REASONS[rule.code]
    if rule.code in by_value:
        return _SCHEMA
    if rule.trust is Trust.MEMORY:
        return _MEMORY
    return _FAMILIES.get(rule.code[:3], "")


def fault_of(code: str) -> Fault:
    """Return the fault of a rule.

    Args:
        code: Code of the rule, in letters of any case.

    Raises:
        BuildError: There is no such rule, or no message breaks it by itself; the error says why.
    """
    wanted = code.strip().upper()
    fault = faults().get(wanted)
    if fault is not None:
        return fault
    if wanted in unbreakable():
        raise BuildError(f"no message breaks {wanted} by itself: {unbreakable()[wanted]}", "code")
    near = near_names(wanted[:20], faults())
    raise BuildError(
        f"no rule {code[:40]!r}" + (f"; did you mean {' or '.join(near)}?" if near else ""), "code"
    )


def faults_for(code_or_reason: str) -> tuple[Fault, ...]:
    """Return the faults that a code names: of that rule, or of all rules with that reason of the market.

    Args:
        code_or_reason: Code of a rule (``SER105``), or reason code (``EH073``, ``E87``).

    Raises:
        BuildError: No rule has the code or the reason, or no message breaks one that has.

    >>> [fault.code for fault in faults_for("EH073")]
    ['BRS332-08', 'BRS332-23']
    """
    wanted = code_or_reason.strip().upper()
    named = [
        rule.code
        for rule in rules().values()
        if rule.reason is not None and rule.reason.code == wanted and rule.code in faults()
    ]
    if wanted not in rules() and named:
        return tuple(faults()[code] for code in sorted(named))
    return (fault_of(wanted),)
