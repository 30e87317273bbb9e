"""Building MSCONS and interchanges: always right, or a BuildError with the field."""

import datetime as dt

import attrs
import numpy as np
import pytest

from edielkit.edifact.check.series import check_series
from edielkit.edifact.check.validate import check
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages import Mscons
from edielkit.edifact.messages.contrl import Contrl, InterchangeResponse
from edielkit.edifact.messages.parts import Control, Document
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import Segment, Separators
from edielkit.edifact.series.quality import SeriesOptions
from edielkit.edifact.write.build import build_interchange, recounted
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, PartyId
from edielkit.edifact.write.references import compact_uuid, expand_uuid
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError
from edielkit.market_time import Period, day_period
from edielkit.series import Observations, Status, TimeSeries

UTC = dt.UTC
A, B = "7080000000012", "7080000000029"
WHEN = dt.datetime(2024, 6, 5, 6, 15, tzinfo=UTC)
UUID = "00000000-0000-4000-8000-0000000000a1"


def day(date=dt.date(2024, 6, 4), resolution="PT1H", **more):
    period = day_period(date)
    step = {"PT15M": 900}.get(resolution, 3600)
    count = int(period.duration.total_seconds()) // step
    values = {
        "metering_point": "707057500000000008",
        "product": "1501",
        "unit": "KWH",
        "period": period,
        "resolution": resolution,
        "observations": Observations.metered([f"{n}.{n:03}" for n in range(count)]),
    }
    return TimeSeries(**{**values, **more})


def build(series, profile="no", **more):
    given = {"document": "D1", "sender": A, "recipient": B, "created": WHEN, "profile": profile}
    return mscons(series, **{**given, **more})


def wrap(*messages, **more):
    given = {"sender": A, "recipient": B, "reference": "R1", "prepared": WHEN}
    return build_interchange(messages, **{**given, **more})


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


def test_days_months_and_odd_stretches():
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


def test_uuids_travel_as_32_digits():
    """A UUID of 36 characters fits no an..35; its digits do, and give it back."""
    message = build([day()], document=UUID)

    assert UUID.replace("-", "") == message.document.number == compact_uuid(UUID)
    assert UUID == expand_uuid(message.document.number)
    assert compact_uuid("DOC-1") == "DOC-1"
    assert expand_uuid("DOC-1") == "DOC-1"


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
    """No series, one code for two directions, a status without a code, an odd value, a broken month."""
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


ENVELOPE = [
    ("UNB/0001", {"syntax": "UNOZ"}),
    ("UNB/0002", {"version": 5}),
    ("prepared", {"prepared": dt.datetime(2024, 1, 1)}),
    ("UNB/0020", {"reference": "x" * 15}),
    ("UNB/0020", {"reference": ""}),
    ("UNB/0004", {"sender": "123"}),
    ("UNB/0004", {"sender": Address("")}),
    ("UNB/0010", {"recipient": Address("x" * 36)}),
    ("UNB/0007", {"recipient": Address("x", "12345")}),
    ("UNB/0014", {"recipient": Address("x", "ZZ", "y" * 15)}),
    ("UNB/0026", {"application_reference": "x" * 15}),
    ("UNB/0032", {"agreement": "x" * 36}),
]


@pytest.mark.parametrize(("field", "options"), ENVELOPE)
def test_what_an_envelope_cannot_hold_is_refused(field, options):
    """Each field of UNB names itself."""
    with pytest.raises(BuildError) as caught:
        wrap(build([day()]), **options)

    assert field == caught.value.field


def test_messages_of_an_interchange_are_told_apart():
    """References are there, short enough and used once; an interchange is never empty."""
    one = build([day()])
    for messages in (
        (one, one),
        (attrs.evolve(one, reference=""),),
        (attrs.evolve(one, reference="x" * 15),),
        (),
    ):
        with pytest.raises(BuildError, match=r"messages|twice|characters|one message"):
            wrap(*messages)
    assert len(wrap(one, attrs.evolve(one, reference="2")).messages) == 2


def test_characters_outside_the_set_are_refused():
    """Small letters are no UNOA; a Danish letter is no UNOB; UNOC holds it and releases separators."""
    message = attrs.evolve(build([day()]), document=Document(code="7", number="måler+'?:1", function="9"))
    for syntax in ("UNOA", "UNOB"):
        with pytest.raises(BuildError) as caught:
            wrap(message, syntax=syntax)
        assert caught.value.field.startswith("BGM/2")
    data = interchange_to_bytes(wrap(message))
    assert b"BGM+7+m\xe5ler?+?'???:1+9'" in data
    read = Mscons.read(parse_interchanges(data)[0][0].messages[0])
    assert read.document.number == "måler+'?:1"


def test_too_long_values_are_refused_with_their_place():
    """What no field of the builder caught is found by the directory."""
    message = attrs.evolve(build([day()]), document=Document(code="7", number="x" * 36, function="9"))
    with pytest.raises(BuildError, match=r"an\.\.35") as caught:
        wrap(message)
    assert "BGM/2" in caught.value.field
    assert b"x" * 36 in interchange_to_bytes(wrap(message, checked=False))


def test_service_characters():
    """A decimal comma is used throughout; UNA may be left out when nothing needs it."""
    comma = interchange_to_bytes(wrap(build([day()]), una=Separators(decimal=",", explicit=True)))
    assert comma.startswith(b"UNA:+,? 'UNB")
    assert b"QTY+136:1,001'" in comma
    assert b"CNT+1:276,276'" in comma
    assert list(read_columns(comma)) == list(read_columns(interchange_to_bytes(wrap(build([day()])))))
    assert interchange_to_bytes(wrap(build([day()]), una=False)).startswith(b"UNB")
    other = interchange_to_bytes(
        wrap(build([day()]), una=Separators(component="|", element="*", terminator="~"))
    )
    assert b"LOC*90*707057500000000008||9~" in other


def test_version_four_writes_the_century():
    """Syntax 4 has eight digits for the date."""
    assert b"+20240605:0815+" in interchange_to_bytes(wrap(build([day()]), version=4, checked=False))


def test_wrong_counts_are_made_right():
    """A message that was read with wrong counts, totals and separators leaves with right ones."""
    data = interchange_to_bytes(wrap(build([day()])))
    wrong = (
        data.replace(b"UNT+", b"UNT+9")
        .replace(b"CNT+1:", b"CNT+1:9")
        .replace(b"136:1.001'", b"136:001.00100'")
    )
    wrong = wrong.replace(b"UNS+D'", b"UNS+D++'")
    raw = parse_interchanges(wrong)[0][0].messages[0]

    assert data == interchange_to_bytes(wrap(raw))
    assert data == interchange_to_bytes(wrap(Mscons.read(raw)))


def test_messages_of_other_types_are_carried():
    """A CONTRL and a type without a typed value keep their segments and get their count."""
    answer = Contrl(
        reference="1", type="CONTRL", version="2", release="2", agency="UN", association="EDIEL2",
        interchange=InterchangeResponse(reference="R", sender=A, recipient=B, action="1"),
    )  # fmt: skip
    assert b"UCI+R+7080000000012+7080000000029+1'UNT+3+1'" in interchange_to_bytes(wrap(answer))
    other = RawMessage((Segment.of("UNH", "7", ("INVOIC", "D", "96A", "UN")), Segment.of("BGM", "380")))
    assert b"UNH+7+INVOIC:D:96A:UN'BGM+380'UNT+3+7'" in interchange_to_bytes(wrap(other, checked=False))


def test_control_totals():
    """CNT+1 is the exact sum, CNT+2 the lines, any other stays; a sum needs numbers."""
    message = build([day(), day(product="2")])
    controls = (Control(kind="1", value="0"), Control(kind="2", value="0"), Control(kind="Z9", value="0"))
    right = recounted(attrs.evolve(message, controls=controls))

    assert ["552.552", "2", "0"] == [each.value for each in right.controls]
    delivery = message.deliveries[0]
    point = delivery.points[0]
    line = point.lines[0]
    values = (attrs.evolve(line.values[0], amount="x"), attrs.evolve(line.values[0], amount="0.00001"))

    def with_values(chosen):
        changed = attrs.evolve(point, lines=(attrs.evolve(line, values=chosen),))
        return attrs.evolve(message, deliveries=(attrs.evolve(delivery, points=(changed,)),))

    with pytest.raises(BuildError) as caught:
        recounted(with_values(values))
    assert caught.value.field == "LOC 707057500000000008/LIN 1/QTY[1]"
    assert recounted(with_values(values[1:])).controls[0].value == "0.00001"


def test_parties_with_other_agencies():
    """A party may have another agency and code list."""
    message = build([day()], sender=PartyId("10001", "SVK", "260"))

    assert ("10001", "SVK", "260") == (
        message.sender.identification,
        message.sender.list_code,
        message.sender.agency,
    )
