"""Write the generated parts of the documentation anew: ``make docs``, or ``python -m docs.generate`` at the top.

A page is made as a whole, or has parts that are: a part stands, with a blank line on each side, between
``<!-- begin NAME: made by make docs -->`` and ``<!-- end NAME -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.generators import (
    context,
    conversion,
    coverage,
    glossary,
    guides,
    limits,
    pictures,
    portal,
    rules,
    scenarios,
    served_operations,
    source_documents,
)

__all__ = ("FOLDER", "PAGES", "PARTS", "contents", "main", "with_parts")

FOLDER = Path(__file__).resolve().parent

PAGES: Mapping[str, Callable[[], str]] = {
    "reference/rules.md": rules.page,
    "reference/coverage.md": coverage.page,
    "reference/glossary.md": glossary.page,
    "reference/guides.md": guides.page,
    "reference/limits.md": limits.page,
    "reference/context.schema.json": context.page,
    "reference/portal.md": portal.page,
    "reference/hub-scenarios.md": scenarios.page,
    "reference/served-hub.md": served_operations.page,
    "reference/source-documents.md": source_documents.page,
    "tutorial/day-with-fault.svg": pictures.with_fault,
    "tutorial/day-settled.svg": pictures.settled_picture,
}

PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "explanation/hub.md": {"assumptions": scenarios.assumptions, "gaps": scenarios.gaps},
    "reference/conversion.md": {"losses": conversion.lost, "supplied": conversion.supplied},
}


def with_parts(page: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """Return *page* with each of its generated parts as it is now.

    Raises:
        ValueError: A part has no place in the page.
    """
    for name, make in parts.items():
        begin, end = f"<!-- begin {name}: made by make docs -->", f"<!-- end {name} -->"
        place = re.search(rf"{re.escape(begin)}\n\n(.*?)\n *{re.escape(end)}", page, re.DOTALL)
        if place is None:
            raise ValueError(f"expected a line {begin} and a line {end} with blank lines between")
        page = page[: place.start(1)] + make() + page[place.end(1) :]
    return page


def contents() -> dict[str, str]:
    """Return what each page that is made, or has parts that are, should hold."""
    pages = {name: make() for name, make in PAGES.items()}
    return pages | {
        name: with_parts((FOLDER / name).read_text("utf-8"), parts) for name, parts in PARTS.items()
    }


def main() -> None:
    """Write what is not as it should be, and say what that was."""
    for name, content in contents().items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
            print(f"written: docs/{name}")


if __name__ == "__main__":
    main()
