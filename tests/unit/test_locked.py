"""The lock of development names every package that pyproject.toml asks for, in a version that it allows."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from tests.support.locked import LOCK, pinned
from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = sorted(
    {
        text
        for text in (*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["test"], *EXTRAS["pretty"], *EXTRAS["zstd"], *EXTRAS["server"])
        if not text.startswith("edielkit") and "platform_system" not in text
    }
)  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_for_is_locked(text):
    """By ``make lock``, after a change of pyproject.toml."""
    requirement = Requirement(text)
    if requirement.marker is not None and not requirement.marker.evaluate():
        pytest.skip("not for this Python or system")
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    assert name in pinned()
    assert requirement.specifier.contains(pinned()[name], prereleases=True)


def test_the_lock_names_no_host():
    """Names and versions alone: no index, no address, no hash."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0])
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9A-Za-z.+!]+", line) for line in lines)
