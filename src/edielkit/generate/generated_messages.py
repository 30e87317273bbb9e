"""Valid messages of both wires: which there are, and one or many of them by a seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from edielkit.emif.messages import MESSAGES
from edielkit.errors import BuildError
from edielkit.generate.edifact_messages import edifact_kinds, edifact_message
from edielkit.generate.emif_messages import emif_message
from edielkit.generate.generated import Generated
from edielkit.market_time import as_instant
from edielkit.suggest import near_names, one_of

__all__ = ("generate_message", "generate_messages", "message_kinds")


@cache
def message_kinds() -> tuple[str, ...]:
    """Return the names of all messages that can be generated, those of EMIF first.

    >>> len(message_kinds()), message_kinds()[-1]
    (34, 'UTILTS')
    """
    return (*MESSAGES, *edifact_kinds())


def generate_message(
    kind: str,
    *,
    seed: int | str = 0,
    now: dt.datetime,
    process: str | None = None,
    role: str | None = None,
    version: str | None = None,
    profile: str | None = None,
    full: bool = False,
) -> Generated:
    """Return a valid message of *kind*: the same for the same arguments, on every machine.

    It passes `edielkit.validate` at level business without a finding, at the instant `Generated.now` and with
    `Generated.context`. All numbers, names and addresses in it are invented (docs/reference/test-data.md).

    Args:
        kind: Name of a message of EMIF, such as ``CollectedData``, or type of one of EDIFACT, such as ``MSCONS``.
        seed: Another seed gives another message.
        now: Aware instant of its creation.
        process: Process of EMIF (``BRS-NO-313`` or ``313``), or what a guide takes for it (``E66``, ``13025``); one by
            chance if None.
        role: Role in the process context of EMIF; one by chance if None.
        version: EMIF version, the current one if None; or version or directory of a guide.
        profile: Market of an EDIFACT message; one by chance if None.
        full: With all optional parts; without it some are there by chance.

    Raises:
        BuildError: There is no such message; the error says what there is.
        ValueError: *now* has no time zone.

    >>> now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    >>> generated = generate_message("CollectedData", seed=7, now=now, process="313")
    >>> import edielkit
    >>> edielkit.validate(generated.data, now=now).findings
    ()
    """
    if now.utcoffset() is None:
        raise ValueError("expected an instant with a time zone, such as datetime.now(UTC)")
    now = as_instant(now)
    if kind in MESSAGES:
        if profile is not None:
            raise BuildError("a message of EMIF has no profile", "profile")
        return emif_message(
            kind, seed=str(seed), now=now, process=process, role=role, version=version, full=full
        )
    if kind not in edifact_kinds():
        near = near_names(kind, message_kinds(), count=4)
        hint = f"; did you mean {one_of(near)}?" if near else ""
        raise BuildError(f"no message {kind[:60]!r}{hint}", "kind")
    if role is not None:
        raise BuildError("a message of EDIFACT names no role", "role")
    return edifact_message(
        kind, seed=str(seed), now=now, process=process, version=version, profile=profile, full=full
    )


def generate_messages(
    kind: str,
    count: int,
    *,
    seed: int | str = 0,
    now: dt.datetime,
    process: str | None = None,
    role: str | None = None,
    version: str | None = None,
    profile: str | None = None,
    full: bool = False,
) -> Iterator[Generated]:
    """Yield *count* valid messages of *kind*, all different.

    Args:
        kind: As in `generate_message`, and so are the others.
        count: How many.
        seed: Seed of the whole; the first messages of a longer run are those of a shorter one.
        now: Aware instant of their creation.
        process: Process of all, or None.
        role: Role of all, or None.
        version: Version of all, or None.
        profile: Market of all, or None.
        full: With all optional parts.

    Raises:
        BuildError: There is no such message.
    """
    for number in range(count):
        yield generate_message(
            kind,
            seed=f"{seed}/{number}",
            now=now,
            process=process,
            role=role,
            version=version,
            profile=profile,
            full=full,
        )
