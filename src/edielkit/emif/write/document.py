"""Whole documents from values to bytes: bare messages, wrapped messages, envelopes."""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.emif.declare import Message
from edielkit.emif.read.document import version_of
from edielkit.emif.read.xml import XSI, escape, local_name, parse_tree
from edielkit.emif.simple_types import SIMPLE_TYPES
from edielkit.emif.soap import COMMON, SOAP, SoapDocument, Wrapper, wrapper_of
from edielkit.emif.values import check_text
from edielkit.emif.write.writer import OnFault, message_lines
from edielkit.errors import BuildError, Faults, ParseError
from edielkit.harmless import quoted

__all__ = ("serialize_document",)

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def serialize_document(
    document: Message | SoapDocument, *, version: str | None = None, on_fault: OnFault = OnFault.RAISE
) -> bytes:
    """Return *document* as UTF-8 bytes in canonical form.

    Args:
        document: A message, or wrapped messages.
        version: EMIF version to write for; the one that the document needs if None.
        on_fault: Raise at what the schema refuses, or write it as it is.

    Raises:
        BuildError: The schema would refuse the bytes; the error names every faulty field.
    """
    chosen = version or version_of(document)
    if isinstance(document, Message):
        texts = _message_texts(document, chosen, on_fault)
    else:
        texts = _document_lines(document, chosen, on_fault)
    # what is no character is no well-formed XML either: the reader says so
    errors = "surrogatepass" if on_fault is OnFault.KEEP else "strict"
    # bytes of each text, and one copy of the whole: a large message costs what its copies cost
    parts = [_DECLARATION.encode()]
    try:
        parts += [text if isinstance(text, bytes) else text.encode(errors=errors) for text in texts]
    except UnicodeEncodeError:
        raise BuildError("a character that XML cannot hold", "message") from None
    return b"".join(parts)


def _message_texts(
    message: Message, version: str, on_fault: OnFault, *, tag: str | None = None
) -> Iterator[str | bytes]:
    for line in message_lines(message, version=version, tag=tag, on_fault=on_fault):
        yield line if isinstance(line, bytes) else f"{line}\n"


def _document_lines(document: SoapDocument, version: str, on_fault: OnFault) -> Iterator[str | bytes]:
    if document.enveloped:
        yield f'<soap:Envelope xmlns:soap="{SOAP}">\n'
        if document.header:
            if on_fault is OnFault.RAISE:
                _check_element(document.header, "Header", "header")
            yield f"{document.header}\n"
        yield "<soap:Body>\n"
    yield from _body_lines(document, version, on_fault)
    if document.enveloped:
        yield "</soap:Body>\n</soap:Envelope>\n"


def _body_lines(document: SoapDocument, version: str, on_fault: OnFault) -> Iterator[str | bytes]:
    if document.fault is not None:
        if on_fault is OnFault.RAISE:
            if document.extra:
                raise BuildError("holds something where a message is expected", "extra")
            if document.fault.element:
                _check_element(document.fault.element, "Fault", "fault.element")
        yield _fault_text(document)
        yield from document.extra
        return
    if not document.element:
        yield from _messages(document, version, on_fault, _bare_faults(document))
        yield from document.extra
        return
    try:
        wrapper = wrapper_of(document.service, document.element)
    except KeyError as error:
        raise BuildError(str(error.args[0]), "element") from None
    messages = _messages(document, version, on_fault, _wrapper_faults(document, wrapper, version), wrapper)
    if document.nil and not document.messages:
        yield f'<srv:{wrapper.element} xmlns:srv="{wrapper.namespace}" xmlns:xsi="{XSI}" xsi:nil="true"/>\n'
        return
    yield f'<srv:{wrapper.element} xmlns:srv="{wrapper.namespace}">\n'
    if wrapper.is_result:
        yield f"<srv:Identification>{escape(document.identification or '')}</srv:Identification>\n<srv:ResultDataSet>\n"
    yield from messages
    yield from document.extra
    if wrapper.is_result:
        yield "</srv:ResultDataSet>\n"
    yield f"</srv:{wrapper.element}>\n"


def _check_element(xml: str, name: str, field: str) -> None:
    """Raise unless *xml* is one element of SOAP with that name."""
    try:
        tag = parse_tree(xml.encode(errors="surrogatepass")).tag
    except ParseError as error:
        raise BuildError(error.message, field) from None
    if tag != f"{{{SOAP}}}{name}":
        raise BuildError(f"expected a SOAP {name}, found element {quoted(local_name(tag), 60)}", field)


def _messages(
    document: SoapDocument,
    version: str,
    on_fault: OnFault,
    around: Iterator[tuple[str, str]],
    wrapper: Wrapper | None = None,
) -> list[str | bytes]:
    """Return the texts of the messages in a document.

    Args:
        document: The document.
        version: EMIF version.
        on_fault: Raise at what the schema refuses, or write it as it is.
        around: What is wrong with the document itself, with the field.
        wrapper: Where the messages stand.

    Raises:
        BuildError: The schema would refuse the bytes; the error names every faulty field.
    """
    texts: list[str | bytes] = []
    faults = Faults()
    for place, message in enumerate(document.messages):
        tag = f"srv:{message.kind()}" if wrapper is not None and wrapper.local else None
        try:
            texts += _message_texts(message, version, on_fault, tag=tag)
        except BuildError as error:
            for field, fault in error.faults:
                faults.add(fault, f"messages[{place}].{field}")
    if on_fault is OnFault.RAISE:
        for fault, field in around:
            faults.add(fault, field)
    faults.raise_all()
    return texts


def _bare_faults(document: SoapDocument) -> Iterator[tuple[str, str]]:
    yield from _extra_faults(document)
    if document.service or document.nil or document.identification is not None:
        yield "expected the name of the wrapper", "element"
    elif len(document.messages) > 1 or not document.enveloped:
        yield f"expected at most one message in a SOAP body, found {len(document.messages)}", "messages"


def _extra_faults(document: SoapDocument) -> Iterator[tuple[str, str]]:
    if document.extra:
        yield "holds something where a message is expected", "extra"


def _wrapper_faults(document: SoapDocument, wrapper: Wrapper, version: str) -> Iterator[tuple[str, str]]:
    yield from _extra_faults(document)
    if wrapper.versions and version not in wrapper.versions:
        yield f"version {version} has no {wrapper.element}", "element"
    if document.nil:
        if not wrapper.is_result or document.messages:
            yield "only an empty poll result can be nil", "nil"
        return
    count = len(document.messages)
    if count != 1 and (not wrapper.is_result or not count):
        expected = "at least one message" if wrapper.is_result else "exactly one message"
        yield f"expected {expected} in {wrapper.element}, found {count}", "messages"
    for place, message in enumerate(document.messages):
        if message.kind() not in wrapper.messages:
            yield f"{wrapper.element} cannot hold {message.kind()}", f"messages[{place}]"
    if wrapper.is_result:
        wrong = check_text(SIMPLE_TYPES["UUIDType"], document.identification or "", version)
        if wrong:
            yield wrong, "identification"


def _fault_text(document: SoapDocument) -> str:
    fault = document.fault
    assert fault is not None
    if fault.element:
        return f"{fault.element}\n"
    detail = "".join(
        f"<err:{name}>{escape(text)}</err:{name}>"
        for name, text in (
            ("CodeGroup", fault.code_group),
            ("Description", fault.description),
            ("ExceptionDateTime", fault.exception_date_time),
            ("FaultText", fault.fault_text),
        )
    )
    is_detailed = fault.code_group or fault.description or fault.exception_date_time or fault.fault_text
    inner = f'<detail><err:ElhubSOAPFault xmlns:err="{COMMON}">{detail}</err:ElhubSOAPFault></detail>'
    return (
        f"<soap:Fault><faultcode>soap:{escape(fault.code)}</faultcode>"
        f"<faultstring>{escape(fault.text)}</faultstring>{inner if is_detailed else ''}</soap:Fault>\n"
    )
