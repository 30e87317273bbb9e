"""The tutorial of the hub does what it says."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "tutorial" / "hub.md"


def test_the_tutorial_runs(tmp_path):
    """Its files, written as they stand on the page, are a test that passes."""
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    for name, content in blocks:
        (tmp_path / name).write_text(content, encoding="utf-8")

    assert ["shop.py", "test_shop.py"] == [name for name, _ in blocks]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_the_test_in_the_tutorial_is_short():
    """About twenty lines are enough."""
    content = PAGE.read_text(encoding="utf-8").split("# test_shop.py")[1].split("```")[0]
    body = content.split("def run():")[1]

    assert 20 >= sum(1 for line in body.splitlines() if line.strip())
