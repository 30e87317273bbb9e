"""Fuzz the readers with atheris, each for some time, and keep what reached new code: ``make atheris``.

The corpus grows beside the harnesses: seeds are fixtures and small messages of our own, and of what a run reached the few
inputs are kept that reach the most of it. An input that fails is written to the folder of the corpus as well, where the
ordinary tests meet it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from tests.fuzz.faults import keep_faults
from tests.fuzz.kept import most_reached, reached_by
from tests.fuzz.mutation import Mutator
from tests.support.paths import ROOT

__all__ = ("main",)

CORPUS = ROOT / "tests/fuzz/corpus"
# the most inputs and bytes that are kept for a reader, and bytes of an input that the fuzzer makes
_MOST_KEPT, _MOST_BYTES, _LARGEST = 60, 40_000, 5120
_COVERED = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+)")
# as libFuzzer calls what it writes: the digest of the content
_DIGEST = re.compile(r"[0-9a-f]{40}")
# rooms that no reader runs: what is instrumented takes time at the start, and what is not is not seen
_LEFT_OUT = ("engines", "server", "testing", "__main__")


def _modules() -> list[str]:
    """Return the modules of edielkit that readers may run, each of which is loaded before the first input."""
    package = import_module("edielkit")
    names = [module.name for module in walk_packages(package.__path__, "edielkit.", onerror=_passed_over)]
    left_out = tuple(f"edielkit.{room}" for room in _LEFT_OUT)
    return [name for name in names if not name.startswith(left_out)]


def _passed_over(name: str) -> None:
    """A package of an extra that is not installed has no reader."""
    print(f"not loaded: {name}", file=sys.stderr)


def _load() -> None:
    """Instrument all code that a reader may run, before anything else loads a part of it: what was loaded is not seen."""
    import atheris

    assert not any(module.partition(".")[0] == "edielkit" for module in sys.modules)
    with atheris.instrument_imports(include=["edielkit"]):
        modules = _modules()
        for module in modules:
            import_module(module)
        import_module("tests.fuzz.readers")
    print(f"{len(modules)} modules are instrumented", file=sys.stderr)


def _fuzz(name: str, faults: Path, options: Sequence[str]) -> None:
    """Run one reader inside this process: libFuzzer ends it."""
    import atheris
    from tests.fuzz.readers import READERS

    folders = [Path(option) for option in options if not option.startswith("-")]

    def usual(data: bytes, most: int) -> bytes:
        # looked up at each call: atheris replaces it as it begins
        return bytes(atheris.Mutate(data, most))

    reader = keep_faults(READERS[name], faults)
    atheris.Setup([sys.argv[0], *options], reader, custom_mutator=Mutator(folders, usual))
    atheris.Fuzz()


def _inside(name: str, faults: Path, options: Sequence[str]) -> tuple[bool, str]:
    """Fuzz in a process of its own; return whether it ended well, and what it said."""
    sys.stdout.flush()
    with tempfile.TemporaryFile() as words:
        # a copy of this process: what is instrumented is so once for all readers
        child = os.fork()
        if child == 0:
            for stream in (1, 2):
                os.dup2(words.fileno(), stream)
            try:
                _fuzz(name, faults, options)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        words.seek(0)
        return status == 0, words.read().decode("utf-8", "replace")


def _run(name: str, seconds: int) -> tuple[str, bool]:
    """Fuzz a reader; return what it reached in words, and whether nothing failed."""
    from tests.fuzz.seeds import dictionary, write_seeds

    kept = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work, seeds, faults, words = (
            Path(folder) / part for part in ("work", "seeds", "faults", "words.dict")
        )
        for part in (work, seeds, faults):
            part.mkdir()
        write_seeds(name, seeds, most=_LARGEST)
        words.write_bytes(dictionary(name))
        limits = [f"-max_len={_LARGEST}", "-rss_limit_mb=3000", "-timeout=60", f"-artifact_prefix={faults}/"]
        is_well, said = _inside(
            name, faults, [str(work), str(seeds), str(kept), f"-dict={words}", f"-max_total_time={seconds}", *limits]
        )  # fmt: skip
        reached = _COVERED.findall(said)
        failed = [path for path in sorted(faults.iterdir()) if path.suffix != ".txt"]
        for fault in failed:
            (kept / fault.name).write_bytes(fault.read_bytes())
            trace = fault.with_suffix(".txt")
            print(fault.name, trace.read_text() if trace.exists() else "", sep="\n", file=sys.stderr)
        if not is_well:
            print(said[-3000:], file=sys.stderr)
        else:
            _keep(name, [work, seeds, kept], Path(folder) / "control")
    runs, places, features = reached[-1] if reached else ("0", "0", "0")
    return f"{runs} inputs, {places} places, {features} features", is_well and not failed


def _keep(name: str, folders: Sequence[Path], control: Path) -> None:
    """Keep the inputs that reach the most; those with a name of their own stay, whatever they reach."""
    kept = CORPUS / name
    paths = [
        path for folder in folders for path in sorted(folder.iterdir()) if path.stat().st_size <= _LARGEST
    ]
    control.write_text("\n".join((str(len(paths)), "0", *map(str, paths), "")))
    with tempfile.TemporaryDirectory() as faults:
        _inside(name, Path(faults), ["-merge_inner=2", f"-merge_control_file={control}"])
    reached = reached_by(control.read_text(), len(paths))
    named = [n for n, path in enumerate(paths) if path.parent == kept and not _DIGEST.fullmatch(path.name)]
    sizes = [path.stat().st_size for path in paths]
    chosen = most_reached(reached, sizes, named, most=_MOST_KEPT, most_bytes=_MOST_BYTES)
    contents = [paths[n].read_bytes() for n in chosen]
    for path in kept.iterdir():
        if _DIGEST.fullmatch(path.name):
            path.unlink()
    for content in contents:
        (kept / _digest(content)).write_bytes(content)
    everything, stays = set().union(*reached), set().union(*(reached[n] for n in (*named, *chosen)))
    print(
        f"{name}: {len(named)} named and {len(chosen)} other inputs reach {len(stays)} of {len(everything)} features"
    )


def _digest(content: bytes) -> str:
    from hashlib import sha1

    return sha1(content, usedforsecurity=False).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers that are named, all without a name."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    _load()
    from tests.fuzz.readers import READERS

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "readers", nargs="*", metavar="READER", help=f"some of {', '.join(READERS)}; all without one"
    )
    parser.add_argument("--seconds", type=int, default=1800)
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.readers) - set(READERS)):
        parser.error(f"expected readers of {', '.join(READERS)}; found {', '.join(unknown)}")
    all_fine = True
    for name in options.readers or READERS:
        reached, is_fine = _run(name, options.seconds)
        print(f"{name}: {reached}{'' if is_fine else '; FAILED, see tests/fuzz/corpus/' + name}", flush=True)
        all_fine = all_fine and is_fine
    return 0 if all_fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
