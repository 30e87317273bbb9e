"""Measure, print the page, and write it: `python -m benchmarks.performance`, or `make bench`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.performance import hostile, processes, sections
from benchmarks.performance.figures import Section
from benchmarks.performance.measuring import in_a_process
from benchmarks.performance.page import page
from benchmarks.performance.sections import Settings

__all__ = ("SECTIONS", "main", "measured")

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "performance.md"
SECTIONS: dict[str, Callable[[Settings], Section]] = {
    "xml": sections.xml,
    "edifact": sections.edifact,
    "peers": sections.peers,
    "writing": sections.writing,
    "small": processes.small,
    "jobs": processes.jobs,
    "growth": sections.growth,
    "hostile": hostile.hostile,
}


def measured(settings: Settings, names: Sequence[str] = tuple(SECTIONS)) -> str:
    """Return the page of the sections *names*."""
    results = []
    for name in names:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        results.append(SECTIONS[name](settings))
    return page(results, settings.runs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.performance", description=__doc__)
    parser.add_argument("--values", type=int, default=1_000_000, help="values in a large message")
    parser.add_argument("--few", type=int, default=20_000, help="values for readers that are slow")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--largest",
        type=int,
        default=1_000_000,
        help="values in the largest message of the section on growth, such as 10000000",
    )
    parser.add_argument(
        "--only",
        choices=SECTIONS,
        nargs="+",
        help="these sections alone; the page is printed, and written where --output says",
    )
    parser.add_argument("--output", type=Path, help="where the page is written")  # fmt: skip
    options = parser.parse_args(arguments)
    sizes = [10_000]
    while sizes[-1] * 10 <= options.largest:
        sizes.append(sizes[-1] * 10)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            folder=Path(folder),
            measure=in_a_process,
            values=options.values,
            few=options.few,
            runs=options.runs,
            sizes=tuple(sizes),
        )
        text = measured(settings, options.only or tuple(SECTIONS))
    print(text)
    target = options.output or (None if options.only else PAGE)
    if target is not None:
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
