"""Which findings count: by the code of their rule, by the path of the input, and those that were there before.

What is left out is counted and said: a report without its findings is not called accepted in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

import attrs

from edielkit.cli.open_files import read_file
from edielkit.cli.output.files import write_output
from edielkit.cli.output.reports import InputReport
from edielkit.cli.usage_error import UsageError
from edielkit.findings import Finding, Severity
from edielkit.suggest import near_names, one_of

__all__ = ("Baseline", "Selection", "selection")

_VERSION = 1


@attrs.frozen
class Baseline:
    """Findings that were there when the baseline was written, each as often as it was.

    A finding is known again by its input, its code, its payload and its message, not by its line: a line more at the
    head of a file moves all others.

    Attributes:
        counts: How often each fingerprint was there.
    """

    counts: Mapping[str, int]

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Return the baseline in a file.

        Raises:
            UsageError: The file cannot be read, or is no baseline.
        """
        try:
            document = json.loads(read_file(path))
            counts = document["findings"]
            is_sound = document["baseline"] == _VERSION and all(
                isinstance(count, int) and isinstance(key, str) for key, count in counts.items()
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            is_sound = False
        if not is_sound:
            raise UsageError(f"{path}: this is no baseline; --write-baseline writes one")
        return cls(counts)

    @staticmethod
    def write(path: str, reports: Iterable[InputReport], *, force: bool) -> None:
        """Write the findings of *reports* as a baseline: hashes, nothing of the messages."""
        counts = Counter(
            _fingerprint(source.name, finding) for source in reports for finding in source.report
        )
        text = json.dumps({"baseline": _VERSION, "findings": dict(sorted(counts.items()))}, indent=2)
        write_output(path, f"{text}\n".encode(), force=force)


@attrs.frozen(kw_only=True)
class Selection:
    """What findings are shown and counted.

    Attributes:
        select: Codes or beginnings of codes; all if empty.
        ignore: Codes or beginnings of codes that are left out.
        by_path: The same for inputs whose path fits a pattern.
        baseline: Findings that were there before.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    by_path: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    baseline: Baseline | None = None

    def of(self, source: InputReport) -> InputReport:
        """Return *source* with the findings that count, and how many were left out."""
        ignore = (*self.ignore, *self._ignored_at(source.name))
        before = Counter(self.baseline.counts) if self.baseline else Counter[str]()
        new = [finding for finding in source.report if not _is_counted(before, source.name, finding)]
        kept = [
            finding
            for finding in new
            if finding.code.startswith(self.select or ("",))
            and not (ignore and finding.code.startswith(ignore))
        ]
        if len(kept) == len(source.report):
            return source
        # bytes that are no message stay unreadable, whatever is left out; a baseline knows that they were so before
        report = attrs.evolve(source.report, findings=tuple(kept))
        return attrs.evolve(
            source,
            report=report,
            ignored=len(source.report) - len(kept),
            was_unreadable=report.unreadable and len(new) < len(source.report) and not _errors(new),
        )

    def _ignored_at(self, name: str) -> Iterable[str]:
        path = PurePath(name).as_posix()
        for pattern, codes in self.by_path.items():
            if fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}"):
                yield from codes


def selection(
    select: Iterable[str], ignore: Iterable[str], by_path: Mapping[str, tuple[str, ...]], baseline: str | None
) -> Selection:
    """Return what the options say.

    Raises:
        UsageError: No rule has a code that begins so, or the baseline cannot be read.
    """
    chosen = Selection(
        select=_codes(select),
        ignore=_codes(ignore),
        by_path={pattern: _codes(codes) for pattern, codes in by_path.items()},
        baseline=Baseline.read(baseline) if baseline is not None else None,
    )
    _refuse_unknown(
        (*chosen.select, *chosen.ignore, *(c for codes in chosen.by_path.values() for c in codes))
    )
    return chosen


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for text in texts for code in text.split(",") if code.strip())


def _refuse_unknown(codes: tuple[str, ...]) -> None:
    if not codes:
        return
    from edielkit.catalogue import rules

    every = tuple(rules())
    for code in codes:
        if not any(known_code.startswith(code) for known_code in every):
            near = near_names(code, every)
            raise UsageError(
                f"no rule {code[:40]!r}{f'; did you mean {one_of(near)}?' if near else ''}; edielkit rules lists them"
            )


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _is_counted(before: Counter[str], name: str, finding: Finding) -> bool:
    """Tell whether the baseline has the finding, and count it off."""
    if not before:
        return False
    fingerprint = _fingerprint(name, finding)
    if before[fingerprint] <= 0:
        return False
    before[fingerprint] -= 1
    return True


def _fingerprint(name: str, finding: Finding) -> str:
    parts: list[Any] = [_relative(name), finding.code, finding.payload, finding.message]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _relative(name: str) -> str:
    """Return the path from the working folder, so that a baseline is good for every checkout."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()
