"""The reversible mapping between UUIDs of 36 characters and references of at most 35 (an..35)."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ("compact_uuid", "expand_uuid")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)


def compact_uuid(identification: str) -> str:
    """Return the 32 hexadecimal digits of a lower-case UUID, any other text as it is.

    >>> compact_uuid("00000000-0000-4000-8000-00000000000f")
    '0000000000004000800000000000000f'
    """
    return identification.replace("-", "") if _UUID.match(identification) else identification


def expand_uuid(identification: str) -> str:
    """Return the UUID that 32 hexadecimal digits stand for, any other text as it is.

    >>> expand_uuid("0000000000004000800000000000000f")
    '00000000-0000-4000-8000-00000000000f'
    """
    if not _HEX.match(identification):
        return identification
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(identification[a:b] for a, b in pairwise(cuts))
