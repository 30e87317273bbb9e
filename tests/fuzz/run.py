"""Fuzz the readers with atheris, each for some time, and keep what reached new code: ``make atheris``.

The corpus grows beside the harnesses: seeds are fixtures, and of what reached new code a spread of small inputs is kept. An
input that fails is written to the folder of the corpus as well, where the ordinary tests meet it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.support.paths import FIXTURES, ROOT

__all__ = ("main",)

CORPUS = ROOT / "tests/fuzz/corpus"
# the most inputs and bytes that are kept for a reader
_MOST_KEPT, _LARGEST = 60, 4096
_COVERED = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+)")
_WIRES = ("edielkit.inputs", "edielkit.compressed", "edielkit.verbs", "edielkit.validation")
_EDIFACT = (
    "edielkit.edifact.read",
    "edielkit.edifact.fast",
    "edielkit.edifact.series",
    "edielkit.edifact.check",
)
_EMIF = ("edielkit.emif.read", "edielkit.emif.fast", "edielkit.emif.check")
# the code that a reader is made of: what is instrumented, so that a run begins within seconds
_OWN: dict[str, tuple[str, ...]] = {
    "edifact": (*_WIRES, *_EDIFACT),
    "emif": (*_WIRES, *_EMIF),
    "anything": (*_WIRES, "edielkit.edifact.read", "edielkit.emif.read"),
    "plain_data": ("edielkit.plain_values", "edielkit.emif.from_dict", "edielkit.edifact.from_dict"),
    "context": ("edielkit.plain_values", "edielkit.process_rules"),
    "scenarios": ("edielkit.cli.input.scenario_files", "edielkit.scenarios"),
    "csv": ("edielkit.csv_cells", "edielkit.tables"),
    "value_files": ("edielkit.csv_cells", "edielkit.value_files"),
    "archives": ("edielkit.compressed", "edielkit.archives"),
}
_SUFFIXES = {
    "edifact": (".edi",),
    "emif": (".xml",),
    "anything": (".edi", ".xml"),
    "scenarios": (".yml",),
    "csv": (".csv",),
    "value_files": (".csv",),
    "plain_data": (".json",),
    "context": (".json",),
    "archives": (),
}


def _seeds(name: str, folder: Path) -> None:
    for path in [*(CORPUS / name).glob("*"), *FIXTURES.rglob("*")]:
        is_kept = path.parent == CORPUS / name
        if (
            path.is_file()
            and (is_kept or path.suffix in _SUFFIXES[name])
            and path.stat().st_size <= 4 * _LARGEST
        ):
            shutil.copy(path, folder / f"{len(list(folder.iterdir())):05}-{path.name}")


def _fuzz(name: str, options: Sequence[str]) -> None:
    """Run one reader inside this process: libFuzzer ends it."""
    import atheris
    from tests.fuzz.readers import READERS

    # libFuzzer sees the code that is instrumented as it is imported: what the reader itself loads
    with atheris.instrument_imports(include=[*_OWN[name]]):
        for module in _OWN[name]:
            import_module(module)
    # behind them: what is loaded before is not seen

    atheris.Setup([sys.argv[0], *options], READERS[name])
    atheris.Fuzz()


def _run(name: str, seconds: int) -> tuple[str, bool]:
    """Fuzz a reader in a process of its own; return what it reached in words, and whether nothing failed."""
    kept = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work, faults = Path(folder) / "work", Path(folder) / "faults"
        for part in (work, faults):
            part.mkdir()
        _seeds(name, work)
        command = [sys.executable, "-m", "tests.fuzz.run", "--inside", name]
        limits = [
            f"-max_len={2 * _LARGEST}",
            "-rss_limit_mb=3000",
            "-timeout=60",
            f"-artifact_prefix={faults}/",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        ran = subprocess.run(
            [*command, "--", str(work), f"-max_total_time={seconds}", *limits],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        reached = _COVERED.findall(ran.stderr)
        for fault in sorted(faults.iterdir()):
            shutil.copy(fault, kept / fault.name)
            print(ran.stderr[-3000:], file=sys.stderr)
        # libFuzzer writes what reached something new; seeds have a number before their names
        grown = sorted(
            (path for path in work.iterdir() if "-" not in path.name), key=lambda path: path.stat().st_size
        )
        small = [path for path in grown if path.stat().st_size <= _LARGEST]
        room = max(0, _MOST_KEPT - sum(1 for _ in kept.iterdir()))
        for path in _spread(small, room):
            shutil.copy(path, kept / path.name)
    runs, places, features = reached[-1] if reached else ("0", "0", "0")
    return f"{runs} inputs, {places} places, {features} features", ran.returncode == 0


def _spread(paths: Sequence[Path], most: int) -> Sequence[Path]:
    """Return at most *most* of the paths, from the smallest to the largest."""
    step = max(1, -(-len(paths) // most)) if most else 1
    return paths[::step][:most]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers that are named, all without a name."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["--inside"]:
        _fuzz(arguments[1], arguments[3:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "readers", nargs="*", metavar="READER", help=f"some of {', '.join(_OWN)}; all without one"
    )
    parser.add_argument("--seconds", type=int, default=1800)
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.readers) - set(_OWN)):
        parser.error(f"expected readers of {', '.join(_OWN)}; found {', '.join(unknown)}")
    all_fine = True
    for name in options.readers or _OWN:
        reached, is_fine = _run(name, options.seconds)
        print(f"{name}: {reached}{'' if is_fine else '; FAILED, see tests/fuzz/corpus/' + name}", flush=True)
        all_fine = all_fine and is_fine
    return 0 if all_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
