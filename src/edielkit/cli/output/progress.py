"""Progress on a terminal, on standard error; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

import click

__all__ = ("track",)

_T = TypeVar("_T")
_QUIET_SECONDS = 0.5  # short work needs no progress
_EVERY_SECONDS = 0.1
_WIDTH = 24


def track(
    items: Iterable[_T], label: str, *, total: int | None = None, is_streaming: bool = False
) -> Iterator[_T]:
    """Yield *items* and show how many are done, how fast, and the time that is left.

    That is shown when standard error is a terminal and it takes a while. The extra ``pretty`` brings colours.

    Args:
        items: What is worked on, or the results in their order.
        label: What is done, such as ``validating``.
        total: How many there are; their length if None.
        is_streaming: Each item prints its own result at once: on a terminal that is the progress, and a bar
            would stand in its way.
    """
    count = total if total is not None else len(items) if isinstance(items, Sized) else 0
    if not sys.stderr.isatty() or count < 2 or (is_streaming and sys.stdout.isatty()):
        yield from items
        return
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        yield from _text_bar(items, count, label)
        return
    began = time.monotonic()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task(label, total=count, rate="")
        for done, item in enumerate(items, 1):
            yield item
            rate = done / max(time.monotonic() - began, 1e-3)
            progress.update(task, advance=1, rate=f"{rate:.1f}/s")


def _text_bar(items: Iterable[_T], total: int, label: str) -> Iterator[_T]:
    began = shown = time.monotonic()
    is_shown = False
    try:
        for done, item in enumerate(items):
            now = time.monotonic()
            if now - began > _QUIET_SECONDS and now - shown > _EVERY_SECONDS:
                line = f"{_bar(done, total)} {label}{_pace(done, total, now - began)}"
                click.echo(f"\r\x1b[K{line}", err=True, nl=False)
                shown, is_shown = now, True
            yield item
    finally:
        if is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def _bar(done: int, total: int) -> str:
    full = _WIDTH * done // total
    return f"[{'━' * full}{' ' * (_WIDTH - full)}] {done}/{total}"


def _pace(done: int, total: int, seconds: float) -> str:
    """Return how fast it goes and how long it will take, empty while nobody can tell.

    >>> _pace(50, 200, 20.0)
    ', 2.5/s, 1:00 left'
    """
    if not done:
        return ""
    rate = done / seconds
    minutes, left = divmod(round((total - done) / rate), 60)
    return f", {rate:.1f}/s, {minutes}:{left:02} left"
