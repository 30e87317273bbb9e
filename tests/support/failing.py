"""A hub that meets what it did not foresee: the n-th thing that a step does with its transaction fails, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from edielkit.hub.core import transaction

METHODS = ("get", "put", "remove", "keys", "send", "new_id", "schedule", "memo")


class UnexpectedError(RuntimeError):
    """What nobody expects; its words repeat a name, as words of errors may."""


class Injector:
    """Counts what steps do, and fails at one of them.

    Args:
        monkeypatch: Fixture of pytest.
    """

    def __init__(self, monkeypatch: Any) -> None:
        self.count = 0
        self.at: int | None = None
        for owner in (transaction.Transaction, transaction.TransactionPart):
            for name in METHODS:
                if name in vars(owner):
                    monkeypatch.setattr(owner, name, self._counted(vars(owner)[name]))

    def _counted(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **keywords: Any) -> Any:
            number, self.count = self.count, self.count + 1
            if number == self.at:
                self.at = None
                raise UnexpectedError("Anna Hansen")
            return method(*arguments, **keywords)

        return counted

    def fail_at(self, number: int | None) -> None:
        """Count from the beginning, and fail at *number*; None for never."""
        self.count, self.at = 0, number
