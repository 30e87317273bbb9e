"""The command line: read bytes, call a public verb, print, set the exit status.

Exit status of every command: 0 fine, 1 findings at or above ``--fail-on``, 2 could not run, 3 nothing was there to
check.
"""

from __future__ import annotations

__all__ = ("main",)


def main() -> None:
    """Run the command that the arguments of this process name."""
    from edielkit.cli.app import run

    raise SystemExit(run())
