"""The verb that turns an answer back into words, beside the original."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from edielkit.answers.explanation import Explanation
from edielkit.errors import ParseError
from edielkit.findings import Report, Rule
from edielkit.inputs import Input, XmlInput, check_message, is_bytes, is_edifact, is_emif, open_input

if TYPE_CHECKING:
    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

__all__ = ("explain",)


def explain(
    answer: bytes | Input | Message | SoapDocument | Interchange,
    *,
    original: bytes | Input | Message | SoapDocument | Interchange | None = None,
    report: Report | None = None,
    rules: Sequence[Rule] = (),
) -> Explanation:
    """Return what an answer says: what each reason means, what it is about, and which of our findings match.

    Args:
        answer: Acknowledgement, RejectStartOfSupply, RejectEndOfSupply, a confirmation, a SOAP fault, or an
            interchange with CONTRL, APERAK or UTILTS ERR; bytes or a value, wrapped or not.
        original: The message that it answers, if it is at hand. A SOAP fault names none: it is taken to be about
            the one that is given, even where that is no message at all.
        report: What `edielkit.validate` said of the original, or a hub.
        rules: Rules that no message shows, such as those of a hub: they are named as candidates too, where a reason code
            is all that is known.

    Raises:
        ParseError: *answer* is no message at all, or *original* is none and *answer* is no fault.

    >>> explanation = explain(
    ...     b"UNB+UNOC:3+B:14+A:14+260101:0000+C'UNH+1+CONTRL:D:3:UN'UCI+R+A:14+B:14+7'"
    ...     b"UCM+1+MSCONS:D:96A:ZZ:EDIEL2+4+29+UNT+2:1'UNT+4+1'UNZ+1+C'"
    ... )
    >>> explanation.answers[0].reasons[0].name, explanation.answers[0].reasons[0].about
    ('control count wrong', 'UNT of message 1, element 1, component 1')
    """
    documents = _documents(answer)
    own_report = report or Report()
    originals = () if original is None else _originals(original, documents, own_report)
    if documents and is_edifact(documents[0]):
        from edielkit.answers.explain_ediel import explain_interchanges

        interchanges = tuple(document for document in originals if is_edifact(document))
        return Explanation(
            answers=tuple(
                explain_interchanges(documents, interchanges, own_report, has_original=original is not None)
            )
        )
    from edielkit.answers.explain_elhub import explain_documents

    others = tuple(document for document in originals if not is_edifact(document))
    content = _content(original)
    answers = explain_documents(
        documents,
        others,
        own_report,
        has_original=original is not None,
        content=content,
        rules=rules,
    )
    return Explanation(answers=tuple(answers))


def _content(original: Any) -> bytes | None:
    if isinstance(original, XmlInput):
        return original.content
    return bytes(original) if is_bytes(original) else None


def _originals(value: Any, answers: tuple[Any, ...], report: Report) -> tuple[Any, ...]:
    try:
        return _documents(value, report)
    except ParseError:
        if any(getattr(answer, "fault", None) is not None for answer in answers):
            return ()  # that it is no message is what the fault says
        raise


def _documents(value: Any, report: Report | None = None) -> tuple[Any, ...]:
    """Return the documents of an input, with the bytes of built interchanges made real; *report* may have read them."""
    if is_emif(value):
        return (value,)
    if is_edifact(value):
        from edielkit.edifact.write.writer import interchange_to_bytes

        value = interchange_to_bytes(value)
    opened = open_input(value, verb="explain")
    check_message(opened)
    documents = None if report is None else report.documents_of(opened.content)
    if documents is not None:
        return documents
    if isinstance(opened, XmlInput):
        from edielkit.emif.fast.reading import read_document

        return (read_document(opened.content),)
    from edielkit.edifact.read.envelopes import read_interchanges

    return read_interchanges(opened.content)
