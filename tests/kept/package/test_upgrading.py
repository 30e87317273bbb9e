"""What edielkit.upgrading says of messages of every kind under every other version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import permutations

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import fixture_files
from tests.support.kept_digests import digest

from edielkit import parse
from edielkit.emif.messages import MESSAGES
from edielkit.emif.simple_types import VERSIONS
from edielkit.errors import EdielError
from edielkit.generate import generate_message
from edielkit.upgrading import upgrade

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def answers() -> Iterator[Answer]:
    """Yield the impact on full messages of each version, on other inputs, and what is refused."""
    for number, kind in enumerate(MESSAGES):
        for old, new in permutations(MESSAGES[kind].versions(), 2):
            data = generate_message(kind, seed=number, now=NOW, full=True, version=old).data
            yield Answer(f"{kind} {old} {new}", _lines(data, new))
    for name, data in _others().items():
        for version in (*VERSIONS, "1.0", ""):
            yield Answer(f"{name} {version}", _lines(data, version))


def _others() -> dict[str, object]:
    files = fixture_files(
        {
            "annual volume": "emif/metering/CollectedData-annual-volume-EI-270.xml",
            "poll result": "emif/soap/PollForDataResponse-market.xml",
            "request": "emif/soap/CollectedDataRequest.xml",
            "fault": "emif/soap/Fault.xml",
            "several faults": "broken/emif-several-faults.xml",
            "cut off": "broken/emif-truncated.xml",
            "interchange": "edifact/mscons-no-four-hours.edi",
        }
    )
    return {
        **files,
        "read already": parse(files["annual volume"]),
        "read envelope": parse(files["request"]),
        "nothing": b"",
        "text": b"x",
    }


def _lines(data: object, version: str) -> list[str]:
    try:
        impact = upgrade(data, version)
    except (EdielError, ValueError) as error:
        return [f"{type(error).__name__} {error}"]
    breaks = [
        f"{b.path} {b.line} {b.message} {b.code} {b.change and b.change.number} {b.instead}"
        for b in impact.breaks
    ]
    head = f"{impact.version} {impact.to} {impact.kinds} {impact.fits} {len(breaks)} {digest(breaks)} {[change.number for change in impact.news]}"
    return [head, *breaks[:3]]


def test_impacts_are_the_kept_ones():
    """Every place, and what to write instead."""
    assert_kept(__file__, answers())
