"""Where the parts of a document stand, in words that do not depend on its prefixes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from edielkit.emif.declare import ABIE
from edielkit.emif.read.xml import line_of, local_name, namespace_of
from edielkit.findings import Position

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("DocumentPlaces", "LeftOut")

# a longer path is put together anew for each part below it
_LONGEST_KEPT = 400
_PREFIXES = {ABIE: "abie", "http://schemas.xmlsoap.org/soap/envelope/": "soap"}


@attrs.frozen(kw_only=True)
class LeftOut:
    """Payloads that a document has beside those that are looked at.

    Attributes:
        before: For each element of the message, in order, how many payloads before it were left out.
        total: How many were left out.
        tag: Name of such a payload in Clark notation.
    """

    before: tuple[int, ...]
    total: int
    tag: str


@attrs.define(eq=False)
class DocumentPlaces:
    """The places of one document.

    It remembers how many children of a name each parent has and where it looked last, so that asking in the order of
    the document takes linear time, however many brothers a node has.

    Attributes:
        messages: The message elements with the paths that begin at them, so that no envelope changes a path.
        left_out: Payloads that are counted and not looked at, in a document of one message.
    """

    messages: Mapping[etree._Element, str] = attrs.field(factory=dict)
    left_out: LeftOut | None = None
    _before: dict[etree._Element, int] = attrs.field(factory=dict)
    _counts: dict[etree._Element, Counter[str]] = attrs.field(factory=dict)
    _last: dict[tuple[etree._Element, str], tuple[etree._Element, int]] = attrs.field(factory=dict)
    # of what is above the nodes that were asked for, which they have in common
    _payloads: dict[etree._Element, str | None] = attrs.field(factory=dict)
    _paths: dict[etree._Element, str] = attrs.field(factory=dict)
    _names: dict[str, str] = attrs.field(factory=dict)

    def of(self, node: etree._Element, attribute: str = "") -> Position:
        """Return where *node*, or an attribute of it, stands."""
        path = self.path(node)
        return Position(path=f"{path}/@{local_name(attribute)}" if attribute else path, line=line_of(node))

    def path(self, node: etree._Element) -> str:
        """Return the XPath of *node* with the standard's usual prefixes, whatever the document's own are.

        The prefixes are rsm (the message), abie (its parts), soap and wsdl; an index stands where siblings share a
        name.
        """
        message = self.messages.get(node)
        if message is not None:
            return f"/{message}"
        parent, tag = node.getparent(), node.tag
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = _readable(tag)
        if parent is None:
            return f"/{name}"
        above = self._paths.get(parent)
        if above is None:
            above = self.path(parent)
            if len(above) <= _LONGEST_KEPT:
                self._paths[parent] = above
        return f"{above}/{name}{self._index(node, parent, tag)}"

    def payload(self, node: etree._Element) -> str | None:
        """Return the Identification of the payload that *node* stands in, None outside of one or without one."""
        if local_name(node.tag).startswith("Payload"):
            if node not in self._payloads:
                element = node.find(f"{{{ABIE}}}Identification")
                self._payloads[node] = None if element is None else (element.text or None)
            return self._payloads[node]
        parent = node.getparent()
        if parent is None:
            return None
        if parent not in self._payloads:
            self._payloads[parent] = self.payload(parent)
        return self._payloads[parent]

    def left_out_before(self, message: etree._Element) -> Mapping[etree._Element, int]:
        """Return how many payloads were left out before each of those of *message* that are there."""
        if self.left_out is not None and message not in self._counts:
            self._counts[message] = self._count(message)
        return self._before

    def payloads(self, message: etree._Element) -> int:
        """Return the number of payloads of *message* where some were left out, 0 where none were."""
        return (
            self._counts[message][self.left_out.tag] if self.left_out and self.left_out_before(message) else 0
        )

    def _index(self, node: etree._Element, parent: etree._Element, tag: str) -> str:
        counts = self._counts.get(parent)
        if counts is None:
            counts = self._counts[parent] = self._count(parent)
        if counts[tag] == 1:
            return ""
        number = self._number(parent, node, tag)
        self._last[parent, tag] = (node, number)
        return f"[{number + self._before.get(node, 0)}]"

    def _count(self, parent: etree._Element) -> Counter[str]:
        counts = Counter(child.tag for child in parent)
        if self.left_out is not None and parent in self.messages:
            elements = list(parent.iterchildren("*"))
            # only those who left something out can tell whether it is the same document
            if len(elements) == len(self.left_out.before):
                tag = self.left_out.tag
                counts[tag] += self.left_out.total
                counted = zip(elements, self.left_out.before, strict=True)
                self._before = {node: number for node, number in counted if node.tag == tag}
        return counts

    def _number(self, parent: etree._Element, node: etree._Element, tag: str) -> int:
        last, number = self._last.get((parent, tag), (None, 0))
        if node is last:
            return number
        if last is not None and node.getprevious() is last:
            return number + 1
        steps = 1
        for before in node.itersiblings(tag, preceding=True):
            if before is last:
                return number + steps
            steps += 1
        return steps


def _readable(tag: str) -> str:
    namespace, local = namespace_of(tag), local_name(tag)
    if namespace in _PREFIXES:
        return f"{_PREFIXES[namespace]}:{local}"
    if namespace.startswith("urn:no:elhub:emif:wsdl:"):
        return f"wsdl:{local}"
    if namespace.startswith("urn:no:elhub:emif:"):
        return f"rsm:{local}"
    return f"other:{local}" if namespace else local
