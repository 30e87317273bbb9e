"""Parse, validate and build the messages of the Norwegian power market.

The two wires are Elhub's EMIF XML and Ediel's EDIFACT. The core takes bytes and gives values: it reads no
file, no clock and no socket; `now` and ids are arguments.

>>> import edielkit
>>> edielkit.detect(b"UNA:+.? 'UNB+UNOC:3+A+B+260101:0000+1'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'").wire
'edifact'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edielkit.answers import Answers, Explanation
    from edielkit.comparison import Comparison, Difference, diff
    from edielkit.conversion import Converted, Loss
    from edielkit.detected import Kind
    from edielkit.errors import BuildError, EdielError, ParseError
    from edielkit.findings import Finding, Position, Reason, Report, Severity, Verdict
    from edielkit.series import Observation, Observations, Status, TimeSeries
    from edielkit.upgrading import Impact, upgrade
    from edielkit.verbs import (
        acknowledge,
        build,
        convert,
        detect,
        explain,
        from_dict,
        parse,
        parse_all,
        parse_message,
        read_series,
        read_table,
        serialize,
        to_dict,
        validate,
    )

__all__ = (
    "Answers",
    "BuildError",
    "Comparison",
    "Converted",
    "Difference",
    "EdielError",
    "Explanation",
    "Finding",
    "Impact",
    "Kind",
    "Loss",
    "Observation",
    "Observations",
    "ParseError",
    "Position",
    "Reason",
    "Report",
    "Severity",
    "Status",
    "TimeSeries",
    "Verdict",
    "acknowledge",
    "build",
    "convert",
    "detect",
    "diff",
    "explain",
    "from_dict",
    "parse",
    "parse_all",
    "parse_message",
    "read_series",
    "read_table",
    "serialize",
    "to_dict",
    "upgrade",
    "validate",
)

__version__ = "0.2.0"

# Loaded at first use, so that importing the package costs nothing.
_HOMES = {
    "edielkit.answers": ("Answers", "Explanation"),
    "edielkit.comparison": ("Comparison", "Difference", "diff"),
    "edielkit.conversion": ("Converted", "Loss"),
    "edielkit.errors": ("BuildError", "EdielError", "ParseError"),
    "edielkit.findings": ("Finding", "Position", "Reason", "Report", "Severity", "Verdict"),
    "edielkit.detected": ("Kind",),
    "edielkit.series": ("Observation", "Observations", "Status", "TimeSeries"),
    "edielkit.upgrading": ("Impact", "upgrade"),
    "edielkit.verbs": (
        "acknowledge",
        "build",
        "convert",
        "detect",
        "explain",
        "from_dict",
        "parse",
        "parse_all",
        "parse_message",
        "read_series",
        "read_table",
        "serialize",
        "to_dict",
        "validate",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'edielkit' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
