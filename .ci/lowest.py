"""The lowest version of every dependency that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
extras = project["optional-dependencies"]
for requirement in sorted(
    {*project["dependencies"], *extras["test"], *extras["pretty"], *extras["zstd"], *extras["server"]}
):
    bound = re.match(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)", requirement)
    if bound:
        print(f"{bound[1]}=={bound[2]}")
