"""Assertions about messages: valid, faulty in just one way, the same as another. What fails says where and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from edielkit.comparison import Difference, diff
from edielkit.findings import Finding, Report
from edielkit.generate import Generated
from edielkit.process_rules import MemoryContext
from edielkit.verbs import validate

__all__ = ("assert_findings", "assert_same_message", "assert_valid", "message_differences")

_MOST_SHOWN = 20


def assert_valid(
    data: Any, *, now: dt.datetime | None = None, level: str = "business", context: Any = None
) -> Report:
    """Fail unless a message has no errors; return its report.

    Args:
        data: Bytes, a message, an interchange, or what `MessageFactory` gave.
        now: Aware instant of the validation; no deadline is checked without one.
        level: How far the validation goes.
        context: What is known of metering points.

    Raises:
        AssertionError: There are errors; it lists them.
    """
    report = _report(data, now, level, context)
    if report.errors:
        raise AssertionError("\n".join(["the message would be refused:", *map(_line, report.errors)]))
    return report


def assert_findings(
    data: Any,
    codes: Iterable[str],
    *,
    now: dt.datetime | None = None,
    level: str = "business",
    context: Any = None,
) -> Report:
    """Fail unless the findings of a message have exactly these codes, in any order; return the report.

    Args:
        data: Bytes, a message, an interchange, or what `MessageFactory` gave.
        codes: Code of each finding, such as ``SER105``, or its reason code, such as ``E87``; a code that two findings
            have is named twice.
        now: Aware instant of the validation.
        level: How far the validation goes.
        context: What is known of metering points.

    Raises:
        AssertionError: Some are missing, or there are others; it lists both.
    """
    report = _report(data, now, level, context)
    missing, others = [], list(report.findings)
    for code in codes:
        match = next((finding for finding in others if code in _names(finding)), None)
        if match is None:
            missing.append(code)
        else:
            others.remove(match)
    if missing or others:
        lines = [f"expected {code}, and there is none" for code in missing]
        lines += [f"not expected: {_line(finding)}" for finding in others]
        raise AssertionError("\n".join(lines))
    return report


def _report(data: Any, now: dt.datetime | None, level: str, context: Any) -> Report:
    """Return the report of a message; a generated one knows when, as what and in which market it is validated."""
    if not isinstance(data, Generated):
        return validate(data, now=now, level=level, context=context)
    if context is None:
        context = MemoryContext.from_dict(data.context)
    return validate(
        data.data,
        now=now or data.now,
        level=level,
        context=context,
        version=None if data.profile else data.version,
        profile=data.profile or None,
    )


def _names(finding: Finding) -> tuple[str, ...]:
    return (finding.code,) if finding.reason is None else (finding.code, finding.reason.code)


def _line(finding: Finding) -> str:
    return f"  {finding.code} {finding.message} at {finding.position}"


def message_differences(first: Any, second: Any, *, ignore: Iterable[str] = ()) -> Iterator[Difference]:
    """Yield where two messages say different things, as `edielkit.diff` finds it.

    Args:
        first: Bytes, a message or an interchange.
        second: The other.
        ignore: Names of elements that may differ, such as ``Creation`` or ``Header/Identification``.
    """
    sides = (data.data if isinstance(data, Generated) else data for data in (first, second))
    yield from diff(*sides, ignore=ignore).differences


def assert_same_message(first: Any, second: Any, *, ignore: Iterable[str] = ()) -> None:
    """Fail unless two messages say the same, in whatever order, version and form, see `edielkit.diff`.

    Args:
        first: Bytes, a message or an interchange.
        second: The other.
        ignore: Names of elements that may differ, such as ``Creation`` or ``Header/Identification``.

    Raises:
        AssertionError: They differ; it names the elements, with what stands in each.

    >>> from edielkit.testing import FrozenMarket
    >>> first = FrozenMarket.of(points=10).messages[0]
    >>> assert_same_message(first, first.replace(b"abie:", b"other:").replace(b":abie=", b":other="))
    >>> assert_same_message(first, first.replace(b">In<", b">Out<"))
    Traceback (most recent call last):
    AssertionError: the messages differ:
      CollectedData/PayloadEnergyTimeSeries[...]/MPDetailMeasurementMeteringPointCharacteristic/Direction: In in the first, Out in the second
    """
    shown = list(islice(message_differences(first, second, ignore=ignore), _MOST_SHOWN + 1))
    if shown:
        lines = ["the messages differ:", *(f"  {difference}" for difference in shown[:_MOST_SHOWN])]
        if len(shown) > _MOST_SHOWN:
            lines.append(f"  and more; the first {_MOST_SHOWN} are shown")
        raise AssertionError("\n".join(lines))
