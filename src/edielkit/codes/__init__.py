"""The code lists of both wires: which codes exist, what they mean, who issues them, and how well that is known.

The lists are data files of this package. They are read at the first call and kept, never at import.

>>> code_list("Elhub_DocumentType")["E66"].name
'Validated metered data, time series'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from edielkit.codes.lists import Code, CodeList, CodeTrust
from edielkit.errors import UnknownCodeListError
from edielkit.search_words import folded, spellings
from edielkit.suggest import LOOSE, nearest

__all__ = (
    "WIRES",
    "Code",
    "CodeList",
    "CodeTrust",
    "agency_of",
    "code_list",
    "find",
    "lists",
    "suggest",
)

WIRES = ("emif", "edifact")

# Longer texts are no misspelt codes.
_LONGEST_GUESS = 64
# Codes that begin alike say by the rest which they are.
_MANY = 4


# there are some 200 lists; a name that is none is not kept
@lru_cache(maxsize=1 << 10)
def code_list(name: str, *, wire: str = "emif") -> CodeList:
    """Return the code list *name*.

    Args:
        name: The name of the simple type in the EMIF schemas, such as ``Elhub_DocumentType``, or the number
            of the EDIFACT data element.
        wire: ``emif`` or ``edifact``.

    Raises:
        UnknownCodeListError: No list has the name.

    >>> len(code_list("DurationCodeType"))
    8
    >>> code_list("DurationCode")
    Traceback (most recent call last):
    edielkit.errors.UnknownCodeListError: no code list 'DurationCode', did you mean 'DurationCodeType'
    """
    tables = _tables(wire)
    try:
        return tables[name]
    except KeyError:
        near = _nearest(name, tables)
        hint = f", did you mean {near!r}" if near else ""
        raise UnknownCodeListError(f"no code list {name!r}{hint}") from None


def lists(wire: str | None = None) -> tuple[str, ...]:
    """Return the names of the code lists of *wire*, or of all wires, in the order of the data files.

    >>> lists("emif")[0]
    'AcknowledgementStatus'
    """
    return tuple(name for one_wire in _wires(wire) for name in _tables(one_wire))


def find(
    text: str, *, wire: str | None = None, names: Mapping[str, str] | None = None
) -> tuple[tuple[CodeList, Code], ...]:
    """Return each code that *text* names, with its list: exact codes first, then codes that it is a part of, then names.

    Args:
        text: A code, a part of one such as ``103``, or a part of an English or Norwegian name; case and accents do not
            matter, and what the thing is called otherwise is searched for too.
        wire: Search the lists of this wire only.
        names: What else English names are called, such as `edielkit.translation.code_names`.

    Raises:
        TypeError: *text* is no text.
        UnknownCodeListError: There is no such wire.

    >>> [(codes.name, code.name) for codes, code in find("pt30m", wire="emif")]
    [('DurationCodeType', '30 minutes')]
    >>> [code.value for _, code in find("utveksling", wire="emif")][:2]
    ['SE04', 'E20']
    >>> [code.value for _, code in find("103", wire="emif")]
    ['BRS-NO-103']
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a text to look for, found {type(text).__name__}")
    words = spellings(text)
    if not words:
        return ()
    every = [
        (codes, code) for one_wire in _wires(wire) for codes in _tables(one_wire).values() for code in codes
    ]
    also = names or {}
    ranked = [
        (rank, pair)
        for pair in every
        if (rank := _rank(pair[1], words, also.get(pair[1].name, ""))) is not None
    ]
    return tuple(pair for _, pair in sorted(ranked, key=lambda ranked_pair: ranked_pair[0]))


def suggest(value: str, codes: CodeList) -> str | None:
    """Return the code of *codes*, as written on the wire, that comes nearest to *value*, or None when none is near.

    >>> suggest("OUT", code_list("DirectionType"))
    'Out'
    >>> suggest("PT15", code_list("DurationCodeType"))
    'PT15M'
    >>> suggest("brs-no-311", code_list("BRSIdentification"))
    'BRS-NO-311'
    >>> suggest("BRS-NO-999", code_list("BRSIdentification"))
    """
    # what many codes begin with, such as BRS-NO-, makes each of them like the others
    before = value[: value.rfind("-") + 1].casefold()
    if not before:
        return _nearest(value, codes.codes)
    rests = {code[len(before) :]: code for code in codes.codes if code.casefold().startswith(before)}
    if len(rests) < _MANY:
        return _nearest(value, codes.codes)
    near = _nearest(value[len(before) :], rests)
    return None if near is None else rests[near]


def agency_of(name: str, code: str, *, wire: str = "emif") -> str | None:
    """Return the agency that issues *code* of the list *name*, or None when the list names no agency for it.

    The agencies are those of Elhub's page on code list agencies (6 UN/CEFACT, 5 ISO, 9 GS1, 89 Elhub,
    260 ebIX); ``Code.agency_trust`` says how well each is known.

    Args:
        name: Name of the list.
        code: The code, as it is written on the wire.
        wire: ``emif`` or ``edifact``.

    Raises:
        UnknownCodeListError: There is no such list.

    >>> agency_of("Elhub_BusinessProcessRole", "DDQ"), agency_of("Elhub_BusinessProcessRole", "SLR")
    ('6', '89')
    """
    entry = code_list(name, wire=wire).codes.get(code)
    return entry.agency or None if entry else None


def _wires(wire: str | None) -> tuple[str, ...]:
    return WIRES if wire is None else (wire,)


@cache
def _tables(wire: str) -> dict[str, CodeList]:
    from edielkit.codes.code_rows import read_lists

    if wire not in WIRES:
        raise UnknownCodeListError(f"no code lists for wire {wire!r}, expected one of {', '.join(WIRES)}")
    return read_lists(wire)


def _rank(code: Code, words: tuple[str, ...], also: str) -> int | None:
    """Return how well *code* fits what is searched for, 0 the best, None when it does not."""
    value, names = code.value.casefold(), f"{folded(code.name)}\n{folded(code.name_no)}"
    if value == words[0]:
        return 0
    if words[0] in value.split("-"):
        return 1
    # a name of the standard before one that is called so here
    ranked = [(word, text) for text in (names, folded(also)) for word in words]
    return next((2 + number for number, (word, text) in enumerate(ranked) if word in text), None)


def _nearest(value: str, names: Iterable[str]) -> str | None:
    return None if len(value) > _LONGEST_GUESS else nearest(value, names, likeness=LOOSE)
