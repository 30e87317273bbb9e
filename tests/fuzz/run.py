"""Fuzz the readers with atheris, each for some time, and keep what reached new code: ``make atheris``.

The corpus grows beside the harnesses: seeds are fixtures, and what a run leaves is made small before it is kept. An input
that fails is written to the folder of the corpus as well, where the ordinary tests meet it.
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
    "archives": ("edielkit.compressed", "edielkit.cli.input.archives"),
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
        work, small, faults = (Path(folder) / part for part in ("work", "small", "faults"))
        for part in (work, small, faults):
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
        # the fewest inputs that reach the same, of those that are small enough to be kept
        for path in work.iterdir():
            if path.stat().st_size > _LARGEST:
                path.unlink()
        subprocess.run(
            [*command, "--", "-merge=1", str(small), str(work), "-timeout=60"],
            cwd=ROOT, env=environment, capture_output=True, check=False,
        )  # fmt: skip
        fixtures = {path.read_bytes() for path in FIXTURES.rglob("*") if path.is_file()}
        grown = sorted(small.iterdir(), key=lambda path: path.stat().st_size)
        for path in [path for path in grown if path.read_bytes() not in fixtures][:_MOST_KEPT]:
            shutil.copy(path, kept / path.name)
    runs, places, features = reached[-1] if reached else ("0", "0", "0")
    return f"{runs} inputs, {places} places, {features} features", ran.returncode == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers that are named, all without a name."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["--inside"]:
        _fuzz(arguments[1], arguments[3:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("readers", nargs="*", choices=[*_OWN, []], default=list(_OWN))
    parser.add_argument("--seconds", type=int, default=1800)
    options = parser.parse_args(arguments)
    all_fine = True
    for name in options.readers:
        reached, is_fine = _run(name, options.seconds)
        print(f"{name}: {reached}{'' if is_fine else '; FAILED, see tests/fuzz/corpus/' + name}", flush=True)
        all_fine = all_fine and is_fine
    return 0 if all_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
