"""Lines for a terminal: headings, pairs in columns, wrapped sentences; plain text in a pipe."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

import click

from edielkit.cli.language import translate
from edielkit.harmless import harmless, without_birth_numbers

__all__ = (
    "columns",
    "dim",
    "dim_name",
    "echo",
    "filled",
    "good",
    "pairs",
    "strong",
    "strong_name",
    "warm",
    "wrapped",
    "write_bytes",
    "write_document",
    "wrong",
)

_NARROWEST, _WIDEST = 60, 120
# what a shell shows of a program whose reader went away (128 and SIGPIPE): 0 would say that all is fine
_EXIT_CUT_OFF = 141
# the styles of this module: no other escape is let through, so that nothing can hide or repaint what is shown
_STYLES = re.compile(r"(\x1b\[(?:0|1|2|31|32|33)m)")


def echo(lines: Iterable[str], *, err: bool = False, personal: bool = False) -> None:
    """Print *lines*; colours go only to a terminal, and never when NO_COLOR is set.

    Args:
        lines: What to print, without what would move the cursor, rename the window or turn the direction of reading.
        err: Print on standard error.
        personal: Print birth numbers, which are masked else wherever they stand.
    """
    color = False if os.environ.get("NO_COLOR") else None
    for line in lines:
        stream = sys.stderr if err else sys.stdout
        _write(
            partial(
                click.echo,
                _harmless(line.rstrip() if personal else without_birth_numbers(line.rstrip())),
                file=stream,
                color=color,
            )
        )


def _harmless(text: str) -> str:
    """Return *text* made harmless, with the styles of this module let through."""
    parts = _STYLES.split(text)
    return "".join(part if number % 2 else harmless(part) for number, part in enumerate(parts))


def write_bytes(data: bytes) -> None:
    """Write *data* to standard output as it is."""
    _write(partial(click.echo, data, nl=False))


def write_document(lines: Iterable[str]) -> None:
    """Print *lines* of JSON, SARIF or JUnit, which are UTF-8 whatever the encoding of the terminal."""
    for line in lines:
        write_bytes(f"{line}\n".encode(errors="replace"))


def _write(write: Callable[[], None]) -> None:
    try:
        write()
    except BrokenPipeError:
        # The reader, such as head, has had enough: the last flush must not complain, and nobody knows what the end would say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(_EXIT_CUT_OFF) from None


def strong(text: str) -> str:
    """Return *text* in bold."""
    return click.style(translate(text), bold=True)


def strong_name(text: str) -> str:
    """Return a name or title that somebody else gave in bold, in whatever language it is."""
    return click.style(text, bold=True)


def dim_name(text: str) -> str:
    """Return names that a standard gives in a weaker colour, as they are."""
    return click.style(text, dim=True)


def dim(text: str) -> str:
    """Return *text* in a weaker colour."""
    return click.style(translate(text), dim=True)


def good(text: str) -> str:
    """Return *text* in the colour of what is fine."""
    return click.style(translate(text), fg="green")


def wrong(text: str) -> str:
    """Return *text* in the colour of an error."""
    return click.style(translate(text), fg="red")


def warm(text: str) -> str:
    """Return *text* in the colour of a warning."""
    return click.style(translate(text), fg="yellow")


def width() -> int:
    """Return how wide lines may be."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((100, 24)).columns))


def wrapped(text: str, indent: str, *, first: str | None = None) -> Iterator[str]:
    """Yield *text*, in the language that is spoken, in lines behind *indent*; the first line begins with *first* if given."""
    yield from filled(translate(text), indent, first=first)


def filled(text: str, indent: str, *, first: str | None = None, style: str = "") -> Iterator[str]:
    """Yield *text* as it is in lines behind *indent*.

    Args:
        text: The text.
        indent: What each line begins with.
        first: What the first line begins with, if it is something else.
        style: Colour of the lines, ``dim``, or empty.
    """
    for line in textwrap.wrap(
        text,
        width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent if first is None else first]:
        yield line if not style else click.style(line, **({"dim": True} if style == "dim" else {"fg": style}))


def pairs(
    rows: Iterable[tuple[str, str]], indent: str = "  ", *, wrap: Collection[str] = ()
) -> Iterator[str]:
    """Yield label, in the language that is spoken, and value in two columns; a row with an empty value is left out.

    Args:
        rows: Labels and values.
        indent: What each line begins with.
        wrap: Labels whose values are sentences, which go on in lines below; others stand as they are.
    """
    shown = [(label, translate(label), " ".join(value.splitlines())) for label, value in rows if value]
    wide = max((len(words) for _, words, _ in shown), default=0)
    for label, words, value in shown:
        head = f"{indent}{dim(words.ljust(wide))}  "
        if label in wrap:
            yield from filled(value, " " * (len(indent) + wide + 2), first=head)
        else:
            yield f"{head}{value}"


def columns(rows: Sequence[Sequence[str]], indent: str = "  ", *, as_is: bool = False) -> Iterator[str]:
    """Yield *rows* with their cells in columns; the last cell is wrapped, in the language that is spoken or *as_is*."""
    if not rows:
        return
    wide = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    for row in rows:
        head = indent + "".join(cell.ljust(w + 2) for cell, w in zip(row, wide, strict=False))
        yield from (filled if as_is else wrapped)(row[-1], " " * len(head), first=head)
