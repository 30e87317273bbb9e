r"""Texts of rows and cells as spreadsheets save them: their encoding, their separator, their lines.

Three separators occur: the semicolon where the comma is the decimal sign, the comma, and the tab of "Unicode text". A first line
``sep=;`` is a spreadsheet's own word for it. Source of the encodings: what Excel offers to save in on a Norwegian Windows.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from edielkit.csv_cells import of_text_cell
from edielkit.value_files.file_value_rules import FileFindings

__all__ = ("Sheet", "head_of", "open_sheet")

_HEAD = 1 << 12
_SEPARATORS = ";\t,"
_SEP_LINE = "sep="
# a cell of this length is no value, and the standard library refuses longer ones with a setting of the whole process
_LONGEST_LINE = 100_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Sheet(NamedTuple):
    """A text of rows.

    Attributes:
        text: The text, without byte order mark.
        separator: What stands between cells.
        head: The names of the columns, as they are written.
        first: Line of the head, from 1.
    """

    text: str
    separator: str
    head: tuple[str, ...]
    first: int

    def rows(self, findings: FileFindings) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row below the head; empty rows are left out, those of another width are findings.

        Args:
            findings: Takes what is wrong with a row.
        """
        width = len(self.head)
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        try:
            for cells in reader:
                line = reader.line_num
                if line <= self.first or not any(cells):
                    continue
                if len(cells) != width:
                    hint = _width_hint(cells, width, self.separator)
                    findings.add("TAB004", f"expected {width} cells, found {len(cells)}{hint}", line=line)
                    if findings.is_full:
                        return
                    continue
                yield (
                    line,
                    [cell if cell[:1] != "'" else of_text_cell(cell) for cell in map(str.strip, cells)],
                )
        except csv.Error as error:
            findings.add("TAB004", f"no row of a CSV file: {error}", line=reader.line_num)


def _width_hint(cells: list[str], width: int, separator: str) -> str:
    if separator == "," and len(cells) > width:
        return "; a decimal comma needs quotes around its number, or semicolons between the columns"
    return ""


def head_of(data: bytes) -> tuple[str, tuple[str, ...], int] | None:
    r"""Return separator, names of the columns and line of the head of a text of rows; None for another file.

    Args:
        data: The bytes; no more than their first four thousand are looked at.

    >>> head_of(b"sep=;\nFra;Til\n1;2\n")
    (';', ('Fra', 'Til'), 2)
    >>> head_of(b"%PDF-1.7")
    """
    if data.startswith(_UTF_16):
        text = data[:_HEAD].decode("utf-16", "ignore")
    else:
        text = data[:_HEAD].removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
        if "\ufffd" in text:
            text = data[:_HEAD].decode("cp1252", "replace")
    lines = text.splitlines()
    stated = ""
    for number, line in enumerate(lines, 1):
        if number == 1 and line.lower().startswith(_SEP_LINE) and len(line) == len(_SEP_LINE) + 1:
            stated = line[-1]
        elif line.strip(" ;,\t"):
            return _head(line, stated, number)
    return None


def _head(line: str, stated: str, number: int) -> tuple[str, tuple[str, ...], int] | None:
    if not all(character.isprintable() or character == "\t" for character in line):
        return None
    separator = stated or max(_SEPARATORS, key=line.count)
    if separator not in line:
        return None
    try:
        names = next(csv.reader([line], delimiter=separator, strict=True))
    except (csv.Error, TypeError):
        return None
    return separator, tuple(name.strip() for name in names), number


def open_sheet(data: bytes, findings: FileFindings) -> Sheet | None:
    r"""Return a text of rows, opened; None where its bytes are no text, which is a finding.

    Args:
        data: The whole file, of which `head_of` gives a head.
        findings: Takes what is wrong.

    >>> findings = FileFindings()
    >>> sheet = open_sheet("Målepunkt;Fra;kWh\n1;2;3\n".encode("cp1252"), findings)
    >>> sheet.head[0], [finding.code for finding in findings], list(sheet.rows(findings))
    ('Målepunkt', ['TAB001'], [(2, ['1', '2', '3'])])
    """
    head = head_of(data)
    text = _text(data, findings)
    if head is None or text is None:
        return None
    if _longest(text) > _LONGEST_LINE:
        findings.add("TAB004", f"expected lines of at most {_LONGEST_LINE} characters")
        return None
    separator, names, first = head
    return Sheet(text, separator, names, first)


def _longest(text: str) -> int:
    longest = start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        longest = max(longest, end - start)
        start = end + 1
    return longest


def _text(data: bytes, findings: FileFindings) -> str | None:
    if data.startswith(_UTF_16):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            findings.add("TAB001", f"no text in UTF-16: byte {error.start}")
            return None
        findings.add("TAB001", "the text is in UTF-16, and read as that")
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    line = data.count(b"\n", 0, at) + 1
    findings.add("TAB001", "the text is in no UTF-8, and read as Windows-1252", line=line)
    # five bytes of Windows-1252 stand for nothing: they cannot be in a name or a number
    return data.decode("cp1252", "replace")
