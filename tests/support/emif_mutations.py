"""
Changes to a valid EMIF document: most break it, some must not.

Each change works on a copy. Which of them are faults is for a schema to say: two schemas that
say the same of all of them mean the same.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator

from lxml import etree
from tests.support.emif_documents import bounds, paths, to_bytes
from tests.support.emif_schemas import ABIE, BDT, Complex, Element, Simple

__all__ = ("mutations",)

XSI = "http://www.w3.org/2001/XMLSchema-instance"
Node = etree._Element
Edit = Callable[[Node, Element], None]

NUMBERS = (
    "1,5", "1.5", "1e3", "1E0", "+1", "-1", "-0", "+0.0", "INF", "-INF", "NaN", "", " ", ".5", "5.", ".", "-", "+",
    "0.1234567", "0.12", "0.123", "0.1230000", "0000000000000000001", "00.10", "1 000", "0x10", "１", "--1", "1.0", "10.00",
    "9999999999999", "999999999999999", "0.00000000000000000000000000000000001", "100.01", "1.000001", "１２", "1_0", "99", "100",
    "9999", "10000", "99999", "100000", "999999999", "1000000000", "2147483648", "9223372036854775808", "\t7\n", "\u00a07",
)  # fmt: skip
INSTANTS = (
    "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00+01:00", "2024-02-30T00:00:00Z", "2024-02-29T00:00:00Z",
    "2023-02-29T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T24:00:01Z", "2024-01-01T25:00:00Z", "2024-13-01T00:00:00Z",
    "2024-00-01T00:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "0999-01-01T00:00:00Z", "10000-01-01T00:00:00Z",
    "-2024-01-01T00:00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00.1234Z",
    "2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00,5Z", "2024-01-01 00:00:00Z",
    "2024-01-01t00:00:00z", "2024-01-01T00:00:00z", "2024-01-01T00:00:00+14:00", "2024-01-01T00:00:00+14:01", "2024-01-01T00:00:00+15:00",
    "2024-01-01T00:00:00+1:00", "2024-01-01T00:00:00+01", "2024-01-01T00:00:00+0100", "2024-01-01T00:00Z", "2024-01-01", "2024-01-01Z",
    "20240101T000000Z", "01.01.2024", "2024-1-1T00:00:00Z", "", " 2024-01-01T00:00:00Z ", "2024-01-01T00:00:00ZZ", "now", "1704067200",
    "2024-01-01T00:00:00.1Z+01:00", "2024-W01-1T00:00:00Z", "2024-01-01T00:00:00.000-00:00", "+2024-01-01T00:00:00Z",
)  # fmt: skip
TRUTHS = (
    "1",
    "0",
    "TRUE",
    "True",
    "yes",
    "no",
    "",
    " true ",
    "\nfalse",
    "truefalse",
    "t",
    "true|false",
    "Ja",
    "true",
    "false",
)
IDENTIFIERS = (
    "123E4567-E89B-12D3-A456-426655440000", "123e4567-e89b-12d3-a456-426655440000", "123e4567e89b12d3a456426655440000",
    "{123e4567-e89b-12d3-a456-426655440000}", "123e4567-e89b-12d3-a456-42665544000", "123e4567-e89b-12d3-a456-4266554400000",
    "123e4567-e89b-12d3-a456-42665544000g", " 123e4567-e89b-12d3-a456-426655440000", "123e4567-e89b-12d3-a456-426655440000\n",
    "00000000-0000-0000-0000-000000000000", "", "urn:uuid:123e4567-e89b-12d3-a456-426655440000", "123e4567-e89b-12d3-a4564-26655440000",
)  # fmt: skip
POINTS = (
    "707057500000000001", "70705750000000000", "7070575000000000011", "70705750000000000A", "", " 707057500000000001",
    "٧٠٧٠٥٧٥٠٠٠٠٠٠٠٠٠٠١", "707057500 00000001", "000000000000000000", "-07057500000000001", "7070575000000000.1",
)  # fmt: skip


def _code_texts(of: Simple) -> Iterator[str]:
    for code in (of.codes[0], of.codes[-1]):
        yield from (
            code,
            code.lower(),
            code.upper(),
            code.swapcase(),
            f" {code}",
            f"{code} ",
            f"\n\t{code}\n",
            f"\u00a0{code}",
        )
        yield from (code[:-1], code + code, code + "0", "0" + code, code + "\u200b")
    yield from (
        "",
        " ",
        "XX",
        "?",
        "E17",
        "DDQ",
        "89",
        "9",
        "6",
        "260",
        "BRS-NO-999",
        "EH999",
        "PT15M",
        "In",
        "IN",
        "kwh",
        "NOK",
        "no",
    )


def _string_texts(of: Simple) -> Iterator[str]:
    most = int(of.facet("maxLength") or 1000)
    for unit in ("x", "ø", "\U0001f600", " ", "e\u0301"):
        for count in (most - 1, most, most + 1):
            yield unit * count
    yield from (
        "",
        " ",
        "\n",
        "\t a \n",
        "x" * (most * 20),
        "a  b",
        "\u00a0",
        "\ufeff",
        "æøå",
        "<>&\"'",
        "]]>"[:most],
    )


def texts(of: Simple) -> tuple[str, ...]:
    """Return texts near the limits of a simple type, good and bad."""
    if of.codes:
        return tuple(dict.fromkeys(_code_texts(of)))
    if of.base in {"decimal", "int", "long"}:
        low, high, decimals = bounds(of)
        step = high.__class__(1).scaleb(-decimals)
        edges = (low, low - step, high, high + step, low - step / 10, high + step / 10)
        return (*NUMBERS, *(f"{e:f}" for e in edges))
    fixed = {"dateTime": INSTANTS, "boolean": TRUTHS}.get(of.base)
    if fixed:
        return fixed
    if of.name == "UUIDType":
        return IDENTIFIERS
    return POINTS if of.facet("pattern") else tuple(dict.fromkeys(_string_texts(of)))


def _text_type(place: Element) -> Simple | None:
    return place.type if isinstance(place.type, Simple) else place.type.text


def _insert_after(node: Node, other: Node) -> None:
    parent = node.getparent()
    parent.insert(parent.index(node) + 1, other)


def _drop(node: Node, _: Element) -> None:
    node.getparent().remove(node)


def _repeat(node: Node, _: Element) -> None:
    _insert_after(node, copy.deepcopy(node))


def _repeat_past_most(node: Node, place: Element) -> None:
    same = [c for c in node.getparent() if c.tag == node.tag]
    for _ in range((place.max or 3) + 1 - len(same)):
        _insert_after(node, copy.deepcopy(node))


def _repeat_to_most(node: Node, place: Element) -> None:
    same = [c for c in node.getparent() if c.tag == node.tag]
    for _ in range((place.max or 3) - len(same)):
        _insert_after(node, copy.deepcopy(node))


def _swap(node: Node, _: Element) -> None:
    other = node.getnext()
    if other is not None:
        other.addnext(node)


def _to_end(node: Node, _: Element) -> None:
    node.getparent().append(node)


def _to_front(node: Node, _: Element) -> None:
    node.getparent().insert(0, node)


def _tag(change: Callable[[str, str], tuple[str, str]]) -> Edit:
    def edit(node: Node, _: Element) -> None:
        name = etree.QName(node)
        namespace, local = change(name.namespace or "", name.localname)
        node.tag = f"{{{namespace}}}{local}" if namespace else local

    return edit


def _child(tag: str, at: int) -> Edit:
    def edit(node: Node, _: Element) -> None:
        node.insert(at if at >= 0 else len(node), etree.Element(tag))

    return edit


def _clear(node: Node, _: Element) -> None:
    for child in list(node):
        node.remove(child)
    node.text = None


def _wrap(node: Node, _: Element) -> None:
    inner = copy.deepcopy(node)
    inner.tail = None
    _clear(node, _)
    node.append(inner)


def _unwrap(node: Node, _: Element) -> None:
    parent, at = node.getparent(), node.getparent().index(node)
    for offset, child in enumerate(list(node)):
        parent.insert(at + offset, child)
    parent.remove(node)


def _other_branch(node: Node, place: Element) -> None:
    """Put an empty brother of every other possible name beside the first child."""
    if isinstance(place.type, Complex) and place.type.group is not None:
        for element, choice in place.type.group.elements():
            if choice and node.find(element.tag) is None:
                node.append(etree.Element(element.tag))
                return


def _note(kind: str, at: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        extra = etree.Comment(" note ") if kind == "comment" else etree.ProcessingInstruction("note", "x")
        text = node.text or ""
        if at == "inside" and not len(node):
            node.text, extra.tail = text[: len(text) // 2], text[len(text) // 2 :]
            node.insert(0, extra)
        else:
            node.addprevious(extra) if node.getparent() is not None else node.insert(0, extra)

    return edit


def _put_text(text: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        if len(node):
            node[-1].tail = text
        else:
            node.text = text

    return edit


def _attribute(name: str, text: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        node.set(name, text)

    return edit


def _nil_and_clear(node: Node, place: Element) -> None:
    _clear(node, place)
    node.set(f"{{{XSI}}}nil", "true")


def _typed(namespace: str, name: str | None) -> Edit:
    def edit(node: Node, place: Element) -> None:
        wanted = name or place.type.name
        etree.cleanup_namespaces(node, top_nsmap={"t": namespace}, keep_ns_prefixes=["t"])
        node.set(f"{{{XSI}}}type", f"t:{wanted}")

    return edit


def _pad(before: str, after: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        if not len(node):
            node.text = before + (node.text or "") + after

    return edit


def _only_text(node: Node, _: Element) -> None:
    for child in list(node):
        node.remove(child)
    node.text = "text"


EDITS: dict[str, Edit] = {
    "drop": _drop,
    "repeat": _repeat,
    "repeat past most": _repeat_past_most,
    "repeat to most": _repeat_to_most,
    "swap with next": _swap,
    "move to end": _to_end,
    "move to front": _to_front,
    "rename": _tag(lambda ns, n: (ns, n + "X")),
    "rename by case": _tag(lambda ns, n: (ns, n.swapcase())),
    "wrong namespace": _tag(lambda _ns, n: ("urn:example:other", n)),
    "namespace of the values": _tag(lambda _ns, n: (BDT, n)),
    "namespace of the aggregates": _tag(lambda _ns, n: (ABIE, n)),
    "no namespace": _tag(lambda _ns, n: ("", n)),
    "unknown child first": _child(f"{{{ABIE}}}Unknown", 0),
    "unknown child last": _child(f"{{{ABIE}}}Unknown", -1),
    "foreign child": _child("{urn:example:other}Extension", -1),
    "known child in a wrong place": _child(f"{{{ABIE}}}Identification", -1),
    "child without namespace": _child("Identification", 0),
    "empty": _clear,
    "wrap": _wrap,
    "unwrap": _unwrap,
    "other branch of the choice": _other_branch,
    "comment before": _note("comment", "before"),
    "comment inside": _note("comment", "inside"),
    "instruction before": _note("instruction", "before"),
    "instruction inside": _note("instruction", "inside"),
    "extra text": _put_text("text"),
    "extra no-break space": _put_text("\u00a0"),
    "only text": _only_text,
    "white space around": _pad(" \n\t", " \r\n"),
    "space before": _pad(" ", ""),
    "no-break space after": _pad("", "\u00a0"),
    "letter after": _pad("", "a"),
    "unknown attribute": _attribute("unknown", "x"),
    "foreign attribute": _attribute("{urn:example:other}note", "x"),
    "qualified attribute": _attribute(f"{{{ABIE}}}listAgencyIdentifier", "6"),
    "agency attribute": _attribute("listAgencyIdentifier", "6"),
    "xml:lang": _attribute("{http://www.w3.org/XML/1998/namespace}lang", "no"),
    "xml:space": _attribute("{http://www.w3.org/XML/1998/namespace}space", "preserve"),
    "nil": _attribute(f"{{{XSI}}}nil", "true"),
    "not nil": _attribute(f"{{{XSI}}}nil", "false"),
    "nil and empty": _nil_and_clear,
    "schemaLocation": _attribute(f"{{{XSI}}}schemaLocation", "urn:example:other other.xsd"),
    "noNamespaceSchemaLocation": _attribute(f"{{{XSI}}}noNamespaceSchemaLocation", "other.xsd"),
    "unknown xsi attribute": _attribute(f"{{{XSI}}}unknown", "x"),
    "own type, aggregates": _typed(ABIE, None),
    "own type, values": _typed(BDT, None),
    "other type": _typed(ABIE, "Elhub_MeteringPointType"),
    "other simple type": _typed(BDT, "String10Type"),
    "unknown type": _typed(ABIE, "NoSuchType"),
    "built-in type": _typed("http://www.w3.org/2001/XMLSchema", "string"),
}


def _texts_of(place: Element, rng: random.Random, count: int) -> Iterator[tuple[str, Edit]]:
    of = _text_type(place)
    if of is not None:
        choices = texts(of)
        for text in rng.sample(choices, min(count, len(choices))):
            yield f"text {text[:40]!r}", _put_text(text)


def _rename_attribute(name: str, other: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        text = node.attrib.pop(name, None)
        node.set(other, text or "1")

    return edit


def _drop_attribute(name: str) -> Edit:
    def edit(node: Node, _: Element) -> None:
        node.attrib.pop(name, None)

    return edit


def _attributes_of(place: Element, rng: random.Random, count: int) -> Iterator[tuple[str, Edit]]:
    for attribute in place.type.attributes if isinstance(place.type, Complex) else ():
        yield f"drop @{attribute.name}", _drop_attribute(attribute.name)
        for other in (attribute.name.swapcase(), f"{{{ABIE}}}{attribute.name}", attribute.name + "X"):
            yield f"@{attribute.name} as {other}", _rename_attribute(attribute.name, other)
        choices = texts(attribute.type)
        for text in rng.sample(choices, min(count, len(choices))):
            yield f"@{attribute.name} {text[:40]!r}", _attribute(attribute.name, text)


def _unique(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield documents with doubled places and payload identifications, in several spellings."""
    for label, second in (("same", "1"), ("spelt 01", "01"), ("spelt +1", "+1"), ("other", "7")):
        twin = copy.deepcopy(root)
        for series in {o.getparent() for o in twin.iter(f"{{{ABIE}}}Observation")}:
            series.append(copy.deepcopy(series.find(f"{{{ABIE}}}Observation")))
            series[-1].set("Sequence", second)
            series.find(f"{{{ABIE}}}Observation").set("Sequence", "1")
        yield f"two observations, {label} Sequence", twin
    for label, keep in (("same", True), ("no", False)):
        twin = copy.deepcopy(root)
        second = copy.deepcopy(twin[-1])
        own = second.find(f"{{{ABIE}}}Identification")
        if own is not None and not keep:
            second.remove(own)
        twin.append(second)
        yield f"two payloads, {label} Identification", twin
        third = copy.deepcopy(twin)
        for payload in third[2:]:
            own = payload.find(f"{{{ABIE}}}Identification")
            if own is not None and not keep:
                payload.remove(own)
        yield f"all payloads, {label} Identification", third


def _whole(root: Node) -> Iterator[tuple[str, bytes]]:
    """Yield the same document in other spellings, and other documents."""
    data = to_bytes(root)
    text = etree.tostring(root, encoding="unicode")
    yield "UTF-16", etree.tostring(root, xml_declaration=True, encoding="UTF-16")
    yield "ISO-8859-1", etree.tostring(root, xml_declaration=True, encoding="ISO-8859-1")
    yield "indented", etree.tostring(root, pretty_print=True)
    yield "no declaration", text.encode()
    yield "comment and instruction around", b"<!-- a --><?b c?>" + text.encode() + b"<!-- d -->"
    yield "default namespace", text.replace("rsm:", "").replace("xmlns:rsm", "xmlns").encode()
    yield "other prefixes", text.replace("rsm:", "ns0:").replace(":rsm", ":ns0").encode()
    yield (
        "an entity in a text",
        (
            b'<!DOCTYPE x [<!ENTITY e "x">]>'
            + text.replace(
                "</abie:EnergyIndustryClassification>", "&e;</abie:EnergyIndustryClassification>"
            ).encode()
        ),
    )
    yield "a section in a text", text.replace(">23<", "><![CDATA[23]]><").encode()
    yield "a reference in a text", text.replace(">23<", ">&#50;&#x33;<").encode()
    yield "a first part only", etree.tostring(root[0])
    yield "a payload only", etree.tostring(root[-1])
    yield "a stranger", b"<a/>"
    yield "a wrapper", b'<w xmlns="urn:example:other">' + data.split(b"?>", 1)[1] + b"</w>"


def _steps(node: Node) -> tuple[int, ...]:
    """Return the way from the root to a node, as places among the children."""
    steps = []
    while (parent := node.getparent()) is not None:
        steps.append(parent.index(node))
        node = parent
    return tuple(reversed(steps))


def mutations(
    of: Element, root: Node, seed: str, per_edit: int | None = 3, per_value: int = 3
) -> Iterator[tuple[str, bytes]]:
    """
    Yield changed documents with a label each.

    Args:
        of: The root's place in the schema.

        root: A valid document.

        seed: Where the choice of places starts.

        per_edit: How many places each edit gets, or None for all.

        per_value: How many texts each value and attribute gets.
    """
    rng = random.Random(seed)
    places = [(path, place, _steps(node)) for path, place, node in paths(of, root)]

    def apply(
        path: str, place: Element, at: tuple[int, ...], label: str, edit: Edit
    ) -> Iterator[tuple[str, bytes]]:
        twin = copy.deepcopy(root)
        node = twin
        for step in at:
            node = node[step]
        edit(node, place)
        yield f"{label}: {path}", to_bytes(twin)

    inner = places[1:]
    for label, edit in EDITS.items():
        if label.startswith("repeat "):
            targets = [f for f in inner if f[1].max is not None and 1 < f[1].max <= 99]
        else:
            targets = inner
        for path, place, at in (
            targets if per_edit is None else rng.sample(targets, min(per_edit, len(targets)))
        ):
            yield from apply(path, place, at, label, edit)
    for label in (
        "empty",
        "rename",
        "wrong namespace",
        "no namespace",
        "nil",
        "unknown attribute",
        "extra text",
        "schemaLocation",
    ):
        yield from apply("root", of, places[0][2], label, EDITS[label])
    for path, place, at in places:
        for label, edit in (*_texts_of(place, rng, per_value), *_attributes_of(place, rng, per_value)):
            yield from apply(path, place, at, label, edit)
    for label, twin in _unique(root):
        yield label, to_bytes(twin)
    yield from _whole(root)
