"""Commands whose standard streams are closed, or whose reader goes away: no traceback, and no success that nobody saw."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.paths import ROOT

GOOD = ROOT / "fixtures/edifact/mscons-no-four-hours.edi"


def ran(*arguments, closed="", **options):
    """Run a command in a process of its own, with streams that a shell has closed."""
    command = [sys.executable, "-m", "edielkit", *map(str, arguments)]
    shell = f'exec "$0" "$@" {closed}'
    return subprocess.run(
        ["/bin/sh", "-c", shell, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=ROOT,
        **options,
    )


pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="streams are closed by a shell of POSIX")


@pytest.mark.parametrize(
    "arguments", [("validate", GOOD), ("validate", GOOD, "--format", "json"), ("--help",)]
)
def test_an_output_that_is_closed_is_a_failure(arguments):
    """What was asked for was seen by nobody."""
    result = ran(*arguments, closed=">&-")

    assert (2, "edielkit: output: it is closed\n") == (result.returncode, result.stderr)


def test_closed_messages_change_no_result():
    """Standard error is for people: without it the status is what it was."""
    result = ran("validate", GOOD, closed="2>&-")

    assert 0 == result.returncode
    assert "accepted" in result.stdout


def test_a_closed_input_holds_nothing():
    """As an empty file."""
    result = ran("validate", "-", closed="<&-")

    assert 1 == result.returncode
    assert "The input is empty" in result.stdout


def test_a_file_is_written_with_all_streams_closed(tmp_path):
    """As a service does it."""
    target = tmp_path / "values.csv"

    assert 0 == ran("convert", GOOD, "--to", "csv", "-o", target, closed="<&- >&- 2>&-").returncode
    assert target.read_text().startswith("series,")
