"""What all tests share: on the build machine the drawn examples are the same each time, elsewhere they explore."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
