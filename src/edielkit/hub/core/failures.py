"""What the hub did not foresee: each becomes a case that can be listed and run again, and everything else goes on.

A job, an appointment or a message that meets an error of the hub's own leaves nothing half done: what it had written is
dropped, and what is kept is a case that says what it was, what it was about, and why. Of the error a case holds its
type and the place in the code, and words only where they are about code: others might repeat somebody's data.
"""

from __future__ import annotations

import datetime as dt
import traceback
from types import TracebackType

from edielkit.hub.core.market_records import FailureCase
from edielkit.hub.core.state_tables import COUNTERS, FAILURE_CASES
from edielkit.hub.core.transaction import Transaction

__all__ = ("ForItself", "note_failure", "reason_of")

# Errors whose words speak of code and types.
_OF_CODE = (AttributeError, TypeError, ZeroDivisionError, OverflowError, NotImplementedError)
_MOST_CHARACTERS = 200
_CASES = "failure cases"


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
    number = (transaction.get(COUNTERS, _CASES) or 0) + 1
    transaction.put(COUNTERS, _CASES, number)
    case = FailureCase(
        number=number,
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


class ForItself:
    """A part of a daily job that is done for itself: as a context, what fails in it becomes a case, and the job goes on.

    Args:
        transaction: The step.
        job: Name of the daily job.
        day: Day that it runs on.
        key: EIC of the grid area, or GSRN of the metering point, that it is done for.
        noted: There is a case of it already, and no other is wanted.
        reads_only: It writes nothing, so that nothing has to be dropped: the step itself is given.

    Attributes:
        failed: It has become a case.
    """

    __slots__ = ("_about", "_noted", "_part", "_transaction", "failed")

    def __init__(
        self,
        transaction: Transaction,
        job: str,
        day: dt.date,
        key: str,
        *,
        noted: bool = False,
        reads_only: bool = False,
    ) -> None:
        self._transaction = transaction
        self._part = None if reads_only else transaction.part()
        self._about, self._noted = (job, day, key), noted
        self.failed = False

    def __enter__(self) -> Transaction:
        return self._part or self._transaction

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            if self._part is not None:
                self._transaction.join(self._part.changes())
            return True
        if isinstance(error, MemoryError) or not isinstance(error, Exception):
            return False
        self.failed = True
        if not self._noted:
            job, day, key = self._about
            note_failure(self._transaction, error, kind="daily", job=job, key=key, day=day)
        return True
