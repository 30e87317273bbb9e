"""The floor in C: compiled when it is first asked for, by the compiler that is at hand."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np

__all__ = ("edifact_floor", "has_compiler", "xml_floor")

SOURCE = Path(__file__).with_name("floor.c")
# no value takes less bytes in any message
_LEAST_BYTES = 16


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def has_compiler() -> bool:
    """Tell whether the floor can be compiled."""
    return _compiler() is not None


def _library(folder: Path) -> ctypes.CDLL:
    target = folder / "floor.so"
    if not target.exists():
        compiler = _compiler()
        if compiler is None:
            raise ModuleNotFoundError("no compiler of C")
        subprocess.run([compiler, "-O3", "-shared", "-fPIC", "-o", str(target), str(SOURCE)], check=True)
    return ctypes.CDLL(str(target))


def _reader(function: ctypes._CFuncPtr, types: tuple[type, ...]) -> Callable[[bytes], int]:
    function.restype = ctypes.c_int64
    function.argtypes = [ctypes.c_char_p, ctypes.c_int64, *[ctypes.c_void_p] * len(types), ctypes.c_int64]

    def read(data: bytes) -> int:
        room = len(data) // _LEAST_BYTES
        columns = [np.empty(room, kind) for kind in types]
        return int(function(data, len(data), *(column.ctypes.data for column in columns), room))

    return read


def xml_floor(folder: Path) -> Callable[[bytes], int]:
    """Return the reader of series in XML; *folder* keeps what is compiled."""
    return _reader(_library(folder).xml_values, (np.int32, np.int32, np.int64, np.int8))


def edifact_floor(folder: Path) -> Callable[[bytes], int]:
    """Return the reader of MSCONS; *folder* keeps what is compiled."""
    return _reader(_library(folder).edifact_values, (np.int32, np.int32, np.int32, np.int64))
