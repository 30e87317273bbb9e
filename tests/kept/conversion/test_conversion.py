"""What becomes of small messages in each other form, with many options, and what is refused, in full words."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
from tests.support.changed_inputs import changed
from tests.support.conversion_pairs import (
    ACTIVE,
    OTHER_POINT,
    PAIRS,
    POINT,
    REACTIVE,
    collected,
    notified,
    series,
)
from tests.support.edifact_mutations import bases_by_hand
from tests.support.edifact_values_changed import component_changed, value_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called, table_of, text_of_value
from tests.support.paths import FIXTURES

import edielkit
from edielkit.conversion import Carrier, Channel, Options, Sign, convert
from edielkit.conversion.code_mappings import obis_of, product_of_obis
from edielkit.conversion.converter import TARGETS, Converted, source_losses
from edielkit.conversion.losses import Loss
from edielkit.conversion.missing import missing_options
from edielkit.conversion.neutral import utc_instant, whole_minute
from edielkit.conversion.scaling import scaled
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.errors import EdielError
from edielkit.series import Observations, Status, TimeSeries

WHEN = dt.datetime(2026, 7, 1, 6, 15, 30, tzinfo=dt.UTC)
GLN = "7080000000012"
LONGEST, LONGEST_XML = 2200, 5500
# how often series are converted, with options of their own each time
TURNS = 4
# what an option may be, the first one that which suits most inputs
FIELDS: dict[str, tuple[Any, ...]] = {
    "profile": (None, "no", "se", "dk", "de", "ch", "xx"),
    "sender": (GLN, None, PartyId("A", agency="260"), "7080000000013", ""),
    "recipient": ("7080000000029", None, PartyId("B" * 36), "X"),
    "physical_sender": (GLN, None, "X"),
    "parties": ({}, {GLN: "7080000000029"}, {"12XTEST-A------7": GLN}, {"10001": "7080000000029", "20002": GLN}),
    "points": ({}, {POINT: OTHER_POINT}, {POINT: "X" * 36}),
    "document_type": (None, "E13", "E66", "Z48", "S02", "E31", "XX"),
    "process": ("BRS-NO-313", None, "BRS-NO-999"),
    "role": ("DDE", None, "MDR", "XX"),
    "process_id": (None, "13025", "13008", "99"),
    "reason": (None, "E88", "E99"),
    "scope": (None, "E02"),
    "point_type": (None, "E17", "E20"),
    "answer": (None, True, False),
    "application_reference": (None, "APP", "A" * 15),
    "reference": (None, "R1", "R" * 15),
    "now": (WHEN, None, dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))),
    "registered": (WHEN, None),
    "validation": ("V001", None),
    "estimation": ("E001", None),
    "direction": (None, "In", "Out"),
    "line_directions": ((), ("In", "Out"), ("Out",)),
    "carrier": (None, *Carrier),
    "channels": ((), (Channel("1009", ACTIVE, "In"), Channel("1010", ACTIVE, "Out")), (Channel("1501", ACTIVE), Channel("1001", REACTIVE, "Out"))),
    "product": (None, ACTIVE, REACTIVE, "1" * 36),
    "areas": (None, ("A", "B"), ("NO-AREA-A", "NO-AREA-B")),
    "sign": (None, *Sign),
    "signed_points": (None, frozenset(), frozenset({POINT})),
    "join": (False, True),
    "unit": ("KWH", "MWH"),
    "qualifiers": ({}, {Status.ESTIMATED: "Z99", Status.TEMPORARY: "Z98", Status.MISSING: "Z97"}, {Status.METERED: "67"}),
    "by_agreement": (False, True),
    "gather": (False, True),
    "test": (False, True),
    "refuse": (frozenset(), frozenset({"CNV009"}), frozenset({"CNV004", "CNV008"})),
}  # fmt: skip
CHANNELS = (Channel("1009", ACTIVE, "In"), Channel("1010", ACTIVE, "Out"), Channel("1011", REACTIVE, "Out"))
# what suits most inputs of a target
USUAL: dict[str, dict[str, Any]] = {
    "mscons": {"profile": "no", "channels": CHANNELS, "by_agreement": True},
    "utilts": {"document_type": "E66", "role": "DDQ", "reason": "E88", "scope": "E02", "answer": False},
    "collected-data": {"document_type": "E13", "product": ACTIVE, "direction": "In", "parties": {"10001": GLN, "20002": "7080000000029"}},
    "notify-validated-data": {"document_type": "E66", "product": ACTIVE, "direction": "Out", "role": "DDQ"},
}  # fmt: skip


def counted() -> Any:
    """Return a source of UUIDs that begins anew."""
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=(0x5EED << 96) + next(numbers)))


def options_of(choice: random.Random, to: str) -> Options:
    """Return options of which a few are others than those that suit most inputs of a target."""
    fields = {**{name: values[0] for name, values in FIELDS.items()}, **USUAL[to]}
    for name in choice.sample(list(FIELDS), choice.choice((0, 1, 2, 4, 7))):
        fields[name] = choice.choice(FIELDS[name])
    return Options(**fields, new_id=counted() if choice.random() < 0.95 else None)


def answers() -> Iterator[Answer]:
    """Yield what becomes of each input."""
    for at, (case, source) in enumerate(inputs()):
        choice = random.Random(case)
        for to in dict.fromkeys((_other(source), TARGETS[at % len(TARGETS)])):
            yield Answer(f"{case} to {to}", _converted(source, to, options_of(choice, to)))
    for pair in PAIRS:
        for source, to, options in ((pair.xml, pair.edifact, pair.out), (pair.edi, pair.target, pair.back)):
            yield Answer(
                f"pair {pair.name} {to}", _converted(source, to, attrs.evolve(options, new_id=counted()))
            )
    yield from _tables()


def inputs() -> Iterator[tuple[str, Any]]:
    """Yield messages of both wires, and series."""
    bases = [data for data in bases_by_hand() if len(data) < LONGEST and b"QTY+" in data]
    messages = [
        *((f"{case} whole", data) for case, data in changed(bases, 1, lambda _, data: data)),
        *((f"{case} parts", data) for case, data in changed(bases, 1, component_changed)),
        *((f"{case} values", data) for case, data in changed(bases, 1, value_changed)),
    ]
    files = sorted((FIXTURES / "emif").glob("metering/*.xml"))
    messages += [(path.stem, path.read_bytes()) for path in files]
    yield from ((case, data) for case, data in messages if b"<" not in data or len(data) < LONGEST_XML)
    for name, listed in _series().items():
        yield from ((f"{name} {turn}", listed) for turn in range(TURNS))
        needed = [
            (
                item.registered,
                item.metering_point,
                item.direction,
                item.resolution,
                item.product,
                item.unit,
                item.period,
            )
            for item in listed
        ]
        if all(map(all, needed)):
            yield from ((f"{name} collected {turn}", collected(listed, 5)) for turn in range(TURNS))
            yield from ((f"{name} notified {turn}", notified(listed, 7)) for turn in range(TURNS))


def _other(source: Any) -> str:
    """Return a target of the other wire."""
    if isinstance(source, bytes) and b"<" not in source[:20]:
        return "collected-data"
    return "mscons" if isinstance(source, list) or "Collected" in type(source).__name__ else "utilts"


def _series() -> dict[str, list[TimeSeries]]:
    """Return short series of every kind."""
    short = {"resolution": "P1D"}
    plain = series("2026-06-03", "In", number=1, **short)
    signed = attrs.evolve(plain, direction=None, observations=Observations.metered(["-1.5"]))
    states = [(0, Status.ESTIMATED)]
    return {
        "one": [plain],
        "both": [plain, series("2026-06-03", "Out", number=2, **short)],
        "two days": [plain, series("2026-06-04", "In", number=3, **short)],
        "two points": [plain, series("2026-06-03", "Out", number=4, point=OTHER_POINT, **short)],
        "reactive": [series("2026-06-03", "Out", number=5, product=REACTIVE, **short)],
        "estimated": [series("2026-06-03", "In", number=6, states=states, **short)],
        "temporary": [series("2026-06-03", "In", number=6, states=[(0, Status.TEMPORARY)], **short)],
        "missing": [series("2026-06-03", "In", number=6, states=[(0, Status.MISSING)], **short)],
        "hours": [series("2026-10-25", "Out", number=7)],
        "signed": [signed],
        "signed hours": [
            attrs.evolve(
                series("2026-03-29", "In"),
                direction=None,
                observations=Observations.metered(["-1", "2.5"] * 11 + ["0"]),
            )
        ],
        "no period": [attrs.evolve(plain, period=None)],
        "no product": [attrs.evolve(plain, product=None)],
        "a foreign product": [attrs.evolve(plain, product="1501")],
        "OBIS": [attrs.evolve(plain, product="1-1:2.29.0", direction=None)],
        "no unit": [attrs.evolve(plain, unit=None)],
        "MWh": [attrs.evolve(plain, unit="MWH")],
        "another unit": [attrs.evolve(plain, unit="XYZ")],
        "no resolution": [attrs.evolve(plain, resolution=None)],
        "an area": [attrs.evolve(plain, metering_point=None, grid_area="50Y-EDIELKIT-A-V")],
        "no place": [attrs.evolve(plain, metering_point=None)],
        "no time": [attrs.evolve(plain, registered=None, identification=None)],
        "seconds": [attrs.evolve(plain, registered=WHEN)],
        "large": [attrs.evolve(plain, observations=Observations.metered(["99999999999.999"]))],
        "no values": [attrs.evolve(plain, observations=Observations.metered([]))],
    }


def _converted(source: Any, to: str, options: Options) -> Iterator[str]:
    """Yield what a conversion gives, what it loses, and which options it misses."""
    try:
        converted = convert(source, to, options=options)
    except (EdielError, ValueError) as error:
        yield f"{type(error).__name__} {error}"
    else:
        yield _written(converted)
        yield _losses(converted.losses)
        yield _losses(converted.supplied)
    again = attrs.evolve(options, new_id=counted())
    missing = [
        (error.option, error.subject, f"{error}") for error in missing_options(source, to, options=again)
    ]
    yield f"missing {missing}"
    if not isinstance(source, list):
        yield called(lambda: _losses(source_losses(source, to, options=again)))


def _written(converted: Converted) -> str:
    return called(
        lambda: converted.data or [edielkit.serialize(document) for document in converted.documents]
    )


def _losses(losses: Sequence[Loss]) -> str:
    return f"{len(losses)} losses: {'; '.join(f'{loss.code} {loss.where} {loss.message}' for loss in losses)}"


def _tables() -> Iterator[Answer]:
    codes = (
        "1-1:1.29.0",
        "1-1:2.29.0",
        "1-1:3.29.0",
        "1-1:4.29.0",
        "1-1:1.8.0",
        "1-1:1.6.0",
        "1.8.0",
        "1-0:9.99.0",
        "",
        "x",
        "8716867000030",
    )
    yield Answer("products", (table_of(product_of_obis, ((code,) for code in codes)),))
    yield Answer(
        "OBIS",
        (table_of(obis_of, itertools.product((ACTIVE, REACTIVE, "", "1501"), ("In", "Out", "", "in"))),),
    )
    columns = [
        [0, 1, -1, 1000],
        [10**15 - 1],
        [10**15 // 1000 - 1],
        [10**15 // 1000],
        [-(10**15) // 1000],
        [1, 500, 999],
        [],
    ]
    rows = []
    for row, factor in itertools.product(columns, (1, 10, 1000, -1000, -10)):
        metered = Observations.metered(["0"] * len(row))
        rows.append((attrs.evolve(metered, quantity=np.array(row, np.int64)), factor, "here"))
    yield Answer("scaled", (table_of(scaled, rows),))
    instants = (
        WHEN,
        WHEN.replace(second=0),
        WHEN.replace(second=0, microsecond=1),
        dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    )
    yield Answer("minutes", (table_of(whole_minute, ((instant,) for instant in instants)),))
    values = (
        *instants,
        None,
        dt.datetime(2026, 1, 1),
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5))),
        "x",
        7,
    )
    yield Answer("instants", (table_of(utc_instant, ((value,) for value in values)),))
    wrong: tuple[dict[str, Any], ...] = (
        {"now": dt.datetime(2026, 1, 1)}, {"registered": dt.datetime(2026, 1, 1)}, {"point_type": "E99"}, {"validation": "V"}, {"estimation": ""},
        {"direction": "in"}, {"unit": "kWh"}, {"qualifiers": {Status.ESTIMATED: "x"}}, {"qualifiers": {"x": "136"}},
    )  # fmt: skip
    for fields in wrong:
        yield Answer(
            f"options {fields}", (called(lambda fields=fields: type(Options(**fields)).__name__)[:60],)
        )
    filled = Options(**{name: values[1] for name, values in FIELDS.items()}, new_id=counted())
    yield Answer(
        "options of series",
        (text_of_value(filled.series_options()), text_of_value(Options().series_options())),
    )
    for target in ("", "MSCONS", "xml"):
        yield Answer(f"no target {target}", (called(convert, b"", target, options=Options()),))
    for source in (b"", b"x", b"UNB'", b"<a/>", [], 7):
        yield Answer(f"no source {source!r}", (called(convert, source, "mscons", options=Options()),))


def test_conversions_are_the_kept_ones():
    """Bytes, losses, what is missing, and refusals."""
    assert_kept(__file__, answers())
