"""Schema, types, reader and writer agree over generated documents and mutations of them, in all three versions."""

from __future__ import annotations

import copy
import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import attrs
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.support.emif_documents import Plan, build, documents, to_bytes
from tests.support.emif_mutations import mutations, texts
from tests.support.emif_schemas import BDT, ROOT, VERSIONS, message_root, messages
from tests.support.emif_schemas import load as load_schemas

import edielkit
from edielkit.detected import Kind
from edielkit.emif.check.message_structure import check_message
from edielkit.emif.check.schemas import schema, second_schema
from edielkit.emif.declare import Aggregate, Message, declarations
from edielkit.emif.messages import MESSAGES
from edielkit.emif.read.document import parse_document
from edielkit.emif.read.xml import parse_tree
from edielkit.emif.simple_types import SIMPLE_TYPES
from edielkit.emif.values import Unreadable, check_text, read_text
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Report, Verdict

each_message = pytest.mark.parametrize(
    ("version", "message"), [(v, m) for v in VERSIONS for m in messages(v)]
)

# libxml2 compares a fixed value with the text before it takes white space off; the standard asks for the value
# (XML Schema part 1, 3.3.4), and xmlschema has it so. We follow the standard.
_FIXED = "does not match the fixed value constraint"
# xmlschema takes any white space and digits of Unicode, and an underscore between digits, for those of XML; libxml2
# is right there (XML Schema part 2, 4.3.6 and 3.2.3).
_UNICODE_ONLY = re.compile(r"[\x85\xa0\u2000-\u200b\u2028\u3000０-９٠-٩]|[0-9]_[0-9]")


@cache
def _root(version: str, message: str) -> object:
    return message_root(version, message)


def _valid(version: str, message: str) -> Iterator[tuple[str, bytes]]:
    """Yield valid documents of a message: least and fullest for each choice, and some in between."""
    for label, document in documents(_root(version, message), f"agree-{version}-{message}", count=4):
        yield label, to_bytes(document)


def _changed(version: str, message: str, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield mutations of the fullest documents of a message, *count* for each edit and value."""
    for label, document in documents(_root(version, message), f"agree-{version}-{message}", count=0):
        few = version != "2.4.3" and not label.startswith("fullest")
        if not few and (not label.startswith("least") or label == "least-0"):
            for change, data in mutations(_root(version, message), document, f"{message}-{label}", count, 1):
                yield f"{label}, {change}", data


def _tree(data: bytes, message: str) -> etree._Element | None:
    """Return the tree of a document of *message*, None for what is no XML or another document."""
    try:
        root = parse_tree(data)
    except ParseError:
        return None
    cls = MESSAGES[message]
    return root if root.tag == f"{{{cls.namespace()}}}{message}" else None


def _is_valid(tree: etree._Element, version: str, message: str) -> bool:
    compiled = schema(message, version)
    return bool(compiled.validate(tree)) or all(_FIXED in e.message for e in compiled.error_log)


def _is_faithful(value: Any) -> bool:
    """Tell whether all of *value* is what its type holds: nothing unreadable, undeclared or missing kept aside."""
    if isinstance(value, Unreadable):
        return False
    if isinstance(value, tuple):
        return all(_is_faithful(v) for v in value)
    if isinstance(value, Aggregate):
        return not value.extra and all(
            _is_faithful(getattr(value, d.field)) for d in declarations(type(value))
        )
    if attrs.has(type(value)):
        return not getattr(value, "unparsed", ())
    return True


def _plain(value: Message) -> str:
    """Return all that a value holds as text: unlike ``==`` this tells spellings of a time or number apart."""
    return json.dumps(edielkit.to_dict(value), ensure_ascii=False, sort_keys=True)


@each_message
def test_valid_documents(version: str, message: str) -> None:
    """A valid document reads, writes valid bytes, and reads back the same, also through plain data and JSON."""
    for label, data in _valid(version, message):
        value = parse_document(data)
        assert isinstance(value, Message)
        assert _is_faithful(value), label
        assert Verdict.ACCEPTED is edielkit.validate(data, level="schema", version=version).verdict, label
        written = serialize_document(value, version=version)
        assert schema(message, version).validate(etree.fromstring(written)), label
        again = parse_document(written)
        assert value == again, label
        assert _plain(value) == _plain(again), label
        assert written == serialize_document(again, version=version), label
        assert written == serialize_document(value, version=version, on_fault=OnFault.KEEP), label
        plain = json.loads(json.dumps(edielkit.to_dict(value)))
        assert value == edielkit.from_dict(message, plain), label
        assert written == serialize_document(edielkit.from_dict(message, plain), version=version), label


def _written(value: Message, version: str) -> bytes | None:
    """Return the bytes of a value, None where the writer refuses it by a field's name."""
    try:
        return serialize_document(value, version=version)
    except BuildError as error:
        return None if error.field else b""


@pytest.mark.slow
@each_message
def test_changed_documents(version: str, message: str) -> None:
    """A changed document is refused by our walk exactly when the schema refuses it; nothing invalid is written."""
    cls, count = MESSAGES[message], Counter[bool]()
    for label, data in _changed(version, message, 1):
        tree = _tree(data, message)
        if tree is None:
            continue
        valid = _is_valid(tree, version, message)
        count[valid] += 1
        assert valid is not any(check_message(tree, cls, version)), label
        value = parse_document(data)
        written = _written(value, version)
        assert written is not None or not valid, label
        if written is not None:
            assert schema(message, version).validate(etree.fromstring(written)), label
            assert value == parse_document(written), label
        # nothing that was read is lost on the way through KEEP or through plain data
        kept = serialize_document(value, version=version, on_fault=OnFault.KEEP)
        assert _plain(value) == _plain(parse_document(kept)), label
        assert value == edielkit.from_dict(message, json.loads(json.dumps(edielkit.to_dict(value)))), label
    assert count[False] >= 40
    assert count[True] >= 10


@pytest.mark.slow
@pytest.mark.parametrize("message", messages("2.4.3"))
def test_xmlschema_gives_the_same_verdict(message: str) -> None:
    """lxml and xmlschema check alike, where neither is known to be wrong."""
    second, checked = second_schema(message, "2.4.3"), 0
    for number, (label, data) in enumerate(_changed("2.4.3", message, 1)):
        tree = _tree(data, message)
        if tree is None or number % 8 or _UNICODE_ONLY.search("".join(map(str, tree.itertext()))):
            continue
        if any(_UNICODE_ONLY.search(str(v)) for node in tree.iter() for v in node.attrib.values()):
            continue
        checked += 1
        try:
            verdict = second.is_valid(tree)
        except xmlschema.XMLSchemaException:
            # it raises where xsi:type has a prefix that nobody declared
            verdict = False
        assert _is_valid(tree, "2.4.3", message) is verdict, label
    assert checked >= 10


_EDGES = (
    "9999-12-31T24:00:00Z", "9999-12-31T23:59:59-14:00", "2024-01-01T24:00:00.000Z", "2024-01-01T24:00:00.001Z",
    "1000-01-01T00:00:00+14:00", "2016-12-31T23:59:60Z", "2024-01-01T00:00:00-14:01", "2024-01-01T00:00:00+13:60",
    "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2024-06-31T00:00:00Z", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z",
    "2024-01-01T00:00:00.1000Z", "2024-01-01T00:00:00.000000000000Z", "0" * 23 + "1", "0" * 500 + "1", "1" * 24, "1" * 5000,
    "0." + "0" * 30 + "1", "1." + "0" * 500, "-0.0", "+.5", "-.5", "+5.", "²", "1²", "1\x85", "1\u2028", "\u20031", "tru\u0065",
    "true\u00a0", "E17 E17", "1000000000000", "999999999999.999", "999999999999.9999", "-999999999999.999", "2147483647",
    "2147483648", "-2147483649", "9223372036854775808", "-00", "+00", "0x1", "1e0", "a\rb", "a\r\nb", "\r", "x" * 101,
)  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_texts_of_simple_types(version: str) -> None:
    """A text is taken by our check exactly when the schema of its type takes it, and then it reads as a value."""
    schemas = load_schemas(version)
    for name, simple in SIMPLE_TYPES.items():
        if version not in simple.versions:
            continue
        source = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:b="{BDT}">
            <xs:import namespace="{BDT}" schemaLocation="{(ROOT / version / "values.xsd").as_uri()}"/>
            <xs:element name="x" type="b:{name}"/></xs:schema>"""
        compiled = etree.XMLSchema(etree.fromstring(source))
        node = etree.Element("x")
        for text in dict.fromkeys((*texts(schemas.simple(f"{{{BDT}}}{name}")), *_EDGES)):
            node.text = text
            wrong = check_text(simple, text, version)
            assert compiled.validate(node) is (wrong is None), (name, text, wrong)
            if wrong is None and text != "9999-12-31T24:00:00Z":
                assert not isinstance(read_text(simple, text), Unreadable), (name, text)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("message", ["CollectedData", "NotifyValidatedDataForBillingEnergy"])
@pytest.mark.parametrize(
    ("sequence", "number"),
    [("+1", 1), (" 1 ", 1), ("01", 1), ("0" * 60 + "7", 7), ("-0", 0), ("9999", 9999), ("\n5\t", 5)],
)
def test_spellings_of_a_sequence(version: str, message: str, sequence: str, number: int) -> None:
    """A Sequence is a number however it is spelt, and is written without sign and zeros."""
    document = build(message_root(version, message), Plan(optional=1, repeat=1, choice=0), random.Random("s"))
    node = next(document.iter("{*}Observation"))
    node.set("Sequence", sequence)
    assert schema(message, version).validate(document)
    value = parse_document(to_bytes(document))
    written = serialize_document(value, version=version)
    assert str(number) == next(etree.fromstring(written).iter("{*}Observation")).get("Sequence")


_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("schemaLocation", "urn:x http://example.invalid/x.xsd"),
        ("noNamespaceSchemaLocation", "file:///nowhere.xsd"),
        ("type", "abie:QuantityMeteredCollect"),
    ],
)
def test_hints_on_an_observation(attribute: str, text: str) -> None:
    """Hints of XML Schema on an Observation and its value do not make it odd."""
    version, message = "2.4.3", "CollectedData"
    document = build(message_root(version, message), Plan(optional=1, repeat=2, choice=0), random.Random("h"))
    plain = parse_document(to_bytes(document))
    for node in list(document.iter("{*}Observation")):
        node.set(_XSI + attribute, text)
        if attribute != "type":
            node[0].set(_XSI + attribute, text)
        node.insert(0, etree.Comment(" remark "))
    assert schema(message, version).validate(document)
    value = parse_document(to_bytes(document))
    assert plain == value
    assert serialize_document(plain) == serialize_document(value)


def _sample(version: str, message: str, choice: int = 0) -> bytes:
    document = build(
        message_root(version, message), Plan(optional=1, repeat=2, choice=choice), random.Random("sample")
    )
    return to_bytes(document)


@pytest.mark.parametrize(
    ("message", "made_for", "refused_by", "field"),
    [
        ("RequestStartOfSupply", "2.4.3", "2.3", "move_in_to_slr"),
        ("UpdateThirdPartyAccess", "2.4.3", "2.3", "end_of_occurrence"),
        ("CollectedData", "EI-270", "2.4.3", "annual_period_estimated_metrics"),
        ("RequestUpdateMasterDataMeteringPoint", "2.3", "2.4.3", "measurement_definition"),
        ("RequestUpdateSharedProduction", "2.4.3", "2.3", "RequestUpdateSharedProduction"),
        ("NotifySharedProduction", "EI-270", "2.3", "NotifySharedProduction"),
    ],
)
def test_another_version_is_refused_by_name(message: str, made_for: str, refused_by: str, field: str) -> None:
    """Writing for a version that lacks something names the field; the version is seen from the message."""
    data = _sample(made_for, message, 2)
    value = parse_document(data)
    assert serialize_document(value, version=made_for)
    with pytest.raises(BuildError, match=field):
        serialize_document(value, version=refused_by)
    assert Verdict.ACCEPTED is edielkit.validate(data, level="schema").verdict
    assert Verdict.REJECTED is edielkit.validate(data, level="schema", version=refused_by).verdict


def test_versions_that_can_be_seen() -> None:
    """Every generated document that only one version takes is checked by that version when none is given."""
    seen = Counter[str]()
    for version in VERSIONS:
        for message in messages(version):
            for label, data in _valid(version, message):
                tree = etree.fromstring(data)
                by = [v for v in VERSIONS if message in messages(v) and _is_valid(tree, v, message)]
                chosen = edielkit.detect(data).version
                assert chosen in by, (version, message, label)
                if "2.4.3" in by:
                    assert "2.4.3" == chosen, (version, message, label)
                seen[str(chosen)] += 1
                # EI-1763 adds nothing: what it takes, the current version takes too, so that nothing shows it
                assert "EI-1763" not in by or "2.4.3" in by, (version, message, label)
    assert {*VERSIONS} == {*seen, "EI-1763"}
    assert "EI-1763" not in seen


@pytest.mark.parametrize("code", ["Z04", "Z05", "Z06"])
def test_a_code_that_a_version_takes_away_shows_which_it_is_not(code: str) -> None:
    """EI-1763 takes three production codes: a document with one is of the current version, and refused in that one."""
    message = next(name for name in messages("2.4.3") if b"SubTypeProduction" in _fullest("2.4.3", name))
    data = re.sub(
        rb"(<[^>/]*SubTypeProduction[^>]*>)[^<]*<",
        rb"\g<1>" + code.encode() + b"<",
        _fullest("2.4.3", message),
    )
    tree = etree.fromstring(data)

    assert {"2.4.3"} == {version for version in ("2.4.3", "EI-1763") if _is_valid(tree, version, message)}
    assert "2.4.3" == edielkit.detect(data).version
    assert Verdict.REJECTED is edielkit.validate(data, level="schema", version="EI-1763").verdict
    assert not edielkit.validate(data, level="schema", version="2.4.3").errors


def _fullest(version: str, message: str) -> bytes:
    return to_bytes(
        dict(documents(_root(version, message), f"agree-{version}-{message}", count=0))["fullest-0"]
    )


def test_a_part_that_an_older_version_asks_for() -> None:
    """BusinessType is mandatory in 2.3, so a message without one is of a later version."""
    of = message_root("2.4.3", "PriceVolumeCombinationForReconciliation")
    data = to_bytes(build(of, Plan(optional=0, repeat=1), random.Random("none")))
    value = parse_document(data)
    assert b"BusinessType" not in serialize_document(value)
    with pytest.raises(BuildError, match=r"business_type: BusinessType is mandatory in version 2\.3"):
        serialize_document(value, version="2.3")
    report = edielkit.validate(data, level="schema", version="2.3")
    assert ["XSD011"] == [f.code for f in report]
    assert "expected BusinessType" in report.findings[0].message


def test_two_annual_volumes_are_of_the_announced_version() -> None:
    """Annual volumes twice, or with a Direction, need EI-270."""
    data = _sample("EI-270", "CollectedData", 2)
    assert "EI-270" == edielkit.detect(data).version
    value = parse_document(data)
    with pytest.raises(BuildError, match="annual_period_estimated_metrics"):
        serialize_document(value, version="2.4.3")


def test_what_changes_makes_no_other_value() -> None:
    """An undeclared attribute, a wrong order and a boolean as 1 leave the value as it would be without them."""
    data = _sample("2.4.3", "CollectedData")
    plain = parse_document(data)
    tree = etree.fromstring(data)
    header = tree[0]
    header.set("unknown", "x")
    header.append(copy.deepcopy(header[0]))
    header.remove(header[0])
    flag = header.find("{*}RequestPositiveAcknowledgement")
    flag.text = "1" if flag.text == "true" else "0"
    assert plain == parse_document(to_bytes(tree))
    codes = {f.code for f in edielkit.validate(to_bytes(tree), level="schema")}
    assert {"XSD012", "XSD020", "XSD031"} <= codes


_VALID = [_sample("2.4.3", m) for m in messages("2.4.3")]


def _survives(data: bytes) -> None:
    """Ask every verb that reads bytes; only ParseError may come out of the one that says so."""
    assert isinstance(edielkit.detect(data), Kind)
    assert isinstance(edielkit.validate(data), Report)
    with suppress(ParseError):
        assert edielkit.parse(data) is not None
    with suppress(ParseError):
        assert all(len(series.observations) for series in edielkit.read_series(data))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a result or a ParseError."""
    _survives(data)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"<", b"<?xml version='1.0'?>", b"\xff\xfe<\x00", b"<a xmlns='urn:x'>"]),
    st.binary(max_size=200),
)
def test_any_bytes_after_a_start_of_xml(start: bytes, data: bytes) -> None:
    """Anything that begins as XML gives a result or a ParseError."""
    _survives(start + data)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_documents(data: st.DataObject) -> None:
    """A valid document that is cut off or has bytes changed gives a result or a ParseError."""
    document = bytearray(data.draw(st.sampled_from(_VALID)))
    for _ in range(data.draw(st.integers(0, 4))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(document) // 2, len(document)))
    _survives(bytes(document[:cut]))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_gzip(data: st.DataObject) -> None:
    """A gzip that is cut off or has bytes changed gives a result or a ParseError."""
    packed = bytearray(gzip.compress(data.draw(st.sampled_from(_VALID)), mtime=0))
    for _ in range(data.draw(st.integers(0, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    _survives(bytes(packed[: data.draw(st.integers(0, len(packed)))]))


_FREE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=200, deadline=None)
@given(_FREE)
def test_any_text_in_a_value(text: str) -> None:
    """A text that XML can hold comes back as it went in; one that it cannot is refused with the field."""
    value = parse_document(_sample("2.4.3", "RequestUpdateCustomerInformation"))
    plain = edielkit.to_dict(value)
    plain["header"]["identification"] = text
    if not _is_held(text):
        with pytest.raises(BuildError, match=r"header\.identification: a character that XML cannot hold"):
            edielkit.from_dict(value.kind(), plain)
        return
    changed = edielkit.from_dict(value.kind(), plain)
    with pytest.raises(BuildError, match=r"header\.identification"):
        serialize_document(changed)
    kept = serialize_document(changed, on_fault=OnFault.KEEP)
    assert isinstance(edielkit.validate(changed), Report)
    assert text == parse_document(kept).header.identification


def _is_held(text: str) -> bool:
    """Tell whether XML 1.0 can hold *text*."""
    return all(c in "\t\n\r" or " " <= c for c in text) and not {"\ufffe", "\uffff"} & set(text)


def test_packed_documents_are_read() -> None:
    """A gzip of several members is one document."""
    data = _VALID[0]
    packed = gzip.compress(data[:100]) + gzip.compress(data[100:])
    assert edielkit.parse(data) == edielkit.parse(packed)
    assert zlib.crc32(data) == zlib.crc32(gzip.decompress(packed))
