"""How long a large EMIF message takes, beside what lxml alone needs for it; ratios in one run, input of its own.

Run: python benchmarks/emif_parse.py [values]

Each figure is the processor time and the growth of memory of a process of its own, the best of three; the memory is
read as Linux tells it.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
KIND = "NotifyValidatedDataForBillingEnergy"
NAMESPACE = f"urn:no:elhub:emif:metering:{KIND}:v2"
HOURS = 744

_RUN = """
import json, pathlib, sys, time
def memory(name):
    # what getrusage calls the most is inherited from the parent process
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
path = sys.argv[1]
{prepare}
before, held = time.process_time(), memory("VmRSS")
result = {work}
print(json.dumps([time.process_time() - before, memory("VmHWM") - held, {check}]))
"""
_READY = "import edielkit\nedielkit.validate({small!r})\nlist(edielkit.read_series({small!r}))\ndata = open(path, 'rb').read()"
RUNS = {
    "lxml.etree.parse": ("from lxml import etree", "etree.parse(path)", "0"),
    "edielkit.parse": ("ready", "edielkit.parse(data)", "0"),
    "edielkit.read_series": (
        "ready",
        "sum(int(s.observations.quantity.sum()) for s in edielkit.read_series(data))",
        "result",
    ),
    "edielkit.validate (schema)": (
        "ready",
        "edielkit.validate(data, level='schema')",
        "len(result.errors)",
    ),
}


def _party(name: str) -> str:
    return f'<abie:{name}><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:{name}>'


def document(values: list[int]) -> Iterator[str]:
    """Yield the text of a message with *values* thousandths, a month of hours in each payload."""
    yield f'<rsm:{KIND} xmlns:rsm="{NAMESPACE}" xmlns:abie="{ABIE}"><rsm:Header>'
    yield "<abie:Identification>11111111-2222-3333-4444-555555555555</abie:Identification>"
    yield '<abie:DocumentType listAgencyIdentifier="260">E66</abie:DocumentType>'
    yield "<abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>"
    for name in ("PhysicalSender", "JuridicalSender", "JuridicalRecipient"):
        yield _party(f"{name}EnergyParty")
    yield '</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313'
    yield '</abie:EnergyBusinessProcess><abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDQ'
    yield "</abie:EnergyBusinessProcessRole><abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>"
    yield "</rsm:ProcessEnergyContext>"
    for start in range(0, len(values), HOURS):
        yield from _payload(start // HOURS, values[start : start + HOURS])
    yield f"</rsm:{KIND}>"


def _payload(number: int, values: list[int]) -> Iterator[str]:
    yield f"<rsm:PayloadEnergyTimeSeries><abie:Identification>00000000-0000-0000-0000-{number:012x}</abie:Identification>"
    yield "<abie:RegistrationDateTime>2026-02-01T04:34:12+01:00</abie:RegistrationDateTime>"
    yield "<abie:ObservationPeriodTimeSeriesPeriod><abie:ResolutionDuration>PT1H</abie:ResolutionDuration>"
    yield "<abie:Start>2026-01-01T00:00:00+01:00</abie:Start><abie:End>2026-02-01T00:00:00+01:00</abie:End>"
    yield "</abie:ObservationPeriodTimeSeriesPeriod><abie:ProductIncludedProductCharacteristics>"
    yield '<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification><abie:UnitType>kWh</abie:UnitType>'
    yield "</abie:ProductIncludedProductCharacteristics><abie:MPDetailMeasurementMeteringPointCharacteristic>"
    yield "<abie:Direction>Out</abie:Direction></abie:MPDetailMeasurementMeteringPointCharacteristic>"
    yield '<abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier="9">'
    yield f"7070575{number:011d}</abie:Identification></abie:MeteringPointUsedDomainLocation>"
    for place, value in enumerate(values, 1):
        quantity = f"{value / 1000:.3f}".rstrip("0").rstrip(".")
        if place % 33:
            content = f"<abie:Metered>{quantity}</abie:Metered>"
        else:
            content = (
                f'<abie:Estimated Quality="56" ValidationCode="V002" EstimationCode="E001">{quantity}'
                "</abie:Estimated>"
            )
        yield f'<abie:Observation Sequence="{place}">{content}</abie:Observation>'
    yield "</rsm:PayloadEnergyTimeSeries>"


def measure(name: str, path: Path, small: bytes) -> tuple[float, float, int]:
    """Return seconds, megabytes and what the run found: the least of three processes."""
    prepare, work, check = RUNS[name]
    ready = _READY.format(small=small) if prepare == "ready" else prepare
    code = _RUN.format(prepare=ready, work=work, check=check)
    results = [
        json.loads(subprocess.run([sys.executable, "-c", code, str(path)], check=True, stdout=-1).stdout)
        for _ in range(3)
    ]
    seconds, megabytes, counts = (list(column) for column in zip(*results, strict=True))
    return min(seconds), min(megabytes), counts[0]


def warm(data: bytes) -> float:
    """Return the milliseconds that a warm validate of *data* takes."""
    code = (
        "import edielkit, time\n"
        f"data = {data!r}\n"
        "for _ in range(20): edielkit.validate(data)\n"
        "spent = []\n"
        "for _ in range(100):\n"
        "    began = time.process_time(); edielkit.validate(data); spent.append(time.process_time() - began)\n"
        "print(sorted(spent)[50] * 1000)"
    )
    return float(subprocess.run([sys.executable, "-c", code], check=True, stdout=-1).stdout)


def imported() -> float:
    """Return the seconds that importing edielkit adds to a bare interpreter."""
    figures = []
    for statement in ("pass", "import edielkit"):
        code = f"{statement}\nimport time\nprint(time.process_time())"
        runs = [
            float(subprocess.run([sys.executable, "-c", code], check=True, stdout=-1).stdout)
            for _ in range(9)
        ]
        figures.append(min(runs))
    return figures[1] - figures[0]


def main() -> None:
    """Write the input, measure, and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rng = random.Random(20260101)
    values = [rng.randint(50, 9999) for _ in range(count)]
    small = "".join(document(values[:200])).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notify.xml"
        path.write_text("".join(document(values)))
        print(f"{count} values, {path.stat().st_size / 1e6:.1f} MB")
        base, tree, _ = measure("lxml.etree.parse", path, small)
        for name in RUNS:
            seconds, megabytes, total = measure(name, path, small)
            print(
                f"{name:28} {seconds:6.2f} s  {seconds / base:5.2f} x lxml  {megabytes:6.0f} MB"
                f"  {megabytes / tree:5.2f} x lxml"
            )
            if name == "edielkit.read_series":
                assert sum(values) == total
    print(f"validate, {len(small) / 1000:.0f} kB, warm       {warm(small):6.2f} ms")
    print(f"import edielkit              {imported():6.3f} s over a bare interpreter")


if __name__ == "__main__":
    main()
