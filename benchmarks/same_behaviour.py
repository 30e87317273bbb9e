"""Prove that a restructuring changed nothing: record what two revisions do with the same inputs, and compare.

Run:
    python benchmarks/same_behaviour.py record --src OTHER/src -o before.jsonl [--inputs DIR ...] [--mutations N]
    python benchmarks/same_behaviour.py record --src src -o after.jsonl [--inputs DIR ...] [--mutations N]
    python benchmarks/same_behaviour.py compare before.jsonl after.jsonl [--ignore KEY ...]
    python benchmarks/same_behaviour.py trace --src src

The inputs are the fixtures (those beside this script, or ``--fixtures``), the files of other folders, large variants of
both, mutations of all of them that depend on the seed alone, and the scenarios of folders called hub. Both records need
the same inputs. ``compare`` ends with status 1 when anything differs. ``trace`` counts the files from bytes to result.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MOST_SHOWN, MOST_PLACES, WIDEST = 50, 30, 300


def _use(src: Path) -> Path:
    """Let the package below *src* be the one that is imported, and return its folder."""
    sys.path.insert(0, str(src.resolve()))
    import edielkit

    package = Path(edielkit.__file__ or "").resolve().parent
    if package.parent != src.resolve():
        raise SystemExit(f"expected the package of {src}, found that of {package.parent}")
    return package


def record(options: argparse.Namespace) -> int:
    """Write a line of JSON for each input and each file of scenarios."""
    _use(options.src)
    begun, used = time.monotonic(), time.process_time()
    count = 0
    # a record that is there is whole
    part = options.output.with_name(f"{options.output.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as output:
        for name, results in _results(options):
            output.write(json.dumps({"name": name, "results": results}, ensure_ascii=True) + "\n")
            count += 1
            if sys.stderr.isatty() and count % 50 == 0:
                print(f"\r{count} inputs", end="", file=sys.stderr)
    part.replace(options.output)
    wall, processor = time.monotonic() - begun, time.process_time() - used
    print(f"{count} lines in {wall:.0f} s ({processor:.0f} s of the processor): {options.output}")
    return 0


def _results(options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    from behaviour.inputs import folder_inputs, mutations
    from behaviour.observing import digest, observed
    from behaviour.playing import played, scenario_files

    folders = [options.fixtures, *options.inputs]
    asked = {"mutations": options.mutations, "seed": options.seed, "folders": [path.name for path in folders]}
    yield "the record", asked
    for folder in folders:
        for name, path in scenario_files(folder):
            yield f"{name} played", {"input": digest(path.read_bytes()), **played(path)}
    inputs = [source for folder in folders for source in folder_inputs(folder)]
    for source in (*inputs, *mutations(inputs, options.mutations, options.seed)):
        yield source.name, {"input": digest(source.data), **observed(source.data)}


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as lines:
        return {row["name"]: row["results"] for row in map(json.loads, lines)}


def compare(options: argparse.Namespace) -> int:
    """Print the differences of two records, and return 1 when there are any."""
    from behaviour.comparing import differences, place_of

    before, after = _load(options.before), _load(options.after)
    count, names, places = 0, set(), Counter[str]()
    for count, difference in enumerate(differences(before, after, options.ignore), 1):
        names.add(difference.name)
        places[place_of(difference)] += 1
        if count <= MOST_SHOWN:
            print(
                f"{difference.name}: {difference.what}\n  - {_short(difference.before)}\n  + {_short(difference.after)}"
            )
    if count > MOST_SHOWN:
        print(f"... and {count - MOST_SHOWN} more")
        print(
            "by place:",
            *(f"  {number:6} {place}" for place, number in places.most_common(MOST_PLACES)),
            sep="\n",
        )
    print(f"{count} differences in {len(names)} of {len(before.keys() | after.keys())} inputs")
    return 1 if count else 0


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}... ({len(text)} characters)"


def trace(options: argparse.Namespace) -> int:
    """Print the files that are entered from bytes to report, and from bytes to series."""
    package = _use(options.src)
    from behaviour.observing import NOW
    from behaviour.tracing import files_entered, traced_calls

    for title, call in traced_calls(options.fixtures, NOW).items():
        names, functions = files_entered(call, package)
        print(f"{title}: {len(names)} files, {functions} functions")
        print("".join(f"  {name}\n" for name in names), end="")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command")
    command = commands.add_parser("record", help="write what the verbs give on all inputs")
    command.add_argument("--src", type=Path, required=True, help="folder that holds the package")
    command.add_argument("-o", "--output", type=Path, required=True)
    command.add_argument("--fixtures", type=Path, default=ROOT / "fixtures")
    command.add_argument(
        "--inputs", type=Path, nargs="*", action="extend", default=[], help="further folders of inputs"
    )
    command.add_argument("--mutations", type=int, default=2000)
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(run=record)
    command = commands.add_parser("compare", help="print how two records differ")
    command.add_argument("before", type=Path)
    command.add_argument("after", type=Path)
    command.add_argument(
        "--ignore", action="append", default=[], metavar="KEY", help="a key that is not compared"
    )
    command.set_defaults(run=compare)
    command = commands.add_parser("trace", help="print the files that are entered from bytes to result")
    command.add_argument("--src", type=Path, required=True)
    command.add_argument("--fixtures", type=Path, default=ROOT / "fixtures")
    command.set_defaults(run=trace)
    return parser


def main() -> int:
    """Run the command; without one, say which there are."""
    parser = _arguments()
    options = parser.parse_args()
    if options.command is None:
        parser.print_help()
        return 0
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
