"""What a part that is mandatory and not there has to have: each value of it by its field, with what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from edielkit.emif.declare import Aggregate, Declaration, in_version
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES
from edielkit.emif.values import words_for

__all__ = ("expected_words", "needed")


# what a row of columns has to have, by the type of the repeated element
_ROWS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Elhub_ObservationPeriodPriceType": {
            "position": "the place in the period, from 1",
            "balance_volume": "a decimal number with at most 3 decimals",
            "balance_amount": "a decimal number with at most 2 decimals",
        }
    }
)


def needed(declared: Declaration, version: str, field: str) -> Iterator[tuple[str, str]]:
    """Yield what is missing where a mandatory part is not there: the part, and each value of it with its field.

    Args:
        declared: The declaration of the part.
        version: EMIF version.
        field: Path of the part.

    >>> from edielkit.emif.messages import PollForData
    >>> from edielkit.emif.declare import declarations
    >>> [place for _, place in needed(declarations(PollForData)[0], "2.4.3", "header")][:3]
    ['header', 'header.identification', 'header.document_type']
    """
    mandatory = f"{declared.name} is mandatory in version {version}"
    if declared.is_simple or declared.is_columns:
        yield f"{mandatory}: expected {expected_words(declared, version)}", field
        for key, words in _ROWS.get(declared.type, {}).items():
            yield f"{mandatory}: expected {words}", f"{field}[0].{key}"
        return
    yield mandatory, field
    yield from _parts(AGGREGATES[declared.type], version, f"{field}[0]" if declared.many else field)


def _parts(cls: type[Aggregate], version: str, field: str) -> Iterator[tuple[str, str]]:
    choices: dict[str, list[str]] = {}
    for declared in in_version(cls, version):
        if declared.choice:
            choices.setdefault(declared.choice, []).append(declared.field)
        elif declared.min:
            yield from needed(declared, version, f"{field}.{declared.field}")
    for alternatives in choices.values():
        yield f"expected exactly one of {', '.join(alternatives)}; found 0", field


def expected_words(declared: Declaration, version: str) -> str:
    """Return what the value of a part without parts of its own looks like, such as ``a UUID``.

    Args:
        declared: The declaration of the part.
        version: EMIF version: its codes are named.
    """
    if declared.is_columns:
        return f"a list of {declared.name}"
    if declared.fixed is not None:
        return f"the fixed value {declared.fixed}"
    content = SIMPLE_CONTENTS.get(declared.type)
    simple = SIMPLE_TYPES[declared.type if content is None else content.base]
    return words_for(simple, version)
