"""What is said to differ between messages of both wires: pairs of generated ones, changed ones, and series by instant."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import mutated as mutated_edifact
from tests.support.emif_changes import mutated as mutated_emif
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import fixture_files
from tests.support.kept_digests import digest

from edielkit import diff, parse_all
from edielkit.emif.messages import MESSAGES
from edielkit.errors import EdielError
from edielkit.generate import generate_message
from edielkit.generate.edifact_messages import guide_bytes, guides_for

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
COUNT = 12


def answers() -> Iterator[Answer]:
    """Yield the differences of each pair."""
    smallest: list[bytes] = []
    for kind in MESSAGES:
        first, second, full = (
            generate_message(kind, seed=seed, now=NOW, full=is_full).data
            for seed, is_full in ((1, False), (2, False), (1, True))
        )
        yield _compared(f"{kind} of two seeds", first, second)
        yield _compared(f"{kind} few and full", first, full)
        yield _compared(
            f"{kind} without heads",
            first,
            second,
            ignore=("Header", "Identification", "MeteringPointUsedDomainLocation/Identification"),
        )
        older = generate_message(kind, seed=1, now=NOW, version=MESSAGES[kind].versions()[0]).data
        yield _compared(f"{kind} of an older version", older, first)
        smallest.append(first)
    yield _compared("one with three", smallest[0], smallest[:3])
    yield _compared("three with others", smallest[:3], smallest[2:6])
    yield _compared("twice with once", [smallest[0], smallest[0]], smallest[0])
    yield _compared("none", [], [])
    yield _compared("none with one", [], smallest[0])
    for kind in ("APERAK", "CONTRL", "MSCONS", "PRODAT", "UTILTS", "QUOTES"):
        sides = [
            guide_bytes(guide, random.Random(number), NOW, full=False)
            for number, guide in enumerate(guides_for(kind)[:4])
        ]
        for number, (first, second) in enumerate(zip(sides, sides[1:] or sides, strict=False)):
            yield _compared(f"{kind} {number}", first, second)
            yield _compared(
                f"{kind} {number} ignoring", first, second, ignore=("DTM+137", "BGM/number", "NAD", "UNB")
            )
    yield from _series()
    for bases, change, wire in ((smallest[:8], mutated_emif, "EMIF"), (_days(), mutated_edifact, "EDIFACT")):
        for base in bases:
            for case, data in changed([base], COUNT, change):
                yield _compared(f"{wire} {case}", base, data)


def _days() -> list[bytes]:
    """Return days of values of each market."""
    return [
        generate_message("MSCONS", seed=4, now=NOW, profile=profile, version=version, process=process).data
        for profile, version, process in (
            ("no", "D.96A", None),
            ("se", "D.96A", None),
            ("ch", "D.04B", None),
            ("de", "D.04B", "13018"),
        )
    ]


def _series() -> Iterator[Answer]:
    """Yield values by instant: of one wire, between wires, and where there are none."""
    pairs = ("no-march-hours", "no-signed-october-quarters", "de-quality-quarters", "se-utilts-e66-notify")
    files = fixture_files(
        {f"{name}.{wire}": f"pairs/{name}.{wire}" for name in pairs for wire in ("edi", "xml")}
    )
    for name in pairs:
        xml, edifact = files[f"{name}.xml"], files[f"{name}.edi"]
        yield _compared(f"pair {name}", xml, edifact)
        yield _compared(f"pair {name} the other way", edifact, xml, by_series=True)
        other = xml.replace(b"<abie:Metered>1", b"<abie:Metered>7", 1)
        yield _compared(f"pair {name} with another value", other, edifact)
        fewer = xml.replace(b'<abie:Observation Sequence="2">', b'<abie:Observation Sequence="200">', 1)
        yield _compared(f"pair {name} with a hole", fewer, edifact)
        yield _compared(f"pair {name} by series", other, fewer, by_series=True)
        yield _compared(
            f"pair {name} with another unit",
            xml.replace(b">KWH<", b">MWH<").replace(b">kWh<", b">MWh<"),
            xml,
            by_series=True,
        )
    first, second = (files[f"{name}.xml"] for name in pairs[:2])
    yield _compared("series of other points", first, second, by_series=True)
    yield _compared("series ignoring", first, second, by_series=True, ignore=("Creation",))
    poll = generate_message("PollForData", now=NOW).data
    yield _compared("no series", poll, poll, by_series=True)
    yield _compared("no series on one side", poll, first, by_series=True)
    yield _compared(
        "no series in EDIFACT", guide_bytes(guides_for("CONTRL")[0], random.Random(1), NOW, full=False), poll
    )


def _compared(case: str, first: Any, second: Any, **options: Any) -> Answer:
    """Return all differences of two sides: how many, the first of them, and a digest of all."""
    try:
        sides = (
            [
                document
                for data in (side if isinstance(side, list) else [side])
                for document in parse_all(data)
            ]
            for side in (first, second)
        )
        comparison = diff(*sides, **options)
    except (EdielError, ValueError) as error:
        return Answer(case, [f"{type(error).__name__} {str(error)[:60]}"])
    listed = [
        f"{d.path} {[(s.name, s.key) for s in d.steps]} {d.first} | {d.second} | {d}"
        for d in comparison.differences
    ]
    head = f"{comparison.is_same} {comparison.compared} {len(listed)} {digest(listed)}"
    return Answer(case, [head, *listed[:2]])


def test_differences_are_the_kept_ones():
    """Where, and what each side says."""
    assert_kept(__file__, answers())
