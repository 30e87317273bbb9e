"""A whole document on the fast path: its value, its findings, and how its payloads group."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.check.documents import MOST_FINDINGS, CheckedDocument, check_document
from edielkit.emif.declare import Aggregate, Message, declarations
from edielkit.emif.fast import LEAST
from edielkit.emif.fast.lines import FastLines
from edielkit.emif.fast.markup import PAYLOAD
from edielkit.emif.fast.parts import Part, split
from edielkit.emif.fast.payload_values import Forms, Instants, PayloadReader, blocks, forms_of
from edielkit.emif.fast.row_form import NotUniformError, RowForm
from edielkit.emif.fast.shortened import Shortened, shortened
from edielkit.emif.messages import MESSAGES
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.emif.soap import SoapDocument
from edielkit.emif.write.unique import UNIQUE_PAYLOADS, UNIQUE_SEQUENCES
from edielkit.errors import ParseError
from edielkit.findings import Finding
from edielkit.identifiers.many import right_gsrn
from edielkit.series import Observations

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("FastDocument", "read_fast")

# what libxml2 makes of still larger ones is its own affair
_MOST = 1 << 30
_KINDS = frozenset({"CollectedData", "NotifyValidatedDataForBillingEnergy"})
# as many findings as anybody reads, and one to see that there are more
_ENOUGH = MOST_FINDINGS + 1
# a document of which less than this part is plain is none for the fast path
_LEAST_PLAIN = 8
# what a look at the shortened document may add to it is added at once; what that adds, at the second time
_MOST_LOOKS = 4
_PAYLOAD = re.compile(r"/[a-z]+:PayloadEnergyTimeSeries(?:\[([0-9]+)\])?(.*)")
_POINT, _IDENTIFICATION = "metering_point_used_domain_location", "identification"
_OF_POINT = "/abie:MeteringPointUsedDomainLocation/abie:Identification"
_OF_PAYLOAD = "/abie:Identification"


@attrs.frozen(kw_only=True, eq=False)
class FastDocument:
    """A document that the fast path has read.

    Attributes:
        document: The value that `edielkit.parse` gives.
        message: The only message in it.
        version: EMIF version that it is of.
        kinds: For each payload, the number of its kind: payloads of one kind differ in identification, metering
            point, times of registration, reference and rows alone, and their places are 1, 2, 3 and so on.
        differing: Names of the elements in which payloads of one kind differ.
        findings: The findings of schema, identifiers and codes, in no order.
        not_checked: What was left out, in words.
        lines: Tells in which line a part of the message begins.
        content: The bytes that were read.
    """

    document: Message | SoapDocument
    message: Message
    version: str
    kinds: tuple[int, ...]
    differing: frozenset[str]
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    lines: FastLines
    content: bytes = attrs.field(repr=False)


def read_fast(
    data: bytes, *, version: str | None = None, schema: bool = True, codes: bool = True, least: int = LEAST
) -> FastDocument | None:
    """Return a large message of series, or None when hardly anything of it is written in a plain way.

    Args:
        data: A message, bare or in the envelope and wrapper of a service, as UTF-8.
        version: EMIF version whose rules hold; the one that the message needs if None.
        schema: Check by the schema.
        codes: Check identifiers and codes by what the schema does not say.
        least: Size in bytes of the smallest document that is looked at.

    >>> read_fast(b"<a/>") is None
    True
    """
    if not least <= len(data) <= _MOST or sys.byteorder != "little":
        return None
    try:
        return _Reading(data, version, schema=schema, codes=codes).read()
    except NotUniformError:
        return None


@attrs.frozen(eq=False)
class _Look:
    """What the exact path says of a shortened document.

    Attributes:
        checked: Findings and values.
        node: The element of the message.
        places: For each part that stands in it, its place among the parts and the values of its payloads.
        payloads: For each payload of the whole document, the place of its part, and its element if it is odd.
    """

    checked: CheckedDocument
    node: etree._Element
    places: tuple[tuple[int, tuple[Any, ...]], ...]
    payloads: tuple[tuple[int, etree._Element | None], ...]


class _Reading:
    """The reading of one document."""

    def __init__(self, data: bytes, version: str | None, *, schema: bool, codes: bool) -> None:
        self._parts = split(data)
        if self._parts.front.message not in _KINDS:
            raise NotUniformError
        self._class = MESSAGES[self._parts.front.message]
        self._tag = f"{{{self._class.namespace()}}}{PAYLOAD.decode()}"
        self._version = version
        self._schema, self._codes = schema, codes
        self._forms: dict[RowForm, Forms] = {}
        self._instants = Instants(version or CURRENT_VERSION)
        self._readers: dict[int, PayloadReader] = {}
        # places of plain payloads that the exact path has to see, and those that are known to have a fault of their own
        self._kept: set[int] = set()
        self._suspect: set[int] = set()

    def read(self) -> FastDocument:
        guess = self._version or CURRENT_VERSION
        self._leave_faulty(guess)
        for _ in range(_MOST_LOOKS):
            self._keep()
            look = self._look(shortened(self._parts, self._kept, self._tag))
            more = self._more(look)
            if not more:
                break
            self._kept |= more
        else:
            raise NotUniformError
        if look.checked.version != guess:
            self._require_same_forms(look.checked.version)
        return self._document(look)

    def _plain(self) -> Iterator[tuple[int, Part]]:
        return ((place, part) for place, part in enumerate(self._parts.parts) if part.plain)

    def _leave_faulty(self, version: str) -> None:
        """Leave to the exact path what is written in a plain way and is not as the schema has it."""
        parts = self._parts
        by_scan = [[] for _ in parts.chunks]  # type: list[list[Part]]
        for _, part in self._plain():
            by_scan[part.scanned[0]].append(part)
        for (form, chunk), mine in zip(parts.chunks, by_scan, strict=True):
            if not mine:
                continue
            if form not in self._forms:
                self._forms[form] = forms_of(parts, form, version)
            faulty = set(self._forms[form].faulty(chunk))
            if parts.front.message in UNIQUE_SEQUENCES and not chunk.rising.all():
                # the schema has a constraint on them, and the exact path the words
                faulty.update((~chunk.rising).nonzero()[0].tolist())
            for part in mine:
                if part.scanned[1] in faulty or not self._has_instants(part):
                    part.leave(parts.data)
        size = sum(part.end - part.start for _, part in self._plain())
        if size * _LEAST_PLAIN <= len(parts.data):
            raise NotUniformError

    def _has_instants(self, part: Part) -> bool:
        slots = zip(self._parts.heads[part.kind].slots, part.slots, strict=True)
        return all(self._instants(text) is not None for slot, text in slots if slot.is_instant)

    def _keep(self) -> None:
        """Choose the plain payloads that the exact path has to see in any case."""
        plain = list(self._plain())
        if self._codes:
            self._suspect.update(self._wrong_points(plain))
        if self._schema and self._parts.front.message in UNIQUE_PAYLOADS:
            self._suspect.update(_repeated(plain))
        self._kept |= self._suspect
        # a payload without faults of its own tells those of its kind
        suspect_last = sorted(plain, key=lambda item: item[0] in self._suspect)
        self._samples: dict[int, int] = {}
        for place, part in suspect_last:
            self._samples.setdefault(part.kind, place)
        self._kept.update(self._samples.values())
        parts = self._parts.parts
        for place, part in enumerate(parts):
            if not part.plain:
                # text beside a payload is told by the payload before it
                self._kept.update(
                    near for near in (place - 1, place + 1) if 0 <= near < len(parts) and parts[near].plain
                )

    def _wrong_points(self, plain: list[tuple[int, Part]]) -> list[int]:
        points: list[tuple[int, str]] = []
        for place, part in plain:
            for slot, text in zip(self._parts.heads[part.kind].slots, part.slots, strict=True):
                if slot.field == _POINT:
                    points.append((place, text.decode()))
        right = right_gsrn([point for _, point in points])
        return [place for (place, _), is_right in zip(points, right, strict=True) if not is_right][:_ENOUGH]

    def _look(self, small: Shortened) -> _Look:
        """Let the exact path look at a shortened document."""
        try:
            checked = check_document(
                small.data,
                schema=self._schema,
                codes=self._codes,
                version=self._version,
                read=True,
                left_out=small.left_out,
            )
        except ParseError:
            raise NotUniformError from None
        if len(checked.messages) != 1:
            raise NotUniformError
        message, node = checked.messages[0]
        elements = list(node.iterchildren("*"))
        if message.kind() != self._parts.front.message or len(elements) != len(small.left_out.before):
            raise NotUniformError
        values = iter(message.payload_energy_time_series)  # type: ignore[attr-defined]  # both kinds have it
        nodes = iter(elements[self._parts.front.elements :])
        places: list[tuple[int, tuple[Any, ...]]] = []
        payloads: list[tuple[int, etree._Element | None]] = []
        for place, part in enumerate(self._parts.parts):
            if part.plain and place not in self._kept:
                payloads.append((place, None))
                continue
            own = [next(nodes) for _ in range(part.elements)]
            mine = [element for element in own if element.tag == self._tag]
            places.append((place, tuple(next(values) for _ in mine)))
            payloads += ((place, None if part.plain else element) for element in mine)
        return _Look(checked, node, tuple(places), tuple(payloads))

    def _more(self, look: _Look) -> set[int]:
        """Return the plain payloads that the exact path has to see, after what it said of others."""
        more: set[int] = set()
        of_kind: dict[int, list[int]] = {}
        for place, part in self._plain():
            of_kind.setdefault(part.kind, []).append(place)
        for kind in self._faulty_kinds(look):
            more.update(of_kind[kind][:_ENOUGH])
        values = dict(look.places)
        self._readers = {}
        for kind, place in self._samples.items():
            try:
                self._readers[kind] = self._reader(kind, place, values[place])
            except NotUniformError:
                # the head has another meaning than it seems to have
                for other in of_kind[kind]:
                    self._parts.parts[other].leave(self._parts.data)
                    self._kept.discard(other)
                    more.add(other)
        if self._schema and self._parts.front.message in UNIQUE_PAYLOADS:
            more |= self._twins(look)
        most = declarations(self._class)[-1].max
        if self._schema and len(look.payloads) > most and self._parts.parts[look.payloads[most][0]].plain:
            # the one that is too many has the finding
            more.add(look.payloads[most][0])
        return more - self._kept

    def _reader(self, kind: int, place: int, values: tuple[Any, ...]) -> PayloadReader:
        row = values[0].observation if values else None
        if not isinstance(row, Observations) or len(row) != 1 or row.unparsed:
            raise NotUniformError
        slots = self._parts.parts[place].slots
        return PayloadReader(values[0], self._parts.heads[kind], slots, self._instants)

    def _faulty_kinds(self, look: _Look) -> set[int]:
        kinds = set()
        for finding in look.checked.findings:
            match = _PAYLOAD.search(finding.position.path)
            if match is None:
                continue
            number = int(match[1] or 1)
            if number > len(look.payloads):
                # an element of the same name in another namespace is no payload
                raise NotUniformError
            place, _ = look.payloads[number - 1]
            part = self._parts.parts[place]
            # a fault of what differs within a kind is none of the kind
            of_slot = match[2] in {_OF_POINT, _OF_PAYLOAD} and place in self._suspect
            one_too_many = finding.code == "XSD013" and not match[2]
            if part.plain and not of_slot and not one_too_many:
                kinds.add(part.kind)
        return kinds

    def _twins(self, look: _Look) -> set[int]:
        """Return the places of plain payloads that have the identification of an odd one."""
        odd = {
            str(value.identification).strip().encode()
            for place, values in look.places
            if not self._parts.parts[place].plain
            for value in values
        }
        twins = {place for place, part in self._plain() if part.slots[0] in odd} if odd else set()
        self._suspect |= twins
        return twins

    def _require_same_forms(self, version: str) -> None:
        """Require that what was said of rows in one version holds in the one that the message is of."""
        self._instants = Instants(version)
        for form, forms in self._forms.items():
            if not forms_of(self._parts, form, version).same(forms):
                raise NotUniformError
        if not all(self._has_instants(part) for _, part in self._plain()):
            raise NotUniformError

    def _document(self, look: _Look) -> FastDocument:
        document, (message, _) = look.checked.document, look.checked.messages[0]
        assert document is not None
        kinds, payloads = self._payloads(look)
        whole = attrs.evolve(message, payload_energy_time_series=payloads)  # type: ignore[call-arg]  # both kinds have it
        return FastDocument(
            document=attrs.evolve(document, messages=(whole,))
            if isinstance(document, SoapDocument)
            else whole,
            message=whole,
            version=look.checked.version,
            kinds=tuple(kinds),
            differing=self._differing(look),
            findings=look.checked.findings,
            not_checked=look.checked.not_checked,
            lines=FastLines(self._parts, look.node, look.payloads),
            content=self._parts.data,
        )

    def _payloads(self, look: _Look) -> tuple[list[int], list[Any]]:
        """Return the kinds and values of all payloads."""
        values = dict(look.places)
        columns = self._columns()
        kinds: list[int] = []
        payloads: list[Any] = []
        # an odd payload is of a kind of its own
        own = len(self._parts.heads)
        for place, part in enumerate(self._parts.parts):
            if not part.plain:
                mine = values[place]
                payloads += mine
                kinds += range(own, own + len(mine))
                own += len(mine)
                continue
            block, regular = columns[part.scanned]
            if place in values:
                payloads.append(attrs.evolve(values[place][0], observation=block))
            else:
                payloads.append(self._readers[part.kind].payload(part.slots, block))
            kinds.append(part.kind if regular else own)
            own += not regular
        return kinds, payloads

    def _columns(self) -> dict[tuple[int, int], tuple[Observations, bool]]:
        columns: dict[tuple[int, int], tuple[Observations, bool]] = {}
        shared: dict[Any, tuple[Any, ...]] = {}
        for number, (form, chunk) in enumerate(self._parts.chunks):
            if form not in self._forms:
                continue
            payloads = zip(blocks(chunk, self._forms[form], shared), chunk.regular.tolist(), strict=True)
            for place, payload in enumerate(payloads):
                columns[number, place] = payload
        return columns

    def _differing(self, look: _Look) -> frozenset[str]:
        sample = next(iter(self._samples.values()), None)
        if sample is None:
            # whatever seemed plain was left to the exact path
            raise NotUniformError
        cls: type[Aggregate] = type(dict(look.places)[sample][0])
        fields = {"observation", *(slot.field for head in self._parts.heads for slot in head.slots)}
        return frozenset(declared.name for declared in declarations(cls) if declared.field in fields)


def _repeated(plain: list[tuple[int, Part]]) -> Iterator[int]:
    """Yield the places of payloads whose identification stands twice."""
    first: dict[bytes, int] = {}
    count = 0
    for place, part in plain:
        earlier = first.setdefault(part.slots[0], place)
        if earlier != place:
            yield from (earlier, place)
            count += 1
            if count == _ENOUGH:
                return
