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
    "test-exchange-points": "a test of a system that the reader has, in functions of pytest without annotations",
    "test-how-you-get-values": "the same",
    "test-with-the-hub": "the same",
    "test-your-own-system": "the same",
    "hub-as-a-server": "the same",
    "read-into-polars-duckdb-spark": "engines whose own types do not say enough: a query may have no result",
    "tokens-and-data": "a client that is no dependency of this project",
    "extract-a-portfolio": "a piece that goes into a hub of the reader's",
}


def blocks_of(page):
    """Return the Python of a page as one module, empty without any."""
    blocks = re.findall(r"^ *```python\n(.*?)^ *```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return "\n".join(map(textwrap.dedent, blocks))


def test_what_is_left_out_is_there():
    """Each page that is left out exists and has Python."""
    pages = {page.stem: page for page in PAGES}

    assert all(blocks_of(pages[name]) for name in LEFT_OUT)


def test_the_blocks_are_typed(tmp_path):
    """Blocks of a page follow on each other; the package is seen as one that is installed, by its py.typed."""
    for page in PAGES:
        code = blocks_of(page)
        if code and page.stem not in LEFT_OUT:
            (tmp_path / f"{page.stem.replace('-', '_').lower()}.py").write_text(code, "utf-8")
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
