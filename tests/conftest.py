"""What all tests share: drawn examples are the same each time, and others where `EXPLORE` is set; English."""

from __future__ import annotations

import os

from hypothesis import settings

# whoever runs them gets the same answer for the same code; the slow tests look for more (`make test-slow`)
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("explore" if os.environ.get("EXPLORE") else "same")

# the command line speaks the language of the locale: tests read English, whoever runs them
for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(variable, None)
os.environ["LANG"] = "C.UTF-8"
