"""A file of values for people: its form, what it leaves unsaid, its series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edielkit.cli.language import translate
from edielkit.cli.output.series_lines import series_lines, totals_line
from edielkit.cli.output.terminal import dim, strong

if TYPE_CHECKING:
    from edielkit.cli.output.show_pairs import SideBySide
    from edielkit.value_files import ValueFile

__all__ = ("value_file_lines",)


def value_file_lines(file: ValueFile, *, most: int | None, beside: SideBySide) -> Iterator[str]:
    """Yield the lines of a file of values.

    Args:
        file: The file.
        most: How many series to show; all if None.
        beside: What to show side by side.
    """
    yield f"{strong('File of values')}  {translate(file.form.title)}  {dim(file.form.name)}"
    series = list(file.series)
    yield f"  {totals_line(series)}"
    shown = series if most is None else series[:most]
    for number, time_series in enumerate(shown, 1):
        yield ""
        yield from series_lines(time_series, number)
    if len(series) > len(shown):
        yield translate(f"  … {len(series) - len(shown)} more series; --all shows them")
    yield from beside.lines(series, most)
