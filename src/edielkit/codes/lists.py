"""A code and a code list as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

import attrs

__all__ = ("Code", "CodeList", "CodeTrust")


class CodeTrust(StrEnum):
    """How well the name of a code, or its agency, is known.

    CROSS_SOURCE: the name stands in another agency's list of the same codes (ebIX, ENTSO-E, ISO).
    NOT_FOUND: the code is valid, and no public page says what it means.
    """

    SOURCED = "sourced"
    CROSS_SOURCE = "cross-source"
    INFERRED = "inferred"
    DERIVED = "derived"
    MEMORY = "memory"
    NOT_FOUND = "not found"


@attrs.frozen(kw_only=True)
class Code:
    """One code of a list.

    Attributes:
        value: The code as it is written on the wire.
        agency: Identification of the agency that issues it, or empty.
        name: English name, empty where none is known.
        name_no: Norwegian name, empty where none is known.
        trust: How well the names are known.
        agency_trust: How well the agency is known; NOT_FOUND without an agency.
        versions: The schema versions (EMIF) or directories (EDIFACT) that have the code.
        source: Where the code and its names come from.
    """

    value: str
    agency: str = ""
    name: str = ""
    name_no: str = ""
    trust: CodeTrust = CodeTrust.NOT_FOUND
    agency_trust: CodeTrust = CodeTrust.NOT_FOUND
    versions: tuple[str, ...] = ()
    source: str = ""

    @property
    def label(self) -> str:
        """The code with its name for sentences, in English where there is an English name.

        >>> Code(value="E20", name="Exchange", name_no="Utveksling").label
        'E20 (Exchange)'
        >>> Code(value="V003").label
        'V003'
        >>> Code(value="In", name="In (into the grid)").label
        'In (into the grid)'
        """
        name = self.name or self.name_no
        if name and name.startswith(f"{self.value} ("):
            return name
        return f"{self.value} ({name})" if name else self.value


def _read_only(codes: Mapping[str, Code]) -> Mapping[str, Code]:
    return MappingProxyType(dict(codes))


@attrs.frozen(kw_only=True)
class CodeList:
    """The codes of one list, in the order of their source.

    Attributes:
        name: The name in the standard: simple type of EMIF, data element of EDIFACT.
        wire: ``emif`` or ``edifact``.
        title: What the list is for.
        source: Where the list comes from.
        agency_attribute: The XML attribute that names the agency beside a code, or empty.
        agency_reason: Elhub's reason code for a wrong agency, or empty where no process table states one.
        codes: Code by value.
    """

    name: str
    wire: str
    title: str
    source: str
    agency_attribute: str = ""
    agency_reason: str = ""
    codes: Mapping[str, Code] = attrs.field(converter=_read_only, hash=False, repr=False)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, value: object) -> bool:
        return value in self.codes

    def __getitem__(self, value: str) -> Code:
        return self.codes[value]

    @property
    def enumerated(self) -> bool:
        """Whether a schema or directory enumerates the list; else the wire takes free text."""
        return any(code.versions for code in self)

    def in_version(self, version: str) -> tuple[Code, ...]:
        """Return the codes that *version* of the schemas (or that directory) enumerates."""
        return tuple(code for code in self if version in code.versions)
