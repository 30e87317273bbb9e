"""Which files of the package a call enters: where any function of theirs runs, the second time it is made."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ("files_entered", "traced_calls")


def traced_calls(fixtures: Path, now: dt.datetime) -> dict[str, Callable[[], Any]]:
    """Return the calls whose files are counted, by title: one of each wire, with fixtures, as of *now*."""
    import edielkit

    collected = (fixtures / "emif/metering/CollectedData.xml").read_bytes()
    mscons = (fixtures / "edifact/mscons-no-spring-23-hours.edi").read_bytes()
    return {
        "CollectedData of two series, validate": lambda: edielkit.validate(collected, now=now),
        "MSCONS, read_series": lambda: list(edielkit.read_series(mscons)),
    }


def files_entered(call: Callable[[], Any], package: Path) -> tuple[list[str], int]:
    """Return the files below *package* in which *call* runs a function, and how many functions it runs.

    The call is made once before, so that imports and tables that are built at first use do not count.
    """
    call()
    functions: set[tuple[str, str, int]] = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>":
            functions.add((code.co_filename, code.co_name, code.co_firstlineno))

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    inside = {function for function in functions if Path(function[0]).is_relative_to(package)}
    names = sorted({Path(name).relative_to(package).as_posix() for name, *_ in inside})
    return names, len(inside)
