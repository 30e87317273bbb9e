"""What came in is opened once, and is of one wire or the other."""

from __future__ import annotations

import codecs
import datetime as dt
import gzip
from pathlib import Path

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.conversion import Options
from edielkit.edifact.interchange import Interchange
from edielkit.errors import ParseError
from edielkit.inputs import EdifactInput, XmlInput, encoding_fault, is_edifact, is_emif, open_input

XML = b"<?xml version='1.0' encoding='%s'?><a/>"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EDIFACT = b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'"


@pytest.mark.parametrize("data", [b"<a/>", b"  \n<a/>", codecs.BOM_UTF8 + b"<a/>", "<a/>".encode("utf-16")])
def test_what_begins_with_a_less_than_sign_is_xml(data):
    """In whatever encoding, after white space or a byte order mark."""
    assert isinstance(open_input(data), XmlInput)


@pytest.mark.parametrize("data", [EDIFACT, b"UNA:+.? '", b"\r\nUNB", b"anything else"])
def test_all_else_is_read_as_edifact(data):
    """The EDIFACT reader says what is wrong with it."""
    assert EdifactInput(content=data) == open_input(data)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_type_of_bytes_is_opened(kind):
    """The content is bytes, whatever came."""
    assert open_input(kind(EDIFACT)).content == EDIFACT


def test_gzip_is_unpacked_and_remembered():
    """The packing says what the content was wrapped in."""
    assert XmlInput(content=b"<a/>", packing="gzip") == open_input(gzip.compress(b"<a/>", mtime=0))


def test_an_open_input_is_opened_once():
    """It stays the same value, so that verbs may hand it on."""
    opened = open_input(EDIFACT)

    assert opened is open_input(opened)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("SYS010", b""),
        ("SYS010", b" \n\t"),
        ("SYS010", gzip.compress(b"", mtime=0)),
        ("SYS012", gzip.compress(EDIFACT, mtime=0)[:-9]),
    ],
)
def test_nothing_and_broken_gzip_are_refused(code, data):
    """With the code that a report names."""
    with pytest.raises(ParseError) as caught:
        open_input(data)

    assert code == caught.value.code
    assert [code] == [finding.code for finding in edielkit.validate(data)]


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("utf-8", b"<a/>"),
        ("utf-8", XML % b"UTF-8"),
        ("utf-8", codecs.BOM_UTF8 + XML % b"iso-8859-1"),
        ("iso-8859-1", XML % b"ISO-8859-1"),
        ("utf-16-le", codecs.BOM_UTF16_LE + "<a/>".encode("utf-16-le")),
        ("utf-16-be", "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16-be")),
        ("utf-32-le", "<a/>".encode("utf-32-le")),
    ],
)
def test_the_encoding_is_seen_from_outside(encoding, data):
    """By byte order mark first, then by the first characters, then as declared."""
    opened = open_input(data)

    assert isinstance(opened, XmlInput)
    assert encoding == opened.encoding


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("a zip archive", b"PK\x03\x04\x14\x00"),
        ("a PDF document", b"%PDF-1.7\n"),
        ("a picture", b"\x89PNG\r\n\x1a\n"),
        ("a web page (HTML)", b"<!DOCTYPE html>\n<html>"),
        ("a web page (HTML)", b"<HTML><body>"),
        ("JSON", b'{"a": 1}'),
        ("an e-mail", b"Received: from a\r\n"),
        (
            "an Excel workbook",
            b"PK\x03\x04"
            + b"\0" * 26
            + b"[Content_Types].xml<Types/>PK\x03\x04"
            + b"\0" * 26
            + b"xl/workbook.xml",
        ),
        (
            "an Office document",
            b"PK\x03\x04" + b"\0" * 26 + b"_rels/.relsPK\x03\x04" + b"\0" * 26 + b"word/document.xml",
        ),
        ("an old Office document", b"\xd0\xcf\x11\xe0\xa1\xb1"),
        ("a 7z archive", b"7z\xbc\xaf\x27\x1c\0\4"),
        ("a table of text (CSV with semicolons)", "point;Område\n707057500012345671;1,5\n".encode()),
        ("a table of text (CSV with commas)", b"\xef\xbb\xbfpoint,quantity\r\n1,2\r\n"),
        ("a table of text (CSV with tabs)", b"point\tquantity\n1\t2"),
        ("a table of text (CSV of one column)", b"point\n7.07058E+17\n"),
        ("", b"point,quantity\n1,2,3\n"),
        ("", b"only a line"),
        ("", b"Hello, you\nthere it is, a text, of people"),
        ("", b"a,b\nUNB+UNOC:3,x"),
        ("", EDIFACT),
        ("", b"<htmlish/>"),
    ],
)
def test_what_a_wrong_file_seems_to_be(words, data):
    """In words for a person who picked the wrong file; a message seems to be nothing else."""
    assert words == open_input(data).seems


def test_no_message_of_ours_seems_to_be_anything_else():
    """The hints are for files of other kinds alone."""
    paths = [path for path in FIXTURES.rglob("*") if path.suffix in {".xml", ".edi"} and path.stat().st_size]

    assert len(paths) > 100
    assert set() == {
        path.name for path in paths if path.parent.name != "broken" and open_input(path.read_bytes()).seems
    }


TAKES_BYTES = {
    "acknowledge": lambda data: edielkit.acknowledge(data, edielkit.validate(b""), now=NOW, new_id=str),
    "convert": lambda data: edielkit.convert(data, "mscons", options=Options()),
    "detect": edielkit.detect,
    "explain": edielkit.explain,
    "parse": edielkit.parse,
    "parse_all": edielkit.parse_all,
    "parse_message": lambda data: edielkit.parse_message(data, Interchange),
    "read_series": edielkit.read_series,
    "read_table": edielkit.read_table,
    "validate": edielkit.validate,
}


@pytest.mark.parametrize("verb", TAKES_BYTES)
def test_a_text_or_a_path_is_a_type_error_with_the_right_call(verb):
    """At the call, not at the first series; a file is never opened."""
    for wrong in ("message.xml", Path("message.xml")):
        with pytest.raises(TypeError, match=rf"edielkit\.{verb}\(Path\(p\)\.read_bytes\(\)\)"):
            TAKES_BYTES[verb](wrong)


@pytest.mark.parametrize("verb", TAKES_BYTES)
def test_what_is_neither_bytes_nor_a_message_is_a_type_error(verb):
    """It is named by its type alone: it may hold anything."""
    for wrong in (None, 7, {"a": "secret"}, [b"UNB"]):
        with pytest.raises(TypeError, match=f"expected bytes, found {type(wrong).__name__}") as caught:
            TAKES_BYTES[verb](wrong)
        assert "secret" not in str(caught.value)


def test_an_open_file_is_told_to_be_read(tmp_path):
    """The caller reads files; the verbs take what is in them."""
    (tmp_path / "a.edi").write_bytes(EDIFACT)
    with (
        (tmp_path / "a.edi").open("rb") as file,
        pytest.raises(TypeError, match=r"validate\(file\.read\(\)\)"),
    ):
        edielkit.validate(file)


def test_every_verb_takes_an_open_input():
    """What was opened once is not opened again."""
    opened = open_input(gzip.compress(EDIFACT, mtime=0))

    assert "edifact" == edielkit.detect(opened).wire
    assert edielkit.validate(EDIFACT) == edielkit.validate(opened)
    assert edielkit.parse(EDIFACT) == edielkit.parse(opened)
    assert [] == list(edielkit.read_series(opened))


def test_a_value_is_of_one_wire():
    """Interchanges are EDIFACT, messages and documents are EMIF, all else is neither."""
    interchange = edielkit.parse(EDIFACT)
    message = edielkit.parse((FIXTURES / "emif/metering/CollectedData.xml").read_bytes())

    assert (True, False) == (is_edifact(interchange), is_emif(interchange))
    assert (False, True) == (is_edifact(message), is_emif(message))
    for other in (EDIFACT, open_input(EDIFACT), "edifact", None, edielkit.detect(EDIFACT)):
        assert (False, False) == (is_edifact(other), is_emif(other))


XML_OF = "<?xml version='1.0' encoding='{}'?><a>{}</a>"
ENCODINGS = [
    ("utf-8", "UTF-8", "å", None),
    ("utf-8", "utf-8", "", None),
    ("utf-8-sig", "UTF-8", "å", None),
    ("utf-8", "UTF8", "å", None),
    ("ascii", "utf8", "a", None),
    ("ascii", "US-ASCII", "a", "found us-ascii"),
    ("ascii", "ISO-8859-1", "a", "found iso-8859-1"),
    ("ascii", "Latin1", "a", "found latin1"),
    ("latin-1", "ISO-8859-1", "å", "found iso-8859-1"),
    ("cp1252", "windows-1252", "å", "found windows-1252"),
    ("latin-1", "UTF-8", "å", "found a byte that is none near byte 41"),
    ("utf-16", "UTF-16", "å", "found utf-16-le"),
    ("utf-16-be", "UTF-16", "a", "found utf-16-be"),
    ("utf-32", "UTF-32", "a", "found utf-32-le"),
    ("utf-7", "UTF-7", "a", "found utf-7"),
]


@pytest.mark.parametrize(("encoding", "declared", "text", "fault"), ENCODINGS)
def test_elhub_takes_utf_8_alone(encoding, declared, text, fault):
    """By byte order mark, first bytes, declaration and the bytes themselves; what calls itself otherwise is not UTF-8, plain ASCII too."""
    said = encoding_fault(XML_OF.format(declared, text).encode(encoding))

    assert (None if fault is None else f"Invalid encoding: expected UTF-8, {fault}") == said


def test_a_wrong_byte_far_behind_is_found():
    """The bytes are looked at in parts, and a character may lie across two."""
    whole = b"<a>" + b"x" * ((1 << 20) - 4) + "å".encode() + b"</a>"

    assert encoding_fault(whole) is None
    assert "byte 1048576" in encoding_fault(whole.replace("å".encode(), b"x\xe5"))


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-32", "UTF-32"), ("utf-32-le", "UTF-32LE"), ("utf-32-be", "UCS-4")]
)
def test_what_nobody_reads_is_said_by_all(encoding, declared):
    """UTF-32: validate, parse, detect and the time of creation say the same."""
    data = XML_OF.format(declared, "").encode(encoding)
    report = edielkit.validate(data)

    assert (["SYS013"], "unreadable") == ([finding.code for finding in report.findings], report.verdict.value)
    assert edielkit.detect(data).seems.startswith("XML in UTF-32")
    with pytest.raises(edielkit.ParseError, match="SYS013 Invalid encoding"):
        edielkit.parse(data)
    assert edielkit.verbs.creation_time(data) is None


def test_a_wrong_file_is_named_by_every_verb_that_reads():
    """What it is, and what was expected; an answer is not written to it."""
    words = "expected a message, in XML \\(it begins with <\\) or EDIFACT \\(with UNA or UNB\\); found JSON"
    data = b'{"a": 1}'
    report = edielkit.validate(data)

    assert (["SYS011"], "unreadable") == ([f.code for f in report.findings], report.verdict.value)
    for read in (edielkit.parse, edielkit.parse_all, lambda wrong: list(edielkit.read_series(wrong))):
        with pytest.raises(ParseError, match=words):
            read(data)
    assert [] == edielkit.acknowledge(data, report, now=NOW, new_id=str)


def test_a_gzip_in_a_gzip():
    """It is opened once."""
    assert "a gzip file inside a gzip file" == open_input(gzip.compress(gzip.compress(EDIFACT))).seems
