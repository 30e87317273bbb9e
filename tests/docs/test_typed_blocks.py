"""The Python of the README and of the how-to pages is typed, as `mypy --strict` sees it from a project of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap

import pytest
from tests.support.paths import ROOT

pytest.importorskip("mypy", reason="mypy, of the extra dev, is not installed")

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
# pages that are not checked, and why
LEFT_OUT = {
    "test-your-own-system": "a property in five lines, which an import for an annotation would make six",
    "hub-as-a-server": "a client of the wire in few lines, for those who do not write Python",
    "read-into-polars-duckdb-spark": "engines whose own types do not say enough: a query may have no result",
    "tokens-and-data": "a client that is no dependency of this project",
    "extract-a-portfolio": "a piece that goes into a hub of the reader's",
}


def blocks_of(page):
    """Return the Python of a page as modules by name: one for each file that a block says to be, the others together."""
    blocks = re.findall(r"^ *```python\n(.*?)^ *```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    modules: dict[str, list[str]] = {}
    for block in map(textwrap.dedent, blocks):
        named = re.match(r"# (\w+)\.py\n", block)
        modules.setdefault(named[1] if named else page.stem.replace("-", "_").lower(), []).append(block)
    return {name: "\n".join(parts) for name, parts in modules.items()}


def test_what_is_left_out_is_there():
    """Each page that is left out exists and has Python."""
    pages = {page.stem: page for page in PAGES}

    assert all(blocks_of(pages[name]) for name in LEFT_OUT)


def test_the_blocks_are_typed(tmp_path):
    """Blocks of a page follow on each other; the package is seen as one that is installed, by its py.typed."""
    for page in PAGES:
        for name, code in blocks_of(page).items() if page.stem not in LEFT_OUT else ():
            (tmp_path / f"{name}.py").write_text(code, "utf-8")
    modules = sorted(str(path) for path in tmp_path.glob("*.py"))
    options = [
        "--strict",
        "--allow-redefinition",
        "--follow-imports=silent",
        "--config-file=",
        f"--cache-dir={tmp_path / 'cache'}",
    ]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *modules],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=500,
        check=False,
    )

    assert len(modules) > 8
    assert checked.stdout.startswith("Success"), checked.stdout
