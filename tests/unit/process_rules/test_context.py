"""The context in memory: what it reads, by date, and what it refuses."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from docs.generators.context import context_schema

from edielkit.errors import BuildError
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_messages import AREA, E17, GRID, OTHER, THIRD
from edielkit.process_rules import Contract, MemoryContext, PointChannel, RuleContext

DAY = dt.date(2026, 3, 2)


def test_the_context_of_the_tests_reads():
    """All that a context can hold is read from JSON."""
    context = MemoryContext.from_json(json.dumps(rule_messages.CONTEXT))
    point = context.metering_point(E17, DAY)

    assert isinstance(context, RuleContext)
    assert context.complete
    assert ("E17", "E22", "E02", "PT1H", AREA, True, True) == (
        point.type,
        point.status,
        point.settlement_method,
        point.reading_resolution,
        point.grid_area,
        point.settlement_point,
        point.end_user,
    )
    assert (PointChannel(product="8716867000030", direction="Out", resolution="PT1H"),) == point.channels
    assert (Contract(role="AG", party=OTHER),) == point.contracts
    assert GRID == context.grid_owner(AREA, DAY)
    assert context.approved(E17, THIRD, DAY) is True


def test_what_is_not_known_is_none():
    """An empty context knows nothing and is not complete."""
    context = MemoryContext.from_json("{}")

    assert (None, None, None, False) == (
        context.metering_point(E17, DAY),
        context.grid_owner(AREA, DAY),
        context.approved(E17, THIRD, DAY),
        context.complete,
    )


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (dt.date(2026, 1, 31), "E23"),
        (dt.date(2026, 2, 1), "E22"),
        (dt.date(2026, 2, 28), "E22"),
        (dt.date(2026, 3, 1), None),
    ],
)
def test_the_day_decides(day, status):
    """From is the first day of a state, to the first after it, and the later row counts."""
    rows = [
        {"identification": E17, "status": "E23", "to": "2026-03-01"},
        {"identification": E17, "status": "E22", "from": "2026-02-01", "to": "2026-03-01"},
    ]
    state = MemoryContext.from_dict({"metering_points": rows}).metering_point(E17, day)

    assert status == (state and state.status)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("[]", "context"),
        ("{", "context"),
        ("[" * 100_000, "context"),
        ('{"points": []}', "context"),
        ('{"complete": 1}', "complete"),
        ('{"metering_points": {}}', "metering_points"),
        ('{"metering_points": [1]}', "metering_points[0]"),
        ('{"metering_points": [{}]}', "metering_points[0].identification"),
        ('{"metering_points": [{"identification": "1", "kind": "E17"}]}', "metering_points[0]"),
        ('{"metering_points": [{"identification": "1", "type": 17}]}', "metering_points[0].type"),
        ('{"metering_points": [{"identification": "1", "end_user": "yes"}]}', "metering_points[0].end_user"),
        ('{"metering_points": [{"identification": "1", "from": "May"}]}', "metering_points[0].from"),
        (
            '{"metering_points": [{"identification": "1", "channels": [{"product": "1"}]}]}',
            "metering_points[0].channels[0].direction",
        ),
        ('{"metering_points": [{"type": "E17 "}]}', "metering_points[0].type"),
        ('{"metering_points": [{"grid_area": "50Y"}]}', "metering_points[0].grid_area"),
        (
            '{"metering_points": [{"contracts": [{"role": "DDQ", "party": "7080000000000"}]}]}',
            "metering_points[0].contracts[0].party",
        ),
        ('{"grid_areas": [{"identification": "1"}]}', "grid_areas[0].owner"),
        ('{"approvals": [{"metering_point": "1", "third_party": "2"}]}', "approvals[0].approved"),
    ],
)
def test_another_form_is_refused_by_field(content, field):
    """The error names the field that is wrong, and all others with it."""
    with pytest.raises(BuildError) as caught:
        MemoryContext.from_json(content)

    assert field in dict(caught.value.faults)
    assert str(caught.value).count("\n") + 1 == len(caught.value.faults)


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("type", "E 17", "E17"),
        ("status", "E022", "E22"),
        ("settlement_method", "E1", "E01"),
        ("reading_resolution", "PT1", "PT1H"),
    ],
)
def test_a_misspelt_code_gets_the_nearest(name, value, meant):
    """A context is held against the code lists as a message is."""
    row = {"identification": E17, name: value}
    with pytest.raises(BuildError, match=f"did you mean {meant}"):
        MemoryContext.from_dict({"metering_points": [row]})


def test_all_faults_of_a_context_are_named_at_once():
    """Who repairs a file sees what is wrong with it in one run."""
    data = {
        "metering_point": [],
        "metering_points": [{"identification": "12", "type": "E99", "from": "never"}],
        "grid_areas": [{"identification": "50Y", "owner": "1"}],
        "approvals": [{"metering_point": E17, "third_party": "2", "approved": "yes"}],
    }
    with pytest.raises(BuildError) as caught:
        MemoryContext.from_dict(data)

    assert [
        "context",
        "metering_points[0].identification",
        "metering_points[0].type",
        "metering_points[0].from",
        "grid_areas[0].identification",
        "grid_areas[0].owner",
        "approvals[0].third_party",
        "approvals[0].approved",
    ] == [field for field, _ in caught.value.faults]


def test_the_schema_names_what_the_reader_knows():
    """The published JSON Schema and the reader have the same keys."""
    schema = context_schema()["properties"]
    every = {
        name: list(part["items"]["properties"]) for name, part in schema.items() if part["type"] == "array"
    }

    assert ["complete", *every] == list(schema)
    for name, keys in every.items():
        with pytest.raises(BuildError) as caught:
            MemoryContext.from_dict({name: [{"no such key": 1}]})
        assert set(keys) == set(
            caught.value.message.removeprefix("expected one of ").partition(";")[0].split(", ")
        )
