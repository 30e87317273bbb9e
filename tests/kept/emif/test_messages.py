"""All kinds of messages of all versions, as the schemas have them: reports, plain data, series, and bytes written again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.support.emif_documents import documents, to_bytes
from tests.support.emif_schemas import VERSIONS, message_root, messages
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import own_words
from tests.support.kept_fields import outcome_of
from tests.support.kept_values import text_of_value

import edielkit
from edielkit.emif.messages import MESSAGES
from edielkit.emif.read.detect import first_creation
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault

# documents drawn beside the smallest and the fullest ones
COUNT = 1


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield documents of each kind: of the current version all, of others those that the product tells apart."""
    for version in VERSIONS:
        count = COUNT if version == "2.4.3" else 0
        for name in messages(version):
            if name not in MESSAGES:
                continue
            for label, node in documents(message_root(version, name), f"{version} {name}", count):
                if version == "2.4.3" or label.startswith("fullest"):
                    yield f"{version} {name} {label}", to_bytes(node)


def lines(data: bytes) -> Iterator[str]:
    """Yield what is said of a document, and whether it comes back from plain data and from bytes."""
    report = edielkit.validate(data)
    yield "; ".join(own_words(report))
    kind = edielkit.detect(data)
    document: Any = edielkit.parse(data)
    yield f"{text_of_value(kind)} {first_creation(data)}"
    plain = edielkit.to_dict(document)
    yield json.dumps(plain)
    again: Any = edielkit.from_dict(document.kind(), plain)
    # a number that a block of columns takes, such as 1.50, is written shorter
    yield f"{again == document} {len(list(edielkit.read_series(data)))}"
    yield outcome_of(serialize_document, document)
    yield "; ".join(
        outcome_of(serialize_document, document, version=version, on_fault=OnFault.RAISE)
        for version in ("2.3", "EI-1763")
    )


def answers() -> Iterator[Answer]:
    """Yield what is said of each document."""
    for case, data in cases():
        yield Answer(case, lines(data))


def test_messages_are_the_kept_ones():
    """Every kind in every version."""
    assert_kept(__file__, answers())
