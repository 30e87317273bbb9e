"""Names of codes in bokmål: the standard's own where it has one, else translated by this package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from edielkit.codes import WIRES, Code, code_list, lists
from edielkit.translation.po_files import read_po

__all__ = ("code_name_in", "code_names", "names_in_sentences")


@cache
def code_names(language: str) -> Mapping[str, str]:
    """Return names of codes and titles of lists by their English ones, as far as this package translates them.

    Args:
        language: ``en``, which has none, or ``nb``.

    >>> code_names("nb")["Germany"]
    'Tyskland'
    """
    if language == "en":
        return MappingProxyType({})
    text = (files("edielkit") / "locale" / language / "LC_MESSAGES" / "codes.po").read_text("utf-8")
    return MappingProxyType(dict(read_po(text)))


def code_name_in(code: Code, language: str) -> str:
    """Return the name of a code in a language, empty where nobody says what it means.

    Args:
        code: The code.
        language: ``en`` or ``nb``.

    >>> code_name_in(code_list("Elhub_ResponseReasonCode")["E50"], "nb")
    'Ugyldig periode'
    >>> code_name_in(code_list("DirectionType")["In"], "nb")
    'Inn'
    """
    if language == "en":
        return code.name or code.name_no
    return code.name_no or code_names(language).get(code.name, code.name)


def names_in_sentences(language: str) -> dict[str, str]:
    """Return what a name of a code becomes where it is a part of a sentence.

    A name that is itself a code of some list, such as Manual, stays as it is: the sentence may speak of the code.

    Args:
        language: ``nb``.
    """
    codes = [code for wire in WIRES for name in lists(wire) for code in code_list(name, wire=wire)]
    values = {code.value for code in codes}
    return {
        code.name: code.name if _may_be_value(code.name, values) else code_name_in(code, language)
        for code in codes
        if code.name
    }


def _may_be_value(name: str, values: set[str]) -> bool:
    return name in values or " " not in name
