"""Messages without segments: what is said of one is said of all that have the same header, so that a flood of them costs little.

Nothing but the structure speaks of such a message, which names what it lacks, at UNH.
"""

from __future__ import annotations

import re
from collections.abc import Hashable

from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile

__all__ = ("empty_message",)

# references that stand in the bytes as they are read
_REFERENCE = re.compile("[0-9A-Za-z-]{1,14}")
_BEHIND_TAG = len("UNH+")


def empty_message(interchange: Interchange, message: RawMessage, chosen: Profile | None) -> Hashable:
    """Return what a message without segments has in common with those of which the same is said, None when it is none such.

    Args:
        interchange: The interchange.
        message: The message.
        chosen: Its profile.
    """
    if message.unread is not None or not message.is_empty:
        return None
    unh, unt, reference = message.unh, message.unt, message.reference
    raw, end = unh.raw or b"", _BEHIND_TAG + len(reference)
    if not _REFERENCE.fullmatch(reference) or raw[_BEHIND_TAG:end] != reference.encode("ascii"):
        return None
    parts = raw[:_BEHIND_TAG], raw[end:], len(reference), unt is None or (unt.raw or b"")[:_BEHIND_TAG]
    return (
        *parts,
        unh.separators,
        interchange.syntax_id,
        interchange.syntax_version,
        chosen.code if chosen else "",
    )
