"""The head of a transaction of UTILTS that is about one point: the names in it, and all else that stands before its observations.

Transactions are written alike when their heads are the same but for both names. Reports (`transactions`) and series (`utilts`)
ask the same of a head here, and more of it there.
"""

from __future__ import annotations

import re

import attrs

from edielkit.edifact.fast.chunk_ends import begins_segment

__all__ = ("TransactionHead", "transaction_head")

_NAME = re.compile(rb"24\+([0-9A-Za-z-]{1,35})'")
_PLACE, _POINT = b"LOC+172", b"LOC+172+"
_NUMBER = re.compile(rb"[0-9]{1,25}(?=[+:']|\Z)")


@attrs.frozen
class TransactionHead:
    """A head in its parts.

    Attributes:
        name: The identification of the transaction.
        point: The identification of its point.
        before: What stands between both.
        behind: What stands behind the point.
    """

    name: bytes
    point: bytes
    before: bytes
    behind: bytes


def transaction_head(text: bytes) -> TransactionHead | None:
    """Return the parts of a head, None when there is no point, more than one, or a name that is not plain.

    Args:
        text: What stands behind ``IDE+``, up to the first observation; every terminator ends a segment.

    >>> transaction_head(b"24+T-1'LOC+239+ABC'LOC+172+735999000000000008::9'LIN+1'")
    TransactionHead(name=b'T-1', point=b'735999000000000008', before=b"'LOC+239+ABC'LOC+172+", behind=b"::9'LIN+1'")
    >>> transaction_head(b"24+T-1'LIN+1'") is None
    True
    """
    name = _NAME.match(text)
    if name is None:
        return None
    at = text.find(_POINT, name.end())
    point = _NUMBER.match(text, at + len(_POINT)) if at >= 0 else None
    if point is None or text.count(_PLACE) > 1 or not begins_segment(text, at):
        return None
    return TransactionHead(name[1], point[0], text[name.end(1) : point.start()], text[point.end() :])
