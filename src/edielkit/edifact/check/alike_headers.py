"""Headers of interchanges that are the same but for their reference: what is said of the messages behind one is said behind all."""

from __future__ import annotations

import re
from collections.abc import Hashable

from edielkit.edifact.interchange import Interchange

__all__ = ("REFERENCE_OF_UNB", "header_but_reference")

# where findings speak of the reference (0020), which others of such headers have otherwise
REFERENCE_OF_UNB = "UNB/5"
# UNB without released characters: what stands before its reference, the reference, and what stands behind
_UNB = re.compile(rb"(UNB(?:\+[^+?']*){4}\+)([0-9A-Za-z-]{1,14})((?:\+[^+?']*)*'\s*)")


def header_but_reference(interchange: Interchange) -> Hashable:
    """Return what headers have in common of which the same is said, None of one that is like no other.

    Args:
        interchange: The interchange.

    >>> from edielkit.edifact.read.envelopes import read_interchanges
    >>> first, second, third = read_interchanges(
    ...     b"UNB+UNOC:3+A+B+260101:0000+R1'UNZ+0+R1'UNB+UNOC:3+A+B+260101:0000+R2'UNZ+0+R2'UNB+UNOC:3+A+B+260101:0000'UNZ+0+R3'"
    ... )
    >>> header_but_reference(first) == header_but_reference(second), header_but_reference(third) is None
    (True, True)
    """
    unb, una = interchange.unb, interchange.una
    match = _UNB.fullmatch(unb.raw or b"") if unb is not None and unb.separators.are_usual else None
    if match is None:
        return None
    before, reference, behind = match.groups()
    signs = interchange.separators
    return before, len(reference), reference.isdigit(), behind, signs, signs.explicit, una and una.raw
