"""Messages that stand again in their interchange, byte for byte but for their reference: what is said of one is said of the next.

The first such message is the one that others repeat, so what is said of the second is kept: what stands in it stood in an earlier message,
as it does for the third and all further ones. Findings move with the message; those about the header of the interchange stay where they are.

Messages that differ in the number of their document (BGM 1004) too are alike as long as each has one of its own: of that number the checks ask
whether it is there, how long it is, and whether it stands elsewhere. It is no number of digits of a birth number, and stands once in the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Final

import attrs

from edielkit.edifact.check.once import NamesOfDocument, SeenOnce
from edielkit.edifact.collector import RepeatedFinding
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.segments import Separators
from edielkit.findings import Finding, payload_name

__all__ = ("Likeness", "RepeatedMessages")

# references that stand in the bytes as they are read
_REFERENCE = re.compile("[0-9A-Za-z-]{1,14}")
_BEHIND_TAG = len("UNH+")
# how findings name a message of the interchange by its place
_PLACE = re.compile("of message ([0-9]+)")
# numbers of documents of which nothing but their length can be told, and how much of one may not stand in what is said
_NUMBER = re.compile("[0-9A-Z]{2,10}")
_TELLING = 3
# messages that are kept, and bytes of one: larger ones are rare enough
_MOST_KEPT, _LARGEST = 1 << 10, 1 << 13


@attrs.define(eq=False)
class _Repeated:
    """Messages of the same bytes.

    Attributes:
        said: What is said of each but the first, None until the second one is checked.
        reference: The reference of those of which it is said, empty when it is of all.
    """

    said: tuple[RepeatedFinding, ...] | None = None
    reference: str = ""


@attrs.define(eq=False)
class _Numbered:
    """Messages of the same bytes but for the number of their document.

    Attributes:
        names: What the second of them was called by its number, None as long as there is none, or when what is said of it tells the number.
        said: What is said of it, and of all others with a number of their own.
    """

    names: NamesOfDocument | None = None
    said: tuple[RepeatedFinding, ...] = ()


@attrs.frozen(eq=False)
class Likeness:
    """How a message stands among those before it.

    Attributes:
        key: Under which name to `learn` what is said of it, None for not at all.
        said: What is said of it, None until that was learnt.
        numbered: What to `learn` of messages that differ in the number of their document, None for nothing.
    """

    key: Hashable = None
    said: tuple[RepeatedFinding, ...] | None = None
    numbered: _Numbered | None = None

    @property
    def is_worth_learning(self) -> bool:
        """What is said of the message is said of others."""
        return self.key is not None or (self.numbered is not None and self.numbered.names is None)


_UNLIKE = Likeness()


class RepeatedMessages:
    """The messages of an interchange by their bytes."""

    def __init__(self) -> None:
        self._messages: dict[Hashable, _Repeated] = {}
        self._numbered: dict[Hashable, _Numbered] = {}

    def begin(self) -> None:
        """Forget the messages of another interchange."""
        self._messages.clear()
        self._numbered.clear()

    def find(
        self, interchange: Interchange, message: RawMessage, chosen: Profile | None, seen: SeenOnce
    ) -> Likeness:
        """Return what is known of a message by those before it; what is said of one with a number of its own is noted.

        Args:
            interchange: The interchange that it stands in.
            message: The message.
            chosen: Its profile.
            seen: What earlier messages of the interchange have said.
        """
        key = _key(interchange, message, chosen)
        if key is None:
            return _UNLIKE
        number, numbered = _number(message, key[_CONTENT]), None
        if number:
            masked = key[_CONTENT].replace(number.encode("ascii"), b"\0" * len(number))
            kind = (*key[:_CONTENT], masked, *key[_CONTENT + 1 :])
            numbered = self._numbered.get(kind)
            if numbered is None:
                if len(self._numbered) < _MOST_KEPT:
                    self._numbered[kind] = _Numbered()
            elif numbered.names is not None and numbered.names.keep(number, message, seen):
                return Likeness(said=numbered.said)
        entry = self._messages.get(key)
        if entry is None:
            # the first one, or one too many
            if len(self._messages) < _MOST_KEPT:
                self._messages[key] = _Repeated()
            return Likeness(numbered=numbered)
        is_of_it = entry.reference in {"", message.reference}
        return Likeness(key, entry.said if is_of_it else None)

    def learn(
        self,
        likeness: Likeness,
        message: RawMessage,
        profile: str,
        findings: Sequence[Finding],
        seen: SeenOnce,
    ) -> None:
        """Keep what was said of the second message of its bytes.

        Args:
            likeness: What `find` returned.
            message: The message.
            profile: Code of its market, empty when none is known.
            findings: All that was said of it.
            seen: What this and earlier messages of the interchange have said.
        """
        if _tells_place(message, findings):
            return
        tells_reference = _tells_reference(message, findings)
        if likeness.key is not None:
            entry = self._messages[likeness.key]
            entry.reference = message.reference if tells_reference else ""
            entry.said = RepeatedFinding.of(findings, message.unh.offset or 0, message.reference)
        elif likeness.numbered is not None and likeness.numbered.names is None and not tells_reference:
            head = message.segments[1]
            shown = head.get(2)[:_TELLING]
            if not any(shown in finding.message for finding in findings):
                begin = message.unh.offset or 0
                likeness.numbered.said = RepeatedFinding.of(findings, begin, message.reference)
                likeness.numbered.names = NamesOfDocument.of(message, profile, seen)


def _number(message: RawMessage, content: bytes) -> str:
    """Return the number of the document of a message that nothing else in it repeats, empty when there is none such."""
    if message.unread is not None or len(message.segments) < 2:
        return ""
    head, reference = message.segments[1], message.reference
    number = head.get(2) if head.tag == "BGM" else ""
    if not _NUMBER.fullmatch(number) or number == reference or content.count(number.encode("ascii")) != 1:
        return ""
    return number


# where the bytes between UNH and UNT stand in the key
_CONTENT: Final = 3
_Key = tuple[bytes, int, bytes, bytes, Hashable, Separators, str, str, str]


def _key(interchange: Interchange, message: RawMessage, chosen: Profile | None) -> _Key | None:
    """Return what messages have in common of which the same is said, None of one whose bytes do not tell."""
    unh, unt, reference = message.unh, message.unt, message.reference
    head, end = unh.raw or b"", _BEHIND_TAG + len(reference)
    body = message.unread
    if isinstance(body, UnreadBody):
        if body.stop - body.start > _LARGEST:
            return None
        content = body.data[body.start : body.stop]
    elif body is None and len(message.segments) < _LARGEST:
        inner = [segment.raw or b"" for segment in message.segments[1 : -1 if unt else None]]
        content = b"".join(inner)
        if len(content) > _LARGEST or b"" in inner:
            return None
    else:
        return None
    if not _REFERENCE.fullmatch(reference) or head[_BEHIND_TAG:end] != reference.encode("ascii"):
        return None
    return (
        head[:_BEHIND_TAG],
        len(reference),
        head[end:],
        content,
        () if unt is None else (unt.elements[:1], unt.get(2) == reference, len(unt.raw or b"")),
        unh.separators,
        interchange.syntax_id,
        interchange.syntax_version,
        chosen.code if chosen else "",
    )


def _tells_place(message: RawMessage, findings: Sequence[Finding]) -> bool:
    """Tell whether something that is said names the message by its place in the interchange, which is its own."""
    own = str(message.index + 1)
    return any(own in _PLACE.findall(finding.message) for finding in findings)


def _tells_reference(message: RawMessage, findings: Sequence[Finding]) -> bool:
    """Tell whether something that is said, or that names what it is said of, may be the reference of the message."""
    reference = message.reference
    if payload_name(reference) != reference:
        return True
    word = re.compile(rf"(?<!\w){re.escape(reference)}(?!\w)")
    if any(word.search(finding.message) for finding in findings):
        return True
    named = {finding.payload for finding in findings} - {None}
    return bool(named) and any(reference in parts for segment in message.body for parts in segment.elements)
