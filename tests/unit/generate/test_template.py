"""Templates: filled, they are valid messages; empty, they say all that is missing."""

from __future__ import annotations

import ast
import datetime as dt
import json

import pytest

import edielkit
from edielkit.emif.messages import MESSAGES
from edielkit.errors import BuildError
from edielkit.generate import (
    generate_message,
    template,
    template_kinds,
    template_snippet,
    template_uses,
)
from edielkit.process_rules.context import MemoryContext

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
EDIFACT = [kind for kind in template_kinds() if kind not in MESSAGES]
# the processes that senders write by hand
PROCESSES = [
    ("RequestStartOfSupply", "102"),
    ("RequestStartOfSupply", "103"),
    ("RequestStartOfSupply", "123"),
    ("RequestEndOfSupply", "202"),
    ("RequestEndOfSupply", "211"),
    ("RequestUpdateMasterDataMeteringPoint", "302"),
    ("RequestUpdateMasterDataMeteringPoint", "317"),
    ("RequestUpdateMasterDataMeteringPoint", "402"),
    ("CollectedData", "312"),
    ("RequestDataFromElhub", "315"),
]


def filled(part, data):
    """Return the part of a template with the values of a message; what the message lacks stays null."""
    if isinstance(part, dict):
        names = [name for name in part if not name.startswith("//")]
        if not isinstance(data, dict):
            return data if len(names) < 1 or data is not None else part
        return {name: filled(part[name], data.get(name)) for name in names}
    if isinstance(part, list):
        items = data if isinstance(data, list) else [None]
        return [filled(part[min(n, len(part) - 1)], item) for n, item in enumerate(items)]
    return data if part is None or data is not None else part


def rejections(kind, process, full):
    """Return what is wrong with a filled template, for the first generated message that has its parts."""
    plain = template(kind, process=process, full=full)
    role = plain["process_energy_context"]["energy_business_process_role"]
    errors = None
    for seed in range(12):
        generated = generate_message(kind, process=process or template_uses(kind)[0][0], role=role, seed=seed, now=NOW, full=True)  # fmt: skip
        data = filled(plain, edielkit.to_dict(edielkit.parse(generated.data)))
        try:
            message = edielkit.build(kind, data)
        except BuildError as error:
            errors = error.faults
            continue
        context = MemoryContext.from_dict(generated.context)
        report = edielkit.validate(edielkit.serialize(message), now=NOW, context=context)
        errors = report.errors
        if not errors:
            break
    return errors


@pytest.mark.parametrize("full", [False, True], ids=["least", "full"])
@pytest.mark.parametrize(("kind", "process"), [*((kind, None) for kind in MESSAGES), *PROCESSES])
def test_a_filled_template_is_a_valid_message(kind, process, full):
    """With the values of a generated message it builds, and no rule of its process is broken."""
    assert () == rejections(kind, process, full)


def places(part, path="", chain=()):
    """Yield the path of each field with its comment and the labels of all that it stands in, its own last."""
    if isinstance(part, dict):
        for name, value in part.items():
            if not name.startswith("//"):
                place, comment = f"{path}.{name}".lstrip("."), str(part.get(f"//{name}", ""))
                labels = (*chain, comment.partition(";")[0] + ("|" if "or instead of it" in comment else ""))
                yield place, comment, labels
                yield from places(value, place, labels)
    elif isinstance(part, list):
        for n, item in enumerate(part):
            yield from places(item, f"{path}[{n}]", chain)


@pytest.mark.parametrize("kind", MESSAGES)
def test_an_empty_object_is_told_at_once_all_that_the_schema_requires(kind):
    """One round names every field that the template calls required, whatever it stands in."""
    with pytest.raises(BuildError) as caught:
        edielkit.build(kind, {})
    named = {field for field, _ in caught.value.faults}
    required = {place for place, _, labels in places(template(kind)) if set(labels) == {"required"}}

    assert len(required) >= 14
    assert required <= named
    assert all(message for _, message in caught.value.faults)


@pytest.mark.parametrize("kind", [kind for kind in template_kinds() if kind != "QUOTES"])
@pytest.mark.parametrize("full", [False, True], ids=["least", "full"])
def test_an_unfilled_template_is_refused_with_its_fields(kind, full):
    """Nobody sends a template: what is missing is named, and comments and nulls are no faults."""
    plain = json.loads(json.dumps(template(kind, full=full)))
    with pytest.raises(BuildError) as caught:
        edielkit.build(kind, plain)

    assert not [field for field, message in caught.value.faults if "//" in field or " has no " in message]
    assert len(caught.value.faults) >= 4


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_field_has_a_comment(kind):
    """Beside each field stands whether it is required, what it looks like and what it means."""
    for place, comment, _ in places(template(kind, full=True)):
        if place == "kind" or place.rpartition(".")[2] in {
            "value", "scheme_agency_identifier", "quantity", "meter_read_reason_code",
        }:  # fmt: skip
            continue
        assert comment.partition(";")[0] in {"required", "required by the process", "usual", "optional"}, (
            place
        )
        assert len(comment) > 20, place


def test_what_is_always_the_same_is_filled_in():
    """Process, role, document type and industry stand there; a cancellation asks for its original."""
    plain = template("RequestEndOfSupply", process="BRS-NO-211")
    assert ("432", "BRS-NO-211", "DDM", "23") == (
        plain["header"]["document_type"],
        *(
            plain["process_energy_context"][name]
            for name in (
                "energy_business_process",
                "energy_business_process_role",
                "energy_industry_classification",
            )
        ),
    )
    assert (
        "original_business_document_reference"
        in template("RequestStartOfSupply", process="111")["payload_mp_event"]
    )


@pytest.mark.parametrize("kind", [kind for kind in EDIFACT if kind not in {"MSCONS", "QUOTES"}])
def test_a_filled_template_of_edifact_is_built(kind):
    """With the fields of a generated message of its guide it builds without an error."""
    plain = template(kind)
    profile, process = template_uses(kind)[0]
    del profile
    content = None
    for seed in range(40):
        generated = generate_message(kind, seed=seed, now=NOW, process=process or None)
        (content,) = edielkit.to_dict(edielkit.parse(generated.data))["content"]
        content = {key: value for key, value in content.items() if key != "trailer"}
        data = {**plain, "sender": "7080009990116", "recipient": "7080009990215", "reference": "R", "prepared": NOW.isoformat(), "messages": [content]}  # fmt: skip
        if set(content) >= {key for key in plain["messages"][0] if not key.startswith("//")}:
            break
    assert edielkit.parse(edielkit.serialize(edielkit.build(kind, data)))


def test_a_filled_template_of_values_is_valid():
    """An MSCONS of a day, from nothing but the required keys."""
    plain = template("MSCONS")
    plain |= {"sender": "7080009990116", "recipient": "7080009990215", "document": "D1", "reference": "R1"}
    plain |= {"created": "2026-03-30T06:30+02:00"}
    plain["series"][0] |= {"metering_point": "707057599900010012", "product": "1501", "day": "2026-03-29", "values": ["1"] * 23}  # fmt: skip
    data = edielkit.serialize(edielkit.build("MSCONS", plain))

    assert () == edielkit.validate(data).errors
    german = template("MSCONS", profile="de", process="13025")
    assert ("de", "13025") == (german["profile"], german["process"])


@pytest.mark.parametrize("kind", template_kinds())
def test_the_python_says_the_same(kind):
    """The snippet is Python whose data are those of the template, and each comment stands in it."""
    plain = template(kind, full=True)
    snippet = template_snippet(plain)
    call = next(node for node in ast.walk(ast.parse(snippet)) if isinstance(node, ast.Call))
    name, data = (ast.literal_eval(argument) for argument in call.args)

    def bare(part):
        if isinstance(part, dict):
            return {key: bare(value) for key, value in part.items() if not key.startswith("//")}
        return [bare(item) for item in part] if isinstance(part, list) else part

    assert (kind, bare({key: value for key, value in plain.items() if key != "kind"})) == (name, data)
    assert "# required" in snippet


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"kind": "RequestStartOfSuply"}, "did you mean RequestStartOfSupply?"),
        ({"kind": "RequestStartOfSupply", "process": "313"}, "expected a process of RequestStartOfSupply"),
        ({"kind": "RequestStartOfSupply", "process": "101", "role": "DDM"}, "expected a role"),
        ({"kind": "RequestStartOfSupply", "profile": "no"}, "no profile"),
        ({"kind": "RequestStartOfSupply", "version": "9"}, "version 9 has no message"),
        ({"kind": "MSCONS", "role": "DDQ"}, "names no role"),
        ({"kind": "PRODAT", "profile": "no"}, "expected a profile of PRODAT"),
    ],
)
def test_what_there_is_no_template_of(arguments, words):
    """The refusal says what there is."""
    with pytest.raises(BuildError, match=words):
        template(**arguments)
