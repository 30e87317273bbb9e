"""Rows of values, and heads of payloads, that are written alike: they pass as a whole.

The first row shows how rows are written; a pattern made of it takes all that follow. A head that the walk has gone
through, and that stays as it is but for its slots, becomes a template; one that is like it passes with what stands in
its slots replaced. What differs in anything else is left to the walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from edielkit.generate.anonymising.pseudonyms import form_of
from edielkit.generate.anonymising.tables import Content, FieldKind, element_contents

if TYPE_CHECKING:
    from edielkit.generate.anonymising.xml_pieces import XmlPieces

__all__ = ("PlainRows",)

# a row of a value that is written plainly
_AMOUNT = rb"-?[0-9]{1,8}(?:\.[0-9]{1,6})?"
_ROW = re.compile(
    rb"(\s*)<((?:[\w.-]+:)?)Observation Sequence=\"[0-9]{1,4}\">(\s*)"
    rb"(<\2(?:Metered|Estimated|Temporary|Calculated)"
    rb"(?: (?:Quality|ValidationCode|EstimationCode|ImbalanceSettlement)=\"[A-Za-z0-9]{1,5}\")*>)"
    rb"(" + _AMOUNT + rb")(</\2(?:Metered|Estimated|Temporary|Calculated)>)(\s*)</\2Observation>"
)  # fmt: skip
_MOST_ROW_FORMS, _MOST_TEMPLATES, _LONGEST_HEAD = 64, 16, 1 << 13
# bytes that are taken together: what is written out is not held
_MOST_AT_ONCE = 1 << 20


@attrs.frozen(eq=False)
class _Slot:
    """A place of a head where payloads differ, and what is done with what stands there.

    Attributes:
        name: Name of the element.
        content: What it is.
        form: Pattern of what stands there.
        pseudonym: Gives the pseudonym of an identifier; None for an instant.
        label: What reports call an identifier of this form; empty for an instant.
    """

    name: str
    content: Content
    form: bytes
    pseudonym: Callable[[str], str] | None
    label: str


@attrs.frozen(eq=False)
class _Template:
    """A head of a payload.

    Attributes:
        pattern: What is the same for all, with a group for each slot between.
        slots: The slots with the numbers of their groups.
    """

    pattern: re.Pattern[bytes]
    slots: tuple[tuple[int, _Slot], ...]


# contents that may differ between payloads of one kind, by the form that they have
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SLOT_FORMS = (
    (_UUID, FieldKind.IDENTIFIER),
    (rb"[1-9][0-9]{17}", FieldKind.IDENTIFIER),
    (rb"[0-9]{13}", FieldKind.IDENTIFIER),
    (rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})", FieldKind.TIME),
)  # fmt: skip
_LEAF = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)(?: [\w.-]+=\"[\w.-]{1,16}\")?>([^<>&]*)</")


class PlainRows:
    """Takes rows and heads that are written alike as a whole; what is not, the walk looks at."""

    def __init__(self, walk: XmlPieces) -> None:
        """Take the walk through a document, as it begins."""
        self.walk = walk
        self.data = walk.data
        self.forms: list[tuple[bytes, ...]] = []
        self.run: re.Pattern[bytes] | None = None
        self.templates: list[_Template] = []
        self.head_start = -1

    def taken(self, at: int) -> tuple[list[bytes], int]:
        """Return pieces from *at* that are written alike, and where they end; of a long run the first part."""
        taken: list[bytes] = []
        enough = at + _MOST_AT_ONCE
        while True:
            rows, end = self._rows(at)
            if end > at:
                self._learn(at)
                taken.append(rows)
                at = self.head_start = end
                self.walk.content = None
            head, end = self._head(at)
            if end == at:
                return taken, at
            taken.append(head)
            at, self.head_start = end, -1
            if at > enough:
                return taken, at

    # -- rows

    def _rows(self, at: int) -> tuple[bytes, int]:
        begin = at
        while True:
            match = self.run.match(self.data, at) if self.run is not None else None
            if match is not None:
                at = match.end()
            row = _ROW.match(self.data, at, at + 512)
            if row is None or not self._new_form(row):
                break
        rows = self.data[begin:at]
        if self.walk.replacer.amounts is not None and rows:
            rows = _ROW.sub(self._other_amount, rows)
        return rows, at

    def _new_form(self, row: re.Match[bytes]) -> bool:
        before, prefix, above, opening, _, closing, below = row.groups()
        form = (before, prefix, above, opening, closing, below)
        if form in self.forms or len(self.forms) == _MOST_ROW_FORMS:
            return False
        self.forms.append(form)
        self.run = re.compile(b"(?:%s)++" % b"|".join(_row_pattern(form) for form in self.forms))
        return True

    def _other_amount(self, row: re.Match[bytes]) -> bytes:
        other = self.walk.amount("", row[5].decode()).encode()
        start, end = row.start(5) - row.start(), row.end(5) - row.start()
        return row[0][:start] + other + row[0][end:]

    # -- heads

    def _head(self, at: int) -> tuple[bytes, int]:
        if self.head_start != at:
            return b"", at
        for number, template in enumerate(self.templates):
            match = template.pattern.match(self.data, at)
            if match is None:
                continue
            if number:
                self.templates.insert(0, self.templates.pop(number))
            return self._with_slots(template, match), match.end()
        return b"", at

    def _with_slots(self, template: _Template, match: re.Match[bytes]) -> bytes:
        """Return a head with what stands in its slots replaced."""
        data, at, parts = self.data, match.start(), []
        replaced, moves = self.walk.replacer.tally.replaced, self.walk.moved is not None
        for group, slot in template.slots:
            if slot.pseudonym is None and not moves:
                continue
            start, end = match.span(group)
            own = data[start:end].decode("ascii")
            if slot.pseudonym is None:
                other = self.walk.replaced(slot.content, slot.name, own, start)
            else:
                other = slot.pseudonym(own)
                if other != own:
                    replaced[slot.label] += 1
            parts.append(data[at:start])
            parts.append(other.encode("ascii"))
            at = end
        parts.append(data[at : match.end()])
        return b"".join(parts)

    def _learn(self, end: int) -> None:
        """Make a template of the head that the walk has just gone through, when all of it but its slots stays."""
        start, self.head_start = self.head_start, -1
        if not 0 <= start < end <= start + _LONGEST_HEAD or len(self.templates) == _MOST_TEMPLATES:
            return
        text = self.data[start:end]
        slots, pattern, at = [], b"", 0
        for leaf in _LEAF.finditer(text):
            slot = self._slot(leaf)
            if slot is None:
                continue
            pattern += re.escape(text[at : leaf.start(2)]) + b"(" + slot.form + b")"
            slots.append(slot)
            at = leaf.end(2)
        pattern += re.escape(text[at:])
        if self._stays(text, slots):
            self.templates.append(_Template(re.compile(pattern), tuple(enumerate(slots, 1))))

    def _stays(self, text: bytes, slots: list[_Slot]) -> bool:
        """Tell whether nothing of a head is replaced but its slots: a walk of its own, without a tally, says so."""
        trial = self.walk.trial()
        walked = b"".join(trial.pieces(text, self.walk.encoding, is_fast=False))
        if len(walked) != len(text):
            return False
        kept = [False] * len(text)
        for leaf in _LEAF.finditer(text):
            if self._slot(leaf) is not None:
                kept[leaf.start(2) : leaf.end(2)] = [True] * (leaf.end(2) - leaf.start(2))
        return bool(slots) and all(
            own == other or slot for own, other, slot in zip(text, walked, kept, strict=True)
        )

    def _slot(self, leaf: re.Match[bytes]) -> _Slot | None:
        name = leaf[1].decode("latin-1")
        content = element_contents().get(name)
        if content is None or content.label:
            return None
        form = next(
            (form for form, kind in _SLOT_FORMS if kind is content.kind and re.fullmatch(form, leaf[2])), None
        )
        if form is None:
            return None
        if content.kind is FieldKind.TIME:
            return _Slot(name, content, form, None, "")
        pseudonyms = self.walk.replacer.pseudonyms
        pseudonym = pseudonyms.uuid if form is _UUID else pseudonyms.identifier
        return _Slot(name, content, form, pseudonym, form_of(leaf[2].decode("ascii")))


def _row_pattern(form: tuple[bytes, ...]) -> bytes:
    before, prefix, above, opening, closing, below = form
    return b"".join(
        (
            re.escape(before + b"<" + prefix + b'Observation Sequence="'),
            b"[0-9]{1,4}+",
            re.escape(b'">' + above + opening),
            rb"-?+[0-9]{1,8}+(?:\.[0-9]{1,6}+)?+",
            re.escape(closing + below + b"</" + prefix + b"Observation>"),
        )
    )
