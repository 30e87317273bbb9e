"""The package as it is imported: light, complete, typed."""

from __future__ import annotations

import subprocess
import sys

import edielkit


def test_import_loads_nothing_heavy():
    """Importing the package loads none of its dependencies; each is loaded where it is first used."""
    code = (
        "import sys, edielkit; heavy = {'attrs', 'lxml', 'numpy', 'xmlschema', 'pydifact', 'click', 'rich'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]\n" == ran.stdout


def test_every_public_name_is_there():
    """Each name of __all__ can be had and is listed."""
    assert set() == {name for name in edielkit.__all__ if not hasattr(edielkit, name)}
    assert set(edielkit.__all__) <= set(dir(edielkit))
    assert sorted(edielkit.__all__) == list(edielkit.__all__)


def test_unknown_name_is_an_attribute_error():
    """A name that is not there is told as Python tells it."""
    assert not hasattr(edielkit, "frobnicate")
