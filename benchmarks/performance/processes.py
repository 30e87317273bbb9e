"""What the start of a process costs, what a small message costs, and what two processes gain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.performance import xml_inputs
from benchmarks.performance.figures import Cell, Figure, Section
from benchmarks.performance.measuring import processor_time
from benchmarks.performance.sections import Settings

__all__ = ("jobs", "small")

_COMMAND = (sys.executable, "-m", "edielkit")
_STARTS: dict[str, tuple[str, list[str]]] = {
    "start/import": ("`import edielkit`", [sys.executable, "-c", "import edielkit"]),
    "start/verbs": ("`edielkit.validate`, imported", [sys.executable, "-c", "import edielkit; edielkit.validate"]),
    "start/help": ("`edielkit --help`", [*_COMMAND, "--help"]),
    "start/version": ("`edielkit --version`", [*_COMMAND, "--version"]),
}  # fmt: skip
_START_RUNS = 7
# inputs of the command line, each with an eighth of a large message: what each process makes ready once is little beside them
_FILES, _PARTS = 32, 8


def small(settings: Settings) -> Section:
    """Return what small messages and starts cost."""
    message = xml_inputs.night(settings.nights)
    costs = settings.costs(message, message, ("process", "report", "parse"))
    rows: list[Sequence[Cell]] = [
        (name, Figure(f"small/{work}", tuple(1e3 * cost.seconds for cost in costs[work]), "ms"))
        for work, name in (
            ("process", f"report at level process, {len(message) / 1e3:.0f} kB of XML"),
            ("report", "report at level business, the same"),
            ("parse", "parse, the same"),
        )
    ]
    if settings.has_starts:
        rows += _starts()
    return Section(
        title="Small messages and starts",
        text="Messages warm, in a process that has read one before; starts in a process of their own, above the bare interpreter.",
        header=("what", "processor time"),
        rows=rows,
    )


def _starts() -> list[Sequence[Cell]]:
    bare = [sys.executable, "-c", "pass"]
    rows: list[Sequence[Cell]] = []
    for key, (name, command) in _STARTS.items():
        processor_time(command)
        above = [processor_time(command) - processor_time(bare) for _ in range(_START_RUNS)]
        rows.append((name, Figure(key, tuple(1e3 * max(seconds, 0.0) for seconds in above), "ms")))
    return rows


def jobs(settings: Settings) -> Section:
    """Return how much sooner the command line is done with two processes, by the clock."""
    folder = settings.folder / "inputs"
    folder.mkdir(exist_ok=True)
    payloads = max(settings.values // xml_inputs.HOURS // _PARTS, 3)
    for number in range(_FILES):
        (folder / f"{number}.xml").write_bytes(xml_inputs.clean(payloads))
    works = {
        "validate": ["validate", "--quiet", str(folder)],
        "convert": ["convert", "--to", "csv", str(folder), "-o", str(settings.folder / "out")],
    }
    rows: list[Sequence[Cell]] = []
    for name, command in works.items():
        once, twice, gains = [], [], []
        for _ in range(settings.runs):
            once.append(_seconds(settings.folder, [*command, "--jobs", "1"]))
            twice.append(_seconds(settings.folder, [*command, "--jobs", "2"]))
            gains.append(once[-1] / twice[-1])
        rows.append(
            (
                name,
                Figure(f"jobs/{name}/1", tuple(once), "s"),
                Figure(f"jobs/{name}/2", tuple(twice), "s"),
                Figure(f"jobs/{name}", tuple(gains)),
            )
        )
    return Section(
        title="Two processes",
        text=f"`--jobs 2` beside `--jobs 1` by the clock, start and all, over {_FILES} messages of XML; this machine has "
        f"{os.cpu_count()} processors. The output is the same, byte for byte.",
        header=("command", "one process", "two processes", "times as fast"),
        rows=rows,
    )


def _seconds(folder: Path, arguments: list[str]) -> float:
    shutil.rmtree(folder / "out", ignore_errors=True)
    began = time.perf_counter()
    done = subprocess.run([*_COMMAND, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr[-2000:])
    return time.perf_counter() - began
