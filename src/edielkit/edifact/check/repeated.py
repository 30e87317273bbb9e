"""Messages that stand again in their interchange, byte for byte but for their reference: what is said of one is said of the next.

The first such message is the one that others repeat, so what is said of the second is kept: what stands in it stood in an earlier message,
as it does for the third and all further ones. Findings move with the message; those about the header of the interchange stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

import attrs

from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.rules import RepeatedFinding
from edielkit.findings import Finding, payload_name

__all__ = ("RepeatedMessages",)

# references that stand in the bytes as they are read
_REFERENCE = re.compile("[0-9A-Za-z-]{1,14}")
_BEHIND_TAG = len("UNH+")
# messages that are kept, and bytes of one: larger ones are rare enough
_MOST_KEPT, _LARGEST = 1 << 10, 1 << 13


@attrs.define(eq=False)
class _Repeated:
    """Messages of the same bytes.

    Attributes:
        said: What is said of each but the first, None as long as that is not entry.
        reference: The reference of those of which it is said, empty when it is of all.
    """

    said: tuple[RepeatedFinding, ...] | None = None
    reference: str = ""


class RepeatedMessages:
    """The messages of an interchange by their bytes."""

    def __init__(self) -> None:
        self._messages: dict[Hashable, _Repeated] = {}

    def begin(self) -> None:
        """Forget the messages of another interchange."""
        self._messages.clear()

    def find(
        self, interchange: Interchange, message: RawMessage, chosen: Profile | None
    ) -> tuple[Hashable, tuple[RepeatedFinding, ...] | None]:
        """Return under which name to `learn` what is said of a message, None for not at all, and what is said of it if that is entry.

        Args:
            interchange: The interchange that it stands in.
            message: The message.
            chosen: Its profile.
        """
        key = _key(interchange, message, chosen)
        if key is None:
            return None, None
        entry = self._messages.get(key)
        if entry is None:
            # the first one, or one too many
            if len(self._messages) < _MOST_KEPT:
                self._messages[key] = _Repeated()
            return None, None
        is_of_it = entry.reference in {"", message.reference}
        return key, entry.said if is_of_it else None

    def learn(self, key: Hashable, message: RawMessage, findings: Sequence[Finding]) -> None:
        """Keep what was said of the second message of its bytes.

        Args:
            key: Its name, from `find`.
            message: The message.
            findings: All that was said of it.
        """
        begin, reference, entry = message.unh.offset or 0, message.reference, self._messages[key]
        entry.reference = reference if _tells_reference(message, findings) else ""
        entry.said = tuple(
            (finding, None if at is None or at < begin else at - begin, finding.is_about(reference))
            for finding in findings
            for at in [finding.position.offset]
        )


def _key(interchange: Interchange, message: RawMessage, chosen: Profile | None) -> Hashable:
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
