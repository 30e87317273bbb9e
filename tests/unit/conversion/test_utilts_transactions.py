"""A series as a transaction: places, kind of point, times, parties."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import ACTIVE, REACTIVE, ids, series

from edielkit.conversion import Options
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralEntry
from edielkit.conversion.utilts_transactions import transaction, unwritten_fields
from edielkit.emif.values import Code
from edielkit.errors import BuildError

OPTIONS = Options(reason="E88")


def entry(direction="Out", **more):
    """Return a neutral entry of one summer day."""
    beside = {name: more.pop(name) for name in list(more) if name in {"inserted", "request", "business_type", "responsible", "supplier"}}  # fmt: skip
    return NeutralEntry(series=attrs.evolve(series("2026-06-04", direction), **more), where="here", **beside)


def written(source, options=OPTIONS, kind="E66"):
    """Return the segments of a transaction as text, and what it lost."""
    losses = []
    segments = [
        "+".join((segment.tag, *(":".join(row) for row in segment.elements)))
        for segment in transaction(source, kind, options, losses).write()
    ]
    return segments, losses


REQUEST = "00005eed-0000-0000-0000-0000000000ff"
PARTIES = {"responsible": "7080000009015", "supplier": "7080000009022"}
INSERTED = dt.datetime(2026, 6, 5, 6, tzinfo=dt.UTC)
AREA = "50Y-EDIELKIT-A-V"
# kind of message, what its transaction has between IDE and the observations, and what it has no field for
FIELDS = [
    (
        "E66",
        {},
        [
            "LOC+172+707057500000000100::9", f"LOC+239+{AREA}::305", f"LIN+++{ACTIVE}:::9",
            "DTM+324:202606032300202606042300:719", "DTM+597:202606050420:203", "DTM+354:60:806", "STS+7++E88::260",
            "MEA+AAZ++KWH", "RFF+TN:00005eed0000000000000000000000ff", "CCI+++E12::260", "CAV+E17::260",
        ],
        [("CNV014", "InsertDateTime"), ("CNV018", "balance responsible"), ("CNV018", "balance supplier")],
    ),
    (
        "E30",
        {},
        [
            "LOC+172+707057500000000100::9", f"LOC+239+{AREA}::305", "DTM+324:202606032300202606042300:719",
            "DTM+597:202606050420:203", "DTM+354:60:806", "STS+7++E88::260",
        ],
        [
            ("CNV014", "InsertDateTime"), ("CNV015", "RequestReference"), ("CNV018", "balance responsible"),
            ("CNV018", "balance supplier"), ("CNV035", "Product"), ("CNV035", "UnitType"), ("CNV016", "Direction"),
        ],
    ),
    (
        "E31",
        {"metering_point": None},
        [
            f"LOC+239+{AREA}::305", "NAD+DDK+7080000009015::9", "NAD+DDQ+7080000009022::9", f"LIN+++{ACTIVE}:::9",
            "DTM+324:202606032300202606042300:719", "DTM+368:202606050600:203", "DTM+354:60:806", "STS+7++E88::260",
            "MEA+AAZ++KWH", "CCI+++E12::260", "CAV+E17::260",
        ],
        [("CNV013", "RegistrationDateTime"), ("CNV015", "RequestReference")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "more", "segments", "losses"), FIELDS)
def test_a_transaction_has_the_fields_of_its_kind_in_order(kind, more, segments, losses):
    """The guide's table says which; what a kind has no field for is a loss."""
    source = entry(grid_area=AREA, request=REQUEST, inserted=INSERTED, **PARTIES, **more)
    head, *others = written(source, kind=kind)[0]

    assert "IDE+24+00005eed000000000000000000000001" == head
    assert segments == [segment.replace("0700:203", "0600:203") for segment in others]
    assert losses == [(loss.code, loss.what) for loss in written(source, kind=kind)[1]]


def test_what_a_kind_asks_for_and_nobody_says_is_told():
    """Sums have a time series product, and say whether they are profiled: XML has neither."""
    part = transaction(entry(metering_point=None, grid_area=AREA), "E31", OPTIONS, [])

    assert [("CNV036", "PIA+1"), ("CNV036", "CCI+++E02")] == [
        (loss.code, loss.what) for loss in unwritten_fields(part, "E31", "here")
    ]
    assert [] == list(unwritten_fields(transaction(entry(), "E66", OPTIONS, []), "E66", "here"))


def test_a_sum_is_of_no_metering_point():
    """E31 has no field for one."""
    with pytest.raises(BuildError, match="E31 is about sums"):
        written(entry(), kind="E31")


@pytest.mark.parametrize(
    ("direction", "options", "places", "kind", "loss"),
    [
        ("Out", OPTIONS, [], "E17", None),
        ("In", OPTIONS, [], "E18", None),
        ("In", attrs.evolve(OPTIONS, point_type="E19"), [], "E19", "point type E19 does not tell that it is In"),
        ("Out", attrs.evolve(OPTIONS, point_type="E18"), [], "E18", "point type E18 does not tell that it is Out"),
        ("In", attrs.evolve(OPTIONS, areas=("A", "B")), ["232+B", "233+A"], "E20", None),
        ("Out", attrs.evolve(OPTIONS, areas=("A", "B")), ["232+A", "233+B"], "E20", None),
        ("Out", attrs.evolve(OPTIONS, areas=("A", "B"), point_type="E20"), ["232+A", "233+B"], "E20", None),
        ("Out", attrs.evolve(OPTIONS, areas=("A", "B"), point_type="E17"), [], "E17", None),
        (None, attrs.evolve(OPTIONS, areas=("A", "B"), point_type="E20"), [], "E20", None),
    ],
)  # fmt: skip
def test_the_kind_of_point_or_a_pair_of_areas_tells_the_direction(direction, options, places, kind, loss):
    """What comes from an area and goes to another; a kind that does not tell the direction is a loss."""
    segments, losses = written(entry(direction), options)

    assert [f"LOC+{place}:SVK:260" for place in places] == [
        segment for segment in segments if segment.startswith(("LOC+232", "LOC+233"))
    ]
    assert f"CAV+{kind}::260" == segments[-1]
    assert ([] if loss is None else [Loss("CNV016", "Direction", "here", loss)]) == losses


def test_a_short_area_is_a_swedish_one():
    """Three characters are a code of Svenska kraftnät."""
    assert "LOC+239+ABC:SVK:260" in written(entry(grid_area="ABC"))[0]


def test_seconds_and_the_kind_of_sum_are_told():
    """DTM counts minutes, and the kinds of sums differ."""
    source = entry(
        registered=dt.datetime(2026, 6, 5, 5, 20, 1, tzinfo=dt.UTC),
        inserted=dt.datetime(2026, 6, 5, 6, 0, 1, tzinfo=dt.UTC),
        business_type=Code("B1", "260"),
    )

    assert [
        Loss("CNV013", "RegistrationDateTime", "here", "seconds are cut off"),
        Loss("CNV014", "InsertDateTime", "here", "E66 has no time of the latest update"),
        Loss("CNV019", "BusinessType", "here", "the time series product of UTILTS has other codes"),
    ] == written(source)[1]


def test_what_the_options_give_is_named():
    """An identification and a registration time that the source does not have."""
    bare = entry(identification=None, registered=None)
    noon = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
    segments, losses = written(bare, attrs.evolve(OPTIONS, registered=noon, new_id=ids(9)))

    assert "IDE+24+00005eed000000000000000000000009" == segments[0]
    assert [
        Loss("CNV107", "identification of a transaction", "here", "00005eed-0000-0000-0000-000000000009 is new (new_id)"),
        Loss("CNV104", "DTM+597", "here", "2026-06-05T10:00:00+00:00 was given (registered)"),
    ] == losses  # fmt: skip


@pytest.mark.parametrize(
    ("source", "options", "field", "words"),
    [
        (entry(None), OPTIONS, "options.point_type", "names the kind of point"),
        (entry(registered=None), OPTIONS, "options.registered", "DTM.597 is mandatory"),
        (entry(resolution=None), OPTIONS, "options.resolution", "DTM.354 is mandatory"),
        (entry(period=None), OPTIONS, "here", "a period that ends after it begins"),
        (entry(identification="X" * 36), OPTIONS, "here", "at most 35 characters, found 36"),
        (entry(unit="MWh"), OPTIONS, "here", "expected kWh or kvarh, found 'MWh'"),
        (entry(), Options(), "options.reason", "names the reason of the transaction"),
    ],
)
def test_what_a_transaction_cannot_do_without_is_refused(source, options, field, words):
    """The error names the option or the place."""
    with pytest.raises(BuildError, match=words) as caught:
        written(source, options)

    assert field == caught.value.field


def test_reactive_energy_has_its_unit():
    """kvarh is KVR."""
    assert (
        "MEA+AAZ++KVR"
        in written(NeutralEntry(series=series("2026-06-04", "Out", product=REACTIVE), where="here"))[0]
    )
