"""The lowest version of every dependency that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
extras = project["optional-dependencies"]
# what develops the package is held by ranges of its own
users = [
    extras[name]
    for name in extras
    if name not in {"accessibility", "bench", "clients", "dev", "fuzz", "site"}
]
for requirement in sorted({*project["dependencies"], *(one for extra in users for one in extra)}):
    bound = re.match(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)", requirement)
    if bound:
        print(f"{bound[1]}=={bound[2]}")
