"""A series in the words of a market's MSCONS: unit and qualifiers."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, REACTIVE, collected, series

import edielkit
from edielkit.conversion import Carrier, Channel, Options, convert
from edielkit.conversion.mscons_series import (
    coded_series,
    control_total,
    entry_losses,
    qualifiers_of,
    status_losses,
)
from edielkit.conversion.neutral import NeutralEntry
from edielkit.edifact.write.mscons import FORMS
from edielkit.emif.values import Code
from edielkit.errors import BuildError
from edielkit.series import Observations, Status

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


def entry(**more):
    """Return a neutral entry with all that may stand beside a series."""
    return NeutralEntry(
        **{
            "series": attrs.evolve(series("2026-06-04", "Out"), grid_area="50Y-EDIELKIT-A-V"),
            "where": "here",
            "inserted": dt.datetime(2026, 6, 5, tzinfo=dt.UTC),
            "request": "R1",
            "business_type": Code("B1", "260"),
            "responsible": "7080000009015",
            "supplier": "7080000009022",
            **more,
        }
    )


def loss_rows(losses):
    """Return code, name and words of losses, all of them at one place."""
    listed = list(losses)
    assert {"here"} >= {loss.where for loss in listed}
    return [(loss.code, loss.what, loss.message) for loss in listed]


PLACELESS = [
    (code, what, "MSCONS has no place for it")
    for code, what in (
        ("CNV014", "InsertDateTime"),
        ("CNV015", "RequestReference"),
        ("CNV017", "MeteringGridArea"),
        ("CNV018", "BalanceResponsible"),
        ("CNV018", "BalanceSupplier"),
        ("CNV019", "BusinessType"),
    )
]


def test_what_mscons_has_no_place_for_is_told():
    """Identification and registration time are kept by agreement, to the minute; the rest never."""
    seconds = attrs.evolve(entry().series, registered=dt.datetime(2026, 6, 5, 5, 20, 1, tzinfo=dt.UTC))
    bare = attrs.evolve(entry().series, identification=None, registered=None, grid_area=None)

    assert [
        ("CNV003", "Identification", f"{entry().series.identification} is left out"),
        ("CNV013", "RegistrationDateTime", "the registration time is left out"),
        *PLACELESS,
    ] == loss_rows(entry_losses(entry(), Options()))
    assert PLACELESS == loss_rows(entry_losses(entry(), Options(by_agreement=True)))
    assert [("CNV013", "RegistrationDateTime", "seconds are cut off"), *PLACELESS] == loss_rows(
        entry_losses(entry(series=seconds), Options(by_agreement=True))
    )
    assert [] == loss_rows(entry_losses(NeutralEntry(series=bare, where="here"), Options()))


STATES = (Status.METERED, Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY, Status.CALCULATED, Status.MISSING, Status.CALCULATED_FOR_SETTLEMENT)  # fmt: skip


def of_states(*states):
    """Return an entry with a value of each status."""
    zeros = np.zeros(len(states), np.uint8)
    values = Observations(
        position=np.arange(1, len(states) + 1),
        quantity=np.zeros(len(states), np.int64),
        status=np.array(states, np.uint8),
        validation=zeros,
        estimation=zeros,
    )
    return entry(series=attrs.evolve(series("2026-06-04", "Out"), observations=values))


@pytest.mark.parametrize(
    ("profile", "qualifiers", "expected"),
    [
        (
            "no",
            {},
            [
                ("CNV020", "estimated", "1 values are written with 136, which reads as metered"),
                ("CNV020", "final_estimated", "1 values are written with 136, which reads as metered"),
                ("CNV020", "temporary", "1 values are written with 136, which reads as metered"),
                ("CNV020", "calculated", "1 values are written with 136, which reads as metered"),
                ("CNV020", "calculated_for_settlement", "1 values are written with 136, which reads as metered"),
                ("CNV020", "missing", "1 missing values are left out"),
            ],
        ),
        (
            "de",
            {},
            [
                ("CNV020", "final_estimated", "1 values are written with 67, which reads as estimated"),
                ("CNV033", "ImbalanceSettlement", "1 values lose the mark"),
            ],
        ),
        (
            "no",
            {Status.ESTIMATED: "Z01", Status.MISSING: "Z09", Status.CALCULATED: "Z05", Status.TEMPORARY: "Z03"},
            [
                ("CNV020", "final_estimated", "1 values are written with Z01, which reads as estimated"),
                ("CNV033", "ImbalanceSettlement", "1 values lose the mark"),
            ],
        ),
    ],
)  # fmt: skip
def test_statuses_that_a_market_has_no_code_for_are_told(profile, qualifiers, expected):
    """What each status is written with, and what a reader takes from it."""
    options = Options(qualifiers=qualifiers)
    written = qualifiers_of(FORMS[profile], options)
    losses = loss_rows(status_losses(of_states(*STATES), written, profile, options))

    assert sorted(expected) == sorted(losses)


@pytest.mark.parametrize(
    ("product", "direction", "options", "carrier", "code", "loss"),
    [
        (ACTIVE, "Out", Options(), Carrier.OBIS, "1-1:1.29.0", None),
        (ACTIVE, "In", Options(), Carrier.OBIS, "1-1:2.29.0", None),
        (REACTIVE, "In", Options(), Carrier.OBIS, "1-1:4.29.0", None),
        (ACTIVE, "Out", Options(channels=(Channel("15", ACTIVE, "Out"), Channel("16", ACTIVE, "In"))), Carrier.PRODUCT, "15", None),
        (ACTIVE, "In", Options(channels=(Channel("15", ACTIVE, "Out"), Channel("16", ACTIVE, "In"))), Carrier.PRODUCT, "16", None),
        (ACTIVE, "In", Options(channels=(Channel("15", ACTIVE, "Out"), Channel("17", ACTIVE))), Carrier.PRODUCT, "17", "nothing says that line '17' is In"),
        (ACTIVE, "In", Options(channels=(Channel("15", REACTIVE, "In"),)), Carrier.PRODUCT, ACTIVE, f"nothing says that line '{ACTIVE}' is In"),
        (ACTIVE, "In", Options(), Carrier.AREAS, ACTIVE, None),
        (ACTIVE, None, Options(), Carrier.LINES, ACTIVE, None),
    ],
)  # fmt: skip
def test_a_line_has_the_partners_code(product, direction, options, carrier, code, loss):
    """The code of the channel, then one without a direction, then Elhub's own; what tells no direction is a loss."""
    losses = []
    source = entry(series=series("2026-06-04", direction, product=product))

    assert code == coded_series(source, options, carrier, losses).product
    assert ([] if loss is None else [("CNV016", "Direction", loss)]) == loss_rows(losses)


def test_a_direction_that_the_options_give_is_named():
    """OBIS has one, and the source may have none."""
    losses = []
    source = entry(series=series("2026-06-04", None))

    assert "1-1:1.29.0" == coded_series(source, Options(direction="Out"), Carrier.OBIS, losses).product
    assert [("CNV105", "OBIS", "Out was given (direction)")] == loss_rows(losses)


def test_only_active_energy_is_scaled():
    """Reactive energy in MWH is refused, as is a product without an OBIS code."""
    with pytest.raises(BuildError, match="only active energy"):
        coded_series(entry(series=series("2026-06-04", "In", product=REACTIVE)), Options(unit="MWH"), Carrier.OBIS, [])  # fmt: skip
    with pytest.raises(BuildError, match="no OBIS code is known for product 8716867000139"):
        coded_series(entry(series=series("2026-06-04", "In", product="8716867000139")), Options(), Carrier.OBIS, [])  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "decimals", "total"),
    [
        ([[1500, -250], [1]], 3, "1.251"),
        ([[-1500]], 3, "-1.5"),
        ([[]], 3, "0"),
        ([[1]], 6, "0.000001"),
        ([[2**62, 2**62, 2**62]], 3, "13835058055282163.712"),
        ([[-(2**63)], [-(2**63)]], 3, "-18446744073709551.616"),
        ([[-(2**63), -(2**63)]], 3, "-18446744073709551.616"),
    ],
)
def test_the_control_total_is_exact(columns, decimals, total):
    """Beyond 64 bits, below zero, and for nothing at all."""
    listed = [
        attrs.evolve(
            series("2026-06-04", "Out"),
            observations=attrs.evolve(
                Observations.metered([0] * len(column)), quantity=np.array(column, np.int64)
            ),
        )
        for column in columns
    ]

    assert total == control_total(listed, decimals)
