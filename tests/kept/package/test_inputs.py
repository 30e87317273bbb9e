"""Bytes of any kind: what they are taken for, what is in them, and how they are refused, by the public verbs and below them."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from tests.support.emif_samples import collected, envelope, wrapped
from tests.support.fast_documents import SENT, message, notify
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import outcome_of
from tests.support.kept_lines import lines_of_report
from tests.support.kept_values import called
from tests.support.value_files import SUMMER, end_user_file

import edielkit
from edielkit import archives, compressed, inputs, validation, verbs
from edielkit.archives import ZipLimits, is_zip, is_zstd, open_zstd, zip_members
from edielkit.compressed import ContentBounds, UnpackLimits, unpack
from edielkit.edifact.messages import Contrl, Mscons
from edielkit.emif.messages import CollectedData, PollForData
from edielkit.emif.soap import SoapDocument
from edielkit.errors import BuildError, ParseError
from edielkit.inputs import open_input
from edielkit.upgrading import upgrade

EDIFACT = b"UNA:+.? 'UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R+A:14+B:14+7'UNT+3+1'UNZ+1+R'"
XML = collected().encode()
_OFFICE = b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml"
_WRAP = envelope(wrapped(collected())).encode()


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive with the same bytes each time."""
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return holder.getvalue()


def _gzip(data: bytes) -> bytes:
    # stored without packing: the bytes of another zlib are the same
    packed = gzip.compress(data, 0, mtime=0)
    # no version of Python writes the bytes for speed and system of another one
    return packed[:8] + b"\x00\xff" + packed[10:]


def files() -> Iterator[tuple[str, Any]]:
    """Yield inputs of all kinds, right and wrong."""
    yield from {
        "xml": XML, "wrapped": _WRAP, "edifact": EDIFACT, "edifact twice": EDIFACT * 2, "notify": edielkit.serialize(notify(message(2, 2))), "end user": end_user_file(SUMMER), "empty": b"", "blank": b" \n\t", "text": b"no message", "pdf": b"%PDF-1.7 x", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "html": b"<!DOCTYPE html><html/>", "html lower": b"<html><body/></html>",
        "json": b'{"a": 1}', "csv": b"a;b\n1;2\n", "gzip xml": _gzip(XML), "gzip twice": _gzip(_gzip(XML)), "gzip edifact": _gzip(EDIFACT), "gzip cut": _gzip(XML)[:-20], "gzip head": b"\x1f\x8b", "gzip and more": _gzip(XML) + b"x", "gzip members": _gzip(XML[:100]) + _gzip(XML[100:]), "gzip broken": _gzip(XML)[:40] + b"\x00" + _gzip(XML)[41:],
        "zip": _zip(("a.xml", XML)), "office": _OFFICE, "zstd": b"\x28\xb5\x2f\xfd\x00", "utf-16": XML.decode().encode("utf-16"), "utf-16 be": XML.decode().encode("utf-16-be"), "utf-16 declared": b"\xff\xfe" + ('<?xml version="1.0" encoding="UTF-16"?>' + XML.decode()).encode("utf-16-le"), "utf-32": XML.decode().encode("utf-32"), "bom": b"\xef\xbb\xbf" + XML, "bom edifact": b"\xef\xbb\xbf" + EDIFACT,
        "latin": b'<?xml version="1.0" encoding="ISO-8859-1"?>' + XML, "latin byte": b'<?xml version="1.0" encoding="ISO-8859-1"?>' + XML.replace(b"kWh", b"k\xe6h"), "ascii": b"<?xml version='1.0' encoding='us-ascii'?>" + XML, "utf8": b'<?xml version="1.0" encoding="utf8"?>' + XML, "unknown encoding": b'<?xml version="1.0" encoding="x-none"?>' + XML, "no utf-8": XML.replace(b"kWh", b"k\xe6h"), "cut utf-8": XML.replace(b"kWh", b"kWh\xc3"), "cut utf-8 at the end": XML + b"\xc3", "nul": XML.replace(b"kWh", b"k\x00h"),
        "nul at once": b"\x00" + XML, "space before": b" \n" + XML, "comment before": b"<!-- a -->" + XML, "stranger": b"<a/>", "lone": b"<", "una": b"UNA:+.? '", "unb": b"UNB+UNOC:3", "lower": b"unb+unoc:3'", "UNA lower": b"una:+.? '", "spaces and unb": b"\r\n  " + EDIFACT, "ebcdic": EDIFACT.decode().encode("cp500"), "rtf": b"{\\rtf1", "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mail": b"From: a@b\nSubject: x\n\n" + EDIFACT, "7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a\x07", "parquet": b"PAR1xxxxPAR1",
        "a str": "<a/>", "a path": "file.xml", "a bytearray": bytearray(EDIFACT), "a view": memoryview(XML), "none": None, "a number": 7, "a list": [XML], "a stream": io.BytesIO(XML),
    }.items()  # fmt: skip


def _kinds(document: Any) -> str:
    return f"{type(document).__name__} {[type(part).__name__ for part in getattr(document, 'messages', ())]}"


def lines(data: Any) -> Iterator[str]:
    """Yield what the verbs say of an input."""
    yield f"{called(verbs.detect, data)} {called(verbs.creation_time, data)}"
    yield called(lambda: [*lines_of_report(edielkit.validate(data, level="codes"))])
    yield f"{called(lambda: _kinds(edielkit.parse(data)))} {called(lambda: [_kinds(part) for part in edielkit.parse_all(data)])}"
    yield f"{called(lambda: len(list(edielkit.read_series(data))))} {called(lambda: edielkit.read_table(data).num_rows)}"
    yield called(lambda: _opened(data))
    yield "; ".join(
        called(lambda kind=kind: type(edielkit.parse_message(data, kind)).__name__)
        for kind in (CollectedData, PollForData, SoapDocument, Contrl, Mscons, int, "x")
    )


def _opened(data: Any) -> str:
    opened = open_input(data)
    fault = called(inputs.encoding_fault, opened.content)
    return f"{type(opened).__name__} {len(opened.content)} {opened.seems!r} {getattr(opened, 'encoding', '')} {getattr(opened, 'is_interchange', '')} {fault} {called(inputs.check_message, opened)} {open_input(opened) is opened} {called(inputs.prolog, opened.content)[:40]}"


def answers() -> Iterator[Answer]:
    """Yield what is said of each input, of archives, of questions and of other versions."""
    for case, data in files():
        # what is no XML is told in the words of libxml2 where we have none
        yield Answer(
            case,
            [
                line.replace("not well-formed", "\u2026")
                if "XSD001" not in line
                else line.partition("XSD001")[0]
                for line in lines(data)
            ],
        )
    yield from _of_archives()
    yield from _of_packed()
    yield from _of_questions()
    yield from _of_versions()


def _of_archives() -> Iterator[Answer]:
    """Yield what archives hold, and why they are refused."""
    stored = _zip(("a.xml", XML), ("b/", b""), ("b/c.edi", EDIFACT), method=zipfile.ZIP_STORED)
    nested = _zip(("a.zip", stored), method=zipfile.ZIP_STORED)
    mac = _zip(
        ("a.xml", b"<a/>"),
        ("__MACOSX/._a.xml", b"\x00\x05\x16\x07xx"),
        ("__MACOSX/other", b"kept"),
        (".DS_Store", b"\x00\x00\x00\x01Bud1x"),
        ("x/.DS_Store", b"text"),
        method=zipfile.ZIP_STORED,
    )
    cases = {
        "stored": stored, "nested": nested, "mac": mac, "deflated": _zip(("a", b"x" * 5000)), "empty": _zip(), "cut": stored[:-30], "cut early": stored[:50], "head": stored[:4], "no zip": b"<a/>", "shifted": b"junk" + stored, "name": _zip(("a\u202e\x07b", b"x"), method=zipfile.ZIP_STORED),
        "crc": stored.replace(EDIFACT[:20], EDIFACT[:19] + b"X"), "twice": _zip(("a", b"1"), ("b", b"2"), method=zipfile.ZIP_STORED), "encrypted": stored[:6] + b"\x01" + stored[7:], "directory": stored.replace(b"PK\x01\x02", b"PK\x01\x03"), "end": stored.replace(b"PK\x05\x06", b"PK\x05\x07"),
    }  # fmt: skip
    limits = (
        ZipLimits(),
        ZipLimits(max_members=1),
        ZipLimits(max_bytes=100),
        ZipLimits(member=UnpackLimits(max_bytes=100)),
        ZipLimits(member=UnpackLimits(free_bytes=10, max_ratio=2)),
    )
    for case, data in cases.items():
        said = []
        for some in limits:
            try:
                members = zip_members(data, limits=some)
            except (ParseError, ValueError) as error:
                said.append(f"{type(error).__name__} {error}")
                continue
            said.append("; ".join(f"{name} {outcome_of(read)}" for name, read in members))
        yield Answer(f"zip {case}", [f"{is_zip(data)} {is_zstd(data)}", *said])
    frame = b"\x28\xb5\x2f\xfd\x20\x03\x19\x00\x00abc"
    for case, data in {
        "frame": frame,
        "two": frame * 2,
        "skippable": b"\x50\x2a\x4d\x18\x02\x00\x00\x00xx" + frame,
        "cut": frame[:-1],
        "head": frame[:4],
        "more": frame + b"x",
        "rle": b"\x28\xb5\x2f\xfd\x20\x09\x4b\x00\x00a",
        "none": b"",
        "other": b"<a/>",
        "checksum": b"\x28\xb5\x2f\xfd\x24\x03\x19\x00\x00abc",
        "cut skippable": b"\x50\x2a\x4d\x18\x09\x00\x00\x00xx",
    }.items():
        yield Answer(
            f"zstd {case}",
            [
                str(is_zstd(data)),
                outcome_of(open_zstd, "x", data),
                outcome_of(open_zstd, "x", data, limits=UnpackLimits(max_bytes=2)),
            ],
        )
    yield Answer("limits", [str(archives.ZIP_LIMITS), str(compressed.UNPACK_LIMITS)])


def _of_packed() -> Iterator[Answer]:
    """Yield what gzip holds within bounds."""
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packed.compress(b"0" * 300_000) + packed.flush()
    for case, data in {
        "plain": b"abc",
        "small": _gzip(b"abc"),
        "empty": _gzip(b""),
        "two": _gzip(b"a") + _gzip(b"b"),
        "zeros behind": _gzip(b"a") + b"\x00" * 9,
        "bomb": bomb,
        "checksum": _gzip(b"abc")[:-5] + b"\x07" + _gzip(b"abc")[-4:],
        "size": _gzip(b"abc")[:-1] + b"\x07",
        "head": _gzip(b"abc")[:9],
    }.items():
        for limits in (
            UnpackLimits(),
            UnpackLimits(max_bytes=2),
            UnpackLimits(max_bytes=3),
            UnpackLimits(free_bytes=1, max_ratio=1),
            UnpackLimits(free_bytes=299_999, max_ratio=150),
        ):
            yield Answer(f"gzip {case} {limits}", [outcome_of(unpack, data, limits=limits)])
    for size, limits in (
        (0, UnpackLimits()),
        (100, UnpackLimits(max_bytes=100)),
        (101, UnpackLimits(max_bytes=100)),
        (100, UnpackLimits(free_bytes=99, max_ratio=2)),
        (100, UnpackLimits(free_bytes=100, max_ratio=2)),
        (20, UnpackLimits(free_bytes=1, max_ratio=2)),
        (21, UnpackLimits(free_bytes=1, max_ratio=2)),
    ):
        bounds = ContentBounds(packed=10, limits=limits)
        yield Answer(f"bounds {size} {limits}", [called(bounds.add, size, 7), str(bounds.size)])


def _of_questions() -> Iterator[Answer]:
    """Yield what is wrong with questions, and what is asked of values."""
    naive = dt.datetime(2026, 1, 1)
    for question in (
        {"level": "x"},
        {"level": None},
        {"now": naive},
        {"now": "2026"},
        {"version": "1.0"},
        {"version": 2},
        {"profile": "xx"},
        {"context": {}},
        {"now": SENT, "level": "syntax"},
        {"level": "schema", "version": "2.3"},
        {"profile": "se"},
        {"version": "EI-270"},
    ):
        for case, data in (
            ("xml", XML),
            ("edifact", EDIFACT),
            ("value", message(1, 1)),
            ("soap", SoapDocument(service="x", element="y")),
        ):
            yield Answer(
                f"{case} {question}",
                [
                    called(
                        lambda data=data, question=question: [
                            *lines_of_report(edielkit.validate(data, **question))
                        ]
                    )
                ],
            )
    for value in (message(1, 1), edielkit.parse(EDIFACT), XML, "x", None, 7):
        yield Answer(
            f"value {type(value).__name__} {str(value)[:20]!r}",
            [
                outcome_of(validation.as_bytes, value),
                outcome_of(edielkit.serialize, value),
                called(edielkit.to_dict, value)[:60],
                called(inputs.is_edifact, value),
                called(inputs.is_emif, value),
                called(inputs.is_bytes, value),
            ],
        )
    for kind in ("MSCONS", "Interchange", "mscons", "", "CollectedData", 7):
        yield Answer(
            f"kind {kind!r}", [called(edielkit.from_dict, kind, {}), called(edielkit.build, kind, {})]
        )
    for size in (1, 1 << 15):
        yield Answer(
            f"large {size}", [called(lambda size=size: validation.read_large(b"<a/>" * size) is None)]
        )
    big = edielkit.serialize(message(60, 12))
    yield Answer(
        "a large one",
        [
            str(validation.read_large(big, schema=True, codes=True) is None),
            str(len(big)),
            *lines_of_report(edielkit.validate(big, now=SENT)),
        ],
    )
    options = edielkit.Options() if hasattr(edielkit, "Options") else None
    for to in ("mscons", "x", ""):
        yield Answer(
            f"convert to {to!r}",
            [
                called(edielkit.convert, XML, to, options=options)[:200],
                called(edielkit.convert, 7, to, options=options)[:200],
            ],
        )


def _of_versions() -> Iterator[Answer]:
    """Yield what another version makes of messages."""
    for case, data in files():
        if not isinstance(data, (bytes, bytearray)) or case in {"html", "html lower"}:
            continue
        for to in ("EI-270", "2.3"):
            said = called(upgrade, bytes(data), to)
            yield Answer(f"{case} to {to}", [said.partition("XSD001")[0]])
    for to in ("1.0", "2.4.3", "EI-1763", "", None):
        yield Answer(f"to {to!r}", [called(upgrade, XML, to), called(upgrade, message(2, 2), to)])
    try:
        edielkit.build("PollForData", {})
    except BuildError as error:
        yield Answer("build", [str(error)])


def test_inputs_are_judged_as_kept():
    """Kind, refusal and report."""
    assert_kept(__file__, answers())
