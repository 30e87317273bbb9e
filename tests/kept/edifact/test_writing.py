"""What is written of series and of plain data in every market's form, and what is refused, in full words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs
from tests.support.changed_inputs import changed
from tests.support.edifact_build import build, day, wrap
from tests.support.edifact_mutations import bases_by_hand
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called
from tests.support.plain_data_changed import changed_places

import edielkit
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.messages.parts import Control, amount_text, number
from edielkit.edifact.segments import LEVEL_B, Separators
from edielkit.edifact.series.value_codes import SeriesOptions
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address, interchange_header
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, PartyId
from edielkit.edifact.write.references import compact_uuid, expand_uuid
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError
from edielkit.market_time import Period
from edielkit.series import Observation, Observations, Status, TimeSeries

# changed forms of each plain data
COUNT = 130
START = dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC)
PROCESS = {"de": "13018", "ch": "13008"}
OBIS = "1-1:1.29.0"


def answers() -> Iterator[Answer]:
    """Yield what is written of each."""
    yield from _forms()
    yield from _options()
    yield from _envelopes()
    yield from _plain()
    yield from _numbers()


def some(
    count: int = 2,
    minutes: int = 60,
    *,
    amounts: tuple[str, ...] = ("1.5", "0", "12.25"),
    status: Status = Status.METERED,
    **fields: Any,
) -> TimeSeries:
    """Return a short series."""
    rows = [Observation(row + 1, amounts[row % len(amounts)], status) for row in range(count)]
    usual: dict[str, Any] = {
        "period": Period(START, START + dt.timedelta(minutes=count * minutes)),
        "resolution": {15: "PT15M", 60: "PT1H", 1440: "P1D"}[minutes],
        "observations": Observations.of(rows),
        "product": OBIS,
    }
    return day(**{**usual, **fields})


def _written(series: list[Any], profile: str, **options: Any) -> Iterator[str]:
    """Yield the bytes of an interchange with series, how it was made, and the series that are read of it."""
    wrapping = {
        key: options.pop(key) for key in ("una", "syntax", "version", "test", "checked") if key in options
    }
    usual = {"process": PROCESS.get(profile, ""), **options}
    try:
        message = build(series, profile, **usual)
        interchange = wrap(message, **wrapping)
    except (BuildError, ValueError) as error:
        yield f"{type(error).__name__} {error}"
        return
    data = interchange_to_bytes(interchange)
    again = interchange_to_bytes(
        attrs.evolve(
            interchange, content=tuple(RawMessage(raw.segments, raw.index) for raw in interchange.messages)
        )
    )
    yield repr(data)
    yield f"{len(message.segments())} segments, the same {again == data} {called(lambda: list(read_columns(data, SeriesOptions(profile=profile))))}"


def _forms() -> Iterator[Answer]:
    many = [some(12, 15), some(12, 15, metering_point="707057500000000015")]
    cases: dict[str, list[Any]] = {
        "one": [some(1)],
        "two": [some()],
        "columns": [some(12)],
        "two points": many,
        "both directions": [some(direction="In"), some(direction="Out", product="1-1:2.29.0")],
        "both directions of one code": [some(direction="In"), some(direction="Out")],
        "negative": [some(amounts=("-1.5", "2"))],
        "negative columns": [some(9, amounts=("-1.5", "2"))],
        "large": [some(9, amounts=("99999999999.999", "2"))],
        "larger": [some(2, amounts=("-99999999999.999",))],
        "quarters of the spring day": [day(dt.date(2024, 3, 31), "PT15M", product=OBIS)],
        "hours of the autumn day": [day(dt.date(2024, 10, 27), product=OBIS)],
        "days": [some(3, 1440)],
        "estimated": [some(status=Status.ESTIMATED)],
        "missing": [some(9, status=Status.MISSING)],
        "two days": [
            some(),
            some(period=Period(START + dt.timedelta(days=1), START + dt.timedelta(days=1, hours=2))),
        ],
        "MWh": [some(unit="MWH")],
        "kvarh": [some(unit="kvarh", product="1-1:3.29.0")],
        "no unit": [some(unit=None)],
        "another unit": [some(unit="XYZ")],
        "a product": [some(product="1501")],
        "a long product": [some(product="1" * 36)],
        "no product": [some(product=None)],
        "no point": [some(metering_point=None)],
        "a long point": [some(metering_point="1" * 26)],
        "a longer point": [some(metering_point="1" * 36)],
        "no period": [some(period=None)],
        "an empty period": [some(period=Period(START, START))],
        "no resolution": [some(resolution=None)],
        "one without a resolution": [some(1, resolution=None)],
        "an odd resolution": [some(resolution="PT7M")],
        "months": [
            some(
                2,
                resolution="P1M",
                period=Period(
                    dt.datetime(2024, 1, 30, 23, tzinfo=dt.UTC), dt.datetime(2024, 3, 30, 23, tzinfo=dt.UTC)
                ),
            )
        ],
        "months from the first": [
            some(
                2,
                resolution="P1M",
                period=Period(
                    dt.datetime(2024, 1, 31, 23, tzinfo=dt.UTC), dt.datetime(2024, 3, 30, 22, tzinfo=dt.UTC)
                ),
            )
        ],
        "seconds": [
            some(period=Period(START + dt.timedelta(seconds=7), START + dt.timedelta(hours=2, seconds=7)))
        ],
        "seconds of columns": [
            some(9, period=Period(START + dt.timedelta(seconds=7), START + dt.timedelta(hours=9, seconds=7)))
        ],
        "years ago": [
            some(
                9,
                period=Period(
                    dt.datetime(1969, 12, 31, 20, tzinfo=dt.UTC), dt.datetime(1970, 1, 1, 5, tzinfo=dt.UTC)
                ),
            )
        ],
        "a far year": [
            some(
                9,
                period=Period(
                    dt.datetime(2300, 1, 1, tzinfo=dt.UTC), dt.datetime(2300, 1, 1, 9, tzinfo=dt.UTC)
                ),
            )
        ],
        "no values": [some(0, period=Period(START, START + dt.timedelta(hours=1)))],
        "a hole": [some(observations=Observations.of([Observation(1, "1"), Observation(4, "2")]))],
        "unread": [some(observations=attrs.evolve(some().observations, unparsed=((1, "x"),)))],
        "none": [],
        "no series": [7],
    }
    for name, series in cases.items():
        for profile in FORMS:
            yield Answer(f"{profile} {name}", _written(series, profile))


def _options() -> Iterator[Answer]:
    both = [some(direction="In", product="1501"), some(direction="Out", product="1501")]
    cases: dict[str, tuple[list[Any], dict[str, Any]]] = {
        "areas": (both, {"carrier": Carrier.AREAS, "areas": ("A", "B")}),
        "areas without a pair": (both, {"carrier": Carrier.AREAS}),
        "areas without a direction": ([some()], {"carrier": Carrier.AREAS, "areas": ("A", "B")}),
        "lines": (both, {"carrier": Carrier.LINES}),
        "obis": (both, {"carrier": Carrier.OBIS, "codes": {"In": "1-1:2.8.0", "Out": "1-1:1.8.0"}}),
        "no obis": (both, {"carrier": Carrier.OBIS}),
        "codes": (both, {"carrier": Carrier.PRODUCT, "codes": {"In": "A", "Out": "B"}}),
        "a code less": (both, {"carrier": Carrier.PRODUCT, "codes": {"In": "A"}}),
        "one code": (both, {"carrier": Carrier.PRODUCT, "codes": {"In": "A", "Out": "A"}}),
        "qualifiers": ([some(9, status=Status.ESTIMATED)], {"qualifiers": {Status.ESTIMATED: "Z99"}}),
        "an odd qualifier": ([some(9, status=Status.ESTIMATED)], {"qualifiers": {Status.ESTIMATED: "a+"}}),
        "answer": (
            [some()],
            {
                "answer": "AB",
                "function": "5",
                "reference": "77",
                "document_code": "Z48",
                "product_agency": "SVK",
            },
        ),
        "a document without a number": ([some()], {"document": ""}),
        "a long document": ([some()], {"document": "D" * 36}),
        "a UUID": ([some()], {"document": "00000000-0000-4000-8000-0000000000a1"}),
        "no GLN": ([some()], {"sender": "708000000001"}),
        "another party": ([some()], {"recipient": PartyId("X", "Y", "260")}),
        "no zone": ([some()], {"created": dt.datetime(2024, 6, 5)}),
        "no process": ([some()], {"process": ""}),
        "another process": ([some()], {"process": "13025"}),
        "an unknown process": ([some()], {"process": "99999999999"}),
        "a comma": ([some(12)], {"una": Separators(decimal=",")}),
        "level B": ([some(12)], {"una": LEVEL_B, "syntax": "UNOB"}),
        "no UNA": ([some(12)], {"una": False, "test": True}),
        "level A": ([some()], {"syntax": "UNOA", "version": 1}),
        "syntax 4": ([some()], {"syntax": "UNOY", "version": 4}),
        "not checked": ([some()], {"document": "d" * 35, "checked": False}),
        "no such set": ([some()], {"syntax": "UNOQ"}),
    }
    for name, (series, options) in cases.items():
        for profile in ("no", "dk", "de"):
            yield Answer(f"{profile} {name}", _written(series, profile, **options))
    yield Answer("no such profile", _written([some()], "xx"))
    form = attrs.evolve(FORMS["no"], period="", time_format="303", negative=False, release="04B", agency="UN")
    for name, series in {"times": [some(12)], "negative": [some(12, amounts=("-1",))]}.items():
        yield Answer(f"another form {name}", _written(series, "no", form=form, carrier=Carrier.OBIS))


def _envelopes() -> Iterator[Answer]:
    usual: dict[str, Any] = {
        "sender": "7080000000012",
        "recipient": "7080000000029",
        "reference": "R1",
        "prepared": START,
    }
    cases: dict[str, dict[str, Any]] = {
        "usual": {},
        "all": {
            "application_reference": "A" * 14,
            "ack_request": True,
            "agreement": "B" * 35,
            "test": True,
            "version": 4,
            "zone": dt.UTC,
        },
        "no reference": {"reference": ""},
        "references of 14 and 15": {"reference": "R" * 14},
        "a long reference": {"reference": "R" * 15},
        "a long application reference": {"application_reference": "A" * 15},
        "a long agreement": {"agreement": "A" * 36},
        "version 0": {"version": 0},
        "version 5": {"version": 5},
        "version 1": {"version": 1, "syntax": "UNOA"},
        "no zone": {"prepared": dt.datetime(2024, 6, 5)},
        "the first year": {"prepared": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))},
        "the last year": {"prepared": dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)},
        "an early year": {"prepared": dt.datetime(999, 1, 5, tzinfo=dt.UTC), "version": 4, "zone": dt.UTC},
        "no set": {"syntax": "X"},
        "no GLN": {"sender": "70800000000\u0661\u0662"},
        "an address": {"sender": Address("X" * 35, "Q" * 4, "S" * 14)},
        "no identification": {"recipient": Address("")},
        "a long identification": {"recipient": Address("X" * 36)},
        "a long qualifier": {"sender": Address("X", "Q" * 5)},
        "a long qualifier of the recipient": {"recipient": Address("X", "Q" * 5)},
        "a long subaddress": {"recipient": Address("X", "Q", "S" * 15)},
        "no qualifier": {"sender": Address("X", "")},
    }
    for name, options in cases.items():
        yield Answer(f"header {name}", (called(interchange_header, **{**usual, **options}),))
    messages = [build([some()])]
    first = messages[0]
    controls = (Control(kind="1", value="0099"), Control(kind="2", value="x"), Control(kind="44", value="1"))
    contents: dict[str, list[Any]] = {
        "none": [],
        "twice": [first, first],
        "two": [first, attrs.evolve(first, reference="2")],
        "a text": ["x"],
        "raw": list(wrap(first).messages),
        "controls": [attrs.evolve(first, controls=controls)],
        "a long control": [attrs.evolve(first, controls=(Control(kind="1", value="1" * 16),))],
        "no reference": [attrs.evolve(first, reference="")],
        "a long reference": [attrs.evolve(first, reference="R" * 15)],
    }
    for name, content in contents.items():
        yield Answer(
            f"content {name}",
            (called(lambda content=content: interchange_to_bytes(build_interchange(content, **usual))),),
        )
    small = [data for data in bases_by_hand() if len(data) < 500]
    for case, data in changed(small, 1, lambda _, data: data):
        raws = [edielkit.parse(data).messages[0]] if b"UNH+" in data else []
        yield Answer(
            f"rebuilt {case}",
            (called(lambda raws=raws: interchange_to_bytes(build_interchange(raws, **usual))),),
        )


def _plain() -> Iterator[Answer]:
    values = {
        "metering_point": "707057500000000008",
        "product": "1501",
        "start": "2026-03-29T00:00+01:00",
        "end": "2026-03-29T03:00+01:00",
    }
    mscons = {
        "sender": "7080000000012",
        "recipient": {"identification": "91100", "qualifier": "ZZ", "subaddress": "S", "agency": "SVK"},
        "document": "D1",
        "reference": "R1",
        "created": "2026-03-30T06:30+02:00",
        "profile": "no",
        "series": [
            {**values, "values": ["1.5", None, {"quantity": 2, "status": "metered"}], "unit": "kWh", "direction": "In", "resolution": "PT1H"},
            {"metering_point": "707057500000000015", "product": "1501", "day": "2026-03-30", "values": ["0.1"] * 24},
        ],
        "carrier": "product", "codes": {"In": "A", "Out": "B"}, "answer": "AB", "function": "9", "test": False, "ack_request": True, "syntax": "UNOC",
    }  # fmt: skip
    yield from _from_dict("MSCONS", mscons, "values", COUNT * 2)
    yield from _from_dict(
        "MSCONS",
        {**mscons, "profile": "de", "process": "13018", "carrier": "obis", "codes": None},
        "german",
        30,
    )
    message = edielkit.to_dict(wrap(build([some()])))["content"][0]
    short = {
        "sender": "7080000000012",
        "recipient": {"identification": "X", "qualifier": "ZZ"},
        "reference": "R1",
        "prepared": "2026-03-30T06:30+02:00",
        "messages": [message],
    }
    yield from _from_dict(
        "Interchange",
        {**short, "version": 3, "una": ":+.? '", "test": True, "syntax": "UNOC", "agreement": "A"},
        "short",
        COUNT,
    )
    yield from _from_dict("UTILTS", short, "another kind", 20)
    group = b"UNA:+.? '\nUNB+UNOC:3+A+B+240605:0715+R'\nUNG+MSCONS+A+B+240605:0715+G1+UN+D:96A'UNH+1+X:D'UNT+2+1'NAD+X'UNE+1+G1'UNH+2+Y:D'BGM+?'+a:b'UNT+3+2'CNT+1'UNZ+1+R'\r\n"
    chosen = [group, *(data for data in bases_by_hand() if len(data) < 330)]
    for at, data in enumerate(chosen):
        yield from _from_dict(
            "Interchange",
            edielkit.to_dict(edielkit.parse(data)),
            f"whole {at}",
            COUNT if data is group else 12,
        )
    for kind in ("mscons", "Mscons", "XYZ", "QUOTES", "Interchang", ""):
        yield Answer(f"kind {kind}", (called(edielkit.from_dict, kind, mscons),))


def _from_dict(kind: str, mapping: dict[str, Any], name: str, count: int) -> Iterator[Answer]:
    """Yield what is written of plain data as it is, and of changed forms of it."""
    for case, data in ((name, mapping), *changed_places(name, mapping, count)):
        yield Answer(case, (called(lambda data=data: edielkit.serialize(edielkit.from_dict(kind, data))),))


def _numbers() -> Iterator[Answer]:
    texts = (
        "1",
        "-1",
        "1.5",
        "1,5",
        "",
        ".5",
        "1.",
        "+1",
        "1e5",
        "00.50",
        "-0",
        "x",
        "\u0661",
        "1" * 40,
        " 1",
    )
    yield Answer("numbers", ("; ".join(called(number, text) for text in texts),))
    values = [number(text) for text in texts]
    yield Answer(
        "amounts",
        (
            "; ".join(
                called(amount_text, value, mark) for value in values if value is not None for mark in ".,"
            ),
            called(amount_text, 7),
        ),
    )
    identities = (
        "00000000-0000-4000-8000-0000000000a1",
        "00000000-0000-4000-8000-0000000000A1",
        "x",
        "",
        "0" * 32,
        "0" * 31 + "g",
        "a" * 32,
    )
    yield Answer(
        "references",
        ("; ".join(called(verb, text) for verb in (compact_uuid, expand_uuid) for text in identities),),
    )


def test_what_is_written_is_the_kept():
    """Bytes, or the words of a refusal."""
    assert_kept(__file__, answers())
