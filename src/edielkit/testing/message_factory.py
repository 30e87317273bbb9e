"""A source of valid messages for a test: another one at each call, and the same ones in every run."""

from __future__ import annotations

import datetime as dt

from edielkit.generate import Generated, generate_message

__all__ = ("MessageFactory",)

# Monday 2 February 2026, 09:00 in Oslo: when the hub of the fixtures begins
_NOW = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)


class MessageFactory:
    """Gives valid messages of every kind, of both wires.

    Args:
        seed: Another seed gives other messages.
        now: Aware instant of their creation.

    >>> factory = MessageFactory()
    >>> first, second = factory("CollectedData"), factory("CollectedData")
    >>> first.kind, first.data != second.data, first.data == MessageFactory()("CollectedData").data
    ('CollectedData', True, True)
    """

    def __init__(self, *, seed: int | str = 0, now: dt.datetime = _NOW) -> None:
        self._seed = seed
        self._count = 0
        self.now = now

    def __call__(
        self,
        kind: str,
        *,
        process: str | None = None,
        role: str | None = None,
        version: str | None = None,
        profile: str | None = None,
        full: bool = False,
    ) -> Generated:
        """Return a valid message: its bytes are ``data``, and its ``now`` and ``context`` are those to validate it with.

        Args:
            kind: Such as ``CollectedData`` or ``MSCONS``: `edielkit.generate.message_kinds`.
            process: Process, such as ``313``; any if None.
            role: Role; any if None.
            version: Version; the current one, or any of a guide, if None.
            profile: Market of an EDIFACT message; any if None.
            full: With all optional parts.

        Raises:
            BuildError: There is no such message; it says what there is.
        """
        self._count += 1
        return generate_message(
            kind,
            seed=f"{self._seed}/{self._count}",
            now=self.now,
            process=process,
            role=role,
            version=version,
            profile=profile,
            full=full,
        )
