"""Identifiers and codes of a message, where the schema says less than the market knows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from edielkit import identifiers
from edielkit.codes import code_list
from edielkit.codes.rules import agency_findings, code_findings
from edielkit.emif.check.document_places import DocumentPlaces
from edielkit.emif.declare import ABIE, Aggregate, Declaration, Message, declarations, remembered
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.read.xml import attributes_of
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleType
from edielkit.emif.values import check_text, collapse
from edielkit.findings import Finding, Position

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("check_codes",)

# EMIF type -> kind of identifier
_IDENTIFIERS = MappingProxyType(
    {
        "Elhub_EnergyPartyIdentifierType": "gln",
        "Elhub_MeteringPointIdentifierType": "gsrn",
        "Elhub_MeteringGridAreaIdentifierType": "grid_area",
    }
)
_END_USER = "Elhub_EndUserIdentifierType"
_NOWHERE = Position()
# Elements that are free text in the schema while Elhub publishes a list: (owner, element) -> list
_FREE_LISTS = MappingProxyType(
    {
        ("Elhub_TaxationProfileMeteringPointType", "ConsumptionCode"): "MPTaxationProfile/ConsumptionCode",
        ("Elhub_NACEConsType", "ConsumptionCode"): "MPTaxationProfile/ConsumptionCode",
    }
)


def check_codes(
    root: etree._Element, cls: type[Message], version: str, places: DocumentPlaces | None = None
) -> Iterator[Finding]:
    """Yield what is doubtful about the identifiers and codes of the message under *root*.

    What the schema refuses is left to the schema's own findings.

    Args:
        root: The element of the message.
        cls: Its class.
        version: EMIF version whose rules hold.
        places: The places of the document, if they were asked for before.
    """
    walk = _Walk(version, places or DocumentPlaces())
    yield from walk.below(root, cls, cls.namespace())


@remembered
def _checked_children(cls: type[Aggregate], namespace: str) -> Mapping[str, Declaration]:
    """Return the children to look into by their tags: libxml2 passes over the others, thousands of values."""
    return {
        f"{{{namespace}}}{declared.name}": declared
        for declared in declarations(cls)
        if not declared.is_attribute
        and not declared.is_columns
        and (not declared.is_simple or _is_checked(declared, cls))
    }


def _is_checked(declared: Declaration, owner: type[Aggregate]) -> bool:
    return (
        declared.type in _IDENTIFIERS
        or declared.type == _END_USER
        or (owner.type_name, declared.name) in _FREE_LISTS
        or (declared.type in SIMPLE_CONTENTS and bool(_base(declared).codes))
    )


def _base(declared: Declaration) -> SimpleType:
    content = SIMPLE_CONTENTS.get(declared.type)
    return SIMPLE_TYPES[content.base if content else declared.type]


class _Walk:
    """A walk over one document."""

    def __init__(self, version: str, places: DocumentPlaces) -> None:
        self._version = version
        self._places = places
        # leaves without a fault: those of the next payload have most of them in common
        self._clean: set[Hashable] = set()

    def below(self, node: etree._Element, cls: type[Aggregate], namespace: str) -> Iterator[Finding]:
        """Yield the findings on the parts of *node*."""
        children = _checked_children(cls, namespace)
        for child in node.iterchildren(*children) if children else ():
            declared = children[child.tag]
            if declared.is_simple:
                yield from self._on_leaf(child, declared, cls)
            else:
                yield from self.below(child, AGGREGATES[declared.type], ABIE)

    def _on_leaf(
        self, node: etree._Element, declared: Declaration, owner: type[Aggregate]
    ) -> Iterator[Finding]:
        key = owner, declared.name, len(node), node.text, tuple(attributes_of(node))
        if key in self._clean:
            return
        is_clean = True
        for finding in _check_leaf(node, declared, owner, self._version):
            is_clean = False
            # a place is looked for where something is wrong, not at each of thousands of identifiers
            yield attrs.evolve(finding, position=self._places.of(node), payload=self._places.payload(node))
        if is_clean:
            self._clean.add(key)


def _check_leaf(
    node: etree._Element, declared: Declaration, owner: type[Aggregate], version: str
) -> Iterator[Finding]:
    """Yield the findings on a leaf, without their place."""
    text = node.text or ""
    base = _base(declared)
    if len(node) or check_text(base, text, version):
        return
    kind = _IDENTIFIERS.get(declared.type)
    if declared.type == _END_USER:
        kind = identifiers.END_USER_SCHEMES.get(node.get("schemeAgencyIdentifier", ""))
    if kind is not None:
        yield from identifiers.findings(kind, text, _NOWHERE)
    free = _FREE_LISTS.get((owner.type_name, declared.name))
    if free is not None:
        yield from code_findings(code_list(free), text, _NOWHERE)
    content = SIMPLE_CONTENTS.get(declared.type)
    if base.codes and content is not None:
        agency = node.get(content.attributes[0].name)
        if agency is not None:
            value = collapse(text) if base.base == "token" else text
            yield from agency_findings(code_list(base.name), value, agency, _NOWHERE)
