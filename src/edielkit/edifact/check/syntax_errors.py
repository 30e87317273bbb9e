"""Syntax errors (0085) as CONTRL names them: at which levels each may stand, and which syntax has it.

Sources: ISO 9735-4:1998 Annex A (levels; R.1244 of UNECE, 1997, says the same); UN service codes of syntax 3 and ISO/DIS
9735-10 (which syntax has a code: column ``directory`` of the list 0085). What stands for a code that a syntax does not have is
derived: the nearest one that says no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from edielkit.codes import code_list

__all__ = ("LEVELS", "UNSPECIFIED", "code_of_syntax", "error_codes", "syntax_of")

UNSPECIFIED = "18"

# 0085 code: where it may stand: U UCI, F UCF, M UCM, S UCS, D UCD. ISO 9735-4:1998 Annex A. A code that is not here
# (only in the list of syntax 3, or 48) has no published levels and is let stand where it was found.
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "2": "U", "7": "U", "12": "UFMSD", "13": "UFMSD", "14": "UFMSD", "15": "UFMSD", "16": "UFMSD", "17": "UFM",
        "18": "UFMSD", "20": "U", "21": "UFMSD", "22": "UFMSD", "23": "U", "24": "UFM", "25": "UFM", "26": "UFM",
        "28": "UFM", "29": "UFM", "30": "UFM", "32": "UF", "33": "UF", "35": "MSD", "36": "S", "37": "UFMD",
        "39": "UFMD", "40": "UFMD", "45": "UFMS", "46": "U", "47": "FM",
    }
)  # fmt: skip

# Of a code that the other syntax does not have: a number that is written wrong is an invalid value, a character set that is
# not supported is a level of the syntax (0001) that is not.
_INSTEAD: Mapping[str, str] = MappingProxyType({"19": "12", "38": "12", "46": "2"})
# CONTRL is a message of the syntax: its directory says of which, D:3 and Ediel's 2:2 of syntax 3 and before.
_SYNTAXES: Mapping[str, str] = MappingProxyType({"4.1": "S.4", "D.3": "S.3", "2.2": "S.3"})


def syntax_of(directory: str, syntax_version: str) -> str:
    """Return the service codes that a CONTRL takes its error codes from, ``S.3`` or ``S.4``.

    Args:
        directory: Version and release of the CONTRL, such as ``D.3``.
        syntax_version: Element 0002 of its interchange, which counts for a directory that is none of CONTRL.

    >>> syntax_of("4.1", "4"), syntax_of("D.96A", "3")
    ('S.4', 'S.3')
    """
    return _SYNTAXES.get(directory, "S.4" if syntax_version == "4" else "S.3")


@cache
def error_codes(syntax: str) -> frozenset[str]:
    """Return the error codes that a syntax has.

    Args:
        syntax: ``S.3`` or ``S.4``.

    >>> "45" in error_codes("S.3"), "45" in error_codes("S.4")
    (False, True)
    """
    return frozenset(code.value for code in code_list("0085", wire="edifact") if syntax in code.versions)


def code_of_syntax(code: str, syntax: str) -> str:
    """Return an error code as a syntax says it: itself, the nearest one that it has, or unspecified.

    Args:
        code: A code of 0085, of any syntax.
        syntax: ``S.3`` or ``S.4``.

    >>> code_of_syntax("46", "S.3"), code_of_syntax("45", "S.3"), code_of_syntax("45", "S.4")
    ('2', '18', '45')
    """
    codes = error_codes(syntax)
    return next((named for named in (code, _INSTEAD.get(code)) if named in codes), None) or UNSPECIFIED
