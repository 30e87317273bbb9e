"""Mass extraction in the hub: orders, jobs, who sees them, and what the files hold."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import sys
import zlib
from collections import Counter
from decimal import Decimal

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pytest
import zstandard
from isal import isal_zlib
from tests.support import hub_extraction as case
from tests.support import hub_fixtures as market
from tests.support.hub_extraction import CHANGE, MOVED_IN, READY, hourly, moved, order, store

import edielkit
from edielkit.errors import MissingExtraError
from edielkit.hub import Hub, Market, step
from edielkit.hub.core.journal import dump, load
from edielkit.hub.core.state_tables import PARTIES
from edielkit.hub.extraction import JobState
from edielkit.hub.extraction.extraction_records import JOBS
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import day_period

DAY = dt.timedelta(days=1)
JANUARY, FEBRUARY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


def files_of(hub, job):
    """Return the rows of each file by its month."""
    rows_by_month = {}
    by_name = {file.name: file for file in job.files}
    for name, pieces in hub.extract(job.identification):
        text = gzip.decompress(b"".join(pieces)).decode()
        rows_by_month[by_name[name].month] = list(csv.DictReader(io.StringIO(text)))
    return rows_by_month


def total(rows):
    """Return the sum of quantities, exact."""
    return sum((Decimal(row["quantity"]) for row in rows), Decimal(0))


def hours_between(first, last):
    """Return the hours from a day to the one before *last*."""
    return (day_period(last).start - day_period(first).start) // dt.timedelta(hours=1)


@pytest.fixture
def hub():
    """Give a hub in which two points of four move, with values of two years."""
    elhub = case.hub(
        moved(1),
        moved(2, move_in=dt.date(2025, 12, 31)),
        moved(3, old=market.THIRD),
        moved(4, new=market.THIRD),
    )
    for number in range(1, 5):
        store(elhub, number, hourly(dt.date(2024, 2, 1), CHANGE, value=number * 1001))
    return elhub


def test_files_by_month(hub):
    """A file for each Norwegian month from the first move-in on; clock changes give 743 and 745 hours."""
    job = order(hub)
    assert (JobState.READY, 2) == (job.state, job.points)
    months = [dt.date(2025, month, 1) for month in (9, 10, 11, 12)] + [JANUARY, FEBRUARY]
    assert months == [file.month for file in job.files]
    assert [720, 745, 720, 744 + 24, 2 * 744, 2 * 24] == [file.values for file in job.files]
    assert [1, 1, 1, 2, 2, 2] == [file.points for file in job.files]
    assert f"{job.identification}_2025-09.csv.gz" == job.files[0].name


def test_content(hub):
    """What is listed is what is in the files: counts, sums, points, each instant once."""
    job = order(hub)
    files = files_of(hub, job)
    assert {file.month: file.values for file in job.files} == {day: len(rows) for day, rows in files.items()}
    rows = [row for month in files.values() for row in month]
    expected = {case.gsrn(1): (1001, MOVED_IN), case.gsrn(2): (2002, dt.date(2025, 12, 31))}
    assert set(expected) == {row["metering_point"] for row in rows}
    for point, (value, since) in expected.items():
        own = [row for row in rows if row["metering_point"] == point]
        count = hours_between(since, CHANGE)
        assert (count, Decimal(count * value) / 1000) == (len(own), total(own))
        starts = [dt.datetime.fromisoformat(row["start"]) for row in own]
        assert (day_period(since).start, count) == (starts[0], len(set(starts)))
        assert sorted(starts) == starts
    assert {("PT1H", "kWh", "metered", "Out", "")} == {
        (row["resolution"], row["unit"], row["status"], row["direction"], row["business_type"])
        for row in rows
    }


def test_the_files_are_read_back(hub):
    """By the reader of files of values: a series for each point, with as many values as the job says."""
    job = order(hub)
    counts = {}
    for name, pieces in hub.extract(job.identification):
        series = tuple(edielkit.read_series(b"".join(pieces)))
        counts[name] = sum(len(time_series.observations) for time_series in series)
        assert all(time_series.resolution == "PT1H" and time_series.unit == "kWh" for time_series in series)
    assert {file.name: file.values for file in job.files} == counts


def test_months_are_norwegian(hub):
    """The first value of October is that of its Norwegian midnight, an hour later in winter time for November."""
    files = files_of(hub, order(hub))
    assert "2025-09-30T22:00:00Z" == files[dt.date(2025, 10, 1)][0]["start"]
    assert "2025-10-31T23:00:00Z" == files[dt.date(2025, 11, 1)][0]["start"]


def test_how_far_back(hub):
    """A move-in before the day that is asked for does not count, one after it does."""
    job = order(hub, back_to=dt.date(2025, 12, 15))
    rows = [row for month in files_of(hub, job).values() for row in month]
    firsts = {
        point: min(row["start"] for row in rows if row["metering_point"] == point)
        for point in (case.gsrn(1), case.gsrn(2))
    }
    assert {case.gsrn(1): "2025-12-14T23:00:00Z", case.gsrn(2): "2025-12-30T23:00:00Z"} == firsts


def test_three_years_at_most():
    """Values of an end user who moved in long ago go three years back, on a leap day too."""
    elhub = case.hub(moved(1, move_in=dt.date(2021, 5, 1), change=dt.date(2024, 2, 29)))
    store(elhub, 1, hourly(dt.date(2020, 1, 1), dt.date(2024, 2, 29), value=1))
    job = order(elhub, now=dt.datetime(2024, 2, 29, 8, tzinfo=dt.UTC), change_date=dt.date(2024, 2, 29))
    # as for the periods of messages: the 28th stands in for a 29 February that is not there
    assert dt.date(2021, 2, 28) == job.back_to
    # the end user of 2021 moved in after that
    assert dt.date(2021, 5, 1) == job.files[0].month
    assert hours_between(dt.date(2021, 5, 1), dt.date(2024, 2, 29)) == job.values


def test_a_move_of_the_hub():
    """Points that BRS-NO-305 has moved are found, and no others."""
    today = market.TODAY
    elhub = Hub(whole_market())
    gone = elhub.call(
        "move_portfolio", now=market.MORNING, old=market.OLD, new=market.NEW, day=str(today + DAY)
    )
    elhub.advance(day_period(today + DAY).start + 8 * dt.timedelta(hours=1))
    job = order(elhub, now=elhub.now, change_date=today + DAY)
    assert set(gone) == {market.POINT, market.PROFILED, market.NEXT_DOOR}
    assert (JobState.READY, len(gone), ()) == (job.state, job.points, job.files)


def whole_market():
    """Return the market of the other tests with organisation numbers."""
    return Market(parties=case.parties(), structure=market.structure(), points=market.points())


def test_profiled_points():
    """Interval values alone: measured ones, where there are none temporary, then estimated ones; no raw values."""
    elhub = case.hub(moved(1, (dt.date(2020, 1, 1), case.data(method="E01"))))
    days = [dt.date(2026, 1, n) for n in (10, 12, 14, 16)]
    store(elhub, 1, hourly(days[0], days[1], value=1, minutes=15, status=4), kind="HP04")
    store(elhub, 1, hourly(days[0], days[2], value=20, minutes=15, status=4), kind="HP03")
    store(elhub, 1, hourly(days[0], days[3], value=300, minutes=15, status=4), kind="HP02")
    store(elhub, 1, hourly(days[0], CHANGE, value=4000))
    rows = files_of(elhub, order(elhub))[JANUARY]
    assert Counter({"HP04": 192, "HP02": 192, "HP03": 192}) == Counter(row["business_type"] for row in rows)
    assert Decimal(192 * 321) / 1000 == total(rows)
    assert sorted(rows, key=lambda row: row["start"]) == rows
    assert {"PT15M"} == {row["resolution"] for row in rows}


def test_settled_channels_alone():
    """Reactive energy, an excluded channel, an unsettled point and unsettled days stay out."""
    both = case.data(
        case.channel(), case.channel("In", excluded=True), case.channel(product=case.REACTIVE), kind="E19"
    )
    elhub = case.hub(
        moved(1, (dt.date(2020, 1, 1), both)),
        moved(2, (dt.date(2020, 1, 1), case.data(method="Z01"))),
        moved(3, (dt.date(2020, 1, 1), case.data(method="Z01")), (dt.date(2026, 1, 31), case.data())),
    )
    span = hourly(JANUARY, CHANGE, value=7)
    for number in (1, 2, 3):
        store(elhub, number, span)
    store(elhub, 1, span, direction="In")
    store(elhub, 1, span, product=case.REACTIVE)
    job = order(elhub)
    rows = [row for month in files_of(elhub, job).values() for row in month]
    assert 3 == job.points
    assert {case.gsrn(1): hours_between(JANUARY, CHANGE), case.gsrn(3): 48} == Counter(
        row["metering_point"] for row in rows
    )
    assert {("Out", case.ENERGY)} == {(row["direction"], row["product"]) for row in rows}


def test_a_move_without_anything_settled():
    """The job is done, and has no files."""
    elhub = case.hub(moved(1, (dt.date(2020, 1, 1), case.data(method="Z01"))))
    store(elhub, 1, hourly(JANUARY, CHANGE, value=7))
    job = order(elhub)
    assert (JobState.READY, 1, ()) == (job.state, job.points, job.files)
    assert [] == list(elhub.extract(job.identification))


def test_hours_become_quarters():
    """A channel that changes resolution in a month has hours before and quarters after."""
    elhub = case.hub(moved(1))
    turn = dt.date(2026, 1, 20)
    store(elhub, 1, hourly(JANUARY, turn, value=4), hourly(turn, FEBRUARY, minutes=15, value=1))
    rows = files_of(elhub, order(elhub))[JANUARY]
    assert {"PT1H": 19 * 24, "PT15M": 12 * 96} == Counter(row["resolution"] for row in rows)
    assert Decimal(31 * 24 * 4) / 1000 == total(rows)


def test_versions():
    """The newest value counts; what comes after the job is done is not in its files, but in those of the next."""
    elhub = case.hub(moved(1))
    first = hourly(JANUARY, FEBRUARY, value=1000)
    corrected = hourly(
        dt.date(2026, 1, 5), dt.date(2026, 1, 6), value=2000, inserted=READY - dt.timedelta(minutes=1)
    )
    late = hourly(
        dt.date(2026, 1, 7), dt.date(2026, 1, 8), value=5000, inserted=READY + dt.timedelta(minutes=1)
    )
    store(elhub, 1, first, corrected)
    job = order(elhub)
    before = files_of(elhub, job)
    store(elhub, 1, first, corrected, late)
    assert before == files_of(elhub, job)
    assert Decimal(744 + 24) == total(before[JANUARY])
    again = order(elhub, now=READY + dt.timedelta(hours=1))
    assert Decimal(744 + 24 + 4 * 24) == total(files_of(elhub, again)[JANUARY])


def test_a_change_to_come():
    """The job waits until the values of the day before are due at 07:00, and is done then."""
    elhub = case.hub(moved(1))
    early = READY - dt.timedelta(days=3)
    job = order(elhub, now=early)
    assert (JobState.WAITING, None, ()) == (job.state, job.done_at, job.files)
    with pytest.raises(ValueError, match="not ready: waiting for the change"):
        elhub.extract(job.identification)
    store(elhub, 1, hourly(JANUARY, CHANGE, value=1))
    elhub.advance(READY - dt.timedelta(minutes=1))
    assert JobState.WAITING is elhub.jobs(market.NEW)[0].state
    elhub.advance(READY)
    (done,) = elhub.jobs(market.NEW)
    assert (JobState.READY, READY, hours_between(JANUARY, CHANGE)) == (done.state, done.done_at, done.values)


def test_a_change_that_never_came():
    """A job without points fails when its time comes, and says why."""
    elhub = case.hub(moved(1, old=market.THIRD))
    job = order(elhub, now=READY - dt.timedelta(days=3))
    elhub.advance(READY)
    (failed,) = elhub.jobs(market.NEW)
    assert (JobState.FAILED, job.identification) == (failed.state, failed.identification)
    assert failed.reason.startswith("no metering point went from")
    with pytest.raises(ValueError, match="no metering point went from"):
        elhub.extract(job.identification)


def test_who_sees_a_job(hub):
    """The new supplier, or its service provider for it; nobody else gets the list or a file."""
    job = order(hub)
    assert (job,) == hub.jobs(market.NEW) == hub.jobs(market.NEW, sender=market.PROVIDER)
    assert () == hub.jobs(market.OLD)
    assert len(job.files) == len(
        list(hub.extract(job.identification, party=market.NEW, sender=market.PROVIDER))
    )
    for party, sender in (
        (market.OLD, None),
        (market.NEW, market.STRANGER),
        (market.STRANGER, None),
        (market.NEW, market.OLD),
    ):
        with pytest.raises(PermissionError):
            hub.extract(job.identification, party=party, sender=sender)
    for party, sender in ((market.STRANGER, None), (market.NEW, market.AGENT)):
        with pytest.raises(PermissionError):
            hub.jobs(party, sender=sender)
        with pytest.raises(ValueError, match="may not ask"):
            hub.call("extraction_jobs", now=READY, party=party, sender=sender)
    (plain,) = hub.call("extraction_jobs", now=READY, party=market.NEW)
    assert (job.identification, "2026-02-02") == (plain["identification"], plain["change_date"])


WRONG = [
    ({"old_supplier": market.STRANGER}, "old supplier: expected the GLN of a balance supplier"),
    ({"old_supplier": market.GRID}, "old supplier: expected the GLN of a balance supplier"),
    ({"old_supplier": "x' OR 1"}, "old supplier: expected the GLN of a balance supplier"),
    ({"old_supplier": ["7080009991007"]}, "old_supplier: expected a text, found list"),
    ({"new_supplier": None}, "new_supplier: expected a text, found nothing"),
    ({"old_organisation": case.NEW_NUMBER}, "old supplier: the organisation number is not that of"),
    ({"new_organisation": ""}, "new supplier: the organisation number is not that of"),
    ({"old_supplier": market.THIRD}, "old supplier: the hub knows no organisation number of"),
    ({"new_supplier": market.OLD, "new_organisation": case.OLD_NUMBER}, "expected two suppliers, found one"),
    ({"back_to": "2023-02-01"}, "expected a day to go back to from 2023-02-02 on (3 years) and before 2026-02-02"),
    ({"back_to": "2026-02-02"}, "expected a day to go back to"),
    ({"back_to": "yesterday"}, "back_to: expected a day between 1900 and 2200"),
    ({"change_date": "2026-02-30"}, "change_date: expected a day between 1900 and 2200"),
    ({"change_date": "0001-01-01"}, "change_date: expected a day between 1900 and 2200"),
    ({"change_date": 20260202}, "change_date: expected a text, found a whole number"),
    ({"change_date": "2026-01-15"}, "no metering point went from"),
    ({"change_date": "9" * 1_000_000}, "change_date: expected a text of at most 4000 characters, found 1000000"),
    ({"compression": "rar"}, "expected a compression of gzip, zstd; found 'rar'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"), WRONG, ids=[case_of_wrong[1][:40] + str(n) for n, case_of_wrong in enumerate(WRONG)]
)
def test_orders_that_are_refused(hub, changed, words):
    """Each with what is wrong; no job is left behind."""
    arguments = {
        "old_supplier": market.OLD,
        "old_organisation": case.OLD_NUMBER,
        "new_supplier": market.NEW,
        "new_organisation": case.NEW_NUMBER,
        "change_date": str(CHANGE),
        **changed,
    }
    with pytest.raises(ValueError) as caught:
        hub.call("order_extraction", now=READY, **arguments)
    assert words in str(caught.value)
    assert {} == dict(hub.snapshot().table(JOBS))


def test_an_old_supplier_that_is_gone():
    """A supplier that left the market may have given; one that left may not take."""
    elhub = case.hub(moved(1))
    gone = attrs.evolve(elhub._state.table(PARTIES)[market.OLD], active=False)
    elhub._state.table(PARTIES)[market.OLD] = gone
    assert JobState.READY is order(elhub).state
    elhub._state.table(PARTIES)[market.NEW] = attrs.evolve(
        elhub._state.table(PARTIES)[market.NEW], active=False
    )
    with pytest.raises(ValueError, match="a new supplier that is active"):
        order(elhub)


def test_no_such_job(hub):
    """An identification that names none."""
    with pytest.raises(ValueError, match="no job 'x'"):
        hub.extract("x")


def test_replay(hub):
    """The journal makes the same state and the same bytes, waiting jobs included."""
    begin = hub.snapshot()
    order(hub, now=READY - DAY)
    order(hub, now=READY + DAY)
    with pytest.raises(ValueError, match="two suppliers"):
        order(hub, now=READY + DAY, new_supplier=market.OLD, new_organisation=case.OLD_NUMBER)
    again = Hub.replay(begin, load(dump(hub.journal)))
    assert hub.snapshot() == again.snapshot()
    assert 2 == len(again.jobs(market.NEW))
    for job in again.jobs(market.NEW):
        here, there = (
            {name: b"".join(pieces) for name, pieces in replayed.extract(job.identification)}
            for replayed in (hub, again)
        )
        assert here == there
    state = begin
    for entry in hub.journal[:2]:
        state, _, _ = step(state, entry)
    assert dict(state.table(JOBS)) == dict(hub.snapshot().table(JOBS))


def test_files_in_any_order(hub):
    """Files may be taken later, backwards, or not at all; nothing in the hub changes."""
    job, before = order(hub), hub.snapshot()
    expected = {name: b"".join(pieces) for name, pieces in hub.extract(job.identification)}
    waiting = list(hub.extract(job.identification))
    hub.advance(READY + DAY)
    assert expected == {name: b"".join(pieces) for name, pieces in reversed(waiting)}
    assert before.tables == hub.snapshot().tables
    assert expected[job.files[0].name] == b"".join(dict(hub.extract(job.identification))[job.files[0].name])


def test_gzip_without_the_extra(hub, monkeypatch):
    """Without isal the content is the same; no file holds a time."""
    job = order(hub)
    name = job.files[0].name
    fast = b"".join(dict(hub.extract(job.identification))[name])
    monkeypatch.setitem(sys.modules, "isal", None)
    plain = b"".join(dict(hub.extract(job.identification))[name])
    assert gzip.decompress(fast) == gzip.decompress(plain)
    assert bytes(4) == fast[4:8] == plain[4:8]


def test_zstandard_without_the_extra(hub, monkeypatch):
    """It is said which extra is missing."""
    job = order(hub, compression="zstd")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtraError, match="edielkit\\[zstd\\]"):
        b"".join(dict(hub.extract(job.identification))[job.files[0].name])


def test_zstandard(hub):
    """The same content as Zstandard."""
    job, other = order(hub), order(hub, compression="zstd")
    assert f"{other.identification}_2025-09.csv.zst" == other.files[0].name
    for gz, zst in zip(hub.extract(job.identification), hub.extract(other.identification), strict=True):
        read = zstandard.ZstdDecompressor().decompressobj()
        assert gzip.decompress(b"".join(gz[1])) == read.decompress(b"".join(zst[1]))


@pytest.mark.slow
def test_a_tenth_of_a_billion():
    """3,800 points over three years, hourly: every value is in the files, and the sums are those of the store."""
    first, count = dt.date(2023, 2, 2), 3800
    hours = hours_between(first, CHANGE)
    elhub = case.hub(*(moved(n, move_in=dt.date(2022, 1, 1)) for n in range(count)))
    whole = np.random.default_rng(1).integers(0, 9_999, hours + count).astype("<i4")
    pattern = hourly(first, CHANGE, value=1)
    values = elhub._state.table(VALUES)
    for n in range(count):
        block = attrs.evolve(pattern, quantity=whole[n : n + hours].tobytes())
        values[ChannelKey(case.gsrn(n), case.ENERGY, "Out")] = (block,)
    job = order(elhub)
    assert (count, count * hours, 37) == (job.points, job.values, len(job.files))
    sums = np.concatenate([[0], np.cumsum(whole.astype(np.int64))])
    # a month of 743 hours, one of 745, and the last two days
    checked = {dt.date(2024, 3, 1), dt.date(2024, 10, 1), FEBRUARY}
    for (_, pieces), file in zip(elhub.extract(job.identification), job.files, strict=True):
        low = hours_between(first, max(file.month, first))
        high = hours_between(first, min((file.month + 31 * DAY).replace(day=1), CHANGE))
        assert (count, (high - low) * count) == (file.points, file.values)
        if file.month not in checked:
            assert file.values == sum(piece.count(b"\n") for piece in unpacked(pieces, isal_zlib)) - 1
            continue
        starts = np.arange(count)
        table = table_of(unpacked(pieces))
        assert file.values == len(table)
        assert int((sums[starts + high] - sums[starts + low]).sum()) == int(
            1000 * pc.sum(table["quantity"]).as_py()
        )
        assert count == pc.count_distinct(table["metering_point"]).as_py()
        assert high - low == pc.count_distinct(table["start"]).as_py()


def unpacked(pieces, engine=zlib):
    """Yield the content of a gzip file piece by piece; a file that is cut off or broken raises."""
    decoder = engine.decompressobj(wbits=31)
    for piece in pieces:
        yield decoder.decompress(piece)
    assert decoder.eof


def table_of(pieces):
    """Return a file as a table, by another reader."""
    kinds = {"quantity": pa.decimal128(18, 3), "metering_point": pa.string(), "start": pa.string()}
    options = pa_csv.ConvertOptions(column_types=kinds, include_columns=list(kinds))
    return pa_csv.read_csv(io.BytesIO(b"".join(pieces)), convert_options=options)
