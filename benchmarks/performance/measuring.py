"""Processor time and memory of a work on a file, in a process of its own; and the same here, for tests."""

from __future__ import annotations

import contextlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

from benchmarks.performance.works import WORKS

__all__ = ("Measure", "Measured", "in_a_process", "processor_time", "within_this_process")

# short works are done again, as long as that costs little
_MOST_REPEATS, _ENOUGH_SECONDS = 5, 0.5
_ROOT = Path(__file__).parents[2]


@attrs.frozen
class Measured:
    """What a work has cost.

    Attributes:
        seconds: Processor time of all threads.
        megabytes: Peak of memory above what was there before, the input with it.
        count: What the work counted.
    """

    seconds: float
    megabytes: float
    count: int


Measure = Callable[[str, Path, Path], Measured]


def in_a_process(work: str, file: Path, warm: Path) -> Measured:
    """Return what a work costs in a fresh process that has done it once with *warm*, a small input."""
    command = [sys.executable, "-m", "benchmarks.performance.measuring", work, str(file), str(warm)]
    printed = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if printed.returncode:
        raise RuntimeError(f"{work} of {file.name}: {printed.stderr.strip()[-2000:]}")
    return Measured(**json.loads(printed.stdout))


def within_this_process(work: str, file: Path, warm: Path, *, most: int = _MOST_REPEATS) -> Measured:
    """Return what a work costs here, where others have left their traces."""
    run, load = WORKS[work].start(warm.parent), WORKS[work].load
    run(load(warm.read_bytes()))
    data = load(file.read_bytes())
    before = _reset_peak()
    spent: list[float] = []
    while len(spent) < most and sum(spent) < _ENOUGH_SECONDS:
        began = time.process_time()
        count = run(data)
        spent.append(time.process_time() - began)
    return Measured(statistics.median(spent), max(_peak() - before, 0.0), count)


def processor_time(command: list[str]) -> float:
    """Return the seconds of processor time that a command takes, its children with it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=_ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _reset_peak() -> float:
    """Let the peak begin anew where the system can, and return what it is then, in megabytes."""
    # elsewhere what was needed before hides as much of what comes
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    print(json.dumps(attrs.asdict(within_this_process(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))))
