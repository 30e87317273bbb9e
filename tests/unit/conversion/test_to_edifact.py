"""What both EDIFACT targets share: parties and points."""

from __future__ import annotations

import attrs
from tests.support.conversion_pairs import BY_NAME

from edielkit.conversion import Options, PartyId, convert

MARCH = BY_NAME["no-march-hours"]


def test_parties_and_points_are_renamed_both_ways():
    """Ids that the other side does not know are mapped, whatever the direction."""
    out = attrs.evolve(
        MARCH.out,
        points={"707057500000000100": "DE0010647773100000000000000033612"},
        profile="de",
        process_id="13018",
        recipient=PartyId("9900000010002", "", "293"),
    )
    data = convert(MARCH.xml, "mscons", options=out).to_bytes()
    back = attrs.evolve(
        MARCH.back,
        points={"DE0010647773100000000000000033612": "707057500000000100"},
        parties={"9900000010002": "7080003824349"},
    )

    assert b"9900000010002:500" in data
    assert (
        convert(MARCH.xml, "collected-data", options=Options()).message
        == convert(data, "collected-data", options=back).message
    )
