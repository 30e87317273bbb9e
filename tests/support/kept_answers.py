"""What the library answers to many small inputs, kept as text beside the tests that ask: a change of any answer is seen and read.

Each module below ``tests/kept`` has a function ``answers`` and a text of the same name. What is kept is no proof that an answer
is right: that is for the tests with a reason of their own. It shows which of some thousand answers a change of the source turns.
Run as a program it writes the texts anew, all or those of the modules named, to be read as a difference:

    python -m tests.support.kept_answers [tests/kept/edifact/test_reports.py ...]
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from types import ModuleType

import attrs
from tests.support.kept_digests import digest
from tests.support.paths import ROOT

__all__ = ("LONGEST", "MOST", "Answer", "assert_kept", "kept_in", "modules_of_answers", "text_of", "written")

# characters of a line, and lines of an answer: of what is longer the beginning and a digest of the whole are kept
LONGEST, MOST = 140, 6
_CASE = "> "
_HEAD = (
    "# What the library answers today, by input: no proof that it is right. A change is read before it is kept:\n"
    "# make answers\n"
)


@attrs.frozen
class Answer:
    """What one input was answered.

    Attributes:
        case: The name of the input, which stands for one input only.
        lines: What the library says of it, one line for each thing said.
    """

    case: str
    lines: tuple[str, ...] = attrs.field(converter=tuple)


def text_of(answer: Answer) -> str:
    """Return an answer as it is kept: its case, then its lines.

    >>> print(text_of(Answer("empty", ["refused", "1"])), end="")
    > empty
      refused
      1
    """
    lines = [_one_line(line) for line in answer.lines]
    if len(lines) > MOST:
        # no line holds a break any more, so the whole says where each of them ends
        further = digest("\n".join(map(_escaped, answer.lines[MOST - 1 :])))
        lines[MOST - 1 :] = [f"{len(lines) - MOST + 1} more lines ... {further}"]
    return "".join((f"{_CASE}{_one_line(answer.case)}\n", *(f"  {line}\n" for line in lines)))


def kept_in(path: Path) -> list[str]:
    """Return the answers that are kept in a text, as text, in their order."""
    answers: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(_CASE):
            answers.append(line)
        elif answers:
            answers[-1] += line
    return answers


def assert_kept(module: str, answers: Iterable[Answer]) -> None:
    """Raise an AssertionError at the first answer that is another than the kept one.

    Args:
        module: The file of the module that asks; its text has the same name.
        answers: What is answered now, made one after the other.
    """
    # all of them first: one that is left half way would keep its folder, and leave it in the midst of another test
    for kept, answer in zip_longest(kept_in(_text(Path(module))), list(answers)):
        now = text_of(answer) if answer else None
        assert kept == now, (
            "another answer than the kept one; `make answers` shows all that changed\n"
            f"kept:\n{kept}\nnow:\n{now}"
        )


def written(module: ModuleType) -> str:
    """Return the text of a module that asks."""
    return _HEAD + "".join(text_of(answer) for answer in module.answers())


def modules_of_answers() -> list[Path]:
    """Return the files of the modules that ask, in the order of their names."""
    return sorted((ROOT / "tests/kept").rglob("test_*.py"))


def _one_line(text: str) -> str:
    """Return a text on one line of bounded length, which tells it from every other."""
    line = _escaped(text)
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST]} ... {digest(text)}"


def _escaped(text: str) -> str:
    """Return a text with what cannot be seen written out, and the backslash, which tells the one from the other."""
    return "".join(
        letter if letter.isprintable() and letter != "\\" else f"{letter!r}"[1:-1] for letter in text
    )


def _text(module: Path) -> Path:
    return module.with_suffix(".txt")


def _loaded(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def main(paths: Iterable[Path]) -> None:
    """Write the texts of modules anew."""
    for path in paths:
        _text(path).write_text(written(_loaded(path)), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(kept_in(_text(path)))} answers", flush=True)


if __name__ == "__main__":
    main([Path(name).resolve() for name in sys.argv[1:]] or modules_of_answers())
