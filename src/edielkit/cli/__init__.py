"""The command line: read bytes, call a public verb, print, set the exit status.

Exit status of every command: 0 fine, 1 findings at or above ``--fail-on``, 2 could not run, 3 nothing was there to
check.
"""

from __future__ import annotations

__all__ = ("main",)

# new objects before the youngest are looked through, and how many such looks before the older ones are
_COLLECTIONS = (50_000, 20, 20)


def main() -> None:
    """Run the command that the arguments of this process name."""
    import gc

    from edielkit.cli.app import run

    # values and findings refer to each other in no circles: to look for some among hundreds of thousands of findings was a
    # third of the time of a report (benchmarks/performance/hostile.py, wrong points)
    gc.set_threshold(*_COLLECTIONS)
    raise SystemExit(run())
