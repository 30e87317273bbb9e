"""Files of values that are no messages: the options that say what they do not, and what is wrong with them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from edielkit.cli.language import language, translate
from edielkit.cli.usage_error import UsageError
from edielkit.inputs import Input, XmlInput
from edielkit.translation import finding_in

if TYPE_CHECKING:
    from edielkit.findings import Finding
    from edielkit.value_files import ReadOptions, ValueFile

__all__ = (
    "CLOCKS",
    "VALUE_FILE_KEYS",
    "VALUE_SUFFIXES",
    "finding_lines",
    "read_options",
    "value_file",
    "value_file_options",
)

F = TypeVar("F", bound=Callable[..., Any])

# The choices are spelled here so that --help loads nothing; a test holds them against the package.
CLOCKS = ("ordered", "normal", "utc")
# What such files are called.
VALUE_SUFFIXES = (".csv", ".json", ".parquet", ".tsv", ".txt")
_RESOLUTIONS = ("PT15M", "PT1H")
_MOST = 20
VALUE_FILE_KEYS = ("metering_point", "clock", "columns", "resolution", "source_unit")


def value_file_options(function: F) -> F:
    """Add the options that say what a CSV file does not: point, clock, columns, length of steps, unit."""
    options = (
        click.option("--metering-point", metavar="GSRN", help="CSV: the metering point of a file that names none."),
        click.option("--clock", type=click.Choice(CLOCKS), help="CSV: the clock of times without an offset: Norwegian with the hour that comes twice standing twice in order, normal time (UTC+1) or UTC.  [default: Norwegian; an hour that comes twice has to say which it is]"),
        click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help="CSV: the column of a field, such as quantity=Mengde."),
        click.option("--resolution", type=click.Choice(_RESOLUTIONS), help="CSV: length of the steps of a file that has starts alone.  [default: from their distances]"),
        click.option("--source-unit", metavar="UNIT", help="CSV: unit of a file that names none, such as kWh.  [default: that of the product]"),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def read_options(name: str, values: Mapping[str, Any], **others: str | None) -> ReadOptions:
    """Return what the options say of a file.

    Args:
        name: Name of the file.
        values: The command's options, those of `value_file_options` among them.
        others: Direction and product, where the command has options for them.

    Raises:
        UsageError: A column is no pair, or an option has no such value.
    """
    from edielkit.value_files import ReadOptions

    try:
        return ReadOptions(
            name=PurePath(name).name,
            metering_point=values["metering_point"],
            clock=values["clock"],
            columns=_columns(values["columns"]),
            resolution=values["resolution"],
            unit=values["source_unit"],
            **others,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None


def _columns(texts: Iterable[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for field, mark, name in pairs:
        if not (field and mark and name):
            raise UsageError(f"--column {field}{mark}{name}: expected FIELD=NAME")
    return {field: name for field, _, name in pairs}


def value_file(opened: Input, options: ReadOptions) -> ValueFile | None:
    """Return a file of values as it was read, None for a message and for any other file.

    Args:
        opened: The input.
        options: What it does not say.
    """
    if isinstance(opened, XmlInput) or opened.is_interchange:
        return None
    from edielkit.value_files import read_file

    return read_file(opened.content, options)


def finding_lines(name: str, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a line for each finding, no more than a screenful.

    Args:
        name: Name of the file.
        findings: What is wrong with it.
    """
    listed = [finding_in(finding, language()) for finding in findings]
    for finding in listed[:_MOST]:
        where = f"{translate(str(finding.position))}: " if str(finding.position) else ""
        yield f"{name}: {where}{translate(finding.severity.value)} {finding.code} {finding.message}"
    if len(listed) > _MOST:
        yield translate(f"{name}: and {len(listed) - _MOST} more findings")
