"""The messages of a generated day: valid, canonical, unique, in time."""

from __future__ import annotations

import attrs
import pytest
from tests.support.generated_days import AUTUMN, SPRING, WINTER, generated_day

import edielkit
from edielkit.generate.market import DayRun, day_run, generate_market
from edielkit.generate.market.message_files import message_files


@pytest.mark.parametrize(
    ("points", "seed", "resolution", "day"),
    [
        (10, 1, "mixed", WINTER),
        (300, 4, "mixed", AUTUMN),
        (600, 5, "quarter", SPRING),
        (1_500, 3, "hour", SPRING),
    ],
)
def test_every_message_is_valid_and_canonical(points, seed, resolution, day):
    """Nothing is found at level business, not even a warning, and the writer would give the same bytes."""
    for file in generated_day(points, seed, resolution, day).files:
        report = edielkit.validate(file.content, now=file.head.created, level="business")
        assert (file.name, ()) == (file.name, report.findings)
        assert edielkit.serialize(edielkit.parse(file.content)) == file.content


def test_no_identification_comes_twice():
    """Neither of messages nor of payloads, over days, directions and corrections."""
    market = generate_market(1_500, seed=1)
    named = []
    for day in (WINTER, SPRING):
        for file in message_files(DayRun(market, day)):
            message = edielkit.parse(file.content)
            named.append(message.header.identification)
            named += [payload.identification for payload in message.payload_energy_time_series]

    assert len(named) == len(set(named))


def test_values_come_before_the_deadline_and_corrections_later():
    """05:00 on the day after; corrections before the values of the next day."""
    generated = generated_day(2_000, 5, "mixed", SPRING)
    created = {file.is_correction: file.head.created.isoformat() for file in generated.files}

    assert {False: "2026-03-30T03:00:00+00:00", True: "2026-03-31T02:30:00+00:00"} == created


def test_each_series_of_a_correction_is_whole_and_metered():
    """What was estimated or missing comes as it was."""
    generated = generated_day(2_000, 5, "mixed", SPRING)
    corrected = [
        series
        for file in generated.files
        if file.is_correction
        for series in edielkit.read_series(file.content)
    ]

    assert corrected
    assert all(
        len(series.observations) == 23 and not series.observations.status.any() for series in corrected
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    """Whatever ran before."""
    first, again, other = (
        {file.name: file.content for file in message_files(DayRun(generate_market(40, seed=seed), WINTER))}
        for seed in (1, 1, 2)
    )

    assert first == again
    assert not set(first.values()) & set(other.values())


def test_a_large_group_is_written_in_parts(monkeypatch):
    """No message has more payloads than its part of the group: memory is that of a part."""
    monkeypatch.setattr(day_run, "_BLOCK", 10 * 24)
    market = generate_market(500, seed=1)
    files = [attrs.astuple(file, recurse=False)[3] for file in message_files(DayRun(market, WINTER))]

    assert max(content.count(b"<rsm:PayloadEnergyTimeSeries>") for content in files) == 10
