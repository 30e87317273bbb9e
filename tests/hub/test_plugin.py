"""The fixtures for the tests of others."""

from __future__ import annotations

import subprocess
import sys

CONFTEST = 'pytest_plugins = ["edielkit.testing.plugin"]\n'
TESTS = """
import datetime as dt

import pytest
from edielkit.hub import Config

NOW = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)


def test_a_hub_of_the_small_market(hub, cast):
    assert hub.point(cast.gsrn("house")).supply(NOW.date()).supplier == cast.gln("old supplier")
    assert hub.poll(cast.gln("new supplier"), now=NOW) is None
    hub.call("move_portfolio", now=NOW, old=cast.gln("old supplier"), new=cast.gln("new supplier"), day="2026-02-05")
    assert hub.poll(cast.gln("new supplier"), now=NOW).messages


class TestOwnSettings:
    @pytest.fixture
    def hub_config(self):
        return Config(poll_limit=1)

    def test_settings(self, hub, cast):
        hub.call("move_portfolio", now=NOW, old=cast.gln("old supplier"), new=cast.gln("new supplier"), day="2026-02-05")
        assert len(hub.poll(cast.gln("new supplier"), now=NOW).messages) == 1
"""


def test_the_fixtures(tmp_path):
    """A conftest of one line gives a hub and the names of its market."""
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_own.py").write_text(TESTS, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "2 passed" in done.stdout
