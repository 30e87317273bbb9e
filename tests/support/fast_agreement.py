"""The fast path held against the exact one: values, findings with their places, notes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import edielkit
from edielkit import validation
from edielkit.emif.fast.document import read_fast
from edielkit.emif.read.document import parse_document
from edielkit.errors import ParseError
from edielkit.findings import Report

__all__ = ("exact_report", "fast_report", "reads_alike", "reports_alike")

_COLUMNS = ("position", "quantity", "status", "validation", "estimation")


def _report(data: bytes, least: int, options: dict[str, Any]) -> tuple[Report, bool]:
    read = []

    def read_large(content: bytes, version: str | None = None, **flags: bool) -> Any:
        fast = read_fast(content, version=version, least=least, **flags)
        read.append(fast is not None)
        return fast

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "read_large", read_large)
        return edielkit.validate(data, **options), any(read)


def exact_report(data: bytes, **options: Any) -> Report:
    """Return the report of the exact path."""
    return _report(data, 1 << 40, options)[0]


def fast_report(data: bytes, **options: Any) -> Report | None:
    """Return the report of the fast path, whatever the size; None when it leaves the document to the exact one."""
    report, read = _report(data, 0, options)
    return report if read else None


def reports_alike(data: bytes, **options: Any) -> bool:
    """Tell whether the fast path reads *data*, and fail if its report is not the exact one."""
    fast = fast_report(data, **options)
    if fast is None:
        return False
    exact = exact_report(data, **options)
    assert exact.findings == fast.findings
    assert exact == fast
    return True


def reads_alike(data: bytes, *, now: dt.datetime | None = None) -> bool:
    """Tell whether the fast path reads *data*, and fail if value or report are not the exact ones."""
    fast = read_fast(data, least=0)
    if fast is None:
        return False
    try:
        exact = parse_document(data)
    except ParseError as error:
        raise AssertionError("the exact path reads it not") from error
    assert repr(exact) == repr(fast.document)
    assert exact == fast.document
    message: Any = exact if fast.document is fast.message else exact.messages[0]
    for mine, other in zip(
        fast.message.payload_energy_time_series, message.payload_energy_time_series, strict=True
    ):
        for name in _COLUMNS if other.observation is not None else ():
            column, exact_column = getattr(mine.observation, name), getattr(other.observation, name)
            assert exact_column.tolist() == column.tolist()
            assert exact_column.dtype == column.dtype
            assert not column.flags.writeable
    assert reports_alike(data, now=now)
    return True
