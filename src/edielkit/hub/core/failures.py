"""What the hub did not foresee: each becomes a case that can be listed and run again, and everything else goes on.

A job, an appointment or a message that meets an error of the hub's own leaves nothing half done: what it had written is
dropped, and what is kept is a case that says what it was, what it was about, and why. Of the error a case holds its
type and the place in the code, and words only where they are about code: others might repeat somebody's data.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Callable, Iterable

from edielkit.hub.core.records import FailureCase
from edielkit.hub.core.tables import FAILURE_CASES
from edielkit.hub.core.transaction import Transaction

__all__ = ("each_for_itself", "note_failure", "reason_of")

# Errors whose words speak of code and types.
_OF_CODE = (AttributeError, TypeError, ZeroDivisionError, OverflowError, NotImplementedError)
_MOST_CHARACTERS = 200


def note_failure(
    transaction: Transaction,
    error: Exception,
    *,
    kind: str,
    job: str = "",
    key: str = "",
    day: dt.date | None = None,
) -> FailureCase:
    """Write a case of *error* and return it.

    Args:
        transaction: The step, without anything of what failed.
        error: What came up.
        kind: What failed, see `FailureCase`.
        job: Name of the daily job or of the call.
        key: What it was about.
        day: Day that a daily job ran on.
    """
    case = FailureCase(
        number=max(transaction.keys(FAILURE_CASES), default=0) + 1,
        kind=kind,
        job=job,
        key=key,
        day=day,
        when=transaction.now,
        reason=reason_of(error),
    )
    transaction.put(FAILURE_CASES, case.number, case)
    return case


def reason_of(error: Exception) -> str:
    """Return type and place of an error, with its words where they can only be about code."""
    frames = traceback.extract_tb(error.__traceback__)
    place = (
        f" in {frames[-1].name}, line {frames[-1].lineno} of {_module(frames[-1].filename)}" if frames else ""
    )
    words = f": {error!s:.{_MOST_CHARACTERS}}" if isinstance(error, _OF_CODE) else ""
    return f"{type(error).__name__}{place}{words}"


def _module(path: str) -> str:
    parts = path.replace("\\", "/").removesuffix(".py").split("/")
    inside = parts.index("edielkit") if "edielkit" in parts else -1
    return ".".join(parts[inside:])


def each_for_itself(
    transaction: Transaction,
    job: str,
    day: dt.date,
    keys: Iterable[str],
    do: Callable[[Transaction, str], None],
) -> None:
    """Do a daily job for each of *keys* for itself: one that fails becomes a case, the others go on.

    Args:
        transaction: The step.
        job: Name of the daily job.
        day: Day that it runs on.
        keys: EIC of grid areas, or GSRN of metering points.
        do: Does it for one of them, in a part of the step that is dropped when it fails.
    """
    for key in keys:
        try:
            with transaction.part() as part:
                do(part, key)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, the others go on)
            note_failure(transaction, error, kind="daily", job=job, key=key, day=day)
