"""The rules about when messages and their series are of, beside SER018 on whole days; codes are permanent: never renumbered, never used again.

How much a finding weighs is said by the table of weights, market by market.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from edielkit.findings import Rule, Severity, Trust

__all__ = ("RULES",)

_WEIGHTS = "table of weights, market by market, in docs/reference/guides.md"

_ROWS = (
    ("SER040", "a message is not from the future", _WEIGHTS,
     "Why: the clock of the sender is wrong, or its offset. Wrong: DTM+137 or UNB of tomorrow. Right: of now or earlier."),
    ("SER041", "values, registrations and readings are not from the future", _WEIGHTS,
     ("Why: what has not passed has not been metered, read or registered; periods of forecasts and plans are left out. "
      "Wrong: a day of next year in UTILTS E66. Right: yesterday.")),
    ("SER042", "a message is made after the values that it reports", _WEIGHTS,
     ("Why: a message cannot report what had not passed when it was made. "
      "Wrong: DTM+137 of Monday over values of Tuesday. Right: DTM+137 of Wednesday.")),
    ("SER043", "values are registered after their period", _WEIGHTS,
     ("Why: what has not passed cannot be registered; such a time is most often one of another clock. "
      "Wrong: DTM+597 at noon of the day in DTM+324. Right: DTM+597 after its end.")),
    ("SER044", "a series stands once", "edielkit: of two series for one point, product, direction and period nobody knows which counts",
     ("Why: the later one replaces the earlier one, or both are counted. "
      "Wrong: the same point, product and day in two transactions. Right: once.")),
    ("SER045", "an interchange is prepared after its messages", _WEIGHTS,
     ("Why: one of the two times is wrong, and answers are counted from them. On which clock UNB is written no guide says: it is told "
      "where it lies before the message on every clock from UTC to two hours ahead. "
      "Wrong: UNB of Sunday over DTM+137 of Monday. Right: UNB of Monday.")),
    ("SER046", "what had happened when a message was made lies before it", _WEIGHTS,
     ("Why: a registration, a reading, the arrival of what is answered came before the message that tells of it; one of the two times is "
      "wrong. Wrong: DTM+597 at 06:00 in a message of 05:00. Right: DTM+597 at 05:00 or earlier.")),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        code: Rule(
            code=code, title=title, severity=Severity.WARNING, source=source, trust=Trust.DERIVED, text=text
        )
        for code, title, source, text in _ROWS
    }
)
