"""Who asks for data, for itself or for a party that it sends for: nobody asks for anybody else."""

from __future__ import annotations

import pytest

from edielkit.hub import Party
from edielkit.server.data.viewers import Viewer, ViewerError, acting_parties, viewer_of
from edielkit.server.tokens.clients import END_USER, PROVIDER, SUPPLIER, THIRD_PARTY
from edielkit.server.tokens.office import Access

OFFICE, FIRM = "999999018", "888888019"
SELLER = Party(gln="1", roles={"DDQ"}, organisation_number=FIRM, providers={"9"})
THIRD = Party(gln="2", roles={"AG"}, organisation_number=FIRM, providers={"9"})
GONE = Party(gln="3", roles={"DDQ"}, organisation_number=FIRM, providers={"9"}, active=False)
ALONE = Party(gln="4", roles={"DDQ"}, organisation_number=FIRM)
SENDER = Party(gln="9", roles={"AG"}, organisation_number=OFFICE)
PARTIES = {party.gln: party for party in (SELLER, THIRD, GONE, ALONE, SENDER)}
NOT_OWN = "expected a GLN of the organisation that the token is for"
NOT_FOR = "expected a party that the service provider sends for, and its scope"
NO_SCOPE = "the token has no scope that the party sees metering points by"


def access(organisation: str, *scopes: str) -> Access:
    """Return what a token says."""
    return Access(organisation=organisation, client="", scopes=frozenset(scopes))


@pytest.mark.parametrize(
    ("token", "gln", "behalf", "expected"),
    [
        (access(FIRM, END_USER), "", "", Viewer(scope=END_USER, organisation=FIRM)),
        (access(FIRM, SUPPLIER), "1", "", Viewer(scope=SUPPLIER, gln="1")),
        (access(FIRM, THIRD_PARTY), "2", "", Viewer(scope=THIRD_PARTY, gln="2")),
        # for a party that it sends for: by that party's role, whatever scope of its own it has
        (access(OFFICE, PROVIDER), "9", "1", Viewer(scope=SUPPLIER, gln="1")),
        (access(OFFICE, PROVIDER), "9", "2", Viewer(scope=THIRD_PARTY, gln="2")),
        (access(OFFICE, PROVIDER, THIRD_PARTY), "9", "", Viewer(scope=THIRD_PARTY, gln="9")),
    ],
)
def test_who_asks(token, gln, behalf, expected):
    """The end user by the token alone, a party by its number, a service provider for whom it sends."""
    assert expected == viewer_of(token, gln, behalf, PARTIES.get)


@pytest.mark.parametrize(
    ("token", "gln", "behalf", "words"),
    [
        (access(FIRM, SUPPLIER), "", "", "X-Elhub-GLN: expected the GLN that is asked for"),
        (access(FIRM, END_USER), "", "1", "On-Behalf-Of: expected with X-Elhub-GLN only"),
        # another organisation's number, one that is unknown, one that is not active any more
        (access(OFFICE, SUPPLIER), "1", "", NOT_OWN),
        (access(FIRM, SUPPLIER), "7", "", NOT_OWN),
        (access(FIRM, SUPPLIER), "3", "", NOT_OWN),
        # without the scope; for nobody, for one that is not active, for one that has not named it
        (access(OFFICE, THIRD_PARTY), "9", "1", NOT_FOR),
        (access(OFFICE, PROVIDER), "9", "7", NOT_FOR),
        (access(OFFICE, PROVIDER), "9", "3", NOT_FOR),
        (access(OFFICE, PROVIDER), "9", "4", NOT_FOR),
        # by a scope that is not that of its role
        (access(FIRM, THIRD_PARTY), "1", "", NO_SCOPE),
        (access(FIRM, SUPPLIER), "2", "", NO_SCOPE),
        (access(OFFICE, PROVIDER), "9", "", NO_SCOPE),
    ],
)
def test_who_may_not_ask(token, gln, behalf, words):
    """Refused in words for the client, which say what would be right."""
    with pytest.raises(ViewerError, match=words):
        viewer_of(token, gln, behalf, PARTIES.get)


def test_both_parties_are_told():
    """Who sends, and for whom: the same where it sends for itself."""
    token = access(OFFICE, PROVIDER)

    assert (SENDER, SENDER) == acting_parties(token, "9", "", PARTIES.get)
    assert (SENDER, SELLER) == acting_parties(token, "9", "1", PARTIES.get)
