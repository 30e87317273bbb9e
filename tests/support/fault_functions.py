"""The functions of the loaded package, and what stands in them when a fault is planted in their file.

A function that is loaded takes another body in place: a process with all tests collected is then faulty at once, where a copy
of ``src`` has to be read and the tests collected anew.
"""

from __future__ import annotations

import ast
import functools
import gc
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.fault_kinds import Fault, planted

__all__ = ("Functions", "function_of")

_Place = tuple[str, str, int]


def function_of(fault: Fault) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the outermost function with a fault in its body, or none for what is run at import."""
    if fault.path.suffix != ".py":
        return None
    data = fault.path.read_bytes()
    line = data.count(b"\n", 0, fault.start) + 1
    nodes: list[ast.stmt] = list(ast.parse(data).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if node.body[0].lineno <= line <= (node.end_lineno or 0):
                return node
        elif isinstance(node, (ast.ClassDef, ast.If, ast.Try, ast.With)):
            nodes += node.body
    return None


class Functions:
    """The functions of a folder of source that are loaded now, by their place."""

    def __init__(self, source: Path) -> None:
        self._at: dict[_Place, list[types.FunctionType]] = {}
        self._caches: list[Any] = []
        for held in gc.get_objects():
            if isinstance(held, types.FunctionType) and held.__code__.co_filename.startswith(str(source)):
                self._at.setdefault(_place(held.__code__), []).append(held)
            elif isinstance(held, functools._lru_cache_wrapper) and _is_below(held, source):
                self._caches.append(held)

    def changes(self, fault: Fault) -> list[tuple[types.FunctionType, types.CodeType]]:
        """Return the functions that a fault changes with their bodies, or none if it is not in a function that is loaded."""
        changes = []
        for before, after in self._bodies(fault):
            pairs = list(zip(_inside(before), _inside(after), strict=False))
            if [code.co_qualname for code, _ in pairs] != [code.co_qualname for code in _inside(before)]:
                pairs = pairs[:1]
            for old, new in pairs:
                for function in self._at.get(_place(old), []):
                    # the cells of a function that is there already are as many as before
                    if len(function.__code__.co_freevars) != len(new.co_freevars):
                        return []
                    changes.append((function, new))
        return changes

    def forget(self) -> None:
        """Empty the caches of the functions: what they hold was made without the fault."""
        for cache in self._caches:
            cache.cache_clear()

    def _bodies(self, fault: Fault) -> Iterator[tuple[types.CodeType, types.CodeType]]:
        node = function_of(fault)
        if node is None:
            return
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        module = compile(planted(fault), str(fault.path), "exec", dont_inherit=True)
        for after in _inside(module):
            if (after.co_name, after.co_firstlineno) == (node.name, first):
                for function in self._at.get(_place(after), [])[:1]:
                    yield function.__code__, after
                return


def _place(code: types.CodeType) -> _Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _inside(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _inside(constant)


def _is_below(cache: Any, source: Path) -> bool:
    code = getattr(getattr(cache, "__wrapped__", None), "__code__", None)
    return code is not None and code.co_filename.startswith(str(source))
