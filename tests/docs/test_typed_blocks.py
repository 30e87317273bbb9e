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
# what a project that uses these packages says of them: they have no types, or are no dependency of this one
SETTINGS = """
[mypy]
strict = True
allow_redefinition = True
follow_imports = silent
untyped_calls_exclude = zeep

[mypy-dlt_source_elhub,httpx,joserfc.*,pyarrow,pyspark.*]
ignore_missing_imports = True
"""


def blocks_of(page):
    """Return the Python of a page as modules by name: one for each file that a block says to be, the others together."""
    blocks = re.findall(r"^ *```python\n(.*?)^ *```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    modules: dict[str, list[str]] = {}
    for block in map(textwrap.dedent, blocks):
        named = re.match(r"# (\w+)\.py\n", block)
        modules.setdefault(named[1] if named else page.stem.replace("-", "_").lower(), []).append(block)
    return {name: "\n".join(parts) for name, parts in modules.items()}


def test_the_blocks_are_typed(tmp_path):
    """Blocks of a page follow on each other; the package is seen as one that is installed, by its py.typed."""
    for page in PAGES:
        for name, code in blocks_of(page).items():
            (tmp_path / f"{name}.py").write_text(code, "utf-8")
    modules = sorted(str(path) for path in tmp_path.glob("*.py"))
    settings = tmp_path / "mypy.ini"
    settings.write_text(SETTINGS, "utf-8")
    options = [f"--config-file={settings}", f"--cache-dir={tmp_path / 'cache'}"]
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
