"""
Our 2.3 schemas give the verdicts of the published ones, which the package elhub-python-sdk carries.

The published files are an oracle: they are compiled and asked, nothing in them is read.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest
from lxml import etree
from tests.support.emif_documents import Plan, build, documents, places, to_bytes
from tests.support.emif_mutations import mutations
from tests.support.emif_schemas import (
    BDT,
    VERSIONS,
    Complex,
    Element,
    Simple,
    compiled,
    hardened_parser,
    load,
    message_root,
    messages,
    service_roots,
    services,
)
from tests.support.paths import ROOT

from edielkit.emif.messages import MESSAGES
from edielkit.generate import generate_message, message_kinds

VERSION = "2.3"
EXAMPLES = ROOT.parent / "shared" / "reference" / "elhub" / "examples"
NEEDED = "the package elhub-python-sdk, which carries the published schemas, is not installed"


@cache
def published() -> dict[str, Path]:
    """Return the published schema file of each message and service, by its name."""
    try:
        packaged = files("elhub-python-sdk") or ()
    except PackageNotFoundError:
        return {}
    return {
        f.stem: Path(str(f.locate()))
        for f in packaged
        if f.suffix == ".xsd" and {"prod", VERSION} <= set(f.parts)
    }


@cache
def oracle(name: str) -> etree.XMLSchema:
    """Return a published schema, compiled."""
    return etree.XMLSchema(etree.parse(str(published()[name]), hardened_parser()))


def verdict(schema: etree.XMLSchema, data: bytes) -> str:
    """Return what a schema says of a document."""
    try:
        tree = etree.fromstring(data, hardened_parser())
    except etree.XMLSyntaxError:
        return "no XML"
    try:
        return "valid" if schema.validate(tree) else "invalid"
    except etree.XMLSchemaValidateError:
        # An entity that is not resolved stays in the tree, and libxml2 gives up on it.
        return "cannot be checked"


needs_oracle = pytest.mark.skipif(not published(), reason=NEEDED)
each_message = pytest.mark.parametrize("message", messages(VERSION))


def _disagreements(
    of: Element, ours: etree.XMLSchema, theirs: etree.XMLSchema, seed: str, *, every: bool
) -> tuple[list[str], Counter[str]]:
    """Return where the schemas differ on documents and their mutations, and how often each verdict came."""
    wrong, count = [], Counter[str]()
    for label, document in documents(of, seed, count=0 if every else 3):
        if every and label != "fullest-0":
            continue
        cases = [("as made", to_bytes(document))]
        depth = {"per_edit": None, "per_value": 1000} if every else {"per_edit": 2, "per_value": 1}
        cases += mutations(of, document, f"{seed}-{label}", **depth)
        for change, data in cases:
            our, their = verdict(ours, data), verdict(theirs, data)
            count[their] += 1
            if our != their:
                wrong.append(f"{label}, {change}: ours {our}, published {their}")
    return wrong, count


@needs_oracle
@each_message
def test_generated_documents_are_valid(message: str) -> None:
    """What the generator makes from our schema is valid by both."""
    root = message_root(VERSION, message)
    for label, document in documents(root, message, count=20):
        data = to_bytes(document)
        assert (label, "valid", "valid") == (
            label,
            verdict(compiled(VERSION, "messages", message), data),
            verdict(oracle(message), data),
        )


@needs_oracle
@each_message
def test_mutations_get_the_same_verdict(message: str) -> None:
    """A few hundred changes to documents of each message are checked alike, and both verdicts come up."""
    wrong, count = _disagreements(
        message_root(VERSION, message),
        compiled(VERSION, "messages", message),
        oracle(message),
        message,
        every=False,
    )
    assert [] == wrong
    assert count["invalid"] >= 40
    assert count["valid"] >= 20


@needs_oracle
@pytest.mark.slow
@each_message
def test_every_change_at_every_place_gets_the_same_verdict(message: str) -> None:
    """Every edit at every place, and every text at every value, of the fullest document are checked alike."""
    wrong, count = _disagreements(
        message_root(VERSION, message),
        compiled(VERSION, "messages", message),
        oracle(message),
        message,
        every=True,
    )
    assert [] == wrong
    assert count["invalid"] >= 400


def _coded_places() -> dict[str, tuple[str, etree._Element, etree._Element, str]]:
    """Return one place for each code list: message, document, element, and attribute if the code is in one."""
    coded: dict[str, tuple[str, etree._Element, etree._Element, str]] = {}
    for message in messages(VERSION):
        root = message_root(VERSION, message)
        for _, document in documents(root, message, count=0):
            for place, node in places(root, document):
                text = place.type if isinstance(place.type, Simple) else place.type.text
                if text is not None and text.codes:
                    coded.setdefault(text.name, (message, document, node, ""))
                for attribute in place.type.attributes if isinstance(place.type, Complex) else ():
                    if attribute.type.codes and attribute.name in node.attrib:
                        coded.setdefault(attribute.type.name, (message, document, node, attribute.name))
    return coded


@needs_oracle
def test_every_code_of_every_version_gets_the_same_verdict() -> None:
    """Each code that any version or any other list knows is checked alike in each list; the version's own are valid."""
    schemas = {version: load(version) for version in VERSIONS}
    lists = {
        of.name: set(of.codes)
        for s in schemas.values()
        for of in (s.type(tag) for tag in s.types)
        if isinstance(of, Simple) and of.codes
    }
    everything = sorted(set().union(*lists.values()))
    coded = _coded_places()
    assert len(coded) >= 40
    for name, (message, document, node, attribute) in coded.items():
        own = set(schemas[VERSION].simple(f"{{{BDT}}}{name}").codes)
        for code in everything:
            if attribute:
                node.set(attribute, code)
            else:
                node.text = code
            expected = code in own
            assert (name, code, expected) == (name, code, oracle(message).validate(document))
            assert (name, code, expected) == (
                name,
                code,
                compiled(VERSION, "messages", message).validate(document),
            )
        if attribute:
            node.set(attribute, min(own))
        else:
            node.text = min(own)


@needs_oracle
@pytest.mark.parametrize("service", services(VERSION))
def test_wrappers_of_services_get_the_same_verdict(service: str) -> None:
    """The wrapper elements of a SOAP body, poll results and the fault are checked alike."""
    theirs = oracle("common" if service == "Fault" else service)
    for root in service_roots(VERSION, service):
        wrong, count = [], Counter[str]()
        for label in ("least", "fullest"):
            plan = Plan(optional=0, repeat=1) if label == "least" else Plan(optional=1, repeat=2)
            document = build(root, plan, random.Random(f"{root.name}-{label}"))
            for change, data in [
                ("as made", to_bytes(document)),
                *mutations(root, document, root.name, 3, 1),
            ]:
                our, their = verdict(compiled(VERSION, "services", service), data), verdict(theirs, data)
                count[their] += 1
                if our != their:
                    wrong.append(f"{label}, {change}: ours {our}, published {their}")
        assert [] == wrong
        assert count["valid"] >= 5
        assert count["invalid"] >= 40


@needs_oracle
@pytest.mark.parametrize(
    ("wrapper", "service", "expected"),
    [
        pytest.param("CollectedDataRequest", "MeteringValues", "valid", id="declared by the service itself"),
        pytest.param(
            "RequestUpdateMasterDataMeteringPointRequest",
            "MarketProcesses",
            "invalid",
            id="the message's own element",
        ),
    ],
)
def test_doubled_payload_inside_a_wrapper(wrapper: str, service: str, expected: str) -> None:
    """The uniqueness of payload identifications holds in a wrapper only where it holds the message's own element."""
    root = next(r for r in service_roots(VERSION, service) if r.name == wrapper)
    document = build(root, Plan(optional=1, repeat=1), random.Random(wrapper))
    document[0].append(copy.deepcopy(document[0][-1]))
    data = to_bytes(document)
    assert expected == verdict(oracle(service), data)
    assert expected == verdict(compiled(VERSION, "services", service), data)


def _many() -> list[tuple[str, str, int]]:
    """Return every part of every message that may stand more than 99 times, with the most."""
    repeated = []
    for message in messages(VERSION):
        root = message_root(VERSION, message)
        payload = list(root.type.group.elements())[-1][0]
        for place in (payload, *(e for e, _ in payload.type.group.elements())):
            if place.max is not None and place.max > 99:
                repeated.append((message, place.name, place.max))
    return repeated


@needs_oracle
@pytest.mark.parametrize(("message", "name", "most"), _many())
@pytest.mark.parametrize("beyond", [0, 1])
def test_largest_numbers_of_parts(message: str, name: str, most: int, beyond: int) -> None:
    """As many parts as the standard allows are valid by both, one more is not."""
    root = message_root(VERSION, message)
    document = build(root, Plan(optional=0, repeat=1, choice=0), random.Random(message))
    template = next(document.iter(f"{{*}}{name}"), None)
    if template is None:
        document = build(root, Plan(optional=1, repeat=1, choice=0), random.Random(message))
        template = next(document.iter(f"{{*}}{name}"))
    for index in range(1, most + beyond):
        twin = copy.deepcopy(template)
        own = twin.find("{*}Identification")
        if own is not None:
            own.text = f"00000000-0000-0000-0000-{index:012x}"
        if "Sequence" in twin.attrib:
            twin.set("Sequence", str(0 if index == 1 else index))  # the template has place 1
        template.getparent().insert(template.getparent().index(template), twin)
    data = to_bytes(document)
    expected = "invalid" if beyond else "valid"
    assert expected == verdict(oracle(message), data)
    assert expected == verdict(compiled(VERSION, "messages", message), data)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the example messages of EMIF are not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_example_messages(path: Path) -> None:
    """The example messages get the verdict of the published schemas; one is faulty as published."""
    data = path.read_bytes()
    message = etree.QName(etree.fromstring(data, hardened_parser())).localname
    expected = "invalid" if path.stem == "RequestUpdateSharedProduction" else "valid"
    for version in ("2.4.3", "EI-270", "EI-1763"):
        assert expected == verdict(compiled(version, "messages", message), data)
    if message in messages(VERSION):
        ours = verdict(compiled(VERSION, "messages", message), data)
        if message in published():
            assert verdict(oracle(message), data) == ours
        assert ours in {"valid", "invalid"}


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the example messages of EMIF are not here")
def test_the_faulty_example_is_faulty_for_its_decimal_comma() -> None:
    """The shares of the faulty example, and nothing else in it, break the schema."""
    schema = compiled("2.4.3", "messages", "RequestUpdateSharedProduction")
    tree = etree.fromstring((EXAMPLES / "RequestUpdateSharedProduction.xml").read_bytes(), hardened_parser())
    assert not schema.validate(tree)
    assert ["0,250000" in entry.message and "Share" in entry.message for entry in schema.error_log] == [
        True
    ] * 4


def _published_verdicts(seed: str, count: int) -> Counter[tuple[str, str]]:
    """Return what the published schemas say of generated messages, by kind and verdict."""
    rng = random.Random(seed)
    kinds = [kind for kind in message_kinds() if kind in MESSAGES and VERSION in MESSAGES[kind].versions()]
    now = datetime(2026, 3, 30, 11, 37, tzinfo=UTC)
    verdicts = Counter[tuple[str, str]]()
    for number in range(count):
        kind = kinds[number % len(kinds)]
        full = rng.random() < 0.5
        generated = generate_message(kind, seed=rng.random(), now=now, version=VERSION, full=full)
        verdicts[kind, verdict(oracle(kind), generated.data)] += 1
    return verdicts


@needs_oracle
def test_generated_messages_are_accepted_by_the_published_schemas() -> None:
    """Every kind of the version, in processes and roles by chance, with many parts and few."""
    verdicts = _published_verdicts("few", 260)

    assert {"valid"} == {said for _, said in verdicts}
    assert 26 == len(verdicts)


@needs_oracle
@pytest.mark.slow
def test_thousands_of_generated_messages_are_accepted_by_the_published_schemas() -> None:
    """The same for many."""
    assert {"valid"} == {said for _, said in _published_verdicts("many", 10_000)}
