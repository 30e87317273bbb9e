"""The public verbs: the same words for both wires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from edielkit.answers import acknowledge, explain
from edielkit.detected import Kind
from edielkit.errors import EdielError, ParseError
from edielkit.findings import LEVELS, Position
from edielkit.inputs import Input, XmlInput, check_message, is_edifact, is_emif, open_input
from edielkit.validation import as_bytes, check_is_message, validate

if TYPE_CHECKING:
    import pyarrow as pa

    from edielkit.conversion import Converted, Options
    from edielkit.edifact.interchange import Interchange
    from edielkit.edifact.messages import Message as EdifactMessage
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument
    from edielkit.series import TimeSeries
    from edielkit.value_files import ReadOptions

__all__ = (
    "LEVELS",
    "acknowledge",
    "as_bytes",
    "build",
    "convert",
    "creation_time",
    "detect",
    "explain",
    "from_dict",
    "parse",
    "parse_all",
    "parse_message",
    "read_series",
    "read_table",
    "serialize",
    "to_dict",
    "validate",
)

_Document = TypeVar("_Document")
_Kind = TypeVar("_Kind", bound="Message | SoapDocument | Interchange | EdifactMessage")


def detect(data: bytes | Input) -> Kind:
    """Tell what *data* is; it never raises, whatever the bytes.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        TypeError: *data* is a text or a path; the error says the right call.

    >>> detect(b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'").message
    'MSCONS'
    >>> detect(b"no message") is Kind.unknown, detect(b"%PDF-1.7").seems
    (True, 'a PDF document')
    """
    try:
        opened = open_input(data, verb="detect")
    except ParseError:
        return Kind.unknown
    try:
        kind = _detect(opened)
    except EdielError:
        kind = Kind.unknown
    return Kind(seems=opened.seems) if kind is Kind.unknown and opened.seems else kind


def _detect(opened: Input) -> Kind:
    if isinstance(opened, XmlInput):
        from edielkit.emif.read.detect import detect_xml

        return detect_xml(opened.content)
    if not opened.is_interchange:
        from edielkit.value_files import form_of

        form = form_of(opened.content)
        if form is not None:
            return Kind(wire="file", form=form.name, seems=form.title)
    from edielkit.edifact.read.detect import detect_edifact

    return detect_edifact(opened.content)


def creation_time(data: bytes | Input) -> dt.datetime | None:
    """Return when the first message of *data* was made, as it says itself; None when it does not say, or is none.

    Only the head is read, so that `validate` may be told the instant without a second reading of the whole.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        TypeError: *data* is a text or a path; the error says the right call.

    >>> creation_time(b"no message") is None
    True
    """
    try:
        opened = open_input(data, verb="verbs.creation_time")
        if isinstance(opened, XmlInput):
            from edielkit.emif.read.detect import first_creation as first_xml_creation

            return first_xml_creation(opened.content)
        from edielkit.edifact.read.detect import first_creation

        return first_creation(opened.content)
    except EdielError:
        return None


def parse_all(data: bytes | Input) -> tuple[Message | SoapDocument | Interchange, ...]:
    """Return everything that *data* holds: one XML document, or one or several interchanges.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        ParseError: The bytes are no message at all; the error has a position.
        TypeError: *data* is a text or a path; the error says the right call.
    """
    return _read(open_input(data, verb="parse_all"))


def _read(opened: Input) -> tuple[Message | SoapDocument | Interchange, ...]:
    check_is_message(opened)
    if isinstance(opened, XmlInput):
        from edielkit.emif.fast.reading import read_document

        return (read_document(opened.content),)
    from edielkit.edifact.read.envelopes import read_interchanges

    return read_interchanges(opened.content)


def parse(data: bytes | Input) -> Message | SoapDocument | Interchange:
    """Return the message, the wrapped messages or the interchange that *data* holds.

    A message that the schema refuses is read all the same: `validate` says what is wrong with it.

    Args:
        data: A message of either wire, plain or gzip.

    Raises:
        ParseError: The bytes are no message at all, or several interchanges (see `parse_all`).
        TypeError: *data* is a text or a path; the error says the right call.

    >>> parse(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'").reference
    'R'
    """
    return _only(_read(open_input(data, verb="parse")))


def _only(documents: Sequence[_Document]) -> _Document:
    if len(documents) > 1:
        raise ParseError(
            f"expected one interchange, found {len(documents)}; parse_all reads them", Position(), "SYS011"
        )
    return documents[0]


def parse_message(data: bytes | Input, kind: type[_Kind]) -> _Kind:
    """Return the one message that *data* holds as a value of *kind*, out of its wrapper or interchange.

    Args:
        data: A message of either wire, plain or gzip.
        kind: A message class of `edielkit.emif.messages` or `edielkit.edifact.messages`; `SoapDocument` and
            `Interchange` give the whole.

    Raises:
        ParseError: The bytes are no message, one of another kind, or several messages.
        TypeError: *kind* is no class of messages, or *data* is a text or a path.

    >>> from edielkit.edifact.messages import Contrl, Mscons
    >>> data = b"UNB+UNOC:3+A+B+260101:0000+R'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R+A:14+B:14+1'UNT+3+1'UNZ+1+R'"
    >>> parse_message(data, Contrl).accepted
    True
    >>> parse_message(data, Mscons)
    Traceback (most recent call last):
    ...
    edielkit.errors.ParseError: SYS011 expected one Mscons, found CONTRL
    """
    if not isinstance(kind, type):
        raise TypeError(f"expected a class such as CollectedData as kind, found {type(kind).__name__}")
    document = _only(_read(open_input(data, verb="parse_message")))
    if isinstance(document, kind):
        return document
    names = tuple(_names(document))
    if len(names) == 1:
        message = _only_message(document)
        if isinstance(message, kind):
            return message
    _check_kind(kind)
    number = f"{len(names)} messages: " if len(names) > 1 else ""
    listed = ", ".join(dict.fromkeys(names)) or "no message"
    raise ParseError(f"expected one {kind.__name__}, found {number}{listed}", Position(), "SYS011")


def _names(document: Message | SoapDocument | Interchange) -> Iterator[str]:
    """Yield the standards' names of the messages in a document."""
    if is_edifact(document):
        yield from (message.type for message in document.messages)
        return
    messages: Any = getattr(document, "messages", (document,))
    yield from (message.kind() for message in messages)


def _only_message(document: Message | SoapDocument | Interchange) -> Any:
    if is_edifact(document):
        from edielkit.edifact.messages import read_message

        return read_message(document.messages[0])
    return getattr(document, "messages", (document,))[0]


def _check_kind(kind: type) -> None:
    from edielkit.edifact.interchange import Interchange
    from edielkit.edifact.messages import Message as EdifactMessage
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

    if not issubclass(kind, (Message, SoapDocument, Interchange, EdifactMessage)):
        raise TypeError(f"expected a class of messages such as CollectedData as kind, found {kind.__name__}")


def serialize(document: Message | SoapDocument | Interchange, *, version: str | None = None) -> bytes:
    """Return *document* as bytes in canonical form; an interchange that was read goes out as it came in.

    Args:
        document: What `parse`, `from_dict` or a builder gave.
        version: EMIF version to write for; the one that the message needs if None.

    Raises:
        BuildError: The bytes would not be valid; the error names the field.
        TypeError: *document* is no value of either wire.
    """
    if is_edifact(document):
        from edielkit.edifact.write.writer import interchange_to_bytes

        return interchange_to_bytes(document)
    if not is_emif(document):
        raise TypeError(_no_document(document))
    from edielkit.emif.write.document import serialize_document

    return serialize_document(document, version=version)


def to_dict(document: Message | SoapDocument | Interchange) -> dict[str, Any]:
    """Return *document* as plain data that JSON can hold, without loss.

    Args:
        document: What `parse`, `from_dict` or a builder gave.

    Raises:
        TypeError: *document* is no value of either wire.
    """
    if is_edifact(document):
        from edielkit.edifact.as_dict import interchange_to_dict

        return interchange_to_dict(document)
    if not is_emif(document):
        raise TypeError(_no_document(document))
    from edielkit.emif.as_dict import to_dict as emif_to_dict

    return emif_to_dict(document)


def _no_document(value: Any) -> str:
    return f"expected a message or an interchange, such as edielkit.parse gives, found {type(value).__name__}"


def from_dict(kind: str, mapping: Mapping[str, Any]) -> Message | SoapDocument | Interchange:
    """Return the document of *kind* that *mapping* describes, the inverse of `to_dict`.

    Args:
        kind: Name of an EMIF message, ``SoapDocument``, ``Interchange``, or ``MSCONS``, which gives an interchange
            from parties, points, days and values (`edielkit.edifact.write.mscons_from_dict`).
        mapping: Plain data; the key ``kind`` may be left out.

    Raises:
        BuildError: The data describes no such document; the error names the field.
    """
    if _is_of_edifact(kind):
        from edielkit.edifact.from_dict import from_dict as edifact_from_dict

        return edifact_from_dict(kind, mapping)
    from edielkit.emif.from_dict import from_dict as emif_from_dict

    return emif_from_dict(kind, mapping)


def _is_of_edifact(kind: str) -> bool:
    """Tell whether a kind of plain data is of EDIFACT: the types of its messages are in capital letters."""
    return kind == "Interchange" or (isinstance(kind, str) and kind.isupper())


def build(
    kind: str, mapping: Mapping[str, Any], *, version: str | None = None
) -> Message | SoapDocument | Interchange:
    """Return the valid document of *kind* that *mapping* describes: what is missing and what is wrong is named at once.

    `from_dict` takes whatever a message can hold, also one that its schema refuses; this takes what `serialize` writes.

    Args:
        kind: What `from_dict` takes.
        mapping: Plain data, such as a filled template (`edielkit.generate.template`); ``null`` is what is not there, and a
            key that begins with ``//`` is a comment.
        version: EMIF version to check against; the one that the message needs if None.

    Raises:
        BuildError: A mandatory value is missing, a key is unknown, or a value is not what its declaration says: type,
            form, code, bounds. `BuildError.faults` has every field with what is expected there.

    >>> from edielkit.errors import BuildError
    >>> try:
    ...     build("PollForData", {"header": {"identification": 7}})
    ... except BuildError as error:
    ...     print(*[field for field, _ in error.faults[:3]])
    header.identification header.document_type header.creation
    """
    if _is_of_edifact(kind):
        return from_dict(kind, mapping)
    from edielkit.emif.write.building import build as build_emif

    return build_emif(kind, mapping, version=version)


def read_series(data: bytes | Input, *, options: ReadOptions | None = None) -> Iterator[TimeSeries]:
    r"""Return an iterator over the time series of a message of either wire, or of a file of values.

    Args:
        data: CollectedData, NotifyValidatedDataForBillingEnergy, MSCONS or UTILTS, plain or gzip, wrapped or not; or a
            file of one of the forms of `edielkit.value_files`: our own CSV and Parquet, the JSON of the energy-data
            API, the CSV that end users download, that of a mass extraction, that of a spreadsheet.
        options: What a file of values does not say, such as its metering point; messages need none.

    Raises:
        ParseError: The bytes are neither, or a file of values has faults (the first one, with its line); this may show
            at the call or at the first series. `edielkit.value_files.read_file` gives all faults.
        MissingExtraError: It is a Parquet file, and pyarrow is not installed.
        TypeError: *data* is a text or a path; the error says the right call.

    >>> data = b'Fra,Til,KWH 60 Forbruk\n02.03.2026 00:00,02.03.2026 01:00,"1,250"\n'
    >>> [(series.direction, series.observations.total) for series in read_series(data)]
    [('Out', Decimal('1.250'))]
    """
    return _series(open_input(data, verb="read_series"), options)


def _series(opened: Input, options: ReadOptions | None) -> Iterator[TimeSeries]:
    values = _file_series(opened, options)
    if values is not None:
        yield from values
        return
    check_message(opened)
    if isinstance(opened, XmlInput):
        from edielkit.emif.fast.reading import read_document
        from edielkit.emif.series import series

        yield from series(read_document(opened.content))
        return
    from edielkit.edifact.fast.read import read_columns

    yield from read_columns(opened.content)


def _file_series(opened: Input, options: ReadOptions | None) -> tuple[TimeSeries, ...] | None:
    """Return the series of a file of values, None for anything else.

    Raises:
        ParseError: The file has faults.
    """
    if isinstance(opened, XmlInput) or opened.is_interchange:
        return None
    from edielkit.value_files import read_file, series_of

    file = read_file(opened.content, options)
    return None if file is None else series_of(file)


def read_table(data: bytes | Input, *, options: ReadOptions | None = None) -> pa.Table:
    """Return the time series of a message of either wire, or of a file of values, as one Arrow table, a row for each value.

    Args:
        data: What `read_series` takes.
        options: The same.

    Returns:
        A table of `edielkit.tables.arrow_schema`: quantities as decimal128(18, 3), instants in UTC.

    Raises:
        ValueError: An instant lies beyond the years 1 to 9999 in UTC.
        MissingExtraError: pyarrow is not installed; the text names the extra.
        ParseError: The bytes are no message at all.
        TypeError: *data* is a text or a path; the error says the right call.
    """
    from edielkit.tables import to_arrow

    return to_arrow(_series(open_input(data, verb="read_table"), options))


def convert(
    message_or_data: bytes | Input | Message | SoapDocument | Interchange,
    to: str,
    *,
    options: Options,
    read_options: ReadOptions | None = None,
) -> Converted:
    """Return a message of metering values in another form, with a list of what that form cannot say.

    Args:
        message_or_data: CollectedData, NotifyValidatedDataForBillingEnergy, MSCONS or UTILTS, or a file of values (see
            `read_series`).
        to: ``mscons``, ``utilts``, ``collected-data`` or ``notify-validated-data``.
        options: What the target needs and the source does not say, see `edielkit.conversion.Options`.
        read_options: What a file of values does not say, see `edielkit.value_files.ReadOptions`.

    Raises:
        ParseError: The bytes are no message at all.
        BuildError: Something mandatory is missing, with the name of the option that gives it.
        ValueError: *to* is no target.
        TypeError: *message_or_data* is a text or a path, and the error says the right call; or *options* are none.
    """
    from edielkit.conversion.converter import check_target
    from edielkit.conversion.converter import convert as core

    check_target(to)
    if is_emif(message_or_data) or is_edifact(message_or_data):
        return core(message_or_data, to, options=options)
    opened = open_input(message_or_data, verb="convert")
    series = _file_series(opened, read_options)
    return core(opened if series is None else series, to, options=options)
