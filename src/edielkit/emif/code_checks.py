"""Identifiers and codes of a message, where the schema says less than the market knows."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from edielkit import identifiers
from edielkit.codes import code_list
from edielkit.codes.rules import agency_findings, code_findings
from edielkit.emif.binding import ABIE, AGGREGATES, Aggregate, Declaration, Message, declarations
from edielkit.emif.places import Places
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES
from edielkit.emif.values import check_text, collapse
from edielkit.findings import Finding

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
# Elements that are free text in the schema while Elhub publishes a list: (owner, element) -> list
_FREE_LISTS = MappingProxyType(
    {
        ("Elhub_TaxationProfileMeteringPointType", "ConsumptionCode"): "MPTaxationProfile/ConsumptionCode",
        ("Elhub_NACEConsType", "ConsumptionCode"): "MPTaxationProfile/ConsumptionCode",
    }
)


def check_codes(
    root: etree._Element, cls: type[Message], version: str, places: Places | None = None
) -> Iterator[Finding]:
    """Yield what is doubtful about the identifiers and codes of the message under *root*.

    What the schema refuses is left to the schema's own findings.

    Args:
        root: The element of the message.
        cls: Its class.
        version: EMIF version whose rules hold.
        places: The places of the document, if they were asked for before.
    """
    name = next(n for n, c in _type_names() if c is cls)
    yield from _walk(root, cls, name, cls.namespace(), version, places=places or Places())


def _type_names() -> Iterator[tuple[str, type[Aggregate]]]:
    from edielkit.emif.binding import load

    yield from load().items()


def _walk(
    node: etree._Element, cls: type[Aggregate], owner: str, namespace: str, version: str, *, places: Places
) -> Iterator[Finding]:
    known = {
        f"{{{namespace}}}{d.name}": d for d in declarations(cls) if not d.is_attribute and not d.is_columns
    }
    # libxml2 passes over the others, thousands of observations among them
    for child in node.iterchildren(*known):
        declared = known[child.tag]
        if declared.is_simple:
            yield from _check_leaf(child, declared, owner, version, places)
        else:
            yield from _walk(child, AGGREGATES[declared.type], declared.type, ABIE, version, places=places)


def _check_leaf(
    node: etree._Element, declared: Declaration, owner: str, version: str, places: Places
) -> Iterator[Finding]:
    text = node.text or ""
    content = SIMPLE_CONTENTS.get(declared.type)
    base = SIMPLE_TYPES[content.base if content else declared.type]
    if len(node) or check_text(base, text, version):
        return
    kind = _IDENTIFIERS.get(declared.type)
    if declared.type == "Elhub_EndUserIdentifierType":
        kind = identifiers.END_USER_SCHEMES.get(node.get("schemeAgencyIdentifier", ""))
    if kind is not None:
        yield from identifiers.findings(kind, text, places.of(node), payload=places.payload(node))
    free = _FREE_LISTS.get((owner, declared.name))
    if free is not None:
        yield from code_findings(code_list(free), text, places.of(node), payload=places.payload(node))
    if base.codes and content is not None:
        agency = node.get(content.attributes[0].name)
        if agency is not None:
            value = collapse(text) if base.base == "token" else text
            yield from agency_findings(
                code_list(base.name), value, agency, places.of(node), payload=places.payload(node)
            )
