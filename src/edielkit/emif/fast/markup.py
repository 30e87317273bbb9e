"""Where the parts of a document of XML begin and end, without a tree: only what the fast path has to step over.

What is found here is right for a well-formed document. One that is not well-formed stays so when whole elements are
taken out of it, and the exact path, which reads the rest, sees that.
"""

from __future__ import annotations

import re

import attrs

from edielkit.emif.fast.row_form import NotUniformError

__all__ = ("NAME", "PAYLOAD", "Front", "element_end", "front_of", "section_end", "skip_space")

NAME = rb"[A-Za-z_][\w.-]*"
PAYLOAD = b"PayloadEnergyTimeSeries"
# what may stand before the first payload
_LONGEST_FRONT = 1 << 16
_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    rb"<\?xml[ \t\r\n]+version=(?:\"1\.0\"|'1\.0')(?:[ \t\r\n]+encoding=(?:\"UTF-8\"|'UTF-8'|\"utf-8\"|'utf-8'))?"
    rb"(?:[ \t\r\n]+standalone=(?:\"(?:yes|no)\"|'(?:yes|no)'))?[ \t\r\n]*\?>"
)
_SPACE = re.compile(rb"[ \t\r\n]*")
_START_TAG = re.compile(rb"<([^\s/>!?<\"'=]+)([^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*)>")
_END_TAG = re.compile(rb"</([^\s/>!?<\"'=]+)[ \t\r\n]*>")
_SECTIONS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


@attrs.frozen
class Front:
    """What stands before the first payload.

    Attributes:
        end: Where the first payload begins.
        message: Name of the message without its prefix.
        elements: Number of elements of the message before the first payload.
    """

    end: int
    message: str
    elements: int


def skip_space(data: bytes, at: int) -> int:
    """Return where white space that begins at *at* ends."""
    match = _SPACE.match(data, at)
    assert match is not None
    return match.end()


def section_end(data: bytes, at: int) -> int:
    """Return the end of the comment, the CDATA section or the processing instruction that begins at *at*.

    Raises:
        NotUniformError: It has no end, or is none of these, such as a document type.
    """
    for opening, closing in _SECTIONS:
        if data.startswith(opening, at):
            end = data.find(closing, at + len(opening))
            if end >= 0:
                return end + len(closing)
    raise NotUniformError


def element_end(data: bytes, at: int) -> int:
    """Return the end of the element that begins at *at*.

    Raises:
        NotUniformError: No element begins there, it has no end, or there is another of its name inside.
    """
    tag = _START_TAG.match(data, at)
    if tag is None:
        raise NotUniformError
    if tag[2].endswith(b"/"):
        return tag.end()
    # between a tag and the next closing tag of its name there may be a section, in which tags are none
    marks = re.compile(rb"<(?:[!?]|(/?)" + re.escape(tag[1]) + rb"(?=[ \t\r\n/>]))")
    mark = marks.search(data, tag.end())
    while mark is not None and mark[1] is None:
        mark = marks.search(data, section_end(data, mark.start()))
    closing = None if mark is None else _END_TAG.match(data, mark.start())
    if closing is None:
        raise NotUniformError
    return closing.end()


def front_of(data: bytes) -> Front:
    """Return what stands before the first payload of series.

    Raises:
        NotUniformError: There is none near the beginning, or the encoding is not UTF-8.
    """
    at = len(_BOM) if data.startswith(_BOM) else 0
    if data.startswith(b"<?xml", at):
        declaration = _DECLARATION.match(data, at)
        if declaration is None:
            raise NotUniformError
        at = declaration.end()
    opened: list[tuple[bytes, int]] = []
    elements = 0
    while (at := data.find(b"<", at, _LONGEST_FRONT)) >= 0:
        if data[at + 1 : at + 2] in {b"!", b"?"}:
            at = section_end(data, at)
            continue
        end = _END_TAG.match(data, at)
        if end is not None:
            if not opened or opened[-1][0] != end[1]:
                raise NotUniformError
            elements = opened.pop()[1] + 1
            at = end.end()
            continue
        start = _START_TAG.match(data, at)
        if start is None:
            raise NotUniformError
        if opened and _local(start[1]) == PAYLOAD:
            return Front(at, _local(opened[-1][0]).decode("ascii", "replace"), elements)
        at = start.end()
        if start[2].endswith(b"/"):
            elements += 1
        else:
            opened.append((start[1], elements))
            elements = 0
    raise NotUniformError


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]
