"""Standard streams that whoever started the command has closed, as services and ``>&-`` do: Python has None in their place."""

from __future__ import annotations

import io
import os
import sys
from typing import BinaryIO, cast

__all__ = ("replace_closed_streams",)


def replace_closed_streams() -> None:
    """Put something in the place of closed streams: no input, no place for messages, and an output that refuses what is written."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123  (a stream of the process)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  (a stream of the process)
    if sys.stdout is None:
        # what is asked for and cannot be had is a failure, like a full disk
        refusing = io.FileIO(os.open(os.devnull, os.O_RDONLY), "w")
        # unbuffered: what was refused is not tried once more when the process ends
        sys.stdout = io.TextIOWrapper(cast("BinaryIO", refusing), encoding="utf-8", write_through=True)
