"""The checker: runs a task in a process of its own, within bounds of time, memory and number."""

from __future__ import annotations

import anyio
import anyio.to_process
import attrs

from edielkit.server.checking.work import Outcome, Task, refused, work
from edielkit.suggest import in_digits

__all__ = ("Checker", "CheckingLimits")

_BUSY = 503


@attrs.frozen(kw_only=True)
class CheckingLimits:
    """Bounds of the service.

    Attributes:
        max_body: Most bytes of a request, packed and unpacked.
        seconds: Longest time of a request, with its wait for a free process.
        processes: Most processes at once.
        max_waiting: Most requests that wait for one.
        max_memory: Most bytes of memory of a process.
    """

    max_body: int = 32 << 20
    seconds: float = 20
    processes: int = 2
    max_waiting: int = 50
    max_memory: int = 4 << 30


class Checker:
    """Runs tasks of one server.

    Args:
        limits: Their bounds.
    """

    def __init__(self, limits: CheckingLimits | None = None) -> None:
        self.limits = limits or CheckingLimits()
        self._limiter = anyio.CapacityLimiter(self.limits.processes)

    async def run(self, task: Task) -> Outcome:
        """Return the answer to a task; a process that takes too long is killed."""
        limits = self.limits
        if self._limiter.statistics().tasks_waiting >= limits.max_waiting:
            return refused(task.accept, _BUSY, "the service is busy; try again in a while", task.language)
        bounded = attrs.evolve(task, most_memory=limits.max_memory)
        with anyio.move_on_after(limits.seconds):
            try:
                return await anyio.to_process.run_sync(work, bounded, cancellable=True, limiter=self._limiter)
            except anyio.BrokenWorkerProcess:
                return refused(
                    task.accept, _BUSY, "the process of the request ended before it was done", task.language
                )
        return refused(
            task.accept,
            _BUSY,
            f"it took longer than {in_digits(limits.seconds)} seconds; send the message in parts",
            task.language,
        )
