"""`edielkit examples`: the messages, scenarios and points files that the documentation speaks of."""

from __future__ import annotations

from pathlib import Path, PurePath

import click

from edielkit.bundled import bundled_folder
from edielkit.cli.language import translate
from edielkit.cli.output.files import make_folder, require_folder, write_files
from edielkit.cli.output.terminal import columns, echo
from edielkit.cli.shared_options import force
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.suggest import near_names, one_of

__all__ = ("command",)

# Folders of the examples and what is in them.
_FOLDERS = {
    "emif": "a valid message of each kind of EMIF, bare, enveloped and zipped",
    "edifact": "valid MSCONS, UTILTS, APERAK, CONTRL and PRODAT of five markets",
    "broken": "messages with one fault each, and the findings that are expected",
    "exchange": "exchange points: messages, points files and the findings that are expected",
    "pairs": "the same values on both wires",
    "hub": "scenarios for the hub",
}


@click.command("examples")
@click.argument("folder", metavar="DIR", required=False)
@click.option(
    "--only", multiple=True, metavar="NAME", help=f"Only {one_of(_FOLDERS)}; may be given several times."
)
@force
def command(folder: str | None, only: tuple[str, ...], *, force: bool) -> int:
    """Write the examples to DIR, or list what they are.

    They are the project's own test messages: all parties, points, persons and values in them are invented.
    """
    if folder is None:
        echo(columns(list(_FOLDERS.items()), ""))
        echo(["", translate("edielkit examples DIR writes them")])
        return EXIT_OK
    names = only or tuple(_FOLDERS)
    for name in names:
        if name not in _FOLDERS:
            near = near_names(name, _FOLDERS)
            raise UsageError(
                f"no examples {name[:40]!r}; {f'did you mean {one_of(near)}?' if near else f'there are {one_of(_FOLDERS)}'}"
            )
    require_folder(folder)
    count = sum(_write(name, Path(folder), force=force) for name in names)
    echo([translate(f"{count} files in {folder}")], err=True)
    return EXIT_OK


def _write(name: str, target: Path, *, force: bool) -> int:
    source = bundled_folder("fixtures") / name
    files = sorted(file for file in source.rglob("*") if file.is_file())
    by_folder: dict[PurePath, list[tuple[str, bytes]]] = {}
    for file in files:
        by_folder.setdefault(file.relative_to(source).parent, []).append((file.name, file.read_bytes()))
    for place, contents in by_folder.items():
        write_files(make_folder(target / name / place), contents, force=force)
    return len(files)
