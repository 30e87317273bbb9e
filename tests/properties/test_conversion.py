"""Whatever goes from XML to EDIFACT comes back, save what a loss names."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import attrs
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.paths import ROOT

import edielkit
from edielkit.conversion import RULES, Carrier, Channel, Options, Sign, convert
from edielkit.conversion.losses import WHERE
from edielkit.edifact.write.values_text import amounts, joined
from edielkit.emif.build import collected_data
from edielkit.errors import EdielError
from edielkit.market_time import OSLO, Period, Resolution, day_period, expected_count
from edielkit.series import Observations, Status, TimeSeries

ACTIVE, REACTIVE = "8716867000030", "8716867000047"
COLLECTED = {"document_type": "E13", "process": "BRS-NO-313", "role": "DDE"}
CODES = {"validation": "V001", "estimation": "E001"}
WAYS = {
    "no obis": Options(profile="no", carrier=Carrier.OBIS, by_agreement=True),
    "no areas": Options(profile="no", carrier=Carrier.AREAS, areas=("A", "B"), by_agreement=True),
    "se codes": Options(
        profile="se",
        channels=tuple(Channel(f"{p[-3:]}{d}", p, d) for p in (ACTIVE, REACTIVE) for d in ("In", "Out")),
        by_agreement=True,
    ),
    "dk obis": Options(profile="dk", carrier=Carrier.OBIS, by_agreement=True),
    "de": Options(profile="de", process_id="13025", by_agreement=True),
    "ch": Options(profile="ch", process_id="13008", by_agreement=True),
}
FORMS = ("METERED", "ESTIMATED", "FINAL_ESTIMATED", "TEMPORARY")
_FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def counted(first):
    """Return a function that counts UUIDs."""
    counter = itertools.count(first)
    return lambda: str(uuid.UUID(int=next(counter)))


days = st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 28)) | st.sampled_from(
    [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2025, 12, 31)]
)


@st.composite
def periods(draw, resolution):
    """Give one to three local days, or months where the values are for months."""
    first = draw(days)
    last = first + dt.timedelta(days=draw(st.integers(0, 2)))
    if resolution == "P1M":
        first = first.replace(day=1)
        last = (first + dt.timedelta(days=31 * draw(st.integers(1, 3)))).replace(day=1) - dt.timedelta(days=1)
    return Period(day_period(first).start, day_period(last).end)


@st.composite
def observations(draw, count):
    """Give columns with holes and all statuses that CollectedData has."""
    size = draw(st.integers(1, min(count, 12)) | st.just(count))
    position = (
        sorted(draw(st.sets(st.integers(1, count), min_size=size, max_size=size)))
        if size < count
        else range(1, count + 1)
    )
    status = draw(st.lists(st.sampled_from([int(Status[n]) for n in FORMS]), min_size=size, max_size=size))
    quantity = draw(st.lists(st.integers(0, 10**15 - 1), min_size=size, max_size=size))
    coded = np.array([state != 0 for state in status])
    return Observations(
        position=np.array(position),
        quantity=np.array(quantity, np.int64),
        status=np.array(status, np.uint8),
        validation=coded.astype(np.uint8),
        estimation=np.array([state in {1, 2} for state in status]).astype(np.uint8),
    )


@st.composite
def messages(draw):
    """Give a CollectedData with one to four channels of one or two points."""
    channels = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["707057500000000100", "707057500000000117"]),
                st.sampled_from([ACTIVE, REACTIVE]),
                st.sampled_from(["In", "Out"]),
            ),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    listed = []
    new_id = counted((1 << 100) + draw(st.integers(0, 1 << 60)))
    for point, product, direction in channels:
        resolution = draw(st.sampled_from(["PT15M", "PT1H", "PT60M", "P1D", "P1M"]))
        period = draw(periods(resolution))
        count = expected_count(period, Resolution.of(resolution))
        listed.append(
            TimeSeries(
                metering_point=point,
                product=product,
                unit="kWh" if product == ACTIVE else "kvarh",
                direction=direction,
                resolution=resolution,
                period=period,
                registered=period.end + dt.timedelta(minutes=draw(st.integers(0, 10**5))),
                identification=new_id(),
                observations=draw(observations(count)),
            )
        )
    return collected_data(
        listed,
        identification=new_id(),
        sender="7080000000012",
        recipient="7080003824349",
        created=dt.datetime(2028, 1, 1, 5, 7, tzinfo=dt.UTC),
        new_id=new_id,
    )


def swedish_days(message):
    """Tell whether all days and months of a message are those of the Swedish calendar, which has no summer time."""
    periods = [
        payload.observation_period_time_series_period
        for payload in message.payload_energy_time_series
        if payload.observation_period_time_series_period.resolution_duration.startswith("P1")
    ]
    return all(OSLO.dst(end.astimezone(OSLO)) == dt.timedelta() for p in periods for end in (p.start, p.end))


def intervals(listed):
    """Return point, start, end and amount of each value, in order."""
    rows = []
    for item in listed:
        for value in item.observations:
            rows.append((item.metering_point, *ends_of(item, value.position), value.quantity))
    return sorted(rows)


def ends_of(series, position):
    """Return start and end of a value: by length, by Norwegian days or months, or the whole period."""
    step = Resolution.of(series.resolution or "")
    if step is None:
        return series.period.start, series.period.end
    if step.seconds:
        start = series.period.start + (position - 1) * dt.timedelta(seconds=step.seconds)
        return start, start + dt.timedelta(seconds=step.seconds)
    first = series.period.start.astimezone(OSLO).date()
    if step.days:
        day = day_period(first + dt.timedelta(days=position - 1))
        return day.start, day.end
    year, month = divmod(first.year * 12 + first.month - 1 + position - 1, 12)
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return day_period(dt.date(year, month + 1, 1)).start, day_period(after).start


def by_id(message):
    """Return the series of a message by identification."""
    from edielkit.emif.series import series

    return {item.identification: item for item in series(message)}


def as_lost(series, losses, out, profile):
    """Return a series as the named losses leave it."""
    values = series.observations
    readable = {0, 1, 3} if profile in {"de", "utilts"} else {0}
    status = values.status.copy()
    status[status == 2] = 1
    status[~np.isin(status, list(readable))] = 0
    if not np.array_equal(status, values.status):
        assert "CNV020" in losses
    doubtful = status != 0
    estimated = status == 1
    if (values.validation != 0).any():
        assert "CNV021" in losses
    if series.resolution == "PT60M":
        assert "CNV032" in losses
    return attrs.evolve(
        series,
        resolution="PT1H" if series.resolution == "PT60M" else series.resolution,
        observations=attrs.evolve(
            values,
            status=status,
            validation=doubtful.astype(np.uint8),
            estimation=estimated.astype(np.uint8),
        ),
    )


@pytest.mark.parametrize("way", list(WAYS))
@_FEW
@given(message=messages())
def test_mscons_gives_back_what_it_was_told(way, message):
    """XML to MSCONS to XML keeps every value, time, direction, status and identification that no loss names."""
    out = attrs.evolve(WAYS[way], new_id=counted(1))
    there = convert(message, "mscons", options=out)
    if way == "se codes" and not swedish_days(message):
        # a reader knows them by their times alone, not as days or months
        assert intervals(by_id(message).values()) == intervals(edielkit.read_series(there.to_bytes()))
        return
    back = convert(
        there.to_bytes(),
        "collected-data",
        options=Options(**COLLECTED, **CODES, areas=out.areas, channels=out.channels, gather=True),
    )
    codes = {loss.code for loss in there.losses}

    assert all(("emif", "mscons") in WHERE[code] for code in codes)
    assert all(("mscons", "emif") in WHERE[loss.code] for loss in back.losses)
    assert message.header == back.message.header
    source, result = by_id(message), by_id(back.message)
    assert {key: as_lost(item, codes, out, out.profile) for key, item in source.items()} == result


@_FEW
@given(message=messages())
def test_utilts_gives_back_what_it_was_told(message):
    """XML to UTILTS to XML keeps every value, time, direction, status and identification that no loss names."""
    # collected values (E30) name neither product nor direction
    options = Options(document_type="E66", reason="E88", scope="E02", role="DDQ", answer=False)
    there = convert(message, "utilts", options=options)
    back = convert(there.to_bytes(), "collected-data", options=Options(**COLLECTED, **CODES))
    codes = {loss.code for loss in there.losses}

    assert all(("emif", "utilts") in WHERE[code] for code in codes)
    assert all(("utilts", "emif") in WHERE[loss.code] for loss in back.losses)
    assert message.header == back.message.header
    assert {key: as_lost(item, codes, None, "utilts") for key, item in by_id(message).items()} == by_id(
        back.message
    )


@_FEW
@given(message=messages())
def test_what_is_written_is_valid(message):
    """Both directions write what their own wire accepts."""
    for target, options in (
        ("mscons", attrs.evolve(WAYS["de"], new_id=counted(1))),
        ("mscons", WAYS["no obis"]),
        ("utilts", Options(reason="E88", scope="E02", role="MDR", answer=False)),
        ("notify-validated-data", Options(document_type="E66", role="DDQ")),
    ):
        assert (
            ()
            == edielkit.validate(convert(message, target, options=options).to_bytes(), level="codes").errors
        )


@_FEW
@given(
    net=st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=1, max_size=23),
    sign=st.sampled_from(list(Sign)),
)
def test_signed_values_survive_two_channels(net, sign):
    """A signed line becomes In and Out, and these become the same line again; In and Out are never both positive."""
    period = day_period(dt.date(2026, 3, 29))
    zeros = np.zeros(len(net), np.uint8)
    signed = TimeSeries(
        metering_point="707057500000000100",
        product=ACTIVE,
        unit="kWh",
        resolution="PT1H",
        period=period,
        observations=Observations(
            position=np.arange(1, len(net) + 1),
            quantity=np.array(net, np.int64),
            status=zeros,
            validation=zeros,
            estimation=zeros,
        ),
    )
    from edielkit.edifact.write.build import build_interchange
    from edielkit.edifact.write.mscons import mscons

    created = dt.datetime(2026, 3, 30, 5, tzinfo=dt.UTC)
    message = mscons(
        [signed],
        profile="no",
        document="D1",
        sender="7080000000012",
        recipient="7080000000029",
        created=created,
    )
    interchange = build_interchange(
        [message], sender="7080000000012", recipient="7080000000029", reference="R", prepared=created
    )
    data = edielkit.serialize(interchange)
    xml = convert(
        data, "collected-data", options=Options(**COLLECTED, sign=sign, registered=created, new_id=counted(1))
    )
    into, out = (payload.observation.quantity for payload in xml.message.payload_energy_time_series)

    assert 0 == int(np.minimum(into, out).max())
    again = convert(xml.message, "mscons", options=Options(profile="no", sign=sign, join=True))
    (line,) = edielkit.read_series(again.to_bytes())
    assert net == line.observations.quantity.tolist()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=1, max_size=30))
def test_written_amounts_read_as_themselves(quantity):
    """Whatever the columns write, the exact reader of one value reads."""
    from edielkit.edifact.series.blocks import quantity_of

    texts = joined(len(quantity), [amounts(np.array(quantity, np.int64), 3), b" "]).decode().split()

    assert [(amount, True) for amount in quantity] == [quantity_of(text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300) | st.builds(lambda a, b: b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:UN:EDIEL2'" + a + b, st.binary(max_size=80), st.sampled_from([b"", b"'UNT+2+1'UNZ+1+1'", b"'LOC+90+1'LIN+1++2'QTY+136:1'"])))  # fmt: skip
def test_any_bytes_convert_or_fail_with_an_error_of_ours(data):
    """Bytes from anywhere give a message or an EdielError, nothing else."""
    for target in ("collected-data", "mscons"):
        try:
            convert(
                data, target, options=Options(**COLLECTED, profile="no", direction="Out", new_id=counted(1))
            )
        except EdielError:
            continue


PAIRS = [path.read_bytes() for path in sorted((ROOT / "fixtures" / "pairs").iterdir())]


@settings(max_examples=150, deadline=None)
@given(
    data=st.sampled_from(PAIRS),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=8)), min_size=1, max_size=3
    ),
    target=st.sampled_from(["collected-data", "notify-validated-data", "mscons", "utilts"]),
)
def test_damaged_messages_convert_or_fail_with_an_error_of_ours(data, cuts, target):
    """A message with pieces cut out or replaced gives a result or an EdielError, nothing else."""
    for place, size, text in cuts:
        at = int(place * len(data))
        data = data[:at] + text + data[at + size :]
    options = Options(
        **COLLECTED | {"role": "MDR"},
        **CODES,
        profile=None if target == "utilts" else "no",
        carrier=Carrier.LINES,
        direction="Out",
        registered=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
        now=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
        new_id=counted(1),
        reason="E88",
        scope="E02",
        answer=True,
        sign=Sign.IN,
    )
    try:
        convert(data, target, options=options).to_bytes()
    except EdielError:
        return


def test_every_kind_of_loss_has_a_rule():
    """The table of losses and the rules are one."""
    assert set(RULES) == set(WHERE)
