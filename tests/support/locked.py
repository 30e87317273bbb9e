"""The versions that the project is developed with, as constraints for pip: ``make lock`` writes dev-constraints.txt.

What the package and its extras for users and developers bring along, as it is installed here; names and versions alone.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from tests.support.paths import ROOT

__all__ = ("LOCK", "locked", "pinned")

LOCK = ROOT / "dev-constraints.txt"
_EXTRAS = frozenset({"arrow", "clients", "dev", "fast", "html", "pretty", "server", "test", "zstd"})
_HEAD = "# made by make lock; pip install --constraint dev-constraints.txt --editable '.[dev,pretty,zstd]'\n"


def locked() -> dict[str, str]:
    """Return name and version of each package that development installs."""
    versions: dict[str, str] = {}
    waiting = [("edielkit", _EXTRAS)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        for text in distribution(name).requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in (*extras, "")):
                continue
            wanted = re.sub(r"[-_.]+", "-", requirement.name).lower()
            step = (wanted, frozenset(requirement.extras))
            if step in seen:
                continue
            seen.add(step)
            try:
                own = distribution(wanted)
            except PackageNotFoundError:
                continue
            if wanted != "edielkit":
                versions[wanted] = own.version
            waiting.append((wanted, step[1]))
    return dict(sorted(versions.items()))


def pinned() -> dict[str, str]:
    """Return what the lock file says."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==", 1) for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    LOCK.write_text(
        _HEAD + "".join(f"{name}=={version}\n" for name, version in locked().items()), encoding="utf-8"
    )
    sys.stdout.write(f"written: {LOCK.name}, {len(pinned())} packages\n")
