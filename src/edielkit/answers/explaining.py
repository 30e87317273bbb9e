"""The verb that turns an answer back into words, beside the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edielkit.answers.explanation import Explanation
from edielkit.errors import ParseError
from edielkit.findings import Position, Report

if TYPE_CHECKING:
    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

__all__ = ("explain",)


def explain(
    answer: bytes | Message | SoapDocument | Interchange,
    *,
    original: bytes | Message | SoapDocument | Interchange | None = None,
    report: Report | None = None,
) -> Explanation:
    """Return what an answer says: what each reason means, what it is about, and which of our findings match.

    Args:
        answer: Acknowledgement, RejectStartOfSupply, RejectEndOfSupply, a confirmation, a SOAP fault, or an
            interchange with CONTRL or APERAK; bytes or a value, wrapped or not.
        original: The message that it answers, if it is at hand. A SOAP fault names none: it is taken to be about
            the one that is given, even where that is no message at all.
        report: What `edielkit.validate` said of the original.

    Raises:
        ParseError: *answer* is no message at all, or *original* is none and *answer* is no fault.

    >>> found = explain(
    ...     b"UNB+UNOC:3+B:14+A:14+260101:0000+C'UNH+1+CONTRL:D:3:UN'UCI+R+A:14+B:14+7'"
    ...     b"UCM+1+MSCONS:D:96A:ZZ:EDIEL2+4+29+UNT+2:1'UNT+4+1'UNZ+1+C'"
    ... )
    >>> found.answers[0].reasons[0].name, found.answers[0].reasons[0].about
    ('control count wrong', 'UNT of message 1, element 1, component 1')
    """
    documents = _documents(answer)
    originals = () if original is None else _originals(original, documents)
    known = report or Report()
    if documents and hasattr(documents[0], "separators"):
        from edielkit.answers.explain_ediel import explain_interchanges

        kept = tuple(each for each in originals if hasattr(each, "separators"))
        return Explanation(
            answers=tuple(explain_interchanges(documents, kept, known, given=original is not None))
        )
    from edielkit.answers.explain_elhub import explain_documents

    kept = tuple(each for each in originals if not hasattr(each, "separators"))
    places = original if isinstance(original, (bytes, bytearray, memoryview)) else None
    found = explain_documents(documents, kept, known, given=original is not None, content=places)
    return Explanation(answers=tuple(found))


def _originals(value: Any, answers: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return _documents(value)
    except ParseError:
        if any(getattr(each, "fault", None) is not None for each in answers):
            return ()  # that it is no message is what the fault says
        raise


def _documents(value: Any) -> tuple[Any, ...]:
    """Return the documents of an input, with the bytes of built interchanges made real."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _read(bytes(value))
    if hasattr(value, "separators"):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return _read(interchange_to_bytes(value))
    return (value,)


def _read(data: bytes) -> tuple[Any, ...]:
    from edielkit.compressed import unpack
    from edielkit.emif.read.xml import looks_like_xml

    content = unpack(data)
    if not content.strip():
        raise ParseError("the input is empty", Position(offset=0), "SYS010")
    if looks_like_xml(content):
        from edielkit.emif.read.document import parse_document

        return (parse_document(content),)
    from edielkit.edifact.read.assembler import parse_interchanges

    return parse_interchanges(content)[0]
