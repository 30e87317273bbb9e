"""Parse, series and report of a large MSCONS, clean and with faults: processor time, and memory above the input.

    python -m benchmarks.edifact_report [values]

Every case runs in a process of its own (default 1,000,000 values, a month of hours for each point). Times are given beside those
of the clean input, so that a cliff is seen: what one fault costs, and what a warning in every line costs.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

import edielkit
from benchmarks.edifact_series import fast, interchange

Change = Callable[[bytes], bytes]


def _at_middle(mark: bytes, change: Callable[[bytes, int], bytes]) -> Change:
    """Return a change at the first *mark* behind the middle."""

    def changed(data: bytes) -> bytes:
        return change(data, data.find(mark, len(data) // 2))

    return changed


def _wrong_value(data: bytes, at: int) -> bytes:
    return data[: at + 8] + b"1x5" + data[data.find(b"'", at) :]


def _missing_hour(data: bytes, at: int) -> bytes:
    return data[:at] + data[data.find(b"QTY", at + 3) :]


def _wrong_digit(data: bytes, at: int) -> bytes:
    digit = at + len(b"LOC+90+") + 17
    return data[:digit] + (b"1" if data[digit : digit + 1] == b"0" else b"0") + data[digit + 1 :]


CASES: dict[str, Change] = {
    "clean": lambda data: data,
    "line breaks": lambda data: data.replace(b"'", b"'\r\n"),
    "decimal comma": lambda data: data.replace(b".", b","),
    "one wrong value": _at_middle(b"QTY+136:", _wrong_value),
    "one missing hour": _at_middle(b"QTY+136:", _missing_hour),
    "one wrong check digit": _at_middle(b"LOC+90+", _wrong_digit),
    "a released terminator": _at_middle(b"LOC+90+", lambda data, at: data[:at] + b"FTX+AAO+++?'a?''" + data[at:]),
    "a warning in every line": lambda data: data.replace(b"++1501'", b"++1501:::XX'"),
    "an odd interval in every line": lambda data: data.replace(b"202601150600:203'QTY", b"202601150645:203'QTY").replace(b"202601150600:Z13", b"202601150645:Z13"),
}  # fmt: skip


def report(data: bytes) -> int:
    return len(edielkit.validate(data))


def parse(data: bytes) -> int:
    return len(edielkit.parse(data).messages)


def _measured(work: Callable[[bytes], int], data: bytes, answers: multiprocessing.SimpleQueue) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    count = work(data)
    seconds = time.process_time() - started
    answers.put((seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, count))


def measure(work: Callable[[bytes], int], data: bytes) -> tuple[float, float, int]:
    """Return processor seconds, megabytes above the input, and what the work counted, in a process of its own."""
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    process = context.Process(target=_measured, args=(work, data, answers))
    process.start()
    result: tuple[float, float, int] = answers.get()
    process.join()
    return result


def main() -> None:
    values = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for layout in ("163", "324"):
        data = interchange(values, layout)
        print(f"{values:,} values in DTM+{layout}, {len(data) / 1e6:.0f} MB")
        for work in (parse, fast):
            seconds, memory, _ = measure(work, data)
            print(
                f"  {work.__name__:32} {seconds:7.3f} s {memory:6.0f} MB  {values / seconds:14,.0f} values/s"
            )
        clean = 0.0
        for name, change in CASES.items():
            seconds, memory, count = measure(report, change(data))
            clean = clean or seconds
            print(
                f"  report, {name:32} {seconds:7.3f} s {memory:6.0f} MB  {seconds / clean:5.2f} x clean  {count} findings"
            )


if __name__ == "__main__":
    main()
