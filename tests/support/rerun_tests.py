"""Tests of another folder run again: each function of a module of tests with its parameters and fixtures, one after the other.

A test asks for little of what the library answers on the way. Whoever runs it again may keep
all of that (`tests.support.hub_recorder`, `tests.support.door_recorder`). Drawn examples, slow tests and tests that ask for fixtures which
nobody gives here are left out.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import ModuleType
from typing import Any

import attrs
import pytest

__all__ = ("Rerun", "reruns_of")

# makes the value of a fixture, as a context
Fixture = Callable[[], AbstractContextManager[Any]]
_LEFT_OUT = {"slow", "skip", "skipif", "xfail", "filterwarnings", "usefixtures"}


@attrs.frozen
class Rerun:
    """A test with its parameters.

    Attributes:
        name: Name of the test, with the numbers of its parameters.
        run: Runs it.
    """

    name: str
    run: Callable[[], None]


def reruns_of(
    module: ModuleType, fixtures: Mapping[str, Fixture], *, but: Collection[str] = ()
) -> Iterator[Rerun]:
    """Yield the tests of a module in their order.

    Args:
        module: The module; its own fixtures come before those given.
        fixtures: What else its tests may ask for.
        but: Names of tests that are left out, or of tests with their parameters.
    """
    for name, function in list(vars(module).items()):
        is_test = name.startswith("test_") and inspect.isfunction(function)
        if not is_test or name in but or hasattr(function, "hypothesis"):
            continue
        marks = {mark.name for mark in getattr(function, "pytestmark", ())}
        if marks & _LEFT_OUT:
            continue
        for numbers, parameters in _parameters(function):
            wanted = [name for name in inspect.signature(function).parameters if name not in parameters]
            makers = {name: _maker(module, fixtures, name) for name in wanted}
            full_name = f"{name}[{'-'.join(map(str, numbers))}]" if numbers else name
            if None not in makers.values() and full_name not in but:
                yield Rerun(full_name, _running(module, fixtures, function, parameters, wanted))


def _parameters(function: Any) -> Iterator[tuple[tuple[int, ...], dict[str, Any]]]:
    """Yield the sets of parameters of a test, each with the numbers of its rows."""
    tables = []
    for mark in getattr(function, "pytestmark", ()):
        if mark.name == "parametrize":
            names, rows = mark.args
            names = [part.strip() for part in names.split(",")] if isinstance(names, str) else list(names)
            tables.append([(number, _row(names, row)) for number, row in enumerate(rows)])
    for chosen in itertools.product(*tables):
        together: dict[str, Any] = {}
        for _, row in chosen:
            together |= row
        yield tuple(number for number, _ in chosen), together


def _row(names: list[str], row: Any) -> dict[str, Any]:
    values = getattr(row, "values", row) if type(row).__name__ == "ParameterSet" else row
    if len(names) == 1 and values is row:
        values = (row,)
    return dict(zip(names, values, strict=True))


def _maker(module: ModuleType, fixtures: Mapping[str, Fixture], name: str) -> Any:
    if name == "monkeypatch":
        return pytest.MonkeyPatch.context
    own = getattr(module, name, None)
    return getattr(own, "__wrapped__", None) or fixtures.get(name)


def _running(
    module: ModuleType,
    fixtures: Mapping[str, Fixture],
    function: Callable[..., Any],
    parameters: Mapping[str, Any],
    wanted: list[str],
) -> Callable[[], None]:
    def run() -> None:
        with ExitStack() as stack:
            values: dict[str, Any] = {}

            def fixture(name: str) -> Any:
                if name not in values:
                    maker = _maker(module, fixtures, name)
                    asked = [] if maker is fixtures.get(name) else list(inspect.signature(maker).parameters)
                    if name == "monkeypatch":
                        asked = []
                    values[name] = stack.enter_context(_context(maker, [fixture(other) for other in asked]))
                return values[name]

            function(**parameters, **{name: fixture(name) for name in wanted})

    return run


def _context(maker: Callable[..., Any], arguments: list[Any]) -> AbstractContextManager[Any]:
    if inspect.isgeneratorfunction(maker):
        return contextmanager(maker)(*arguments)
    value = maker(*arguments)
    return value if hasattr(value, "__enter__") and not hasattr(value, "__len__") else nullcontext(value)
