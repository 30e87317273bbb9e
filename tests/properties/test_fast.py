"""The fast path over changed documents: values, findings and their places are those of the exact path."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from itertools import islice

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.emif_changes import CLOSING, OPENING, PAYLOAD_CHANGES, TOKENS, cases, difference
from tests.support.emif_documents import documents, to_bytes
from tests.support.emif_mutations import mutations
from tests.support.emif_schemas import VERSIONS, message_root
from tests.support.fast_agreement import exact_report, reads_alike, reports_alike
from tests.support.fast_documents import SENT, SPELLINGS, gsrn, message, notify, text, wrapped

from edielkit.emif.declare import Extra
from edielkit.emif.fast import parts
from edielkit.emif.messages import (
    MeteringPoint,
    ProductCharacteristic,
    QuantityProfiledCollect,
    TimeSeriesPeriod,
)
from edielkit.emif.values import Identifier, XmlDateTime
from edielkit.emif.write import writer
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault
from edielkit.errors import BuildError
from edielkit.process_rules import PointChannel, PointState
from edielkit.series import Observations, Status

CODED = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)
BASES = [
    spelling(text(document))
    for document in (
        message(count=4, per=3, kinds=CODED),
        message(count=3, per=1, both=True),
        notify(message(count=3, per=4, kinds=(Status.METERED, Status.CALCULATED))),
        wrapped(message(count=3, per=2)),
    )
    for spelling in SPELLINGS.values()
]


def _with(value, **changes):
    return attrs.evolve(value, **changes)


@st.composite
def _changed(draw: st.DrawFn) -> bytes:
    """Return a plain document with bytes put in, taken out, or exchanged, near a tag or a number."""
    data = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        near = draw(st.sampled_from([b"<", b">", b'"', b"-", b"T", None]))
        if near is not None:
            at = max(data.find(near, at), 0) + draw(st.integers(0, 1))
        match draw(st.sampled_from(["insert", "delete", "replace", "digit", "copy"])):
            case "insert":
                data = data[:at] + draw(st.sampled_from(TOKENS)) + data[at:]
            case "delete":
                data = data[:at] + data[at + draw(st.integers(1, 90)) :]
            case "replace":
                token = draw(st.sampled_from(TOKENS))
                data = data[:at] + token + data[at + len(token) :]
            case "digit":
                data = data[:at] + draw(st.sampled_from([b"0", b"7", b"a"])) + data[at + 1 :]
            case _:
                stop = at + draw(st.integers(1, 400))
                data = data[:stop] + data[at:stop] + data[stop:]
    return data


@given(_changed())
@settings(max_examples=60, deadline=None)
def test_changed_documents(data):
    """Whatever is done to a document, the fast path never says anything else than the exact path."""
    reads_alike(data, now=SENT)


@pytest.mark.parametrize("seed", range(4))
def test_many_changed_documents(seed):
    """Many more small changes, drawn without a search for the smallest: some are still plain, most are not."""
    rng = random.Random(seed)
    read = 0
    for _ in range(80):
        data = rng.choice(BASES)
        at = rng.randrange(len(data))
        if rng.random() < 0.7:
            at = data.find(rng.choice([b"<", b">", b'"', b"-", b".", b"0", b"1"]), at) + rng.randrange(2)
        token = rng.choice([*TOKENS, b""])
        data = data[:at] + token + data[at + rng.choice([0, 1, len(token)]) :]
        read += reads_alike(data, now=SENT)

    assert 0 < read < 80


def test_changed_inputs():
    """A few of the million inputs of ``make fuzz``."""
    for data in cases(150, 7):
        assert not difference(data, 700), data


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["CollectedData", "NotifyValidatedDataForBillingEnergy"])
def test_generated_documents_and_their_mutations(kind, version):
    """Documents made from the schemas, and what the mutations make of them."""
    root = message_root(version, kind)
    for label, document in documents(root, f"fast-{version}-{kind}", count=1):
        reads_alike(to_bytes(document))
        # all of them are too many: others for each kind and version
        for _, data in islice(
            mutations(root, document, f"fast-{label}", per_edit=1, per_value=1), None, None, 40
        ):
            reads_alike(data, now=SENT)


@st.composite
def _payloads_changed(draw: st.DrawFn) -> bytes:
    """Return a document of some payloads, with some of them changed in one or several ways."""
    data = draw(st.sampled_from([base for base in BASES if CLOSING in base]))
    pieces = [piece + CLOSING for piece in data.split(CLOSING)]
    *payloads, back = pieces
    front, opening, first = payloads[0].partition(OPENING)
    payloads[0] = opening + first
    for place in range(len(payloads)):
        for change in draw(st.lists(st.sampled_from(sorted(PAYLOAD_CHANGES)), max_size=2)):
            before, opening, payload = payloads[place].partition(OPENING)
            payloads[place] = before + (PAYLOAD_CHANGES[change](opening + payload) if opening else payload)
    return front + b"".join(payloads) + back.removesuffix(CLOSING)


@given(_payloads_changed(), st.sampled_from([1, 700, 1 << 19]))
@settings(max_examples=60, deadline=None)
def test_payloads_that_are_odd_or_faulty(data, chunk):
    """Whatever is odd or wrong in some payloads, and wherever the chunks of rows end, both paths agree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_CHUNK", chunk)
        reads_alike(data, now=SENT)


@pytest.mark.parametrize("change", PAYLOAD_CHANGES)
def test_one_payload_costs_itself_alone(change):
    """What is odd or wrong in one payload of a message sends that payload to the exact path, never the message."""
    data = text(message(count=8, per=3))
    before, opening, payload = data.rpartition(OPENING)
    payload, closing, back = payload.partition(CLOSING)

    assert reads_alike(before + PAYLOAD_CHANGES[change](opening + payload + closing) + back, now=SENT)


class _Market:
    """A context that knows the first points, and some of them otherwise than the messages have it."""

    complete = True

    def __init__(self, count: int, others: dict[int, dict[str, object]]) -> None:
        self._states = {
            gsrn(n): PointState(
                **{
                    "identification": gsrn(n),
                    "type": "E17",
                    "settlement_method": "E02",
                    "reading_resolution": "PT1H",
                    "channels": (PointChannel(product="8716867000030", direction="Out", resolution="PT1H"),),
                    **others.get(n, {}),
                }
            )
            for n in range(count)
        }

    def metering_point(self, identification: str, day: dt.date) -> PointState | None:
        return self._states.get(identification)

    def grid_owner(self, grid_area: str, day: dt.date) -> str | None:
        return None

    def approved(self, metering_point: str, third_party: str, day: dt.date) -> bool | None:
        return None


# what may be wrong with a message, in one payload or elsewhere
_FAULTS = {
    "none": (b"", b""),
    "a place missing": (b'Sequence="3"', b'Sequence="4"'),
    "places from 2": (b'Sequence="1"', b'Sequence="4"'),
    "a value too many": (b"</abie:Observation>\n  </", b'</abie:Observation>\n    <abie:Observation Sequence="25"><abie:Metered>1</abie:Metered></abie:Observation>\n  </'),
    "another resolution": (b"PT1H", b"PT15M"),
    "a refused resolution": (b"PT1H", b"P1D"),
    "a start in between": (b"2026-01-31T23:00:00Z</abie:Start>", b"2026-01-31T23:01:00Z</abie:Start>"),
    "an end in the future": (b"2026-02-01T23:00:00Z</abie:End>", b"2036-02-01T23:00:00Z</abie:End>"),
    "another unit": (b"kWh", b"kvarh"),
    "another direction": (b">Out<", b">In<"),
    "a check digit": (b"70705750000", b"70705751000"),
    "another document type": (b">E13<", b">E66<"),
    "another process": (b"BRS-NO-313", b"BRS-NO-312"),
    "another party": (b"7080003824349", b"7080003824340"),
    "readings": (b"</abie:Start>", b"</abie:Start><abie:MeterReadingStart>1</abie:MeterReadingStart>"),
}  # fmt: skip
_STATES: dict[str, dict[str, object]] = {
    "as in the messages": {},
    "exchange": {"type": "E20"},
    "profiled": {"settlement_method": "E01"},
    "production": {"type": "E18"},
    "quarters": {"reading_resolution": "PT15M"},
    "no channel": {"channels": ()},
    "channels unknown": {"channels": None},
    "type unknown": {"type": None},
}


def _clean(data: bytes, **options) -> bool:
    """Tell whether nothing is found; fail unless the fast path reads the message and finds what the exact one finds."""
    options = {"now": SENT, **options}
    assert reports_alike(data, **options)
    return not exact_report(data, **options).findings


@pytest.mark.parametrize("from_elhub", [False, True], ids=["to Elhub", "from Elhub"])
@pytest.mark.parametrize("fault", _FAULTS)
def test_a_fault_is_seen_where_the_exact_path_sees_it(fault, from_elhub):
    """Wherever a fault stands, and whatever the level, the report is that of the exact path."""
    old, new = _FAULTS[fault]
    collected = message(count=6, per=24)
    plain = text(notify(collected) if from_elhub else collected)
    context = _Market(6, {})
    count = plain.count(old) if old else 1
    for place in {0, count - 1} if count else ():
        parts = plain.split(old) if old else [plain]
        data = old.join(parts[: place + 1]) + (new + old.join(parts[place + 1 :]) if old else b"")
        for level in ("syntax", "schema", "codes", "process", "business"):
            for now, company in ((SENT, context), (None, None)):
                clean = _clean(data, now=now, level=level, context=company)
                assert clean or fault != "none"


@pytest.mark.parametrize("complete", [True, False], ids=["all points", "some points"])
@pytest.mark.parametrize("who", [0, 3, 5])
@pytest.mark.parametrize("state", _STATES)
def test_what_the_context_knows_is_seen(state, who, complete):
    """One point of another kind, or one that is not known, is seen as the exact path sees it."""
    for both in (False, True):
        data = text(message(count=6, per=24, both=both))
        for count in (6, who):
            context = _Market(count, {who: _STATES[state]})
            context.complete = complete
            _clean(data, context=context)

    assert _clean(text(message(count=6, per=24)), context=_Market(6, {}))


def test_identifications_are_compared_over_the_whole_message():
    """A payload with the identification of another, or of the header, is seen."""
    notice = notify(message(count=6, per=24))
    first, last = (
        notice.payload_energy_time_series[0].identification,
        notice.payload_energy_time_series[5].identification,
    )

    assert _clean(text(notice))
    assert not _clean(text(notice).replace(last.encode(), first.encode()))
    assert not _clean(text(notice).replace(last.encode(), notice.header.identification.encode()))


@pytest.mark.parametrize("place", [0, 5])
def test_equal_quarters_are_seen(place):
    """A rule that looks at the values of quarters sees those of each payload."""
    collected = message(count=6, per=96, resolution="PT15M")
    flat = Observations.metered([hour for hour in range(1, 25) for _ in range(4)])
    payloads = [
        _with(payload, observation=flat) if n == place else payload
        for n, payload in enumerate(collected.payload_energy_time_series)
    ]

    assert _clean(text(collected))
    assert not _clean(text(_with(collected, payload_energy_time_series=payloads)))


def test_both_directions_of_an_exchange_point():
    """A rule that looks at several payloads together finds both directions of one point, or misses one."""
    collected = message(count=6, per=24, both=True)
    first, second, *others = collected.payload_energy_time_series
    twin = _with(second, metering_point_used_domain_location=first.metering_point_used_domain_location)
    channels = tuple(
        PointChannel(product="8716867000030", direction=d, resolution="PT1H") for d in ("In", "Out")
    )
    combined = {n: {"type": "E19", "channels": channels} for n in range(2, 6)}
    context = _Market(6, {0: {"type": "E20", "channels": channels}, **combined})

    assert _clean(text(_with(collected, payload_energy_time_series=[first, twin, *others])), context=context)
    assert not _clean(text(_with(collected, payload_energy_time_series=[first, *others])), context=context)


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(-1, 10001),
                st.one_of(st.integers(-(10**15), 10**15), st.integers(-2000, 10**7)),
                st.integers(0, 7),
                st.integers(0, 10),
                st.integers(0, 9),
            ),
            min_size=0,
            max_size=5,
        ),
        min_size=8,
        max_size=11,
    ),
    st.booleans(),
    st.sampled_from(list(OnFault)),
)
@settings(max_examples=200, deadline=None)
def test_columns_are_written_alike(rows, from_elhub, on_fault):
    """Any columns, valid or not, are written or refused as the exact writer does."""
    _written_alike(rows, from_elhub, on_fault)


_VALID = st.one_of(
    st.tuples(st.integers(0, 9999), st.integers(0, 10**15 - 1), st.just(0), st.just(0), st.just(0)),
    st.tuples(
        st.integers(0, 9999), st.integers(0, 10**7), st.integers(1, 3), st.integers(1, 9), st.integers(1, 8)
    ),
)
_CALCULATED = st.tuples(
    st.integers(0, 9999), st.integers(-(10**15) + 1, 10**7), st.sampled_from([4, 6]), st.just(0), st.just(0)
)


def _series(row):
    return st.lists(st.lists(row, min_size=1, max_size=5), min_size=8, max_size=11)


@given(st.one_of(_series(_VALID), _series(_CALCULATED)), st.booleans(), st.sampled_from(list(OnFault)))
@settings(max_examples=150, deadline=None)
def test_valid_columns_are_written_alike(rows, from_elhub, on_fault):
    """Valid columns are written as the exact writer writes them; calculated values are valid from Elhub alone."""
    _written_alike(rows, from_elhub, on_fault)


_POINT = MeteringPoint(identification=Identifier(gsrn(1), "9"))
_CHANGES = {
    "no identification": {"identification": None},
    "an identification in capital letters": {"identification": "A" * 36},
    "an identification of another class": {"identification": type("Text", (str,), {})(message().header.identification)},
    "a time without a zone": {"registration_date_time": dt.datetime(2026, 1, 1)},
    "a time as text": {"registration_date_time": "2026-01-01T00:00:00Z"},
    "a time with too many digits": {"registration_date_time": XmlDateTime.from_text("2026-01-01T00:00:00.1234567891Z")},
    "the same time in another zone": {"registration_date_time": (SENT - dt.timedelta(seconds=1)).astimezone(dt.timezone(dt.timedelta(hours=1)))},
    "no point": {"metering_point_used_domain_location": None},
    "a point without an agency": {"metering_point_used_domain_location": MeteringPoint(identification=Identifier(gsrn(1)))},
    "a point of another agency": {"metering_point_used_domain_location": MeteringPoint(identification=Identifier(gsrn(1), "89"))},
    "a point with letters": {"metering_point_used_domain_location": MeteringPoint(identification=Identifier("A", "9"))},
    "a point that is a text": {"metering_point_used_domain_location": gsrn(1)},
    "a point with something in it": {"metering_point_used_domain_location": _with(_POINT, extra=(Extra("", "<a/>"),))},
    "something unknown": {"extra": (Extra("Identification", "<a/>"),)},
    "no observations": {"observation": None},
    "no values": {"observation": Observations.metered([])},
    "a row that is unparsed": {"observation": _with(Observations.metered([1]), unparsed=((0, "<a/>"),))},
    "columns that are a text": {"observation": "1"},
    "two kinds of values": {"profiled_observation": QuantityProfiledCollect(withdrawn=True)},
    "no product": {"product_included_product_characteristics": None},
    "a product of another unit": {"product_included_product_characteristics": ProductCharacteristic(identification=Identifier("8716867000030", "9"), unit_type="kvarh")},
    "a product of no list": {"product_included_product_characteristics": ProductCharacteristic(identification=Identifier("1", "9"), unit_type="kWh")},
    "a product with a number": {"product_included_product_characteristics": ProductCharacteristic(identification=Identifier("8716867000030", 9), unit_type="kWh")},
    "readings": {"observation_period_time_series_period": TimeSeriesPeriod(meter_reading_start=Decimal("1.0"))},
    "readings with other zeros": {"observation_period_time_series_period": TimeSeriesPeriod(meter_reading_start=Decimal("1.00"))},
    "a period of another class": {"observation_period_time_series_period": _POINT},
}  # fmt: skip


@pytest.mark.parametrize("on_fault", OnFault)
@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_strange_payloads_are_written_alike(change, on_fault):
    """What stands in one payload, or two, is written or refused as the exact writer does."""
    collected = message(count=10)
    payloads = [
        _with(p, **change) if n in {4, 6} else p for n, p in enumerate(collected.payload_energy_time_series)
    ]
    _alike(_with(collected, payload_energy_time_series=payloads), on_fault)
    _alike(_with(collected, payload_energy_time_series=[*payloads[:6], *payloads[7:]]), on_fault)


def test_parts_that_are_equal_and_written_otherwise():
    """Equal numbers and instants that are written in two ways are written in two ways."""
    collected = message(count=10)
    period = collected.payload_energy_time_series[0].observation_period_time_series_period
    others = (
        {"meter_reading_start": Decimal("1.0")},
        {"meter_reading_start": Decimal("1.00")},
        {"start": period.start.astimezone(dt.timezone(dt.timedelta(hours=1)))},
    )
    payloads = [
        _with(payload, observation_period_time_series_period=_with(period, **others[n % 3]))
        for n, payload in enumerate(collected.payload_energy_time_series)
    ]
    _alike(_with(collected, payload_energy_time_series=payloads), OnFault.RAISE)


def test_a_payload_of_another_class_is_written_alike():
    """A payload that belongs into another message is written or refused as the exact writer does."""
    collected = message(count=10)
    other = notify(collected).payload_energy_time_series
    for on_fault in OnFault:
        _alike(
            _with(collected, payload_energy_time_series=[*collected.payload_energy_time_series, *other]),
            on_fault,
        )


@pytest.mark.parametrize(
    "document", [wrapped(message(count=9)), notify(message(count=9))], ids=["wrapped", "Elhub"]
)
@pytest.mark.parametrize("version", VERSIONS)
def test_documents_are_written_alike(document, version):
    """Wrapped or bare, and in each version, the bytes are those of the exact writer."""
    _alike(document, OnFault.RAISE, version)


def _written_alike(rows, from_elhub, on_fault) -> None:
    collected = message(count=len(rows), per=1)
    payloads = []
    for payload, values in zip(collected.payload_energy_time_series, rows, strict=True):
        table = np.array(values, np.int64).reshape(-1, 5)
        names = ("position", "quantity", "status", "validation", "estimation")
        columns = Observations(**{name: table[:, n] for n, name in enumerate(names)})
        payloads.append(_with(payload, observation=columns))
    collected = _with(collected, payload_energy_time_series=payloads)
    collected = notify(collected) if from_elhub else collected
    _alike(collected, on_fault)


def _alike(document, on_fault, version=None) -> None:
    results = []
    for many in (8, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(writer, "_MANY", many)
            try:
                results.append(serialize_document(document, version=version, on_fault=on_fault))
            except BuildError as error:
                results.append((error.message, error.field))
    assert results[0] == results[1]
