"""Folders of data that travel with the package: in the wheel inside it, in a checkout beside `src`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from edielkit.errors import EdielError

__all__ = ("bundled_folder",)


@cache
def bundled_folder(name: str) -> Path:
    """Return the folder *name* of the data that travel with the package.

    Args:
        name: ``schemas`` or ``fixtures``.

    Raises:
        EdielError: The installation lacks it.

    >>> bundled_folder("schemas").name
    'schemas'
    """
    package = Path(str(files("edielkit")))
    installed = package / name
    # src/edielkit and the folder stand beside each other in a checkout
    folder = installed if installed.is_dir() else package.parents[1] / name
    if not folder.is_dir():
        raise EdielError(f"the {name} of edielkit are not installed: expected a folder {name} in the package")
    return folder
