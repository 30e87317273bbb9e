"""Plain data of any kind: a value, or BuildError with a path for each fault, and nothing else."""

from __future__ import annotations

import copy
import datetime as dt
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import edielkit
from edielkit.edifact.from_dict import KINDS as EDIFACT_KINDS
from edielkit.emif.messages import MESSAGES
from edielkit.errors import BuildError
from edielkit.generate import generate_message
from edielkit.process_rules.context import MemoryContext

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
KINDS = (*MESSAGES, "SoapDocument", *EDIFACT_KINDS)

# values that have been wrong somewhere: other types, ends of calendars and columns, characters that no wire holds
LEAVES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    10**4000,
    -(10**400),
    2**31,
    1.5,
    float("nan"),
    float("-inf"),
    "",
    " ",
    "x",
    "\x00",
    "\ud800",
    "\uffff",
    "1e999999",
    "1.00000000000000000000000000000000000001",
    "9" * 500,
    "0001-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T24:00:00Z",
    "10000-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-03-29T02:30:00+01:00",
    [],
    {},
    [None],
    [[]],
    {"": {}},
    {"value": None},
    {"unreadable": 5},
    {"xml": "<a"},
    {"after": 1},
    {"unparsed": []},
)
JSON = st.recursive(
    st.sampled_from(LEAVES) | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
).map(copy.deepcopy)


@cache
def plain(kind: str) -> Any:
    """Return the plain data of a message of *kind*."""
    if kind in MESSAGES:
        return edielkit.to_dict(edielkit.parse(generate_message(kind, now=NOW, full=True).data))
    if kind == "SoapDocument":
        return {
            "service": "MeteringValues",
            "element": "CollectedDataRequest",
            "messages": [plain("CollectedData")],
        }
    if kind == "Interchange":
        return edielkit.to_dict(edielkit.parse(generate_message("UTILTS", now=NOW).data))
    if kind == "MSCONS":
        day = {"metering_point": "707057500000000008", "product": "1501", "values": ["1"] * 24}
        return {
            **envelope(),
            "document": "D",
            "created": NOW.isoformat(),
            "series": [{**day, "day": "2026-03-01"}],
        }
    content = edielkit.to_dict(edielkit.parse(generate_message(kind, now=NOW).data))["content"]
    return {**envelope(), "prepared": NOW.isoformat(), "messages": content}


def envelope() -> dict[str, Any]:
    return {
        "sender": "7080009990116",
        "recipient": {"identification": "X", "qualifier": "ZZ"},
        "reference": "R",
    }


@st.composite
def changed(draw: st.DrawFn, kind: str) -> Any:
    """Draw plain data of *kind* in which one or two parts are something else."""
    data = copy.deepcopy(plain(kind))
    for _ in range(draw(st.integers(1, 2))):
        place: Any = data
        for _ in range(draw(st.integers(0, 5))):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            inner = [key for key in keys if isinstance(place[key], (dict, list)) and place[key]]
            if not inner:
                break
            place = place[draw(st.sampled_from(inner))]
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if isinstance(place, dict) and draw(st.booleans()):
            place[draw(st.text(max_size=5)) + str(key)] = (
                place.pop(key) if draw(st.booleans()) else draw(JSON)
            )
        else:
            place[key] = draw(JSON)
    return data


def check(function: Any, *arguments: Any) -> Any:
    """Return what *function* gives, None for faults; each has a path and words."""
    faults: tuple[tuple[str, str], ...] = ()
    value = None
    try:
        value = function(*arguments)
    except BuildError as error:
        faults = error.faults
    assert [] == [fault for fault in faults if not all(fault)]
    return value


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(data=st.data())
def test_any_json_is_a_value_or_named_faults(kind: str, data: st.DataObject) -> None:
    """Nothing but BuildError leaves from_dict, build and serialize, whatever stands where."""
    mapping = data.draw(st.one_of(changed(kind), changed(kind), JSON))
    document = check(edielkit.from_dict, kind, mapping)
    if document is not None:
        written = check(edielkit.serialize, document)
        again = edielkit.to_dict(document)
        returned = edielkit.from_dict(again["kind"], again)
        assert (
            document == returned
            if kind not in EDIFACT_KINDS
            else written == check(edielkit.serialize, returned)
        )
    built = check(edielkit.build, kind, mapping)
    if built is not None:
        assert edielkit.serialize(built)


@pytest.mark.parametrize("number", [10**5000, -(10**5000)], ids=["large", "small"])
def test_numbers_that_python_does_not_print(number: int) -> None:
    """They are refused wherever they stand, by path."""
    paths = {
        "CollectedData": (
            ("header", "request_positive_acknowledgement"),
            ("header", "creation"),
            ("payload_energy_time_series", 0, "observation", 0, "position"),
            ("payload_energy_time_series", 0, "observation", 0, "quantity"),
        ),
        "RequestUpdateMasterDataMeteringPoint": (("payload_master_data_mp_event", 0, "identification"),),
        "MSCONS": (("series", 0, "values", 3), ("test",), ("series", 0, "product")),
        "UTILTS": (("version",), ("reference",), ("messages", 0, "more")),
    }
    for kind, places in paths.items():
        for *way, last in places:
            mapping = copy.deepcopy(plain(kind))
            place = mapping
            for step in way:
                place = place[step]
            place[last] = number
            for function in (edielkit.from_dict, edielkit.build):
                with pytest.raises(BuildError) as caught:
                    function(kind, mapping)
                assert (
                    caught.value.field.replace("[", ".")
                    .replace("]", "")
                    .startswith(".".join(map(str, (*way, last))))
                )


@pytest.mark.parametrize("kind", [None, 5, [], "", "COLLECTED", "collectedData", "\ud800"])
def test_what_is_no_kind_is_named(kind: Any) -> None:
    """A kind that is none is a fault of the kind."""
    for function in (edielkit.from_dict, edielkit.build):
        with pytest.raises(BuildError) as caught:
            function(kind, {})
        assert "kind" == caught.value.field


@pytest.mark.parametrize("mapping", [None, 5, [], "x", [{}]])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_object_is_refused(kind: str, mapping: Any) -> None:
    """A document is an object."""
    for function in (edielkit.from_dict, edielkit.build):
        with pytest.raises(BuildError, match="expected an object"):
            function(kind, mapping)


@settings(max_examples=60)
@given(JSON)
def test_any_json_is_a_context_or_named_faults(mapping: Any) -> None:
    """Contexts are plain data too."""
    point = {"identification": "707057500000000018", "type": "E17", "channels": [], "from": "0001-01-01"}
    check(MemoryContext.from_dict, mapping)
    check(MemoryContext.from_dict, {"metering_points": [mapping, point]})
    check(MemoryContext.from_dict, {"grid_areas": mapping, "approvals": [mapping], "complete": mapping})
    for name in ("identification", "type", "end_user", "channels", "contracts", "from", "to"):
        check(MemoryContext.from_dict, {"metering_points": [{**point, name: mapping}]})


@pytest.mark.parametrize("kind", MESSAGES)
def test_generated_messages_pass_through_plain_data(kind: str) -> None:
    """What is generated comes back from JSON as the same value, and is what build takes."""
    for seed in range(2):
        document = edielkit.parse(generate_message(kind, now=NOW, seed=seed, full=bool(seed)).data)
        mapping = json.loads(json.dumps(edielkit.to_dict(document)))

        assert document == edielkit.from_dict(kind, mapping)
        assert document == edielkit.build(kind, mapping)


@pytest.mark.parametrize("kind", ["APERAK", "CONTRL", "MSCONS", "PRODAT", "QUOTES", "UTILTS"])
def test_generated_interchanges_pass_through_plain_data(kind: str) -> None:
    """The same of EDIFACT."""
    for seed in range(3):
        document = edielkit.parse(generate_message(kind, now=NOW, seed=seed, full=True).data)
        mapping = json.loads(json.dumps(edielkit.to_dict(document)))

        assert document == edielkit.from_dict("Interchange", mapping)
        assert edielkit.serialize(document) == edielkit.serialize(edielkit.build("Interchange", mapping))
