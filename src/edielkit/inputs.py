"""What came in, opened once: bytes become an input of one wire, unpacked, with its encoding and what else it may be."""

from __future__ import annotations

import codecs
import os
import re
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.compressed import GZIP, unpack
from edielkit.errors import ParseError
from edielkit.findings import CRASHED, Position, Rule, Severity, Trust

if TYPE_CHECKING:
    # known to type checkers; typing has it from Python 3.13 on
    from typing_extensions import TypeIs

    from edielkit.edifact.interchange import Interchange
    from edielkit.emif.declare import Message
    from edielkit.emif.soap import SoapDocument

__all__ = (
    "MESSAGE_SUFFIXES",
    "RULES",
    "EdifactInput",
    "Input",
    "XmlInput",
    "check_message",
    "check_readable",
    "encoding_fault",
    "is_bytes",
    "is_edifact",
    "is_emif",
    "is_office",
    "looks_like_xml",
    "open_input",
    "prolog",
    "raw_bytes",
)

RULES = {
    rule.code: rule
    for rule in (
        CRASHED,
        Rule(
            code="SYS010",
            title="an input that holds something",
            severity=Severity.ERROR,
            source="edielkit: what it can read",
            trust=Trust.LIMIT,
            text="An empty input is no message. Wrong: a file of no bytes. Right: a message.",
        ),
        Rule(
            code="SYS011",
            title="XML or EDIFACT",
            severity=Severity.ERROR,
            source="edielkit: what it can read",
            trust=Trust.LIMIT,
            text="The two wires begin with < or with UNA or UNB. Wrong: a picture. Right: a message.",
        ),
        Rule(
            code="SYS012",
            title="whole and bounded compression",
            severity=Severity.ERROR,
            source="RFC 1952, RFC 8878 and the limits of edielkit, given as arguments",
            trust=Trust.LIMIT,
            text="A compressed input must be whole, with nothing behind its end, and of bounded size: it is never read in "
            "part. The offset is that in the compressed bytes. Wrong: a file that is cut off; a gigabyte of zeros in a "
            "megabyte. Right: a compressed message.",
        ),
        Rule(
            code="SYS013",
            title="XML in UTF-8",
            severity=Severity.ERROR,
            source="Elhub's mock for SoapUI: what is not UTF-8 is answered with a fault of group Other, Invalid encoding",
            trust=Trust.SOURCED,
            text="Elhub takes UTF-8 alone. Wrong: a message in UTF-16, or one that calls itself ISO-8859-1, also where all its letters are of ASCII. "
            "Right: the same message in UTF-8.",
        ),
        Rule(
            code="SYS014",
            title="a file that can be opened",
            severity=Severity.ERROR,
            source="edielkit: what it can read",
            trust=Trust.LIMIT,
            text="A file of a folder that is read as a table may be gone, or another's. Wrong: a file without the right to read it. "
            "Right: one that the reader may open.",
        ),
    )
}

# What files of messages are called; a file that is named is read whatever it is called.
MESSAGE_SUFFIXES = (".xml", ".edi", ".ediel", ".edifact")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 appendix F: how the first characters look in each family of encodings.
_STARTS = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# most inputs begin with none of them
_SEEN_STARTS = tuple(start for start, _ in (*_BOMS, *_STARTS))
_PROLOG_BYTES = 1 << 16
_HEAD = 1 << 12
_DECLARED = re.compile(r"""\A\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")

# How files begin that are handed in by mistake; sources: the formats' own descriptions, RFC 8259 for JSON, RFC 5322
# for the headers of an e-mail.
_OFFICE = ("an Excel workbook", "an Office document")
_SEEMS = (
    # the names of the first files in it
    (
        re.compile(rb"(?s)PK\x03\x04.{0,200}(?:\[Content_Types\]\.xml|_rels/).{0,4000}xl/"),
        "an Excel workbook",
    ),
    (re.compile(rb"(?s)PK\x03\x04.{0,200}(?:\[Content_Types\]\.xml|_rels/)"), _OFFICE[1]),
    (re.compile(rb"PK\x03\x04|PK\x05\x06"), "a zip archive"),
    (re.compile(rb"\x1f\x8b"), "a gzip file inside a gzip file"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office document"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "a Zstandard file"),
    (re.compile(rb"BZh"), "a bzip2 file"),
    (re.compile(rb"\xfd7zXZ\x00"), "an xz file"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8"), "a picture"),
    (re.compile(rb"(?i)\s*<(?:!doctype\s+)?html\b"), "a web page (HTML)"),
    (re.compile(rb"\s*[{\[]"), "JSON"),
    (re.compile(rb"(?i)(?:from|to|subject|received|return-path|mime-version|date):[ \t]"), "an e-mail"),
)


@attrs.frozen(kw_only=True)
class _Opened:
    """What both wires' inputs have.

    Attributes:
        content: The bytes of the input itself, unpacked.
        packing: What the content was wrapped in: ``gzip``, or empty.
    """

    content: bytes = attrs.field(repr=False)
    packing: str = ""

    @property
    def seems(self) -> str:
        """What the input may be instead of a message, in words such as ``a PDF document``; empty if nothing is seen."""
        head = self.content[:_HEAD]
        return next((words for form, words in _SEEMS if form.match(head)), "") or _table(head)


@attrs.frozen(kw_only=True)
class XmlInput(_Opened):
    """An input that begins as XML does.

    >>> open_input(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>").encoding
    'iso-8859-1'
    """

    @property
    def encoding(self) -> str:
        """The encoding in lower case, by byte order mark, first characters or XML declaration; ``utf-8`` without any."""
        return _encoding(self.content)

    @property
    def seems(self) -> str:
        """What the input may be instead of a message: XML in an encoding that nobody reads, or what its head shows."""
        return super().seems or (f"XML in {self.encoding.upper()}" if self.encoding in _UNREAD else "")


@attrs.frozen(kw_only=True)
class EdifactInput(_Opened):
    """An input that is read as EDIFACT: all that does not begin as XML does.

    The encoding of its texts is the interchange's own affair: UNB names it.

    >>> open_input(b"%PDF-1.7").seems
    'a PDF document'
    """

    @property
    def is_interchange(self) -> bool:
        """Whether the input begins as an interchange does; what does not is damaged, or another file."""
        return self.content.startswith((b"UNA", b"UNB"))


Input = XmlInput | EdifactInput


# A table of text: a heading, and a row with as many columns; the name of one column, and a number.
_SEPARATORS = ((";", "semicolons"), ("\t", "tabs"), (",", "commas"))
_HEADING = re.compile(r"[A-Za-zÆØÅæøå_][\w .()/-]{0,60}")
_NUMBER = re.compile(r"[-+\d][\d.,Ee+-]*")
# What makes a text a damaged interchange rather than a table.
_SERVICE = re.compile(rb"UN[ABGHTZ][+:]")


def _table(head: bytes) -> str:
    """Return in words that an input is a table of text, empty when it does not look like one."""
    if head[:1] == b"<" or _SERVICE.search(head):
        return ""
    lines = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").splitlines()
    if len(lines) < 2 or not all(character.isprintable() or character == "\t" for character in lines[0]):
        return ""
    for separator, name in _SEPARATORS:
        cells = lines[0].split(separator)
        if (
            len(cells) > 1
            and lines[1].count(separator) == len(cells) - 1
            and all(map(_HEADING.fullmatch, cells))
        ):
            return f"a table of text (CSV with {name})"
    is_column = _HEADING.fullmatch(lines[0]) and _NUMBER.fullmatch(lines[1].strip())
    return "a table of text (CSV of one column)" if is_column else ""


def check_message(opened: Input, *, seems: str = "") -> None:
    """Refuse an input that is something else than a message, with what it is and what was expected.

    Args:
        opened: The input.
        seems: What it is, where the caller knows more than its first bytes say.

    Raises:
        ParseError: It seems to be a file of another kind (SYS011), or is in an encoding that is not read (SYS013).

    >>> check_message(open_input(b"%PDF-1.7"))
    Traceback (most recent call last):
    ...
    edielkit.errors.ParseError: SYS011 expected a message, in XML (it begins with <) or EDIFACT (with UNA or UNB); found a PDF document (byte 0)
    """
    if isinstance(opened, XmlInput):
        check_readable(opened.content)
    if seems or opened.seems:
        expected = "a message, in XML (it begins with <) or EDIFACT (with UNA or UNB)"
        raise ParseError(f"expected {expected}; found {seems or opened.seems}", Position(offset=0), "SYS011")


def open_input(data: bytes | Input, *, verb: str = "validate") -> Input:
    """Return *data* unpacked, as an input of the wire that it seems to be of; what is open already stays as it is.

    Args:
        data: Bytes, plain or gzip.
        verb: The public verb that was called, for the text of a TypeError.

    Raises:
        ParseError: The bytes are empty (SYS010), or broken or unbounded gzip (SYS012).
        TypeError: *data* is a text, a path or no bytes at all; the error says the right call.

    >>> import gzip
    >>> open_input(gzip.compress(b"UNA:+.? '"))
    EdifactInput(packing='gzip')
    """
    if isinstance(data, (XmlInput, EdifactInput)):
        return data
    raw = raw_bytes(data, verb=verb)
    is_gzip = raw.startswith(GZIP)
    content = unpack(raw) if is_gzip else raw
    if not content or content.isspace():
        raise ParseError("the input is empty", Position(offset=0), "SYS010")
    kind: type[Input] = XmlInput if looks_like_xml(content) else EdifactInput
    return kind(content=content, packing="gzip" if is_gzip else "")


def raw_bytes(data: Any, *, verb: str) -> bytes:
    """Return *data* as bytes.

    Args:
        data: Bytes, a bytearray or a memoryview.
        verb: The public verb that was called, for the text of a TypeError.

    Raises:
        TypeError: *data* is a text, a path or no bytes at all; the error says the right call.

    >>> raw_bytes("message.xml", verb="parse")
    Traceback (most recent call last):
    ...
    TypeError: expected bytes, found a text; for a file call edielkit.parse(Path(p).read_bytes()), for a message in a text edielkit.parse(text.encode())
    """
    if not is_bytes(data):
        raise TypeError(_no_bytes(data, verb))
    return bytes(data)


def is_bytes(value: Any) -> TypeIs[bytes | bytearray | memoryview]:
    """Tell whether *value* holds bytes.

    >>> is_bytes(b"UNB"), is_bytes("UNB")
    (True, False)
    """
    return isinstance(value, (bytes, bytearray, memoryview))


def is_office(data: bytes) -> bool:
    """Tell whether *data* is a document of an office program, which is a zip archive of its parts.

    >>> is_office(b"PK")
    False
    """
    return EdifactInput(content=data).seems in _OFFICE


def is_edifact(value: Any) -> TypeIs[Interchange]:
    """Tell whether a parsed or built value is an interchange of the EDIFACT wire.

    >>> import edielkit
    >>> is_edifact(edielkit.parse(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")), is_edifact(b"UNB")
    (True, False)
    """
    return getattr(type(value), "wire", "") == "edifact"


def is_emif(value: Any) -> TypeIs[Message | SoapDocument]:
    """Tell whether a parsed or built value is a message, or a document of messages, of the EMIF wire.

    >>> from edielkit.emif.soap import SoapDocument
    >>> is_emif(SoapDocument()), is_emif(b"<a/>")
    (True, False)
    """
    return getattr(type(value), "wire", "") == "emif"


def _no_bytes(value: Any, verb: str) -> str:
    if isinstance(value, str):
        return (
            f"expected bytes, found a text; for a file call edielkit.{verb}(Path(p).read_bytes()), "
            f"for a message in a text edielkit.{verb}(text.encode())"
        )
    if isinstance(value, os.PathLike):
        return f"expected bytes, found a path; call edielkit.{verb}(Path(p).read_bytes())"
    if callable(getattr(value, "read", None)):
        return f"expected bytes, found an open file; call edielkit.{verb}(file.read()) with a file opened as 'rb'"
    return f"expected bytes, found {type(value).__name__}"


def looks_like_xml(data: bytes) -> bool:
    """Tell whether *data* begins as XML does, whatever its encoding.

    >>> looks_like_xml(b"<?xml version='1.0'?><a/>"), looks_like_xml(b"UNA:+.? '")
    (True, False)
    """
    return prolog(data[:_HEAD]).lstrip().startswith("<")


def prolog(data: bytes) -> str:
    """Return the first characters of *data* as text, as far as the encoding can be seen from outside.

    >>> prolog("<a/>".encode("utf-16"))
    '<a/>'
    """
    head = data[:_PROLOG_BYTES]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace")
    return head.decode(_seen_encoding(head) or "latin-1", "replace")


# What no reader here takes, since they would not agree on it; Elhub refuses it as it does all but UTF-8.
_UNREAD = frozenset({"utf-32-le", "utf-32-be"})
# Names of UTF-8 in lower case: that of XML and IANA, and the one that XML parsers and Python read as it.
_UTF_8 = frozenset({"utf-8", "utf8"})
_CHUNK = 1 << 20


def _encoding(content: bytes) -> str:
    encoding = _seen_encoding(content)
    if encoding is not None:
        return encoding
    declared = _DECLARED.match(prolog(content[:_HEAD]))
    return declared[1].lower() if declared else "utf-8"


def encoding_fault(content: bytes) -> str | None:
    """Return in words why Elhub does not take an XML document for its encoding, None when it does.

    Args:
        content: The document, unpacked.

    >>> encoding_fault("<a>å</a>".encode()) is None, encoding_fault(b"<a/>") is None
    (True, True)
    >>> encoding_fault("<a/>".encode("utf-16"))
    'Invalid encoding: expected UTF-8, found utf-16-le'
    """
    encoding = _encoding(content)
    if encoding not in _UTF_8:
        return _invalid(f"found {encoding}")
    if content.isascii():
        return None
    decoder, at = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for at in range(0, len(content), _CHUNK):  # where the chunk begins is told of a wrong byte
            decoder.decode(content[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _invalid(f"found a byte that is none near byte {at + error.start}")
    return None


def _invalid(what: str) -> str:
    # the first words are those of Elhub's fault
    return f"Invalid encoding: expected UTF-8, {what}"


def check_readable(content: bytes) -> None:
    """Refuse a document in an encoding that is not read.

    Args:
        content: The document, unpacked.

    Raises:
        ParseError: It is in UTF-32 (SYS013).
    """
    if _encoding(content[:_HEAD]) in _UNREAD:
        raise ParseError(encoding_fault(content) or "", Position(line=1), "SYS013")


def _seen_encoding(data: bytes) -> str | None:
    """Return the encoding that the first bytes show, None for one of the many that write < as ASCII does."""
    if not data.startswith(_SEEN_STARTS):
        return None
    return next((encoding for start, encoding in (*_BOMS, *_STARTS) if data.startswith(start)), None)
