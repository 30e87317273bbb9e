"""Market parties: who they are, which roles they hold, and who sends for them.

Roles: codes of UN/CEFACT, SLR and BSL of Elhub (the standard's list Elhub_BusinessProcessRole).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

__all__ = ("ROLES", "Party")

# Role codes that a party of the market may hold; the list is that of process component 5 and the process tables.
ROLES = ("DDQ", "SLR", "BSL", "DDM", "MDR", "DDE", "DDK", "AG", "QRY")


def _texts(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


@attrs.frozen(kw_only=True)
class Party:
    """A market party (markedsaktør) or a service provider.

    Attributes:
        gln: Number of the party.
        name: Name, for people who read a scenario.
        roles: Roles that it holds, such as ``DDQ`` balance supplier (kraftleverandør), ``DDM`` grid access provider
            (nettselskap), ``SLR`` supplier of last resort (leveringspliktig), ``AG`` third party; none for a pure
            service provider.
        organisation_number: Organisation number, 9 digits.
        providers: GLNs of the service providers that may send and poll in its name.
        return_address: Address that a third party is called back at (BRS-NO-624); empty without one.
        active: It takes part in the market; an inactive party's messages are refused.
    """

    gln: str
    name: str = ""
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_texts)
    organisation_number: str = ""
    providers: frozenset[str] = attrs.field(default=frozenset(), converter=_texts)
    return_address: str = ""
    active: bool = True

    @roles.validator
    def _check_roles(self, _attribute: object, value: frozenset[str]) -> None:
        unknown = sorted(value - set(ROLES))
        if unknown:
            raise ValueError(f"expected roles of {', '.join(ROLES)}; found {unknown}")
