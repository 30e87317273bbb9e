"""The JSON of Elhub's energy-data API: the metering values that an organisation may read of its own points.

Source: public clients of the API (fields of the rows, one object or a list of them, times with the Oslo offset of the season, the
natural key ``meteringPointId, startTime, direction``, of which a correction overwrites the value before). Consumption is Out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from edielkit.market_time import Resolution
from edielkit.plain_values import json_fault
from edielkit.process_rules.data import units
from edielkit.series import Status
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.local_times import CellTime, instants_of, read_time
from edielkit.value_files.numbers import PointCells
from edielkit.value_files.value_rows import Channel, ValueRow

__all__ = ("POINTS", "RESOLUTIONS", "is_energy_data", "rows_of_energy_data")

POINTS = "metering-points"
# minutes to the code that the API writes
RESOLUTIONS: Mapping[int, str] = {60: "PT60M", 15: "PT15M"}
_HEAD = 1 << 12
_SEEN = re.compile(rb'"(?:metering-points|meteringValues[A-Za-z]*)"')
_EMPTY = re.compile(rb'\s*\{\s*"data"\s*:\s*\[\s*\]')
_ROWS = "meteringValues"
_UNIT = "kWh"
_DIRECTIONS = frozenset({"In", "Out"})
_SHOWN = 40


def is_energy_data(data: bytes) -> bool:
    """Tell whether *data* is an answer of the API, by its first bytes.

    >>> is_energy_data(b'{"data": [{"type": "metering-points"'), is_energy_data(b'{"kind": "MSCONS"}')
    (True, False)
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and bool(_SEEN.search(head) or _EMPTY.match(head))


def rows_of_energy_data(data: bytes, findings: FileFindings) -> list[ValueRow]:
    """Return the values of an answer, corrections in place of what they correct.

    Args:
        data: The whole answer.
        findings: Takes what is wrong; a row with a finding is left out.

    >>> row = {
    ...     "startTime": "2026-03-02T00:00:00+01:00",
    ...     "quantityKwh": 1.5,
    ...     "resolution": "PT60M",
    ...     "direction": "Out",
    ... }
    >>> points = [{"type": POINTS, "id": "707057500000000008", "attributes": {"meteringValuesHour": [row]}}]
    >>> [
    ...     (row.thousandths, row.seconds)
    ...     for row in rows_of_energy_data(json.dumps({"data": points}).encode(), FileFindings())
    ... ]
    [(1500, 3600)]
    """
    try:
        # a number stays what is written; constants such as NaN are no quantity
        document = json.loads(
            data.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=str
        )
    except UnicodeDecodeError as error:
        findings.add("TAB030", f"expected UTF-8, found another byte at {error.start}")
        return []
    except json.JSONDecodeError as error:
        findings.add("TAB030", f"no JSON: {json_fault(error)}", line=error.lineno)
        return []
    except (RecursionError, ValueError):
        findings.add("TAB030", "no JSON of a depth and of numbers that can be read")
        return []
    return _counting(_rows(document, findings))


def _counting(rows: Iterator[tuple[ValueRow, int | None]]) -> list[ValueRow]:
    """Return the rows that count: of those of one time and direction the one that was inserted last, if that is said."""
    kept: dict[tuple[Channel, int], tuple[ValueRow, int | None]] = {}
    doubled: list[ValueRow] = []
    for row, inserted in rows:
        key = (row.channel, row.start)
        before = kept.get(key)
        if before is None:
            kept[key] = (row, inserted)
        elif before[1] is None or inserted is None or before[1] == inserted:
            doubled.append(row)
        elif inserted > before[1]:
            kept[key] = (row, inserted)
    return [*(row for row, _ in kept.values()), *doubled]


def _rows(document: Any, findings: FileFindings) -> Iterator[tuple[ValueRow, int | None]]:
    points = document.get("data") if isinstance(document, dict) else None
    points = [points] if isinstance(points, dict) else points
    if not isinstance(points, list):
        findings.add("TAB030", "expected an object or a list of objects", path="data")
        return
    cells = PointCells(findings)
    for number, point in enumerate(points):
        path = f"data[{number}]"
        attributes = point.get("attributes") if isinstance(point, dict) else None
        identification = point.get("id") if isinstance(point, dict) else None
        if not isinstance(attributes, dict) or not isinstance(identification, str):
            findings.add("TAB030", "expected an object with id and attributes", path=path)
            continue
        for name, rows in attributes.items():
            if name.startswith(_ROWS):
                yield from _point_rows(
                    rows, cells.point(identification, 0), f"{path}.attributes.{name[:_SHOWN]}", findings
                )
        if findings.is_full:
            return


def _point_rows(
    rows: Any, point: str | None, path: str, findings: FileFindings
) -> Iterator[tuple[ValueRow, int | None]]:
    if not isinstance(rows, list):
        findings.add("TAB030", "expected a list of values", path=path)
        return
    for number, row in enumerate(rows):
        place = f"{path}[{number}]"
        if not isinstance(row, dict):
            findings.add("TAB030", "expected an object", path=place)
            continue
        value = _Row(row, place, findings).value(point)
        if value is not None:
            yield value
        elif findings.is_full:
            return


class _Row:
    """One value of an answer."""

    def __init__(self, row: Mapping[str, Any], path: str, findings: FileFindings) -> None:
        self._row, self._path, self._findings = row, path, findings

    def value(self, point: str | None) -> tuple[ValueRow, int | None] | None:
        """Return the value and the instant at which it was inserted; None where a field is a finding."""
        start, end, inserted = (
            self._instant(name, needed=name == "startTime")
            for name in ("startTime", "endTime", "insertDateTime")
        )
        seconds = self._seconds()
        thousandths = self._thousandths()
        direction, product = self._row.get("direction"), self._row.get("productCode")
        if not isinstance(direction, str) or direction not in _DIRECTIONS:
            self._refuse("direction", "In or Out", direction)
            return None
        if product is not None and not isinstance(product, str):
            self._refuse("productCode", "a text", product)
            return None
        stated = [name for name in ("endTime", "insertDateTime") if self._row.get(name) is not None]
        unread = (end is None and "endTime" in stated) or (inserted is None and "insertDateTime" in stated)
        if start is None or seconds is None or thousandths is None or unread:
            return None
        if end is not None and end - start != seconds:
            self._findings.add(
                "TAB024",
                f"expected endTime a step after startTime, found {(end - start) // 60} minutes",
                path=self._path,
            )
            return None
        unit = units().get(product, _UNIT) if product else _UNIT
        channel = Channel(point, product, unit, direction)
        return (
            ValueRow(channel, start, seconds, thousandths, Status.METERED, path=self._path),
            inserted,
        )

    def _refuse(self, name: str, expected: str, value: Any) -> None:
        words = "nothing" if value is None else repr(str(value)[:_SHOWN])
        self._findings.add("TAB030", f"{name}: expected {expected}, found {words}", path=self._path)

    def _instant(self, name: str, *, needed: bool) -> int | None:
        text = self._row.get(name)
        if text is None and not needed:
            return None
        time: CellTime | None = None
        if isinstance(text, str):
            # a fraction of a second of an insertion is not looked at
            time = read_time(re.sub(r"(:\d\d)\.\d{1,9}", r"\1", text), 0, FileFindings())
        if time is None or time.offset is None:
            self._refuse(name, "a time with its offset", text)
            return None
        return instants_of(time, None)[0]

    def _seconds(self) -> int | None:
        text = self._row.get("resolution")
        resolution = Resolution.of(text) if isinstance(text, str) else None
        if resolution is None or not resolution.seconds:
            self._refuse("resolution", "PT60M or PT15M", text)
            return None
        return resolution.seconds

    def _thousandths(self) -> int | None:
        amount = self._row.get("quantityKwh")
        if not isinstance(amount, Decimal) or not amount.is_finite() or amount.adjusted() > 14:
            self._refuse("quantityKwh", "a number", amount)
            return None
        scaled = amount.normalize().scaleb(3) if amount else Decimal(0)
        if amount.adjusted() < -40 or scaled != scaled.to_integral_value():
            self._findings.add(
                "TAB013",
                f"quantityKwh: expected at most three decimals, found {str(amount)[:_SHOWN]}",
                path=self._path,
            )
            return None
        return int(scaled)
