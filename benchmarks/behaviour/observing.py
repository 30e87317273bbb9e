"""What the public verbs give on one input, as plain data: findings, values, hashes of bytes, errors."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from behaviour.conversions import conversions, counter

import edielkit

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
# the last level, business, comes with its answers
_LEVELS = ("syntax", "schema", "codes", "process")
_KIND = ("wire", "message", "version", "profile", "wrapper")
_COLUMNS = ("position", "quantity", "status", "validation", "estimation")
_MOST = 100
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,}")


def digest(data: bytes | str) -> str:
    """Return a short hash."""
    return hashlib.sha256(
        data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")
    ).hexdigest()[:16]


def attempt(call: Callable[..., Any], *arguments: Any) -> Any:
    """Return what *call* gives, or the kind and text of its error."""
    try:
        return call(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever a revision raises is what it does
        return {"raises": f"{type(error).__name__}: {_ADDRESS.sub('0x', str(error))}"}


def renamed(value: object, *names: str) -> Any:
    """Return the attribute of *value* that has one of *names*: revisions differ in it."""
    for name in names:
        if hasattr(value, name):
            return getattr(value, name)
    raise AttributeError(f"{type(value).__name__} has none of {', '.join(names)}")


def observed(data: bytes) -> dict[str, Any]:
    """Return everything that is compared of one input, by what was asked."""
    kind = edielkit.detect(data)
    return {
        "detect": [str(getattr(kind, name)) for name in _KIND],
        "validate": {level: attempt(_validated, data, level, NOW) for level in _LEVELS},
        "validate without now": attempt(_validated, data, "business", None),
        **_checked(data),
        "parse": attempt(_parsed, data),
        "series": attempt(_all_series, data),
        "table": attempt(_table, data),
        "explain": attempt(_explained, data),
        "convert": {
            name: attempt(_converted, data, target, options)
            for name, target, options in conversions(kind.wire, NOW)
        },
        "value": attempt(_of_value, data),
    }


def _of_value(data: bytes) -> dict[str, Any]:
    """Return what is asked of a parsed value instead of bytes."""
    value = edielkit.parse(data)
    return {
        **_checked(value),
        # rows that columns cannot hold were called odd before
        "plain": attempt(
            lambda: digest(json.dumps(edielkit.to_dict(value)).replace('"odd": ', '"unparsed": '))
        ),
        "built": attempt(_built, value),
    }


def _built(value: Any) -> str:
    """Return the bytes of *value* after a journey through plain data."""
    plain = edielkit.to_dict(value)
    return digest(edielkit.serialize(edielkit.from_dict(plain["kind"], plain)))


def _validated(data: bytes, level: str, now: dt.datetime | None) -> dict[str, Any]:
    return _report(edielkit.validate(data, now=now, level=level))


def _checked(data_or_message: Any) -> dict[str, Any]:
    """Return the report at level business and its answers: as the message asks for them, and always positive ones."""
    report = attempt(lambda: edielkit.validate(data_or_message, now=NOW))
    if isinstance(report, dict):
        return {"validate business": report}
    return {
        "validate business": _report(report),
        "acknowledge": attempt(_answers, data_or_message, report, None),
        "acknowledge positive": attempt(_answers, data_or_message, report, True),
    }


def _parsed(data: bytes) -> list[str]:
    return [
        str(attempt(lambda part: digest(edielkit.serialize(part)), part)) for part in edielkit.parse_all(data)
    ]


def _explained(data: bytes) -> str:
    return digest(json.dumps(edielkit.explain(data).to_dict()))


def _report(report: Any) -> dict[str, Any]:
    return {
        "verdict": report.verdict.value,
        "kind": report.kind,
        "version": report.version,
        "findings": _capped([_finding(finding) for finding in report.findings]),
        "not_checked": list(report.not_checked),
    }


def _finding(finding: Any) -> dict[str, Any]:
    """Return a finding without what is empty; of its rule the trust, and a hash of title and source."""
    plain = {name: value for name, value in finding.to_dict().items() if value is not None}
    rule = finding.rule
    if rule is not None:
        plain["rule"] = f"{rule.code} {rule.trust.value} {digest(rule.title + rule.source)}"
    plain["message"] = _ADDRESS.sub("0x", plain["message"])
    return plain


def _capped(rows: list[Any]) -> list[Any]:
    """Return long lists with a hash for what stands behind the first rows."""
    if len(rows) <= _MOST:
        return rows
    return [*rows[:_MOST], f"and {len(rows) - _MOST} more: {digest(json.dumps(rows[_MOST:]))}"]


def _all_series(data: bytes) -> list[Any]:
    return _capped([_series(series) for series in edielkit.read_series(data)])


def _series(series: Any) -> list[Any]:
    values = series.observations
    columns = b"".join(
        f"{column.dtype}{column.shape}".encode() + column.tobytes()
        for column in (getattr(values, name) for name in _COLUMNS)
    )
    unparsed = renamed(values, "odd", "unparsed")
    facts = (
        series.metering_point,
        series.grid_area,
        series.product,
        series.unit,
        series.direction,
        series.resolution,
        series.period and f"{series.period.start.isoformat()}/{series.period.end.isoformat()}",
        series.registered and series.registered.isoformat(),
        series.identification,
    )
    return [*facts, len(values), str(values.total), digest(columns + repr(unparsed).encode())]


def _table(data: bytes) -> list[Any]:
    table = edielkit.read_table(data)
    return [table.num_rows, digest(str(table.schema)), digest(repr(table.to_pydict()))]


def _answers(data_or_message: Any, report: Any, positive: Any) -> list[str]:
    answers = edielkit.acknowledge(data_or_message, report, now=NOW, new_id=counter(), positive=positive)
    written = [edielkit.serialize(answer) for answer in answers]
    return _capped([f"{digest(data)} {data[:200].decode('latin-1')}" for data in written])


def _converted(data: bytes, target: str, options: Any) -> dict[str, Any]:
    converted = edielkit.convert(data, target, options=options)
    return {
        "losses": _losses(converted.losses),
        "supplied": _losses(renamed(converted, "unsaid", "supplied")),
        "documents": [digest(edielkit.serialize(message)) for message in converted.messages],
        "bytes": attempt(lambda: digest(converted.to_bytes())),
    }


def _losses(losses: Iterable[Any]) -> list[Any]:
    return _capped([[loss.code, loss.what, loss.where, loss.message] for loss in losses])
