"""A valid message of EMIF from plain data: what its types and what its schema refuse, named together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from edielkit.emif.declare import Message
from edielkit.emif.from_dict import read_plain
from edielkit.emif.simple_types import VERSIONS
from edielkit.emif.soap import SoapDocument
from edielkit.emif.write.document import serialize_document
from edielkit.errors import BuildError, Faults
from edielkit.harmless import quoted
from edielkit.suggest import LOOSE, nearest, one_of

__all__ = ("build",)


def build(kind: str, mapping: Mapping[str, Any], *, version: str | None = None) -> Message | SoapDocument:
    """Return the message of *kind* that *mapping* describes, one that its schema accepts.

    Args:
        kind: Name of a message, or ``SoapDocument``.
        mapping: Plain data.
        version: EMIF version; the one that the message needs if None.

    Raises:
        BuildError: The data describes no valid message; the error names every faulty field.
    """
    if version is not None and version not in VERSIONS:
        near = nearest(str(version), VERSIONS, likeness=LOOSE)
        meant = f"did you mean {near}?" if near else f"expected {one_of(VERSIONS)}"
        raise BuildError(f"no version {quoted(str(version), 40)}; {meant}", "version")
    document, faults = read_plain(kind, mapping)
    if document is not None:
        _add_refused(document, version, faults)
    faults.raise_all()
    assert document is not None
    return document


def _add_refused(document: Message | SoapDocument, version: str | None, faults: Faults) -> None:
    """Keep what the schema refuses, besides values that could not be read: these are missing by that alone."""
    unread = {field for error in faults for field, _ in error.faults}
    if isinstance(document, SoapDocument) and None in document.messages:
        # a message that is none leaves nothing to check, neither in it nor how many there are
        unread |= {"messages", *(f"messages[{n}]" for n in range(len(document.messages)))}
        document = attrs.evolve(document, messages=tuple(filter(None, document.messages)))
    # what a row or a choice lacks by that, it does not lack
    around = {_upwards(field)[1] for field in unread if len(_upwards(field)) > 1}
    try:
        serialize_document(document, version=version)
    except BuildError as error:
        for field, message in error.faults:
            if field not in around and unread.isdisjoint(_upwards(field)):
                faults.add(message, field)


def _upwards(field: str) -> list[str]:
    """Return the path of a field and those of all parts that it stands in.

    >>> _upwards("a[0].b")
    ['a[0].b', 'a[0]', 'a']
    """
    ends = [len(field), *(n for n in range(len(field) - 1, 0, -1) if field[n] in ".[")]
    return [field[:end] for end in ends]
