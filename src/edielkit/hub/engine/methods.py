"""Functions of a transaction as methods, with the signatures that they have: nothing is written twice.

A type checker, an editor and `help` see `hub.settlement_report` with the parameters of the function behind it, less
the transaction, which the hub brings.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from edielkit.hub.core.transaction import Transaction

__all__ = ("Call", "Question")

P = ParamSpec("P")
R = TypeVar("R")


class _Readable(Protocol):
    def bound(self, function: Callable[Concatenate[Transaction, P], R]) -> Callable[P, R]:
        """Return *function* with a step that reads, and that nothing comes of."""


class _Callable(Protocol):
    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Do what the call of that name does."""


class Question(Generic[P, R]):
    """A function that reads, as a method of a hub.

    Args:
        function: What answers; it gets a step that nothing comes of.
    """

    def __init__(self, function: Callable[Concatenate[Transaction, P], R]) -> None:
        self.function = function

    @overload
    def __get__(self, hub: None, owner: type) -> Callable[Concatenate[Transaction, P], R]: ...
    @overload
    def __get__(self, hub: _Readable, owner: type) -> Callable[P, R]: ...
    def __get__(self, hub: _Readable | None, owner: type) -> Callable[..., R]:
        return self.function if hub is None else hub.bound(self.function)


class Call(Generic[P, R]):
    """A function of the portal, as a method that journals the call and carries it out.

    Args:
        function: What does it; all of its parameters but the first are keywords.
    """

    def __init__(self, function: Callable[Concatenate[Transaction, P], R]) -> None:
        self.function = function
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, portal: None, owner: type) -> Callable[Concatenate[Transaction, P], R]: ...
    @overload
    def __get__(self, portal: _Callable, owner: type) -> Callable[P, R]: ...
    def __get__(self, portal: _Callable | None, owner: type) -> Callable[..., R]:
        if portal is None:
            return self.function

        def method(*arguments: P.args, **keywords: P.kwargs) -> R:
            if arguments:
                raise TypeError(f"{self.name}: expected arguments by their names")
            result: R = portal.call(self.name, keywords)
            return result

        method.__name__, method.__doc__ = self.name, self.function.__doc__
        # what `help` shows: the parameters of the function, less the transaction
        method.__signature__ = inspect.signature(MethodType(self.function, portal))  # type: ignore[attr-defined]
        return method
