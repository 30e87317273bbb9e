"""`edielkit show`: what is in a message, readable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from edielkit.cli.input.exchange_inputs import points_of, points_options
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.input.value_files import finding_lines, read_options, value_file, value_file_options
from edielkit.cli.output.masking import MASK
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import dim, echo, write_document
from edielkit.cli.shared_options import one_form, paths
from edielkit.cli.usage_error import EXIT_OK, EXIT_USAGE, UsageError
from edielkit.errors import ParseError
from edielkit.harmless import without_birth_numbers
from edielkit.inputs import is_edifact, open_input

if TYPE_CHECKING:
    from edielkit.cli.output.show_pairs import SideBySide
    from edielkit.inputs import Input
    from edielkit.pages import PageMessage
    from edielkit.value_files import ValueFile

__all__ = ("command",)

# How many payloads, series or segments of a message are shown without --all.
_MOST = 20


@click.command("show")
@paths
@click.option(
    "--json", "as_json", is_flag=True, help="The message as plain data, lossless: what build reads."
)
@click.option(
    "--format", "style", type=click.Choice(("text", "html")), default="text", show_default=True,
    help="Lines of text, or a page with the values as pictures.",
)  # fmt: skip
@click.option("--segments", is_flag=True, help="EDIFACT: each segment with the meaning of its codes.")
@click.option("--personal", is_flag=True, help="Show names, birth numbers and addresses.")
@click.option("--all", "in_full", is_flag=True, help=f"Show all payloads and series, not the first {_MOST}.")
@points_options
@value_file_options
@click.option("--values", is_flag=True, help="Show each interval of In and Out side by side.")
@one_form("as_json", "style", "segments")
def command(
    paths: tuple[str, ...],
    *,
    as_json: bool,
    style: str,
    segments: bool,
    personal: bool,
    in_full: bool,
    names: tuple[str, ...],
    file: str | None,
    codes: tuple[tuple[str, str], ...],
    values: bool,
    **others: Any,
) -> int:
    """Show what is in a message: parties, process, times, payloads, series with sums and quality.

    Files of values are shown too: edielkit's own CSV and Parquet, the JSON of the energy-data API, the CSV of an end user,
    of a mass extraction and of a spreadsheet. What is wrong with one is listed with its lines.

    Below the series the two directions of a metering point stand side by side; --points and --point say which points
    are exchange points, and show those alone.

    Names, birth numbers and addresses are masked without --personal, except in --json, which loses nothing.
    """
    from edielkit.cli.output.html_pages import page_of, shown_html
    from edielkit.cli.output.show_pairs import SideBySide

    beside = SideBySide(
        points=points_of(file, names),
        values=values,
        directions={code: direction for direction, code in codes},
    )
    most = None if in_full else _MOST
    dicts: list[Any] = []
    shown: list[PageMessage] = []
    failed = False
    listed = sources(paths)
    for number, source in enumerate(listed):
        read = _content(source, others)
        if read is None:
            failed = True
            continue
        opened, content = read
        if as_json:
            dicts += _dicts(content)
            continue
        every = _lines(content, segments=segments, personal=personal, most=most, beside=beside)
        lines = every if personal else _masked(every)
        if style == "html":
            shown.append(page_of(source.name, opened, content, lines=lines, beside=beside))
            continue
        if len(listed) > 1:
            echo(["", dim(f"── {source.name}")] if number else [dim(f"── {source.name}")])
        echo(lines, personal=personal)
    if as_json and dicts:
        write_document([json_text(dicts[0] if len(dicts) == 1 else dicts)])
    if shown:
        write_document([shown_html(shown, in_full=in_full)])
    return EXIT_USAGE if failed else EXIT_OK


def _content(source: Source, values: Mapping[str, Any]) -> tuple[Input, tuple[Any, ...] | ValueFile] | None:
    """Return an input with its documents, or the file of values that it is; None, and why, where it cannot be shown."""
    from edielkit.verbs import parse_all

    try:
        opened = open_input(source.read(), verb="parse")
        value_input = value_file(opened, read_options(source.name, values))
        if value_input is None:
            return opened, parse_all(opened)
    except ParseError as error:
        UsageError(f"{source.name}: {error}").show()
        return None
    echo(finding_lines(source.name, value_input.findings), err=True)
    return None if value_input.errors else (opened, value_input)


def _dicts(content: tuple[Any, ...] | ValueFile) -> list[Any]:
    from edielkit.tables import to_dicts
    from edielkit.verbs import to_dict

    if isinstance(content, tuple):
        return [to_dict(document) for document in content]
    return list(to_dicts(content.series))


def _lines(
    content: tuple[Any, ...] | ValueFile,
    *,
    segments: bool,
    most: int | None,
    beside: SideBySide,
    **options: Any,
) -> Iterator[str]:
    if not isinstance(content, tuple):
        from edielkit.cli.output.show_values import value_file_lines

        yield from value_file_lines(content, most=most, beside=beside)
        return
    options |= {"most": most, "beside": beside}
    for number, document in enumerate(content):
        if number:
            yield ""
        if is_edifact(document):
            yield from _interchange_lines(document, segments=segments, **options)
        elif segments:
            raise UsageError("--segments is for EDIFACT; this is XML")
        else:
            from edielkit.cli.output.show_emif import document_lines
            from edielkit.emif.read.document import version_of

            yield from document_lines(document, version=version_of(document), **options)


def _interchange_lines(interchange: Any, *, segments: bool, **options: Any) -> Iterator[str]:
    from edielkit.cli.output.show_edifact import envelope_lines, interchange_lines

    if segments:
        options.pop("beside")
        yield from envelope_lines(interchange, **options)
    else:
        yield from interchange_lines(interchange, **options)


def _masked(lines: Iterator[str]) -> Iterator[str]:
    is_masked = False
    for line in map(without_birth_numbers, lines):
        is_masked = is_masked or MASK in line
        yield line
    if is_masked:
        yield ""
        yield dim(f"{MASK} personal data; --personal shows it")
