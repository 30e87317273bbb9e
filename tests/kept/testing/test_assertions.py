"""What the tools for test suites say: assertions that fail, messages of a factory, markets that stand still, snapshots."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_commands import fixture_files
from tests.support.kept_digests import digest, size_and_digest

from edielkit.errors import EdielError
from edielkit.generate import fault_of
from edielkit.process_rules import MemoryContext
from edielkit.testing import FrozenMarket, MessageFactory, assert_findings, assert_same_message, assert_valid
from edielkit.testing.assertions import message_differences
from edielkit.testing.snapshots import MessageSnapshots

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def answers() -> Iterator[Answer]:
    """Yield each tool with what it takes and what it refuses."""
    factory = MessageFactory()
    for kind in ("CollectedData", "PollForData", "MSCONS", "CONTRL", "NotifySharedProduction"):
        first, second = factory(kind), factory(kind, full=True)
        yield Answer(
            f"factory {kind}",
            [
                f"{m.process} {m.role} {m.version} {m.now} {size_and_digest(m.data)} {digest(dict(m.context))}"
                for m in (first, second)
            ],
        )
        yield Answer(
            f"valid {kind}",
            [
                _said(assert_valid, first),
                _said(assert_valid, second.data, now=second.now),
                _said(assert_findings, first, []),
            ],
        )
        yield Answer(
            f"same {kind}",
            [
                _said(assert_same_message, first, second),
                _said(assert_same_message, first, first),
                _said(assert_same_message, first, second, ignore=["Header"]),
            ],
        )
    other = MessageFactory(seed="x", now=NOW)
    yield Answer(
        "factory of a seed",
        [
            f"{size_and_digest(other('PollForData').data)} {other.now}",
            _said(other, "Nothing"),
            _said(other, "CollectedData", process="1"),
        ],
    )
    yield from _assertions()
    yield from _markets()
    yield from _snapshots()


def _said(verb: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    try:
        result = verb(*arguments, **options)
    except (AssertionError, EdielError, ValueError) as error:
        return f"{type(error).__name__} {error}"
    return f"{getattr(result, 'verdict', result)}"


def _assertions() -> Iterator[Answer]:
    for code in ("SER105", "EDI010", "XSD021", "BRS332-08", "IDN002", "BRS313-02", "XSD001"):
        fault = fault_of(code)
        context = fault.faulty_context and MemoryContext.from_dict(fault.faulty_context)
        options = {"now": fault.now, "context": context}
        expected = [finding.code for finding in fault.report()]
        yield Answer(
            f"assertions of {code}",
            [
                _said(assert_valid, fault.faulty, **options),
                _said(assert_valid, fault.faulty, level="syntax", **options),
                _said(assert_findings, fault.faulty, expected, **options),
                _said(assert_findings, fault.faulty, [], **options),
                _said(assert_findings, fault.faulty, [*expected, "E87", *expected], **options),
                _said(assert_same_message, fault.valid, fault.faulty),
            ],
        )
    several = fixture_files({"a": "broken/emif-several-faults.xml"})["a"]
    yield Answer(
        "several faults",
        [_said(assert_valid, several), _said(assert_findings, several, ["XSD021", "EH011", "XSD021"])],
    )
    frozen = FrozenMarket.of(points=12)
    first, second = frozen.messages[:2]
    yield Answer(
        "many differences",
        [
            _said(assert_same_message, first, second),
            f"{len(list(message_differences(first, second)))}",
            _said(assert_same_message, first, second, ignore=["Identification"]),
        ],
    )


def _markets() -> Iterator[Answer]:
    for options in (
        {},
        {"points": 12, "seed": 3},
        {"points": 60, "day": dt.date(2026, 3, 29), "resolution": "hour"},
        {"points": 20, "resolution": "quarter"},
    ):
        frozen = FrozenMarket.of(**options)
        hub = frozen.hub()
        yield Answer(
            f"market {options}",
            [
                f"{frozen.sent} {len(frozen.messages)} {len(frozen.corrections)} {len(frozen.figures)} {len(list(frozen.series()))} {hub.now}",
                digest([size_and_digest(data) for data in (*frozen.messages, *frozen.corrections)]),
                f"{sorted(frozen.names.parties)[:4]} {len(frozen.names.points)}",
                f"{[hub.receive(data).passed for data in frozen.messages]}",
            ],
        )


def _snapshots() -> Iterator[Answer]:
    data = MessageFactory()("PollForData").data
    other = data.replace(b">POLL<", b">BRS-NO-313<")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "below"
        compared, updated = MessageSnapshots(place), MessageSnapshots(place, update=True)

        def said(snapshots: MessageSnapshots, *arguments: Any, **options: Any) -> str:
            return _said(snapshots.check, *arguments, **options).replace(folder, "FOLDER")

        yield Answer(
            "snapshots",
            [
                said(compared, data, "a.xml"),
                said(updated, data, "a.xml"),
                said(compared, data, "a.xml"),
                said(compared, other, "a.xml"),
                said(compared, other, "a.xml", ignore=["ProcessEnergyContext"]),
            ],
        )
        for name in ("", ".a", "a/b", "a b.xml", "ø.xml", "x" * 70 + "/"):
            yield Answer(f"snapshot {name!r}", [said(compared, data, name)])


def test_tools_are_the_kept_ones():
    """Verdicts, and the words of every failure."""
    assert_kept(__file__, answers())
