"""Texts in cells of CSV files: what a spreadsheet would take for a formula, and what it has made of a long number.

Source: OWASP, CSV injection: a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or the end of a line is a formula to
spreadsheets, to some of them also one that begins with a fullwidth sign. The apostrophe before it is the spreadsheets' own mark of a text.
"""

from __future__ import annotations

import re

__all__ = ("as_text_cell", "is_shortened", "of_text_cell")

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
# the signs that begin a formula, with another sign behind them
_BEGUN = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]."
_FORMULA = re.compile(f"'*{_BEGUN}", re.DOTALL)
_MARKED = re.compile(f"'+{_BEGUN}", re.DOTALL)
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.ASCII)


def as_text_cell(text: str) -> str:
    """Return *text* as a cell that no spreadsheet takes for a formula; numbers and all other texts stay as they are.

    >>> [as_text_cell(text) for text in ("=1+1", "-5", "'=1+1", "50Y-A", "-")]
    ["'=1+1", '-5', "''=1+1", '50Y-A', '-']
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def of_text_cell(cell: str) -> str:
    """Return the text of a cell that `as_text_cell` wrote.

    >>> of_text_cell("'=1+1")
    '=1+1'
    """
    return cell[1:] if _MARKED.match(cell) else cell


def is_shortened(cell: str) -> bool:
    """Tell whether a spreadsheet has made a number of an identification and shortened it: its digits are lost.

    >>> is_shortened("7.07058E+17"), is_shortened("707057500000000008")
    (True, False)
    """
    return _SHORTENED.fullmatch(cell) is not None
