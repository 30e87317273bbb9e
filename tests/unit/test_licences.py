"""Licences of what is installed with the package: all let a power company use and pass it on."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution, requires

import pytest

# Names of licences as packages write them, in lower case: without conditions on what uses the package; the Mozilla licence asks
# for the source of changed files of its own, and nothing of what uses them.
PERMISSIVE = re.compile(
    r"mit(-0)?( license)?|mpl-2\.0|bsd(-[23]-clause)?( license)?|0bsd|apache(-2\.0| software license| license,? (version )?2\.0)|psf-2\.0|isc|zlib|cc0-1\.0|unlicense"
)
# extras for those who work on the package
FOR_DEVELOPERS = {"accessibility", "bench", "clients", "dev", "fuzz", "site", "test"}


def installed():
    """Return the names of all that the package and its extras for users bring along, as far as it is here."""
    names, waiting = set(), ["edielkit"]
    while waiting:
        for requirement in requires(waiting.pop()) or ():
            name = re.match(r"[\w.-]+", requirement)[0].lower()
            extra = re.search(r"extra == ['\"](\w+)", requirement)
            is_ours = requirement in (requires("edielkit") or ())
            if (
                name in names
                or (extra and (not is_ours or extra[1] in FOR_DEVELOPERS))
                or "[" in requirement.split(";")[0]
            ):
                continue
            try:
                distribution(name)
            except PackageNotFoundError:
                continue
            names.add(name)
            waiting.append(name)
    return sorted(names)


def licence_of(name):
    """Return the licence as the package states it: an expression, a text of a line, or its classifiers."""
    metadata = distribution(name).metadata
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    if stated and "\n" not in stated:
        return stated
    classifiers = metadata.get_all("Classifier") or []
    return " AND ".join(line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License"))


@pytest.mark.parametrize("name", installed())
def test_licence_is_permissive(name):
    """Each part of the expression; of two that may be chosen one is enough."""
    parts = re.split(r" and | or ", licence_of(name).strip().lower().replace("the ", ""))

    assert [] == [part for part in parts if not PERMISSIVE.fullmatch(part.strip("() "))]


def test_the_list_is_no_empty_one():
    """What the package cannot do without is in it."""
    assert {"attrs", "click", "lxml", "numpy", "pydifact", "pyyaml", "xmlschema"} <= set(installed())
