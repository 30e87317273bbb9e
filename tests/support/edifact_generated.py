"""Valid messages of series from the generator: one of every guide of MSCONS and UTILTS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from edielkit.generate.edifact_messages import edifact_message, guides_for

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)


def series_messages(seed: str = "1") -> Iterator[bytes]:
    """Yield a message of every market, directory and kind of UTILTS; of the many cases of Germany a few."""
    for kind in ("MSCONS", "UTILTS"):
        for number, guide in enumerate(guides_for(kind)):
            if guide.profile != "de" or number % 8 == 0:
                process = guide.process or None
                yield edifact_message(kind, seed=seed, now=NOW, profile=guide.profile, process=process).data
