"""The hub of a test: markets that are only named, the portal by names, and receipts that say what is wrong."""

from __future__ import annotations

import pytest
from tests.support.paths import ROOT

from edielkit.identifiers import birth_number, eic, gln, gsrn
from edielkit.scenarios import ScenarioError, read_names, small_market
from edielkit.series import Observations
from edielkit.testing import MarketHub

VALLEY = {
    "parties": {"valley grid": {"roles": ["DDM", "DDE"]}},
    "areas": {"valley": {"owner": "valley grid"}},
    "customers": {"dora": {"given name": "Dora"}},
    "points": {"mill": {"area": "valley", "user": "dora", "supplier": "old supplier"}},
}


def test_who_is_only_named_gets_a_number():
    """Numbers are invented with right check digits, and are the same whoever else is there."""
    names, again = small_market(VALLEY), small_market(VALLEY, {"points": {"saw": {"area": "valley"}}})

    assert gln.is_valid(names.gln("valley grid"))
    assert eic.is_valid(names.area("valley"))
    assert gsrn.is_valid(names.gsrn("mill"))
    assert birth_number.is_valid(str(names.customer("dora").identification))
    assert names.gsrn("mill") == again.gsrn("mill") != again.gsrn("saw")


def test_numbers_never_meet():
    """A thousand names have a thousand numbers, although there are few of some kinds."""
    names = read_names(
        {"parties": {f"party {n}": {"roles": ["DDQ"]} for n in range(1000)}, "areas": {}, "points": {}}
    )

    assert 1000 == len({party.gln for party in names.parties.values()})


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"parties": {"old suplier": {"organisation number": "999999018"}}}, "expected 'gln', or 'roles'"),
        ({"areas": {"hme": {"price area": "NO1"}}}, "expected 'eic', or 'owner'"),
        ({"points": {"hose": {"annual": "2000"}}}, "expected 'number', or 'area' or 'registered'"),
        ({"customers": {"ana": {"extended storage": "yes"}}}, "expected 'number', or 'name'"),
    ],
)
def test_a_misspelt_name_is_nobody_new(part, words):
    """What adds to somebody who is not there is refused."""
    with pytest.raises(ScenarioError, match=words):
        small_market(part)


def test_a_part_that_is_none_is_refused():
    """A key of plain data that no market has is misspelt."""
    with pytest.raises(ScenarioError, match="did you mean 'points'"):
        small_market({"pionts": {}})


def test_the_portal_is_called_by_names():
    """Names stand for numbers, and days may be dates, in lists too."""
    hub = MarketHub.expecting_values(small_market(VALLEY))
    area = hub.area("valley")
    hub.call("set_prices", price_area="NO1", day=hub.day(0), resolution="PT1H", prices=["500"] * 24)
    hub.call(
        "set_loss_parameters", area="valley", sender="valley grid", idle="1", constant="0", day=hub.day(0)
    )

    assert area == hub.names.areas["valley"].identification
    with pytest.raises(ValueError, match="did you mean 'set_prices'"):
        hub.call("set_prizes")


def test_a_receipt_says_whether_all_is_well():
    """Taken in is not passed: a message that the process refuses is taken in."""
    hub = MarketHub()
    good = (ROOT / "fixtures" / "emif" / "metering" / "CollectedData.xml").read_bytes()
    to_hub = good.replace(b"7080009990017", hub.own_gln.encode())
    receipt = hub.receive(to_hub)

    assert not receipt.passed
    assert receipt.words
    assert ("XSD", False) == ((no := hub.receive(b"<a/>")).code_group, no.passed)
    assert no.words


def test_a_hole_is_no_quantity():
    """None among quantities is refused in words, as any other text that is no number."""
    with pytest.raises(ValueError, match="expected a finite decimal number"):
        Observations.metered([1, None])
