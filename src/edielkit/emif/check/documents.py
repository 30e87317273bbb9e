"""Findings on a document of EMIF: well-formed, by the schema, and its identifiers and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.check.codes import check_codes
from edielkit.emif.check.document_places import DocumentPlaces, LeftOut
from edielkit.emif.check.message_structure import check_message, place_of
from edielkit.emif.check.schemas import schema as compiled_schema
from edielkit.emif.check.schemas import second_schema
from edielkit.emif.declare import ABIE, Message, declarations
from edielkit.emif.read.document import DocumentParts, document_of, needed_version, parts_of
from edielkit.emif.read.reader import read_message
from edielkit.emif.read.xml import XML_LIMITS, XmlLimits, local_name, parse_tree
from edielkit.emif.rules import RULES
from edielkit.emif.simple_types import CURRENT_VERSION, SIMPLE_TYPES
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import check_text
from edielkit.emif.write.unique import UNIQUE_SEQUENCES
from edielkit.findings import Finding
from edielkit.harmless import quoted
from edielkit.series import Observations
from edielkit.suggest import one_of

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("MOST_FINDINGS", "CheckedDocument", "check_document")

# A document with more faults than this is not read by anybody to the end.
MOST_FINDINGS = 1000


@attrs.frozen(kw_only=True)
class CheckedDocument:
    """What a check found.

    Attributes:
        findings: The findings, in no order.
        not_checked: What was left out, in words.
        is_empty: There is no message, as there need not be one.
        version: EMIF version whose rules hold.
        kinds: Names of the messages.
        messages: The messages with their elements, when they were asked for.
        document: The document as a value, in the same case.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    is_empty: bool
    version: str
    kinds: tuple[str, ...]
    messages: tuple[tuple[Message, etree._Element], ...] = ()
    document: Message | SoapDocument | None = None


def check_document(
    data: bytes,
    *,
    schema: bool = True,
    codes: bool = True,
    version: str | None = None,
    limits: XmlLimits = XML_LIMITS,
    read: bool = False,
    left_out: LeftOut | None = None,
) -> CheckedDocument:
    """Return the findings on *data*.

    Args:
        data: The bytes of the document.
        schema: Check by the schema.
        codes: Check identifiers and codes by what the schema does not say.
        version: EMIF version; the one that the message needs if None.
        limits: Bounds on the size.
        read: Give the messages as values too.
        left_out: Payloads that the document has beside those in *data*, for the paths of findings.

    Raises:
        ParseError: *data* is no XML, or no document of EMIF.
    """
    root = parse_tree(data, limits=limits)
    parts = parts_of(root)
    values = _Values(parts, read=read)
    chosen = version or _version(parts, values)
    places = DocumentPlaces(_paths(parts), left_out)
    findings: list[Finding] = []
    not_checked = _nothing_inside(parts)
    is_empty = bool(not_checked)
    if schema:
        findings += islice(_wrapper_findings(parts, chosen, places), MOST_FINDINGS + 1)
    for node, cls in parts.messages:
        if schema:
            plain = _has_plain_rows(values.already_read(node))
            findings += islice(
                _schema_findings(node, cls, chosen, places, has_plain_rows=plain), _room(findings)
            )
        if codes:
            findings += islice(check_codes(node, cls, chosen, places), _room(findings))
    if len(findings) > MOST_FINDINGS:
        del findings[MOST_FINDINGS:]
        not_checked.append(f"findings beyond the first {MOST_FINDINGS}")
    messages = tuple((values.of(node, cls), node) for node, cls in parts.messages) if read else ()
    return CheckedDocument(
        findings=tuple(findings),
        not_checked=tuple(not_checked),
        is_empty=is_empty,
        version=chosen,
        kinds=tuple(cls.kind() for _, cls in parts.messages),
        messages=messages,
        document=document_of(parts, (message for message, _ in messages)) if read else None,
    )


def _nothing_inside(parts: DocumentParts) -> list[str]:
    """Return why a document has no message to check, nothing where it has one or ought to have one."""
    if parts.messages or parts.strange:
        return []
    if parts.fault is not None:
        return ["a SOAP fault holds no message"]
    if parts.wrapper is None:
        return ["an empty SOAP Body, as Elhub answers a request that it has received, holds no message"]
    return ["an empty poll result holds no message"] if parts.nil and parts.wrapper.is_result else []


class _Values:
    """The messages of a document as values, each read once, when it is first asked for."""

    def __init__(self, parts: DocumentParts, *, read: bool) -> None:
        self._read: dict[etree._Element, Message] = {}
        if read:
            for node, cls in parts.messages:
                self.of(node, cls)

    def of(self, node: etree._Element, cls: type[Message]) -> Message:
        if node not in self._read:
            self._read[node] = read_message(node, cls)
        return self._read[node]

    def already_read(self, node: etree._Element) -> Message | None:
        return self._read.get(node)


def _has_plain_rows(message: Any) -> bool:
    """Tell whether the values of each series are known to have places of their own."""
    payloads = getattr(message, "payload_energy_time_series", None) or ()
    return bool(payloads) and all(_is_plain(getattr(payload, "observation", None)) for payload in payloads)


def _is_plain(block: Any) -> bool:
    # a block of other values, or with rows that the columns cannot hold, is left to the schema
    if not isinstance(block, Observations) or block.unparsed:
        return False
    position = block.position
    return block.counts_from_one or bool((position[1:] > position[:-1]).all())


def _paths(parts: DocumentParts) -> dict[etree._Element, str]:
    """Return the path of each message; an index tells messages of one kind apart."""
    of_kind = Counter(cls.kind() for _, cls in parts.messages)
    seen: Counter[str] = Counter()
    paths = {}
    for node, cls in parts.messages:
        kind = cls.kind()
        seen[kind] += 1
        paths[node] = f"rsm:{kind}" + (f"[{seen[kind]}]" if of_kind[kind] > 1 else "")
    return paths


def _room(findings: list[Finding]) -> int:
    """Return how many findings more are kept, one beyond the most to see that there are more."""
    return max(0, MOST_FINDINGS + 1 - len(findings))


def _version(parts: DocumentParts, values: _Values) -> str:
    for node, cls in parts.messages:
        if cls.kind() in _SAME_IN_ALL:
            continue
        needed = needed_version(values.of(node, cls))
        if needed != CURRENT_VERSION:
            return needed
    return CURRENT_VERSION


# Messages of series whose types are the same in every version: reading them to find the version is no use.
_SAME_IN_ALL = frozenset({"NotifyValidatedDataForBillingEnergy"})


def _wrapper_findings(parts: DocumentParts, version: str, places: DocumentPlaces) -> Iterator[Finding]:
    rule = RULES["XSD005"]
    for strange in parts.strange:
        expected = one_of(parts.wrapper.messages) if parts.wrapper else "a request or response of a service"
        yield rule.finding(
            f"expected {expected}, found {quoted(local_name(strange.tag), 60)}", places.of(strange)
        )
    wrapper, node = parts.wrapper, parts.wrapper_node
    if wrapper is None or node is None:
        return
    if wrapper.versions and version not in wrapper.versions:
        yield rule.finding(f"version {version} has no {wrapper.element}", places.of(node))
    if parts.nil and wrapper.is_result:
        if len(node):
            yield rule.finding(f"expected an empty {wrapper.element} since it is nil", places.of(node))
        return
    if not parts.messages and not parts.strange:
        yield rule.finding(
            f"expected {one_of(wrapper.messages)} in {wrapper.element}, found none", places.of(node)
        )
    if not wrapper.is_result and len(parts.messages) > 1:
        second = parts.messages[1][0]
        yield rule.finding(
            f"expected one message in {wrapper.element}, found {len(parts.messages)}", places.of(second)
        )
    if wrapper.is_result:
        yield from _result_findings(node, wrapper.namespace, version, places)


def _result_findings(
    node: etree._Element, namespace: str, version: str, places: DocumentPlaces
) -> Iterator[Finding]:
    rule = RULES["XSD005"]
    expected = [f"{{{namespace}}}Identification", f"{{{namespace}}}ResultDataSet"]
    for child in node:
        if child.tag not in expected:
            yield rule.finding(f"expected Identification and ResultDataSet, found {quoted(local_name(child.tag), 60)}", places.of(child))  # fmt: skip
    present = [child.tag for child in node if child.tag in expected]
    if present != expected:
        yield rule.finding("expected one Identification, then one ResultDataSet", places.of(node))
    identification = node.find(expected[0])
    if identification is not None:
        wrong = check_text(SIMPLE_TYPES["UUIDType"], identification.text or "", version)
        if wrong:
            yield RULES["XSD022"].finding(f"Identification: {wrong}", places.of(identification))


def _schema_findings(
    node: etree._Element,
    cls: type[Message],
    version: str,
    places: DocumentPlaces,
    *,
    has_plain_rows: bool = False,
) -> Iterator[Finding]:
    if version not in cls.versions():
        which = " and ".join(cls.versions())
        yield RULES["XSD004"].finding(
            f"version {version} has no message {cls.kind()}, only {which}", places.of(node)
        )
        return
    again = False if has_plain_rows else _has_places_again(node, cls)
    compiled = compiled_schema(cls.kind(), version, rows=again is None)
    # libxml2 does not see those that were left out
    too_many = places.left_out is not None and places.payloads(node) > declarations(cls)[-1].max
    log: Any = ()
    if not (again or too_many or _is_flooded(node)):
        tag = node.tag
        node.tag = f"{{{cls.namespace()}}}{cls.kind()}"
        try:
            if compiled.validate(node):
                return
            log = compiled.error_log
        finally:
            node.tag = tag
    nothing = True
    for finding in check_message(node, cls, version, places):
        nothing = False
        yield finding
    # of a message with too many payloads the part without them has nothing to be named
    if nothing and not too_many:
        yield from _second_look(node, cls, version, log, places)


# far more attributes than any element of EMIF may have: an element with more is invalid, and libxml2 is not asked
MOST_ATTRIBUTES = 64


def _is_flooded(node: etree._Element) -> bool:
    """Tell whether an element has so many attributes that libxml2, which keeps a record of each fault, is not asked."""
    return bool(node.xpath(f"boolean(descendant-or-self::*[@*[{MOST_ATTRIBUTES + 1}]])"))


# of fewer values of a series libxml2 tells soon that one stands where another does: it compares each with all before it
_FEW_PLACES = 500


def _has_places_again(node: etree._Element, cls: type[Message]) -> bool | None:
    """Tell whether values of a series stand at a place that another one has, which its schema does not allow.

    None leaves it to libxml2, where no series is long.
    """
    payloads = list(node) if cls.kind() in UNIQUE_SEQUENCES else []
    if not any(len(payload) > _FEW_PLACES for payload in payloads):
        return None
    return any(map(_has_place_again, payloads))


def _has_place_again(payload: etree._Element) -> bool:
    texts = [row.get("Sequence") for row in payload.iterchildren(f"{{{ABIE}}}Observation")]
    if len(set(texts)) < len(texts):
        return True
    places = [place for text in texts if (place := place_of(text))]
    return len(set(places)) < len(places)


# libxml2 compares a fixed value with the text before white space is taken off; XML Schema part 1, 3.3.4, asks for the
# value, so that " true " is true
_FIXED = "does not match the fixed value constraint"


def _second_look(
    node: etree._Element, cls: type[Message], version: str, log: Any, places: DocumentPlaces
) -> Iterator[Finding]:
    """Yield what xmlschema says where our own walk finds no words, or libxml2's own as a last resort."""
    import xmlschema

    rule, errors = RULES["XSD041"], []
    # it raises where xsi:type has a prefix that nobody declared
    with suppress(xmlschema.XMLSchemaException):
        errors = list(islice(second_schema(cls.kind(), version).iter_errors(node), MOST_FINDINGS))
    for error in errors:
        at = error.obj if hasattr(error.obj, "tag") else node
        yield rule.finding(
            str(error.reason or error.message)[:300], places.of(at), payload=places.payload(at)
        )
    if not errors:
        for entry in log:
            if _FIXED not in entry.message:
                yield rule.finding(entry.message[:300], attrs.evolve(places.of(node), line=entry.line))
