"""Quantities and identifications in cells, exact, and what spreadsheets do to them, by name."""

from __future__ import annotations

import re

from edielkit.csv_cells import is_shortened
from edielkit.errors import InvalidIdentifierError
from edielkit.harmless import quoted
from edielkit.identifiers import gsrn
from edielkit.identifiers.registry import gs1_digit
from edielkit.value_files.file_value_rules import FileFindings

__all__ = ("PointCells", "QuantityCells")

_PLAIN = re.compile(r"([+-]?)([0-9]{1,15})(?:([.,])([0-9]{0,40}))?", re.ASCII)
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[Ee][+-]?[0-9]+", re.ASCII)
# blanks of all widths, the apostrophe of Switzerland, or two signs of which one parts thousands
_THOUSANDS = re.compile(
    r"[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'][0-9]{3})+(?:[.,][0-9]*)?"
    r"|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*"
    r"|[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})",
    re.ASCII,
)
_SIGNS = {".": "a decimal point", ",": "a decimal comma"}
_SHOWN = 40


class QuantityCells:
    """The quantities of one file: their decimal sign is the same in all cells.

    >>> findings = FileFindings()
    >>> cells = QuantityCells(findings)
    >>> [cells.thousandths(text, line) for line, text in enumerate(["1,5", "-2", "", "1.5"], 2)]
    [1500, -2000, None, None]
    >>> [(finding.code, finding.position.line) for finding in findings]
    [('TAB012', 5)]
    """

    def __init__(self, findings: FileFindings) -> None:
        self._findings = findings
        self._sign = ""
        self._line = 0

    def thousandths(self, text: str, line: int) -> int | None:
        """Return a quantity in thousandths; None for an empty cell, and for one that is a finding.

        Args:
            text: The cell.
            line: Its line.
        """
        if not text:
            return None
        match = _PLAIN.fullmatch(text)
        if match is None:
            self._refuse(text, line)
            return None
        minus, whole, sign, decimals = match.groups()
        if sign and self._sign and sign != self._sign:
            self._findings.add(
                "TAB012",
                f"found {_SIGNS[sign]} in {quoted(text, _SHOWN)}, and {_SIGNS[self._sign]} in line {self._line}",
                line=line,
            )
            return None
        if sign and not self._sign:
            self._sign, self._line = sign, line
        decimals = (decimals or "").rstrip("0")
        if len(decimals) > 3:
            self._findings.add(
                "TAB013", f"expected at most three decimals, found {quoted(text, _SHOWN)}", line=line
            )
            return None
        quantity = int(whole) * 1000 + int(decimals.ljust(3, "0"))
        return -quantity if minus == "-" else quantity

    def _refuse(self, text: str, line: int) -> None:
        if _THOUSANDS.fullmatch(text):
            self._findings.add(
                "TAB011",
                f"found {quoted(text, _SHOWN)}, with a separator of thousands; write it without",
                line=line,
            )
            return
        hint = "; it is written with an exponent" if _EXPONENT.fullmatch(text) else ""
        self._findings.add(
            "TAB010", f"expected a number such as 1,25, found {quoted(text, _SHOWN)}{hint}", line=line
        )


class PointCells:
    """The identifications of metering points of one file; each is looked at once.

    >>> findings = FileFindings()
    >>> PointCells(findings).point("7.07057E+17", 2), [finding.code for finding in findings]
    (None, ['TAB005'])
    """

    def __init__(self, findings: FileFindings) -> None:
        self._findings = findings
        self._points: dict[str, str | None] = {"": None}

    def point(self, text: str, line: int) -> str | None:
        """Return an identification as it counts; None for an empty cell, and for one that is a finding.

        Args:
            text: The cell.
            line: Its line.
        """
        if text not in self._points:
            self._points[text] = self._looked_at(text, line)
        return self._points[text]

    def _looked_at(self, text: str, line: int) -> str | None:
        if is_shortened(text):
            self._findings.add(
                "TAB005",
                f"found {quoted(text, _SHOWN)}, which a spreadsheet has shortened: its digits are lost",
                line=line,
            )
            return None
        # a zero before a number leaves its check digit as it is
        if len(text) == 17 and text.isascii() and text.isdigit() and gs1_digit(text[:-1]) == text[-1]:
            self._findings.add(
                "TAB006",
                "found 17 digits with a check digit that fits: a zero before them is lost",
                line=line,
            )
            return None
        try:
            return gsrn.validate(text, check=False)
        except InvalidIdentifierError as error:
            self._findings.add("TAB007", str(error), line=line)
            return text[:_SHOWN]
