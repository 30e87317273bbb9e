"""The compiled schemas: one for each message and version, loaded when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from edielkit.bundled import bundled_folder

if TYPE_CHECKING:
    import xmlschema
    from lxml import etree

__all__ = ("schema", "schema_path", "schema_root", "second_schema")


def schema_root() -> Path:
    """Return the folder of schemas."""
    return bundled_folder("schemas")


def schema_path(message: str, version: str) -> Path:
    """Return the file of the schema of *message* in EMIF *version*.

    >>> schema_path("CollectedData", "2.4.3").name
    'CollectedData.xsd'
    """
    return schema_root() / "emif" / version / "messages" / f"{message}.xsd"


# the constraint that no two values of a series have one place: libxml2 takes as long for it as for all the rest
_ROWS = "{http://www.w3.org/2001/XMLSchema}unique[@name='ObservationSequence']"


@cache
def schema(message: str, version: str, *, rows: bool = True) -> etree.XMLSchema:
    """Return the compiled schema of *message* in EMIF *version*; it gives the verdict.

    Args:
        message: Kind of message.
        version: EMIF version.
        rows: With the constraint on the rows of a series; False when they are known to be distinct.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.parse(str(schema_path(message, version)), parser)
    if not rows:
        for constraint in tree.iterfind(f".//{_ROWS}"):
            parent = constraint.getparent()
            assert parent is not None
            parent.remove(constraint)
    return etree.XMLSchema(tree)


@cache
def second_schema(message: str, version: str) -> xmlschema.XMLSchema:
    """Return the same schema for a second opinion in other words; it is slower and tells more."""
    import xmlschema

    return xmlschema.XMLSchema10(str(schema_path(message, version)), allow="local", defuse="always")
