"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ("PROFILES", "VERSIONS", "emif_version", "paths")

F = TypeVar("F", bound=Callable[..., Any])

# The choices of options are spelled here so that --help loads no wire; a test holds them against the package.
VERSIONS = ("2.3", "2.4.3", "EI-270")
PROFILES = ("no", "se", "dk", "de", "ch")


def paths(function: F) -> F:
    """Add the argument PATH... for whatever can be read."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(function)


def emif_version(function: F) -> F:
    """Add the option ``--emif-version``."""
    return click.option(
        "--emif-version",
        type=click.Choice(VERSIONS),
        help="EMIF version to judge or write by.  [default: the one that the message needs]",
    )(function)
