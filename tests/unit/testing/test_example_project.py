"""The project of docs/examples, and the test on the page: they run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.paths import ROOT

PROJECT = ROOT / "docs" / "examples" / "test-your-own-system"
PAGE = (ROOT / "docs" / "how-to" / "test-your-own-system.md").read_text("utf-8")


def run(folder, *more):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:edielkit", "-p", "edielkit.testing.plugin"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *more, str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_project_passes():
    """All that its page speaks of is used in it."""
    ran = run(PROJECT)

    assert 0 == ran.returncode, ran.stdout
    assert "7 passed" in ran.stdout


def test_the_property_on_the_page_has_few_lines_and_passes(tmp_path):
    """Imports among them."""
    (code,) = re.findall(r"```python\n# test_any_values.py\n(.*?)```", PAGE, re.DOTALL)
    assert 6 >= len([line for line in code.splitlines() if line.strip()])
    (tmp_path / "test_any_values.py").write_text(code, "utf-8")

    ran = run(tmp_path)
    assert 0 == ran.returncode, ran.stdout


def test_the_page_names_every_strategy_and_assertion():
    """None is forgotten."""
    from edielkit import testing
    from edielkit.testing import strategies

    names = [*strategies.__all__, *(name for name in testing.__all__ if name.startswith("assert_"))]
    assert [] == [name for name in names if name not in PAGE]
