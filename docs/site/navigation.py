"""The navigation of the site: in each folder the pages as its index links to them, then those that it leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docs.site.links import ROOT, targets

__all__ = ("FOLDERS", "navigation", "pages_of")

FOLDERS = {
    "tutorial": "Tutorials",
    "how-to": "How to",
    "reference": "Reference",
    "explanation": "Explanation",
}
_INDEX = "README.md"
# made for the site alone
_LOOKED_UP = [
    {"Rules, a page each": "rules/README.md"},
    {"Regler, en side hver": "regler/README.md"},
    {"Codes, a page a list": "codes/README.md"},
    {"Messages and their elements": "messages/README.md"},
    {"Python": "python/README.md"},
]


def pages_of(folder: str) -> list[str]:
    """Return the pages of a folder of ``docs/``, its index first.

    >>> pages_of("tutorial")[:2]
    ['tutorial/README.md', 'tutorial/first-steps.md']
    """
    place = ROOT / "docs" / folder
    index = place / _INDEX
    linked = list(targets(index.read_text("utf-8"), f"docs/{folder}/{_INDEX}")) if index.exists() else []
    wanted = [index, *(ROOT / target for target in linked), *sorted(place.glob("*.md"))]
    listed = dict.fromkeys(path for path in wanted if path.parent == place and _is_page(path))
    return [path.relative_to(ROOT / "docs").as_posix() for path in listed]


def _is_page(path: Path) -> bool:
    return path.suffix == ".md" and path.is_file()


def navigation() -> list[Any]:
    """Return the navigation in the form of ``nav`` in ``mkdocs.yml``."""
    sections: list[Any] = [
        {"Start": ["README.md", {"edielkit": "repository/README.md"}, {"Changes": "repository/CHANGELOG.md"}]}
    ]
    for folder, title in FOLDERS.items():
        pages: list[Any] = list(pages_of(folder))
        if folder == "reference":
            pages += _LOOKED_UP
        if folder == "explanation":
            pages.append({"Decisions": pages_of("explanation/decisions")})
        sections.append({title: pages})
    return sections
