"""Findings about identifiers as they stand in a message: a wrong form refuses it, a wrong check digit warns.

Check digits only warn because neither the EMIF schemas nor any published process rule looks at them, and most
of Elhub's own examples carry wrong ones. Where a guide of Ediel refuses by them its table says so
(`edielkit.edifact.check.guides.identifiers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from types import MappingProxyType

import attrs

from edielkit.findings import Finding, Position, Rule, Severity, Trust
from edielkit.identifiers.registry import (
    IdentifierKind,
    birth_number,
    eic,
    gln,
    grid_area,
    gsrn,
    malo,
    melo,
    mp_id,
    organisation_number,
    uuid,
)

__all__ = ("CHECK_DIGIT_RULES", "END_USER_SCHEMES", "RULES", "faults", "findings")

# schemeAgencyIdentifier of an end user: https://dok.elhub.no/e27/code-list-agencies
END_USER_SCHEMES: Mapping[str, str] = MappingProxyType({"82": "organisation_number", "Z01": "birth_number"})

_GS1 = "GS1, check digit modulo 10"
_EIC = "ENTSO-E, energy identification codes: 16 characters, check character modulo 37"
_FLEX = "github.com/elhub/flex-information-system, db/flex/business_id_type.sql"
_BDEW = "BDEW, identifications of the German market"
_BDEW_DIGIT = f"{_BDEW}: modulo 10, weights 1 and 2 in turn; derived from right numbers"
_AGENCIES = "https://dok.elhub.no/e27/code-list-agencies"


def _rule(
    code: str, title: str, severity: Severity, source: str, text: str, *, trust: Trust = Trust.SOURCED
) -> Rule:
    return Rule(code=code, title=title, severity=severity, source=source, trust=trust, text=cleandoc(text))


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            _rule(
                "IDN001",
                "a metering point identification has 18 digits and no leading zero",
                Severity.ERROR,
                "https://dok.elhub.no/ediel2/metering-point-id; EMIF simple type MeteringPointType",
                """The GSRN is the name of a metering point for all parties.

                Why: a number of another form names no metering point.
                Wrong: 17 digits, or groups parted by spaces.
                Right: 18 digits in one word, the first from 1 to 9.
                """,
            ),
            _rule(
                "IDN002",
                "the check digit of a metering point identification matches",
                Severity.WARNING,
                _GS1,
                """The last digit of a GSRN follows from the 17 before it.

                Why: a wrong one is most often a mistyped number; Elhub then finds no metering point (E10).
                Wrong: 707057500012345672.
                Right: 707057500012345671.
                """,
            ),
            _rule(
                "IDN003",
                "a party identification has 13 digits",
                Severity.ERROR,
                "https://dok.elhub.no/e27/code-list-agencies (scheme agency 9, GS1); GS1, GLN",
                """Parties are named by their GLN.

                Why: the schema takes any short text here, but no party has such a name.
                Wrong: 12 digits.
                Right: 13 digits in one word.
                """,
            ),
            _rule(
                "IDN004",
                "the check digit of a party identification matches",
                Severity.WARNING,
                _GS1,
                """The last digit of a GLN follows from the 12 before it.

                Why: a wrong one is most often a mistyped number.
                Wrong: 7080003824340.
                Right: 7080003824349.
                """,
            ),
            _rule(
                "IDN005",
                "an energy identification code has 16 characters of the EIC alphabet",
                Severity.ERROR,
                _EIC,
                """Metering grid areas and other areas are named by EIC codes.

                Why: the schema takes any short text here, but no area has such a name.
                Wrong: 10yno-1--------2, in lower case.
                Right: 10YNO-1--------2: digits, capital letters and hyphens, no hyphen at the end.
                """,
            ),
            _rule(
                "IDN006",
                "the check character of an energy identification code matches",
                Severity.WARNING,
                _EIC,
                """The last character of an EIC follows from the 15 before it.

                Why: a wrong one is most often a mistyped code.
                Wrong: 10YNO-1--------3.
                Right: 10YNO-1--------2.
                """,
            ),
            _rule(
                "IDN007",
                "a metering grid area has an EIC of type Y",
                Severity.WARNING,
                _FLEX,
                """Grid areas have the letter Y at the third place, after two digits.

                Why: the letter says what an EIC names, and a grid area is of type Y.
                Wrong: 10XNO-1--------2.
                Right: 10YNO-1--------2.
                """,
                trust=Trust.INFERRED,
            ),
            _rule(
                "IDN008",
                "an organisation number has 9 digits",
                Severity.ERROR,
                f"{_AGENCIES} (scheme agency 82)",
                """An enterprise is named by its number in the register of legal entities.

                Why: scheme agency 82 promises a number of that register.
                Wrong: 123 456 785, with spaces.
                Right: 123456785.
                """,
            ),
            _rule(
                "IDN009",
                "the check digit of an organisation number matches",
                Severity.WARNING,
                "register of legal entities (Enhetsregisteret): modulo 11, weights 3 2 7 6 5 4 3 2",
                """The last digit of an organisation number follows from the 8 before it.

                Why: a wrong one is most often a mistyped number.
                Wrong: 123456786.
                Right: 123456785.
                """,
            ),
            _rule(
                "IDN010",
                "a birth number or D-number has 11 digits",
                Severity.ERROR,
                f"{_AGENCIES} (scheme agency Z01)",
                """A person is named by the number in the national population register.

                Why: scheme agency Z01 promises a number of that register.
                Wrong: 6 and 5 digits parted by a space.
                Right: 11 digits in one word.
                """,
            ),
            _rule(
                "IDN011",
                "the check digits of a birth number or D-number match",
                Severity.WARNING,
                "national population register (Folkeregisteret): modulo 11 twice",
                """The last two digits of a birth number follow from the 9 before them.

                Why: wrong ones are most often a mistyped number. Numbers issued from 2032 may follow another
                rule, for which no source is at hand: switch the check off with ``check=False`` then.
                Wrong: a last digit that differs.
                Right: both digits as the first nine give them.
                """,
            ),
            _rule(
                "IDN012",
                "a message, payload or reference identification is a UUID in canonical form",
                Severity.ERROR,
                "EMIF simple type UUIDType",
                """Identifications are 36 characters: groups of 8, 4, 4, 4 and 12 in lower case.

                Why: receivers compare identifications as text.
                Wrong: capital letters, braces, or no hyphens.
                Right: 1f0c2a5e-7a54-4d0e-9a07-2f5b1c9d3e68.
                """,
            ),
            _rule(
                "IDN013",
                "a party identification starts with a digit from 1 to 9",
                Severity.WARNING,
                _FLEX,
                """GS1 allows a leading zero in a GLN, Elhub's flexibility register does not.

                Why: whether Elhub itself refuses one is not known, so this warns.
                Wrong: 0012345000003.
                Right: 7080003824349.
                """,
                trust=Trust.INFERRED,
            ),
            _rule(
                "IDN014",
                "a market location identification has 11 digits",
                Severity.ERROR,
                f"{_BDEW}: MaLo-ID",
                """The German market names the place of a supply by its MaLo-ID.

                Why: a number of another form names no market location.
                Wrong: 10 digits, or a blank among them.
                Right: 11 digits in one word.
                """,
            ),
            _rule(
                "IDN015",
                "the check digit of a market location identification matches",
                Severity.WARNING,
                _BDEW_DIGIT,
                """The last digit of a MaLo-ID follows from the 10 before it.

                Why: a wrong one is most often a mistyped number; the partner then finds no market location (Z10).
                Wrong: 51238696782.
                Right: 51238696781.
                """,
                trust=Trust.DERIVED,
            ),
            _rule(
                "IDN016",
                "a metering location identification has 33 characters",
                Severity.ERROR,
                f"{_BDEW}: MeLo-ID; the Swiss one has CH and 31 characters",
                """The German and Swiss markets name a place of metering by two letters of the country and 31 characters.

                Why: a text of another form names no metering location.
                Wrong: 32 characters.
                Right: DE0001234567890123456789012345678.
                """,
            ),
            _rule(
                "IDN017",
                "a market partner identification has 13 digits",
                Severity.ERROR,
                f"{_BDEW}: MP-ID (agencies 293 and 332, qualifiers 500 and 502)",
                """The German market names its parties by an MP-ID.

                Why: a number of another form names no party.
                Wrong: 12 digits.
                Right: 13 digits in one word.
                """,
            ),
            _rule(
                "IDN018",
                "the check digit of a market partner identification matches",
                Severity.WARNING,
                _BDEW_DIGIT,
                """The last digit of an MP-ID follows from the 12 before it.

                Why: a wrong one is most often a mistyped number.
                Wrong: 9900000000004.
                Right: 9900000000003.
                """,
                trust=Trust.DERIVED,
            ),
        )
    }
)


@attrs.frozen
class _RulesOf:
    """Which rules an identifier breaks when its form, its detail or its check digit is wrong."""

    form_of: IdentifierKind
    form: Rule
    check: Rule | None = None
    detail: Rule | None = None
    has_detail: Callable[[str], bool] = bool


_RULES_OF: Mapping[str, _RulesOf] = MappingProxyType(
    {
        "gsrn": _RulesOf(gsrn, RULES["IDN001"], RULES["IDN002"]),
        "gln": _RulesOf(
            gln, RULES["IDN003"], RULES["IDN004"], RULES["IDN013"], lambda text: not text.startswith("0")
        ),
        "eic": _RulesOf(eic, RULES["IDN005"], RULES["IDN006"]),
        # The form that refuses is that of any EIC; the letter Y is known from another of Elhub's systems only.
        "grid_area": _RulesOf(
            eic,
            RULES["IDN005"],
            RULES["IDN006"],
            RULES["IDN007"],
            lambda text: grid_area.form_fault(text) is None,
        ),
        "organisation_number": _RulesOf(organisation_number, RULES["IDN008"], RULES["IDN009"]),
        "birth_number": _RulesOf(birth_number, RULES["IDN010"], RULES["IDN011"]),
        "uuid": _RulesOf(uuid, RULES["IDN012"]),
        "malo": _RulesOf(malo, RULES["IDN014"], RULES["IDN015"]),
        "melo": _RulesOf(melo, RULES["IDN016"]),
        "mp_id": _RulesOf(mp_id, RULES["IDN017"], RULES["IDN018"]),
    }
)

# rules about check digits, of identifiers whose form is right
CHECK_DIGIT_RULES = frozenset(rules.check.code for rules in _RULES_OF.values() if rules.check is not None)


def findings(
    kind: str, text: str, position: Position, *, check: bool = True, payload: str | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with an identifier as it stands in a message.

    No finding repeats the identifier. Separators are a fault here, as a message has none.

    Args:
        kind: A key of ``KINDS``.
        text: The identifier, untouched.
        position: Where it stands.
        check: Look at check digits too.
        payload: Identification of the payload that the identifier belongs to.

    Raises:
        KeyError: No kind of identifier has that name.

    >>> [(f.code, f.severity.value) for f in findings("gsrn", "707057500012345672", Position())]
    [('IDN002', 'warning')]
    """
    for rule, fault in faults(kind, text, check=check):
        yield rule.finding(fault, position, payload=payload)


def faults(kind: str, text: str, *, check: bool = True) -> Iterator[tuple[Rule, str]]:
    """Yield the rules that an identifier breaks as it stands in a message, each with what is wrong in words.

    Args:
        kind: A key of ``KINDS``.
        text: The identifier, untouched.
        check: Look at check digits too.

    Raises:
        KeyError: No kind of identifier has that name.

    >>> [rule.code for rule, _ in faults("gsrn", "7070575000123456")]
    ['IDN001']
    """
    rules = _RULES_OF[kind]
    fault = rules.form_of.form_fault(text)
    if fault is not None:
        yield rules.form, fault
        return
    if rules.detail is not None and not rules.has_detail(text):
        yield rules.detail, f"expected {rules.detail.title}"
    fault = rules.form_of.check_fault(text) if check else None
    if rules.check is not None and fault is not None:
        yield rules.check, fault
