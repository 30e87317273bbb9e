"""One thing that the hub does without a source that says so."""

from __future__ import annotations

import attrs

from edielkit.findings import Trust

__all__ = ("DERIVED", "INFERRED", "Assumption")

INFERRED, DERIVED = Trust.INFERRED, Trust.DERIVED


@attrs.frozen
class Assumption:
    """One thing that the hub does without a source that says so.

    Attributes:
        about: Process or part.
        text: What it does.
        trust: Inferred from something that is said, or derived from it.
        basis: From what.
    """

    about: str
    text: str
    trust: Trust
    basis: str
