"""Assertions about messages: valid, faulty in just one way, the same as another. What fails says where and why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from edielkit.findings import Finding, Report
from edielkit.generate import Generated
from edielkit.plain_differences import Difference, differences
from edielkit.process_rules import MemoryContext
from edielkit.verbs import parse, to_dict, validate

__all__ = ("assert_findings", "assert_same_message", "assert_valid", "message_differences")

_MOST_SHOWN = 20
_PLACE = re.compile(r"\[\d+\]")


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
    """Yield where two messages differ, by the paths of their elements; white space and prefixes do not count.

    Args:
        first: Bytes, a message or an interchange.
        second: The other.
        ignore: Names of elements that may differ, such as ``creation`` or ``header.identification``.
    """
    allowed = tuple(ignore)
    for difference in differences(_plain(first), _plain(second)):
        path = _PLACE.sub("", difference.path)
        if not any(f".{name}." in f".{path}." for name in allowed):
            yield difference


def _plain(data: Any) -> Any:
    content = data.data if isinstance(data, Generated) else data
    return to_dict(parse(content) if isinstance(content, bytes) else content)


def assert_same_message(first: Any, second: Any, *, ignore: Iterable[str] = ()) -> None:
    """Fail unless two messages say the same; prefixes, white space and order of attributes do not count.

    Args:
        first: Bytes, a message or an interchange.
        second: The other.
        ignore: Names of elements that may differ, such as ``creation`` or ``header.identification``.

    Raises:
        AssertionError: They differ; it names the elements, with what stands in each.

    >>> from edielkit.testing import FrozenMarket
    >>> first = FrozenMarket.of(points=10).messages[0]
    >>> assert_same_message(first, first.replace(b"abie:", b"other:").replace(b":abie=", b":other="))
    >>> assert_same_message(first, first.replace(b">In<", b">Out<"))
    Traceback (most recent call last):
    AssertionError: the messages differ:
      payload_energy_time_series[0].mp_detail_measurement_metering_point_characteristic.direction: 'In' in the first, 'Out' in the second
    """
    shown = list(islice(message_differences(first, second, ignore=ignore), _MOST_SHOWN + 1))
    if shown:
        lines = ["the messages differ:", *(f"  {difference}" for difference in shown[:_MOST_SHOWN])]
        if len(shown) > _MOST_SHOWN:
            lines.append(f"  and more; the first {_MOST_SHOWN} are shown")
        raise AssertionError("\n".join(lines))
