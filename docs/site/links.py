"""Links of a page: one that leads out of ``docs/`` leads, in the site, to a copy of the file below ``repository/``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ("COPIES", "ROOT", "links", "of_repository", "targets", "with_links_of_the_site")

ROOT = Path(__file__).resolve().parents[2]
COPIES = "repository"
_FENCE = re.compile(r"^( *)(```|~~~).*?^\1?\2[^\n]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?P<text>\[(?:[^\[\]]|\[[^\[\]]*\])*\])\((?P<target>[^()\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|#", re.IGNORECASE)


def of_repository(page: str) -> str:
    """Return where in the repository a page of the site stands.

    Args:
        page: Its path in the site, such as ``how-to/convert.md``.

    >>> of_repository("how-to/convert.md"), of_repository("repository/CHANGELOG.md")
    ('docs/how-to/convert.md', 'CHANGELOG.md')
    """
    return page.removeprefix(f"{COPIES}/") if page.startswith(f"{COPIES}/") else f"docs/{page}"


def _of_site(path: str) -> str:
    return path.removeprefix("docs/") if path.startswith("docs/") else f"{COPIES}/{path}"


def links(markdown: str) -> Iterator[re.Match[str]]:
    """Yield the relative links of a page, with the groups *text* and *target*; those in blocks of code are none."""
    blocks = [match.span() for match in _FENCE.finditer(markdown)]
    for match in _LINK.finditer(markdown):
        in_code = any(start <= match.start() < end for start, end in blocks)
        if not in_code and not _ELSEWHERE.match(match["target"]):
            yield match


def targets(markdown: str, path: str) -> Iterator[str]:
    """Yield where the relative links of a page lead, from the top of the repository, without their anchors.

    >>> list(targets("[a](../b.md#c) and [d](https://e)", "docs/how-to/convert.md"))
    ['docs/b.md']
    """
    for match in links(markdown):
        yield _target(match["target"].partition("#")[0], path)


def _target(target: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def with_links_of_the_site(markdown: str, page: str) -> str:
    """Return a page with its links as they are in the site; one to a folder without an index becomes its text."""
    path = of_repository(page)
    pieces, end = [], 0
    for match in links(markdown):
        file, mark, anchor = match["target"].partition("#")
        target = _target(file, path)
        if (ROOT / target).is_dir():
            target = f"{target}/README.md"
        if not (ROOT / target).is_file():
            is_folder = target.endswith("/README.md")
            # what is made for the site alone stands in no folder of the repository
            replaced = match["text"][1:-1] if is_folder and (ROOT / target).parent.is_dir() else match[0]
        else:
            replaced = f"{match['text']}({posixpath.relpath(_of_site(target), posixpath.dirname(page) or '.')}{mark}{anchor})"
        pieces += [markdown[end : match.start()], replaced]
        end = match.end()
    return "".join((*pieces, markdown[end:]))
