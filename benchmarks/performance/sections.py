"""The sections of the page: each makes its inputs, lets them be measured side by side, and gives a table."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs

import edielkit
from benchmarks.edifact_report import CASES
from benchmarks.edifact_series import interchange
from benchmarks.performance import xml_inputs
from benchmarks.performance.figures import Cell, Figure, Section
from benchmarks.performance.measuring import Measure, Measured
from benchmarks.performance.works import WORKS

__all__ = ("Settings", "edifact", "growth", "peers", "writing", "xml")

_HOURS = xml_inputs.HOURS
# values of the message with which each process is warmed
_WARM = 2 * _HOURS
_LAYOUTS = ("163", "324")
_NOTHING = "not here"


@attrs.frozen(kw_only=True)
class Settings:
    """How much is measured.

    Attributes:
        folder: Where the inputs and what is compiled are kept.
        measure: How a work is measured.
        values: Values in a large message.
        few: Values in a message for readers that are slow.
        runs: How often all works on an input are done, one after the other.
        sizes: Values in the messages of the section on growth.
        nights: Metering points in a small message, each with a day of hours.
        hostile: Bytes of the least input of each shape that means no good.
        has_starts: Measure the start of processes too.
    """

    folder: Path
    measure: Measure
    values: int = 1_000_000
    few: int = 20_000
    runs: int = 3
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    nights: int = 6
    hostile: int = 100_000
    has_starts: bool = True

    def costs(self, data: bytes, warm: bytes, works: Iterable[str]) -> dict[str, list[Measured]]:
        """Return what each work costs on *data* that can be done here, run by run."""
        file, small = self.folder / "input", self.folder / "warm"
        file.write_bytes(data)
        small.write_bytes(warm)
        able = [work for work in works if not WORKS[work].missing]
        costs: dict[str, list[Measured]] = {work: [] for work in able}
        for _ in range(self.runs):
            for work in able:
                costs[work].append(self.measure(work, file, small))
        file.unlink()
        return costs


def _xml(values: int) -> bytes:
    # what is odd stands in the middle, with a payload before it and one after it
    return xml_inputs.clean(max(values // _HOURS, 3))


def _beside(key: str, costs: dict[str, list[Measured]], work: str, other: str, *, scale: float = 1.0) -> Cell:
    """Return the time of a work as a multiple of another's, run by run."""
    if work not in costs or other not in costs:
        return _NOTHING
    pairs = zip(costs[work], costs[other], strict=True)
    return Figure(key, tuple(scale * mine.seconds / max(theirs.seconds, 1e-9) for mine, theirs in pairs))


def _memory(key: str, costs: Sequence[Measured]) -> Figure:
    return Figure(key, (max(cost.megabytes for cost in costs),), "MB")


def xml(settings: Settings) -> Section:
    """Return what XML costs beside lxml's bare parse, plain and odd."""
    plain, warm, rows = _xml(settings.values), _xml(_WARM), []
    for name, change in xml_inputs.INPUTS.items():
        costs = settings.costs(change(plain), warm, ("lxml", "report", "series", "xml floor"))
        rows.append(
            (
                name,
                _beside(f"xml/{name}/report", costs, "report", "lxml"),
                _beside(f"xml/{name}/series", costs, "series", "lxml"),
                _beside(f"xml/{name}/floor", costs, "series", "xml floor"),
                _memory(f"xml/{name}/memory", costs["report"]),
                str(costs["report"][0].count),
            )
        )
    return Section(
        title="XML, plain and odd",
        text=f"CollectedData with {len(plain) / 1e6:.1f} MB, a month of hours for each metering point; in most inputs one place in the "
        "middle is odd.",
        header=("input", "report / lxml parse", "series / lxml parse", "series / floor", "report, memory above the input", "findings"),
        rows=rows,
    )  # fmt: skip


def edifact(settings: Settings) -> Section:
    """Return what MSCONS costs beside the floor, plain and odd."""
    rows: list[Sequence[Cell]] = []
    for layout in _LAYOUTS:
        plain, warm = interchange(settings.values, layout), interchange(_WARM, layout)
        # what is odd is told of one layout
        for name, change in CASES.items() if layout == _LAYOUTS[0] else [("clean", CASES["clean"])]:
            is_plain = name == "clean"
            works = ("edifact floor", "report", *(("parse", "series") if is_plain else ()))
            costs = settings.costs(change(plain), warm, works)
            key = f"edifact/{layout}/" if is_plain else f"edifact/{layout}/{name}/"
            rows.append(
                (
                    f"DTM+{layout}, {'plain' if is_plain else name}",
                    _beside(f"{key}report", costs, "report", "edifact floor"),
                    _beside(f"{key}series", costs, "series", "edifact floor") if is_plain else "",
                    _beside(f"{key}parse", costs, "parse", "edifact floor") if is_plain else "",
                    _memory(f"{key}report memory", costs["report"]),
                    _memory(f"{key}parse memory", costs["parse"]) if is_plain else "",
                    str(costs["report"][0].count),
                )
            )
    return Section(
        title="MSCONS, plain and odd",
        text="An interchange with a month of hours for each metering point, ten points a message, with periods as DTM+163 and DTM+164 or "
        "as DTM+324. Beside the floor.",
        header=("input", "report / floor", "series / floor", "parse / floor", "report, memory", "parse, memory", "findings"),
        rows=rows,
    )  # fmt: skip


def _as_csv(data: bytes) -> bytes:
    """Return the values of a message as a compressed CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for series in edielkit.read_series(data):
        writer.writerows(
            (series.metering_point, value.position, value.quantity) for value in series.observations
        )
    return gzip.compress(text.getvalue().encode("ascii"), 6, mtime=0)


def peers(settings: Settings) -> Section:
    """Return what readers of others and ours cost on the same values."""
    wires: tuple[tuple[str, Callable[[int], bytes], tuple[str, ...]], ...] = (
        ("XML", _xml, ("xml floor", "series", "parse", "report", "lxml", "lxml and XSD", "xml2arrow", "xsdata")),
        ("MSCONS", lambda values: interchange(values, "163"), ("edifact floor", "series", "parse", "report", "pydifact")),
        ("CSV", lambda values: _as_csv(_xml(values)), ("csv and gzip",)),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for wire, make, works in wires:
        costs: dict[str, list[Measured]] = {}
        for is_slow in (False, True):
            chosen = [work for work in works if WORKS[work].is_slow is is_slow]
            if chosen:
                values = settings.few if is_slow else settings.values
                costs.update(settings.costs(make(values), make(_WARM), chosen))
        rows += (_peer(settings, wire, work, costs) for work in works)
    return Section(
        title="Beside other readers",
        text=f"The same values in one run: {settings.values:,}, and {settings.few:,} for xsdata and pydifact, which would take minutes. None of the others "
        "checks more than its line says.",
        header=("input", "reader", "gives", "million values a second", "times the time of our series", "memory above the input"),
        rows=rows,
    )  # fmt: skip


def _peer(settings: Settings, wire: str, work: str, costs: dict[str, list[Measured]]) -> Sequence[Cell]:
    """Return the row of one reader; what it costs is told for a value where others had more of them."""
    is_ours = work in {"series", "parse", "report"}
    name = f"edielkit {work}" if is_ours else "floor" if work.endswith("floor") else work
    says, missing = WORKS[work].says, WORKS[work].missing
    if missing:
        return wire, name, says, missing, "", ""
    key = "edifact/163/pydifact" if work == "pydifact" else f"peers/{wire}/{work}"
    values = settings.few if WORKS[work].is_slow else settings.values
    rates = tuple(values / max(cost.seconds, 1e-9) / 1e6 for cost in costs[work])
    beside = _beside(key, costs, work, "series", scale=settings.values / values)
    return wire, name, says, Figure(f"{key}/rate", rates), beside, _memory(f"{key}/memory", costs[work])


def growth(settings: Settings) -> Section:
    """Return what a value costs in larger and larger messages."""
    rows: list[Sequence[Cell]] = []
    wires: dict[str, Callable[[int], bytes]] = {
        "xml": _xml,
        "edifact": lambda values: interchange(values, "163"),
    }
    for wire, make in wires.items():
        before: list[Measured] = []
        for number, values in enumerate(settings.sizes):
            data = make(values)
            costs = settings.costs(data, make(_WARM), ("series", "report"))
            report = costs["report"]
            is_last = number == len(settings.sizes) - 1
            ratios: Cell = ""
            if before:
                scale = settings.sizes[number - 1] / values
                key = f"growth/{wire}" if is_last else f"growth/{wire}/{values}"
                ratios = _beside(key, {"a": report, "b": before}, "a", "b", scale=scale)
            rows.append(
                (
                    {"xml": "XML", "edifact": "MSCONS"}[wire],
                    f"{values:,}",
                    *(
                        Figure(f"growth/{wire}/{values}/{work}", tuple(1e9 * cost.seconds / values for cost in costs[work]), "ns")
                        for work in ("series", "report")
                    ),
                    ratios,
                    *(_memory(f"growth/{wire}/{values}/{work} memory", costs[work]) for work in ("series", "report")),
                )
            )  # fmt: skip
            before = report
    return Section(
        title="Growth",
        text="Time of a value, and memory above the input, from small messages to large ones.",
        header=("wire", "values", "series, a value", "report, a value", "report, a value beside the row above", "series, memory", "report, memory"),
        rows=rows,
    )  # fmt: skip


def writing(settings: Settings) -> Section:
    """Return how fast columns become bytes."""
    rows: list[Sequence[Cell]] = []
    for wire, work, data, warm, values in (
        ("XML", "write", _xml(settings.values), _xml(_WARM), settings.values),
        (
            "MSCONS",
            "write mscons",
            interchange(settings.values, "163"),
            interchange(_WARM, "163"),
            settings.values,
        ),
    ):
        costs = settings.costs(data, warm, (work,))[work]
        rates = tuple(values / max(cost.seconds, 1e-9) / 1e6 for cost in costs)
        rows.append(
            (
                wire,
                f"{values:,}",
                Figure(f"write/{wire.lower()}", rates),
                _memory(f"write/{wire.lower()} memory", costs),
            )
        )
    return Section(
        title="Writing",
        text="From values in memory to canonical bytes, with all checks that `serialize` makes.",
        header=("wire", "values", "million values a second", "memory, the text itself with it"),
        rows=rows,
    )
