"""pydifact: segments and interchanges to and from that package.

pydifact is the usual EDIFACT package of Python; this module lets programs that use it change over piece by piece.
What differs, and what is lost on the way there:

* pydifact drops empty components at the end of an element (``QTY+136:1:'`` has two components there, three here).
* A simple element is a ``str`` there and a composite a ``list``; a composite of one component becomes a ``str``, so
  the difference is lost. Here both are tuples.
* Without UNA, pydifact writes the decimal mark ``,``; here UNA is written as it came, and not at all if there was none.
* pydifact keeps no byte offsets, no raw bytes, no white space between segments and no text around the interchange.
* pydifact reads text, so the caller must know the character set; here UNB says it.
* pydifact warns (SyntaxWarning) of a segment that is a tag alone, which the standard allows.
* pydifact makes UNZ anew, so a wrong count or reference there is lost.
* pydifact raises on the first fault; here faults are findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edielkit.edifact.interchange import Interchange
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.segments import Segment, Separators
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError
from edielkit.harmless import quoted

if TYPE_CHECKING:
    from pydifact import Characters
    from pydifact import Segment as PydifactSegment
    from pydifact.segmentcollection import Interchange as PydifactInterchange

__all__ = ("from_pydifact", "interchange_from_pydifact", "interchange_to_pydifact", "to_pydifact")


def to_pydifact(segment: Segment) -> PydifactSegment:
    """Return a segment as pydifact's.

    >>> to_pydifact(Segment.of("QTY", ("136", "1.5"))).elements
    [['136', '1.5']]
    """
    from pydifact import Segment as PydifactSegment

    return PydifactSegment(segment.tag, *(_pydifact_element(row) for row in segment.elements))


def _pydifact_element(row: tuple[str, ...]) -> str | list[str]:
    end = max((i for i, part in enumerate(row, 1) if part), default=0)
    return list(row[:end]) if end > 1 else row[0]


def from_pydifact(segment: PydifactSegment) -> Segment:
    """Return pydifact's segment as one of ours, built anew (no offset, no raw bytes).

    >>> from_pydifact(to_pydifact(Segment.of("LIN", "1", "", ("9011", "", "", "DK")))).elements
    (('1',), ('',), ('9011', '', '', 'DK'))
    """
    rows = [_components(element) for element in segment.elements]
    while rows and rows[-1] == ("",):
        rows.pop()
    return Segment(segment.tag, tuple(rows))


def _components(element: Any) -> tuple[str, ...]:
    if isinstance(element, str):
        return (element,)
    parts = tuple("" if part is None else str(part) for part in element)
    end = max((i for i, part in enumerate(parts, 1) if part), default=0)
    return parts[:end] or ("",)


def _characters(separators: Separators) -> Characters:
    from pydifact import Characters

    make: Any = Characters  # its constructor is not typed
    characters: Characters = make(
        component_separator=separators.component,
        data_separator=separators.element,
        decimal_point=separators.decimal,
        escape_character=separators.release or " ",
        reserved=separators.reserved,
        segment_terminator=separators.terminator,
    )
    return characters


def interchange_to_pydifact(interchange: Interchange) -> PydifactInterchange:
    """Return an interchange as pydifact's, with the same service characters.

    Raises:
        BuildError: There is no UNB, or the date and time in it are none (pydifact needs them).
    """
    import datetime as dt

    from pydifact.segmentcollection import Interchange as PydifactInterchange

    if interchange.unb is None:
        raise BuildError("pydifact needs an interchange header", "UNB")
    text = interchange.prepared
    try:
        stamp = dt.datetime.strptime(text, "%Y%m%d%H%M" if len(text) == 12 else "%y%m%d%H%M")
    except ValueError:
        raise BuildError(f"expected YYMMDD and HHMM, found {quoted(text, 20)}", "UNB/4") from None
    version = interchange.syntax_version
    row = interchange.unb.elements
    written = PydifactInterchange(
        sender=_pydifact_element(row[1]),
        recipient=_pydifact_element(row[2]),
        control_reference=interchange.reference,
        syntax_identifier=(interchange.syntax_id, int(version) if version in {"1", "2", "3", "4"} else 3),
        timestamp=stamp,
        characters=_characters(interchange.separators),
        extra_header_elements=[_pydifact_element(element) for element in row[5:]],
    )
    written.has_una_segment = interchange.una is not None
    for segment in interchange.segments:
        if segment.tag not in {"UNA", "UNB", "UNZ"}:
            written.add_segment(to_pydifact(segment))
    return written


def interchange_from_pydifact(interchange: PydifactInterchange) -> Interchange:
    """Return pydifact's interchange as one of ours, written and read again.

    UNZ is theirs: count and reference are made anew. A UNA is always written.

    Raises:
        BuildError: A character is not in the character set of the header.
    """
    signs = interchange.characters
    separators = Separators(
        component=signs.component_separator,
        element=signs.data_separator,
        decimal=signs.decimal_point,
        release=signs.escape_character,
        reserved=signs.reserved_character,
        terminator=signs.segment_terminator,
        explicit=True,
    )
    header = from_pydifact(interchange.get_header_segment())
    footer = from_pydifact(interchange.get_footer_segment())
    body = [from_pydifact(segment) for segment in interchange.segments]
    charset = header.get(1) or "UNOC"
    raw = separators.una + to_bytes((header, *body, footer), separators, charset)
    return parse_interchanges(raw)[0][0]
