"""The builder of MSCONS: a message of a market's form, or a BuildError with the field."""

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.edifact_build import UUID, WHEN, build, day, wrap

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.series import check_series
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, PartyId
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError
from edielkit.market_time import Period
from edielkit.series import Observations, Status

UTC = dt.UTC


DATES = [dt.date(2024, 1, 15), dt.date(2024, 3, 31), dt.date(2024, 10, 27)]


@pytest.mark.parametrize("resolution", ["PT1H", "PT15M"])
@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("profile", FORMS)
def test_a_day_comes_back(profile, date, resolution):
    """What is built is read back equal in every form, validates, and has no fault in its series."""
    obis = profile in {"de", "ch"}
    product = "1-1:1.29.0" if obis else "1501"
    series = day(date, resolution, product=product)
    message = build([series], profile, process="13025" if obis else "")
    data = interchange_to_bytes(wrap(message))
    (back,) = read_columns(data)

    assert attrs.evolve(series, direction="Out" if obis else None) == back
    assert [] == [f for f in check(data).findings if f.code.startswith("EDI")]
    assert [] == list(check_series(message))


def test_the_whole_of_a_small_message():
    """Counts, references, totals, number format and offset are as the standard asks."""
    two = attrs.evolve(
        day(),
        period=Period(dt.datetime(2024, 6, 3, 22, tzinfo=UTC), dt.datetime(2024, 6, 4, 0, tzinfo=UTC)),
        observations=Observations.metered(["0.500", "-2"]),
    )
    data = interchange_to_bytes(
        wrap(build([two], answer="AB"), ack_request=True, application_reference="APP", test=True)
    )

    assert data == (
        b"UNA:+.? 'UNB+UNOC:3+7080000000012:14+7080000000029:14+240605:0815+R1++APP++1++1'"
        b"UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D1+9+AB'DTM+137:202406050715:203'DTM+163:202406032300:203'"
        b"DTM+164:202406040100:203'DTM+ZZZ:1:805'NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'NAD+XX'"
        b"LOC+90+707057500000000008::9'LIN+1++1501'MEA+AAZ++KWH'QTY+136:0.5'DTM+324:202406032300202406040000:Z13'"
        b"QTY+136:-2'DTM+324:202406040000202406040100:Z13'CNT+1:-1.5'UNT+19+1'UNZ+1+R1'"
    )


def test_directions_by_each_carrier():
    """Codes, OBIS and areas give the direction back; lines leave it to the partners."""
    both = [day(direction="In"), day(direction="Out")]

    coded = interchange_to_bytes(wrap(build(both, codes={"In": "1009", "Out": "1010"})))
    options = SeriesOptions(directions={"1009": "In", "1010": "Out"})
    assert ["In", "Out"] == [s.direction for s in read_columns(coded, options)]

    obis = build(both, carrier=Carrier.OBIS, codes={"In": "1-1:2.29.0", "Out": "1-1:1.29.0"})
    assert ["In", "Out"] == [s.direction for s in read_columns(interchange_to_bytes(wrap(obis)))]

    areas = interchange_to_bytes(wrap(build(both, carrier=Carrier.AREAS, areas=("MAIN", "NEXT"))))
    assert ["In", "Out"] == [s.direction for s in read_columns(areas, SeriesOptions(main_area="MAIN"))]
    assert ["Out", "In"] == [s.direction for s in read_columns(areas, SeriesOptions(main_area="NEXT"))]

    lines = interchange_to_bytes(wrap(build(both, carrier=Carrier.LINES)))
    assert [None, None] == [s.direction for s in read_columns(lines)]


def test_statuses():
    """Germany has a qualifier for each status; a Nordic partner's own may be given."""
    states = Observations.of(
        [attrs.evolve(o, status=s) for o, s in zip(day().observations, list(Status)[:4] * 6, strict=True)]
    )
    german = day(product="1-1:1.29.0", observations=states)
    (back,) = read_columns(interchange_to_bytes(wrap(build([german], "de", process="13025"))))
    assert [0, 1, 1, 3] * 6 == back.observations.status.tolist()

    own = {Status.ESTIMATED: "67", Status.FINAL_ESTIMATED: "67", Status.TEMPORARY: "Z9"}
    data = interchange_to_bytes(wrap(build([day(observations=states)], qualifiers=own)))
    (back,) = read_columns(data, SeriesOptions(qualifiers={"Z9": Status.TEMPORARY}))
    assert [0, 1, 1, 3] * 6 == back.observations.status.tolist()


@pytest.mark.parametrize(
    ("process", "stated", "written"),
    [
        ("13018", "", "7"),
        ("13025", "", "Z48"),
        ("13028", "", "Z85"),
        ("13009", "Z20", "Z20"),
        ("13025", "7", "7"),
    ],
)
def test_the_document_code_is_that_of_the_case(process, stated, written):
    """The writer reads the row that the check reads; a caller may know better."""
    message = build([day(product="1-1:1.29.0")], "de", process=process, document_code=stated)

    assert written == message.document.code


def test_a_document_code_is_never_guessed():
    """Which code goes with a case is public of some; other markets have a code of their form."""
    with pytest.raises(BuildError) as raised:
        build([day(product="1-1:1.29.0")], "de", process="13009")

    assert "document_code" == raised.value.field
    assert "that of the case 13009 is not public" in str(raised.value)
    assert ["7", "Z01"] == [build([day()], market).document.code for market in ("no", "dk")]
    assert "7" == build([day(product="1-1:1.29.0")], "ch", process="13009").document.code


def test_days_months_and_other_stretches():
    """Calendar steps follow the civil calendar; a value without a resolution takes the whole period."""
    quarter = Period(dt.datetime(2024, 1, 31, 23, tzinfo=UTC), dt.datetime(2024, 4, 30, 22, tzinfo=UTC))
    for resolution, count in (("P1M", 3), ("P1D", 90)):
        series = day(
            resolution="PT1H", period=quarter, observations=Observations.metered(range(1, count + 1))
        )
        series = attrs.evolve(series, resolution=resolution)
        (back,) = read_columns(interchange_to_bytes(wrap(build([series]))))
        assert series == attrs.evolve(back, direction=None)
    whole = attrs.evolve(day(), resolution=None, period=quarter, observations=Observations.metered([5]))
    assert [whole] == list(read_columns(interchange_to_bytes(wrap(build([whole])))))


def test_a_hole_stays_a_hole():
    """Missing positions are not written and are missing when read."""
    gap = day()
    keep = [0, 1, 5]
    observations = Observations(
        position=gap.observations.position[keep],
        quantity=gap.observations.quantity[keep],
        status=np.zeros(3, np.uint8),
        validation=np.zeros(3, np.uint8),
        estimation=np.zeros(3, np.uint8),
    )
    (back,) = read_columns(interchange_to_bytes(wrap(build([attrs.evolve(gap, observations=observations)]))))

    assert [1, 2, 6] == back.observations.position.tolist()


def test_several_points_and_lines():
    """Series of a point stand below it, whatever order they came in; lines are numbered through."""
    other = "707057500000000015"
    message = build([day(), day(metering_point=other), day(product="1502")])

    assert [("707057500000000008", 2), (other, 1)] == [
        (p.identification, len(p.lines)) for p in message.deliveries[0].points
    ]
    assert ["1", "2", "3"] == [line.number for _, line in message.lines]


REFUSED = [
    ("profile", {"profile": "xx"}, {}),
    ("document", {"document": "x" * 36}, {}),
    ("document", {"document": UUID.upper()}, {}),
    ("document", {"document": ""}, {}),
    ("sender", {"sender": "123"}, {}),
    ("recipient", {"recipient": "x" * 13}, {}),
    ("created", {"created": dt.datetime(2024, 1, 1)}, {}),
    ("process", {"profile": "de"}, {"product": "1-1:1.29.0"}),
    ("series[0].metering_point", {}, {"metering_point": "DE" + "0" * 31}),
    ("series[0].metering_point", {}, {"metering_point": None}),
    ("series[0].product", {}, {"product": None}),
    ("series[0].product", {}, {"product": "x" * 36}),
    ("series[0].product", {"profile": "de", "process": "1"}, {"product": "1501"}),
    ("series[0].unit", {"profile": "de", "process": "1"}, {"product": "1-1:1.29.0", "unit": "MWH"}),
    ("series[0].period", {}, {"period": None}),
    ("series[0].resolution", {}, {"resolution": None}),
    ("series[0].direction", {"carrier": Carrier.AREAS}, {}),
    ("codes", {"codes": {"In": "1"}}, {"direction": "Out"}),
    ("series[0].observations[1]", {"profile": "de", "process": "1"}, {"product": "1-1:1.29.0", "observations": Observations.metered([1, -1])}),
    ("series[0].observations[0]", {}, {"period": Period(WHEN.replace(second=1), WHEN.replace(hour=7, second=1)), "observations": Observations.metered([1])}),
    ("series[0].observations", {}, {"observations": Observations.metered([0] * 10000)}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "options", "series"), REFUSED)
def test_what_cannot_be_expressed_is_refused(field, options, series):
    """The error names the field of the caller."""
    with pytest.raises(BuildError) as caught:
        build([day(**series)], **options)

    assert field == caught.value.field


def test_more_refusals():
    """No series, one code for two directions, a status without a code, a value that no column holds, a broken month."""
    with pytest.raises(BuildError, match="at least one"):
        build([])
    with pytest.raises(BuildError, match="same code"):
        build([day(direction="In"), day(direction="Out")])
    estimated = Observations.of([attrs.evolve(o, status=Status.ESTIMATED) for o in day().observations])
    with pytest.raises(BuildError, match="estimated"):
        build([day(observations=estimated)])
    with pytest.raises(BuildError, match="decimals"):
        build([day(observations=attrs.evolve(estimated, unparsed=((3, "0.1234"),)))])
    end = Period(dt.datetime(2024, 1, 30, 23, tzinfo=UTC), dt.datetime(2024, 2, 28, 23, tzinfo=UTC))
    with pytest.raises(BuildError, match="calendar"):
        build([attrs.evolve(day(period=end, observations=Observations.metered([1])), resolution="P1M")])


def test_parties_with_other_agencies():
    """A party may have another agency and code list."""
    message = build([day()], sender=PartyId("10001", "SVK", "260"))

    assert ("10001", "SVK", "260") == (
        message.sender.identification,
        message.sender.list_code,
        message.sender.agency,
    )
