"""The parts that generated messages are drawn from: numbers, people, points, values, shapes, and facts of guides."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import product

import attrs
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.kept_values import called

from edielkit.edifact.segments import Segment
from edielkit.emif.messages import AGGREGATES
from edielkit.generate.docstrings import lowered, meanings_of
from edielkit.generate.drawn_points import context_of, draw_point
from edielkit.generate.drawn_values import (
    draw_day,
    draw_observations,
    draw_reading,
    past_midnight,
    seconds_before,
)
from edielkit.generate.generated import require_years
from edielkit.generate.guide_values import _TEMPLATES, GuideValues, parties
from edielkit.generate.numbers import SERIES, Numbers
from edielkit.generate.people import draw_customer, draw_place, words
from edielkit.generate.shapes import shape_of
from edielkit.market_time import OSLO, Period
from edielkit.process_rules.data import every_combination

SPRING, AUTUMN = dt.date(2025, 3, 30), dt.date(2026, 10, 25)
NOWS = (
    dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 26, 0, 30, tzinfo=dt.UTC),
    dt.datetime(2025, 3, 30, 23, 30, tzinfo=dt.UTC),
    dt.datetime(2025, 4, 1, 22, tzinfo=dt.UTC),
)


def answers() -> Iterator[Answer]:
    """Yield each kind of part, by seeds."""
    yield from _numbers()
    yield from _people_and_points()
    yield from _values()
    yield from _shapes()
    yield from _facts()
    for name, cls in AGGREGATES.items():
        yield Answer(
            f"meanings {name}", [digest({key: lowered(text) for key, text in meanings_of(cls).items()})]
        )
    for text in ("", "A", "Name of it", "GLN of it", "kWh of it", "A GLN"):
        yield Answer(f"lowered {text!r}", [lowered(text)])
    for year in (1, 1099, 1100, 9900, 9901, 9999):
        yield Answer(f"year {year}", [called(require_years, dt.date(year, 1, 1))])


def _numbers() -> Iterator[Answer]:
    for kind, series in SERIES.items():
        drawn = [series.draw(random.Random(seed)) for seed in range(5)]
        lines = [" ".join(drawn), f"{all(map(series.holds, drawn))} {series.recognised}"]
        odd = (
            "",
            "9" * len(drawn[0]),
            drawn[0][:-1],
            f"{drawn[0]}0",
            "x" * len(drawn[0]),
            f"{series.prefix}x",
        )
        yield Answer(f"numbers {kind}", [*lines, f"{[series.holds(text) for text in odd]}"])
    for month in ("80", "81", "92", "93", "8x", "01", "-1"):
        yield Answer(f"born in {month}", [f"{SERIES['birth_number'].holds(f'01{month}9000000')}"])
    numbers = Numbers(random.Random(1))
    for name in ("gln", "gsrn", "area", "organisation", "person", "malo", "mp_id", "melo", "uuid", "meter"):
        yield Answer(f"source of {name}", [" ".join(getattr(numbers, name)() for _ in range(4))])
    yield Answer("a Swiss location", [numbers.melo("CH")])
    again = Numbers(random.Random(2))
    again.rng.seed(5)
    before = again.gln()
    again.rng.seed(5)
    yield Answer("none twice", [before, again.gln()])


def _people_and_points() -> Iterator[Answer]:
    for seed in range(8):
        rng = random.Random(seed)
        numbers = Numbers(rng)
        yield Answer(
            f"customer and place {seed}",
            [f"{attrs.astuple(draw_customer(rng, numbers))}", f"{attrs.astuple(draw_place(rng))}"],
        )
        yield Answer(f"words {seed}", [f"{words(rng, most)!r}" for most in (1, 2, 5, 10, 30)])
    for seed, profiled, types in product(
        range(3), (None, False, True), (("E17", "E17", "E18", "E19"), ("E20",))
    ):
        rng = random.Random(seed)
        point = draw_point(rng, Numbers(rng), area="A", types=types, profiled=profiled, status="E23")
        yield Answer(
            f"point {seed} {profiled} {types[-1]}",
            [
                f"{attrs.astuple(point)}",
                f"{point.directions} {point.channel_resolution}",
                f"{point.state([('DDQ', '1')])}",
            ],
        )
    yield Answer(
        "point as usual",
        [
            f"{attrs.astuple(draw_point(random.Random(n), Numbers(random.Random(n)), area='A'))}"
            for n in range(4)
        ],
    )
    yield Answer(
        "context",
        [
            f"{context_of([{'a': 1}], owner=('A', 'B'))}",
            f"{context_of([], owner=('A', 'B'), approvals=[{'c': 2}])}",
        ],
    )


def _values() -> Iterator[Answer]:
    for now, most in product(NOWS, (1, 2, 40, 300)):
        days = [draw_day(random.Random(seed), now, most=most) for seed in range(40)]
        yield Answer(f"days {now.isoformat()} {most}", [" ".join(map(str, days[:12])), digest(days)])
    options = (
        {},
        {"sun": True},
        {"quality": True},
        {"calculated": True},
        {"quality": True, "calculated": True},
    )
    starts = (
        dt.datetime(2026, 3, 2, tzinfo=OSLO),
        *(dt.datetime.combine(day, dt.time(), OSLO) for day in (SPRING, AUTUMN)),
    )
    for start, resolution, chosen in product(starts, ("PT15M", "PT1H"), options):
        period = Period(start, (start + dt.timedelta(days=1)))
        values = draw_observations(random.Random(3), period, resolution, size=37, **chosen)
        columns = [values.position, values.quantity, values.status, values.validation, values.estimation]
        yield Answer(
            f"values {start.date()} {resolution} {chosen}",
            [
                " ".join(str(column.dtype) for column in columns),
                *(" ".join(map(str, column.tolist())) for column in columns),
            ],
        )
    yield Answer("readings", [f"{[draw_reading(random.Random(seed)) for seed in range(6)]}"])
    for now in NOWS:
        drawn = [past_midnight(random.Random(seed), now, 1, 250).isoformat() for seed in range(12)]
        yield Answer(f"midnights {now.isoformat()}", [" ".join(drawn)])
        steps = [seconds_before(now.astimezone(OSLO), seconds).isoformat() for seconds in (0, 1, 3600, 7200)]
        yield Answer(f"seconds before {now.isoformat()}", [" ".join(steps)])


def _shapes() -> Iterator[Answer]:
    for (kind, brs), combinations in every_combination().items():
        lines = []
        for combination in combinations:
            for role in (*combination.roles, "XXX"):
                for seed in range(2):
                    shape = shape_of(kind, brs, combination.document_type, role, random.Random(seed))
                    asked = [
                        path
                        for path in ("MeteringPointUsedDomainLocation", "StartOfOccurrence", "Metered")
                        if shape.asks_for(path)
                    ]
                    lines.append(
                        f"{sorted(shape.needs)} {sorted(shape.leaves)} {dict(shape.values)} {dict(shape.without)} {shape.forms} {asked}"
                    )
        yield Answer(f"shape {kind} {brs}", [digest(lines), max(lines, key=len)])


def _facts() -> Iterator[Answer]:
    for profile in ("no", "se", "dk", "de", "ch"):
        named = [parties(profile, random.Random(seed)) for seed in range(3)]
        yield Answer(
            f"parties {profile}", [f"{[attrs.astuple(address) for address in pair]}" for pair in named]
        )
        for kind, now in product(("MSCONS", "PRODAT"), NOWS[:3]):
            facts = GuideValues.of(profile, kind, random.Random(7), now)
            yield Answer(
                f"facts {profile} {kind} {now.isoformat()}",
                [
                    f"{facts.point} {facts.product} {facts.document} {facts.created} {facts.start} {facts.zone} {facts.steps}"
                ],
            )
    facts = GuideValues.of("se", "UTILTS", random.Random(7), NOWS[0])
    for name, element, component in _TEMPLATES:
        tag, _, code = name.partition("+")
        segment = Segment.of(tag, code or "1")
        yield Answer(
            f"candidates {name} {element} {component}", facts.candidates(segment, element, component)
        )
    for notation in ("102", "203", "303", "304", "406", "610", "718", "719", "805", "Z13", "999"):
        for qualifier in ("163", "164", "92", "597", "137"):
            segment = Segment.of("DTM", (qualifier, "", notation))
            yield Answer(f"time {qualifier} {notation}", facts.candidates(segment, 1, 2))


def test_parts_are_the_kept_ones():
    """Drawn alike on every machine."""
    assert_kept(__file__, answers())
