"""What the generated pages share: their note, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ("NOTE", "table")

NOTE = "<!-- made by make docs; a test tells when it is stale -->"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"
