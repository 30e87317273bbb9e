"""Who asks, and which time of a metering point is theirs: nobody sees a value, or that there is a point, outside of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

import attrs

from edielkit.hub import Party
from edielkit.hub.core.market_records import Access as ThirdPartyAccess
from edielkit.hub.core.market_records import Occupancy, Point, Supply
from edielkit.market_time import Period, day_period
from edielkit.server.tokens.clients import END_USER, PROVIDER, SUPPLIER, THIRD_PARTY
from edielkit.server.tokens.office import Access

__all__ = ("OwnTime", "Viewer", "ViewerError", "acting_parties", "viewer_of")

_ROLES = {SUPPLIER: frozenset({"DDQ", "SLR", "BSL"}), THIRD_PARTY: frozenset({"AG"})}


PartyOf = Callable[[str], Party | None]


class ViewerError(Exception):
    """The token does not allow what is asked; the words are for the client."""


class OwnTime(NamedTuple):
    """A stretch of a point's time that is somebody's.

    Attributes:
        period: Half-open period of UTC instants.
        end_user: Organisation number of the end user, where the end user asks; else empty.
    """

    period: Period
    end_user: str


@attrs.frozen(kw_only=True)
class Viewer:
    """Who asks.

    Attributes:
        scope: The scope that it asks by.
        organisation: Organisation number of the end user, for that scope.
        gln: GLN of the party whose points it asks for, for the others.
    """

    scope: str
    organisation: str = ""
    gln: str = ""

    def own_times(self, point: Point, until: dt.datetime) -> tuple[OwnTime, ...]:
        """Return the time of a point that is the viewer's, in order.

        Args:
            point: The metering point.
            until: Where a contract without an end is cut off.
        """
        return tuple(
            OwnTime(Period(start, end), self.organisation)
            for start, end in (_period(contract, until) for contract in self._contracts(point))
            if start < end
        )

    def _contracts(self, point: Point) -> Iterator[Occupancy | Supply | ThirdPartyAccess]:
        timeline = point.timeline
        if self.scope == END_USER:
            for occupancy in timeline.occupancies:
                if str(occupancy.customer.identification) == self.organisation:
                    yield occupancy
        elif self.scope == SUPPLIER:
            yield from (supply for supply in timeline.supplies if supply.supplier == self.gln)
        elif self.scope == THIRD_PARTY:
            yield from (access for access in timeline.accesses if access.party == self.gln)


def _period(
    contract: Occupancy | Supply | ThirdPartyAccess, until: dt.datetime
) -> tuple[dt.datetime, dt.datetime]:
    end = until if contract.end is None else min(until, day_period(contract.end).start)
    return day_period(contract.start).start, end


def viewer_of(access: Access, gln: str, on_behalf_of: str, party_of: PartyOf) -> Viewer:
    """Return who asks.

    Args:
        access: What the token says.
        gln: The head X-Elhub-GLN; empty for an end user.
        on_behalf_of: The head On-Behalf-Of, of a service provider.
        party_of: Gives a party by its GLN, None for none.

    Raises:
        ViewerError: The token's scopes do not allow it, or the GLN is not the organisation's.
    """
    if not gln:
        if END_USER not in access.scopes:
            raise ViewerError(
                "X-Elhub-GLN: expected the GLN that is asked for, or a token with elhub:enduser"
            )
        if on_behalf_of:
            raise ViewerError("On-Behalf-Of: expected with X-Elhub-GLN only")
        return Viewer(scope=END_USER, organisation=access.organisation)
    party, principal = acting_parties(access, gln, on_behalf_of, party_of)
    if principal is party:
        return _as_party(party, access.scopes)
    return _as_party(principal, frozenset(_ROLES))


def acting_parties(access: Access, gln: str, on_behalf_of: str, party_of: PartyOf) -> tuple[Party, Party]:
    """Return the party that a token lets send, and the one that it asks for: itself, or whom it sends for.

    Args:
        access: What the token says.
        gln: GLN of who sends.
        on_behalf_of: GLN of the party that a service provider asks for; empty for itself.
        party_of: Gives a party by its GLN, None for none.

    Raises:
        ViewerError: The GLN is not the organisation's, or the service provider may not ask for the other.
    """
    party = party_of(gln)
    if party is None or not party.active or party.organisation_number != access.organisation:
        raise ViewerError("expected a GLN of the organisation that the token is for")
    if not on_behalf_of:
        return party, party
    principal = party_of(on_behalf_of)
    if (
        PROVIDER not in access.scopes
        or principal is None
        or not principal.active
        or party.gln not in principal.providers
    ):
        raise ViewerError("expected a party that the service provider sends for, and its scope")
    return party, principal


def _as_party(party: Party, scopes: frozenset[str]) -> Viewer:
    """Return the viewer for a party, by the scope that fits its roles."""
    for scope, roles in _ROLES.items():
        if scope in scopes and roles & party.roles:
            return Viewer(scope=scope, gln=party.gln)
    raise ViewerError("the token has no scope that the party sees metering points by")
