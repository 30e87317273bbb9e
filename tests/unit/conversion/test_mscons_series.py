"""A series in the words of a market's MSCONS: unit and qualifiers."""

from __future__ import annotations

import attrs
from tests.support.conversion_pairs import BY_NAME, COLLECTED, collected, series

import edielkit
from edielkit.conversion import Carrier, Options, convert
from edielkit.series import Status

MARCH = BY_NAME["no-march-hours"]


def test_kilowatt_hours_become_megawatt_hours_and_back():
    """Six decimals of a MWh hold every thousandth of a kWh."""
    out = convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, carrier=Carrier.LINES, unit="MWH"))
    back = convert(
        out.to_bytes(), "collected-data", options=attrs.evolve(MARCH.back, line_directions=("In", "Out"))
    )

    assert b"MEA+AAZ++MWH'QTY+136:0.0005'" in out.to_bytes()
    assert edielkit.parse(MARCH.xml) == back.message
    assert not edielkit.validate(out.to_bytes(), level="codes").errors


def test_agreed_qualifiers_go_both_ways():
    """A qualifier that the partners agreed on keeps the status in a profile that has none."""
    message = collected([series("2026-06-04", "Out", states=((2, Status.ESTIMATED),))], 11)
    agreed = {Status.ESTIMATED: "Z02"}
    out = convert(
        message,
        "mscons",
        options=Options(profile="no", carrier=Carrier.OBIS, by_agreement=True, qualifiers=agreed),
    )
    back = convert(
        out.to_bytes(),
        "collected-data",
        options=Options(**COLLECTED, qualifiers=agreed, validation="V001", estimation="E001"),
    )

    assert b"QTY+Z02:" in out.to_bytes()
    assert "CNV020" not in {loss.code for loss in out.losses}
    assert message == back.message
