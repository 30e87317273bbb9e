"""The page of operations and the code agree."""

from __future__ import annotations

import re

import pytest
from tests.support.paths import ROOT

import edielkit.series
import edielkit.tables
from edielkit.tables import COLUMNS, STATUS_NAMES

PAGE = (ROOT / "docs" / "reference" / "series.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [name for module in (edielkit.series, edielkit.tables) for name in module.__all__ if not name.isupper()],
)
def test_every_public_name_is_on_the_page(name):
    """No operation is undocumented, but for those on single values."""
    assert name in {*re.findall(r"\w+", PAGE), "Observation", "decimal", "thousandths"}


@pytest.mark.parametrize("name", [*COLUMNS, *STATUS_NAMES])
def test_every_column_and_status_is_on_the_page(name):
    """The table of columns is complete."""
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_run(code):
    """The page's examples are true."""
    exec(compile(code, "series.md", "exec"), {})
