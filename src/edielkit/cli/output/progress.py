"""Progress on a terminal, on standard error; nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

__all__ = ("track",)

_T = TypeVar("_T")
_QUIET_SECONDS = 0.5  # short work needs no progress
_EVERY_SECONDS = 0.1
_WIDTH = 24


def track(items: Sequence[_T], label: str, *, is_streaming: bool = False) -> Iterator[_T]:
    """Yield *items* and show how many are done, when standard error is a terminal and it takes a while.

    The extra ``pretty`` brings a bar with colours and the time that is left.

    Args:
        items: What is worked on.
        label: What is done, such as ``validating``.
        is_streaming: Each item prints its own result at once: on a terminal that is the progress, and a bar
            would stand in its way.
    """
    if not sys.stderr.isatty() or len(items) < 2 or (is_streaming and sys.stdout.isatty()):
        yield from items
        return
    try:
        from rich.console import Console
        from rich.progress import track as rich_track
    except ImportError:
        yield from _text_bar(items, label)
        return
    yield from rich_track(items, label, console=Console(stderr=True), transient=True)


def _text_bar(items: Sequence[_T], label: str) -> Iterator[_T]:
    began = shown = time.monotonic()
    is_shown = False
    try:
        for done, item in enumerate(items):
            now = time.monotonic()
            if now - began > _QUIET_SECONDS and now - shown > _EVERY_SECONDS:
                click.echo(f"\r{_bar(done, len(items))} {label}", err=True, nl=False)
                shown, is_shown = now, True
            yield item
    finally:
        if is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)


def _bar(done: int, total: int) -> str:
    full = _WIDTH * done // total
    return f"[{'━' * full}{' ' * (_WIDTH - full)}] {done}/{total}"
