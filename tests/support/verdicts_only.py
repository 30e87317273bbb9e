"""Changed inputs of a wire through the public verbs and the command line: each gives a verdict, and nothing else.

A verdict is a report, a value or a `ParseError` that says the same from all verbs; every tenth input goes through the verbs that
cost more, every fiftieth through a command, and every fourth has a birth number planted, which nobody may see. Run as a program
it tries as many inputs as it is told and writes those that gave anything else:

    python -m tests.support.verdicts_only edifact|emif 1000000 [SEED]
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from itertools import count as numbers
from pathlib import Path
from types import ModuleType

from tests.support import edifact_mutations, emif_changes
from tests.support.planted import LEAF, PERSON, plant
from tests.support.tried_inputs import count_faulty

import edielkit
from edielkit.cli.app import run
from edielkit.conversion import Options
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Report, Verdict

WIRES: dict[str, ModuleType] = {"edifact": edifact_mutations, "emif": emif_changes}
SEED = 20261201
NOW = dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC)
OPTIONS = Options(
    sender="7080000000012", recipient="7080000000029", registered=NOW, now=NOW, new_id=map(str, numbers(1)).__next__
)  # fmt: skip
# what costs more than a report and is asked of every tenth input
VERBS: tuple[Callable[[bytes], object], ...] = (
    partial(edielkit.convert, to="mscons", options=OPTIONS),
    partial(edielkit.convert, to="utilts", options=OPTIONS),
    partial(edielkit.convert, to="collected-data", options=OPTIONS),
    partial(edielkit.convert, to="notify-validated-data", options=OPTIONS),
    lambda data: edielkit.acknowledge(
        data, edielkit.validate(data), now=NOW, new_id=map(str, numbers(1)).__next__
    ),
    edielkit.explain,
    lambda data: [edielkit.to_dict(document) for document in edielkit.parse_all(data)],
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("validate",),
    ("validate", "--verbose", "--format", "json"),
    ("validate", "--format", "sarif"),
    ("validate", "--format", "junit"),
    ("validate", "--format", "html"),
    ("show",),
    ("show", "--all", "--values"),
    ("show", "--segments"),
    ("explain",),
    ("upgrade", "--to", "EI-270"),
    ("exchange", "check"),
    ("convert", "--to", "csv"),
    ("convert", "--to", "collected-data"),
    ("anonymise",),
)
# the commands that write a message show who is in it: that is what they are asked for
_WRITING = {"convert"}
_REFUSED, _LAST_STATUS = 2, 3
# seconds of the processor for any input, and for a megabyte of it, looked at by the program alone
_FLOOR, _A_MEGABYTE = 0.25, 1.0


def inputs(wire: str, count: int, seed: int) -> Iterator[tuple[bytes, str]]:
    """Yield changed inputs, the same each time, and who was planted in each, or nobody."""
    choice = random.Random(seed)
    for number, data in enumerate(WIRES[wire].cases(count, seed)):
        if number % 4 == 0 and LEAF.search(data):
            yield plant(data, choice, LEAF, PERSON), PERSON
        else:
            yield data, ""


def wrong(data: bytes, person: str, number: int, folder: Path) -> str:
    """Return what an input gave that is no verdict, empty when nothing was wrong.

    Args:
        data: The input.
        person: Who is planted in it, if anybody.
        number: Its number, which decides the verbs and the command that it is given to.
        folder: Where its file is written for a command.
    """
    report = edielkit.validate(data)
    if any(finding.code == "SYS001" for finding in report):
        return "a check that crashed"
    if _is_shown(person, str(report.to_dict())):
        return "a report that shows who is in the message"
    refusal = _refusal(edielkit.parse_all, data)
    if (report.verdict is Verdict.UNREADABLE) != bool(refusal):
        return f"parsed as {refusal or 'readable'}, validated as {report.verdict.name}"
    verbs = [lambda data: list(edielkit.read_series(data)), lambda data: edielkit.detect(data) and None]
    if number % 10 == 0:
        verbs.append(VERBS[number // 10 % len(VERBS)])
    for verb in verbs:
        if _is_shown(person, _refusal(verb, data)):
            return "a refusal that shows who is in the message"
    return "" if number % 50 else _wrong_command(data, person, report, number // 50, folder)


def _is_shown(person: str, text: str) -> bool:
    """Tell whether somebody stands in a text; a longer number that holds the same digits is not a birth number."""
    return bool(person and re.search(rf"(?<!\d){person}(?!\d)", text))


def _refusal(verb: Callable[[bytes], object], data: bytes) -> str:
    """Return the words of what a verb refuses, empty when it does its work; anything else is raised."""
    try:
        verb(data)
    except (ParseError, BuildError) as error:
        return f"{error}"
    return ""


def _wrong_command(data: bytes, person: str, report: Report, number: int, folder: Path) -> str:
    """Give an input to a command and return what it did that it may not, empty when all was well."""
    command = COMMANDS[number % len(COMMANDS)]
    path = folder / "input"
    path.write_bytes(data)
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([*command, str(path)])
    out.flush()
    shown = out.buffer.getvalue().decode("utf-8", "replace") + err.getvalue()
    name = " ".join(command)
    if status not in range(_LAST_STATUS + 1) or "Traceback" in shown:
        return f"{name}: status {status}, {err.getvalue()[:200]!r}"
    if command[0] == "validate" and report.errors and status == 0:
        return f"{name}: status 0 beside errors"
    if command[0] in {"show", "convert"} and report.verdict is Verdict.UNREADABLE and status != _REFUSED:
        return f"{name}: status {status} for what is unreadable"
    if command[0] not in _WRITING and _is_shown(person, shown):
        return f"{name}: shows who is in the message"
    return ""


def _slow(data: bytes) -> str:
    """Return how long a report takes where that is too long, empty otherwise."""
    start = time.process_time()
    edielkit.validate(data)
    seconds = time.process_time() - start
    return f"a report of {seconds:.2f} seconds" if seconds > _FLOOR + _A_MEGABYTE * len(data) / 1e6 else ""


def _planted_in(data: bytes) -> str:
    return PERSON if PERSON.encode() in data else ""


def main(wire: str, count: int, seed: int) -> int:
    """Try inputs, write those that gave no verdict, and return how many there were."""
    with tempfile.TemporaryDirectory() as folder:
        return count_faulty(
            enumerate(data for data, _ in inputs(wire, count, seed)),
            lambda number, data: _slow(data) or wrong(data, _planted_in(data), number, Path(folder)),
            seed,
        )


if __name__ == "__main__":
    wire, count, *seed = sys.argv[1:]
    raise SystemExit(min(main(wire, int(count), int(seed[0]) if seed else SEED), 1))
