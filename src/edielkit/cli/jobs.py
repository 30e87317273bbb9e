"""Work on many inputs in several processes; results come in the order of the inputs, whoever was first."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from edielkit.cli.usage_error import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ("in_order", "jobs_option")

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
F = TypeVar("F", bound=Callable[..., Any])

# inputs that are given out before the first of them is done: what waits for its turn to be printed is kept
_AHEAD = 4
# what a child process works on; it inherits the values, so that nothing but results travels between processes
_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def jobs_option(function: F) -> F:
    """Add the option --jobs."""
    return click.option(
        "--jobs",
        "-j",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        metavar="N",
        help="Work on so many inputs at once, each in a process of its own; 0 for one on each processor.",
    )(function)


def in_order(work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int) -> Iterator[_Result]:
    """Yield what *work* makes of each item, in their order, as soon as it and those before it are done.

    Args:
        work: What is done; its results and errors are pickled.
        items: What it is done to; nothing of them is pickled.
        jobs: Number of processes, 0 for one on each processor; 1 for none beside this one. Where a process cannot
            make copies of itself (Windows) there is this one alone.

    Raises:
        UsageError: A process was ended from outside.
    """
    count = min(jobs or os.cpu_count() or 1, len(items))
    if count < 2:
        yield from map(work, items)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    if "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work, items)
    )
    waiting: deque[Future[Any]] = deque()
    numbers = iter(range(len(items)))
    try:
        for number in numbers:
            waiting.append(pool.submit(_work, number))
            if len(waiting) == count * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise UsageError(
            "a process was ended from outside, maybe for want of memory; try fewer --jobs"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _inherited[:] = [(work, items)]


def _work(number: int) -> Any:
    work, items = _inherited[0]
    return work(items[number])
