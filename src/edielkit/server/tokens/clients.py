"""The clients of a market: one for each organisation, with the scopes that its roles give.

Source of the scopes: dlt-source-elhub (elhub:enduser, elhub:thirdparty), Elhub's Access API (elhub:balancesupplier,
elhub:serviceprovider). A scope for grid companies: NOT FOUND, so they have none of their own.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import attrs

from edielkit.hub import Party
from edielkit.scenarios import MarketNames

__all__ = ("SCOPES", "TokenClient", "clients_of")

END_USER, SUPPLIER, PROVIDER, THIRD_PARTY = (
    "elhub:enduser",
    "elhub:balancesupplier",
    "elhub:serviceprovider",
    "elhub:thirdparty",
)
SCOPES = (END_USER, SUPPLIER, PROVIDER, THIRD_PARTY)
_BY_ROLE = {"DDQ": SUPPLIER, "SLR": SUPPLIER, "BSL": SUPPLIER, "AG": THIRD_PARTY}
_ORGANISATION = re.compile(r"[0-9]{9}")
# Any fixed name space would do: the same organisation has the same client in every market.
_SPACE = uuid.UUID("6f0bb1de-52ac-5f3c-9f54-6dd5f0a0c001")


@attrs.frozen(kw_only=True)
class TokenClient:
    """A client of the token door.

    Attributes:
        identification: Its ``client_id``.
        organisation: Organisation number.
        name: Name of the party or customer in the market.
        gln: GLN of the party; empty for a customer.
        scopes: What it may ask for.
        delegators: Organisations that have delegated their scopes to it, with these scopes.
    """

    identification: str
    organisation: str
    name: str
    gln: str = ""
    scopes: frozenset[str] = frozenset()
    delegators: dict[str, frozenset[str]] = attrs.field(factory=dict)


def clients_of(names: MarketNames) -> dict[str, TokenClient]:
    """Return the clients of a market by ``client_id``: parties and customers that have an organisation number.

    Args:
        names: The market.
    """
    clients: dict[str, TokenClient] = {}
    for client in _clients(names):
        # a party that is a customer too is one organisation, and the party comes first
        clients.setdefault(client.identification, client)
    return clients


def _clients(names: MarketNames) -> Iterator[TokenClient]:
    parties = names.parties
    provided = {gln for party in parties.values() for gln in party.providers}
    for name, party in parties.items():
        if not _ORGANISATION.fullmatch(party.organisation_number):
            continue
        scopes = _scopes(party)
        yield TokenClient(
            identification=_client_id(party.organisation_number),
            organisation=party.organisation_number,
            name=name,
            gln=party.gln,
            scopes=scopes | ({PROVIDER} if party.gln in provided else frozenset()),
            delegators={
                other.organisation_number: _scopes(other)
                for other in parties.values()
                if party.gln in other.providers and other.organisation_number
            },
        )
    for name, customer in names.customers.items():
        number = str(customer.identification)
        if _ORGANISATION.fullmatch(number):
            yield TokenClient(
                identification=_client_id(number),
                organisation=number,
                name=name,
                scopes=frozenset({END_USER}),
            )


def _scopes(party: Party) -> frozenset[str]:
    """Return what a party may ask for itself, and so may delegate."""
    return frozenset({END_USER, *(_BY_ROLE[role] for role in party.roles if role in _BY_ROLE)})


def _client_id(organisation: str) -> str:
    return str(uuid.uuid5(_SPACE, organisation))
