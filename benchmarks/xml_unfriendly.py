"""What a large XML message costs that is not quite plain, beside lxml's bare parse of the same bytes; input of its own.

Run: python benchmarks/xml_unfriendly.py [payloads]

A month of hours for each metering point. Figures are processor time as a ratio of lxml's parse, the median of paired
runs, and the memory of a report above the input; each work is done in a process of its own.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from lxml import etree

import edielkit
from edielkit.identifiers.registry import gs1_digit

HOURS, RUNS = 744, 3
ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
FRONT = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CollectedData xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2" xmlns:abie="{ABIE}"><rsm:Header>\
<abie:Identification>00000000-0000-4000-8000-000000000000</abie:Identification>\
<abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType><abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>\
<abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:PhysicalSenderEnergyParty>\
<abie:JuridicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification></abie:JuridicalSenderEnergyParty>\
<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier="9">7080003824349</abie:Identification></abie:JuridicalRecipientEnergyParty>\
</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>\
<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDE</abie:EnergyBusinessProcessRole>\
<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"""
HEAD = """<rsm:PayloadEnergyTimeSeries><abie:Identification>{identification}</abie:Identification>\
<abie:RegistrationDateTime>2026-02-01T04:34:12+01:00</abie:RegistrationDateTime><abie:ObservationPeriodTimeSeriesPeriod>\
<abie:ResolutionDuration>PT1H</abie:ResolutionDuration><abie:Start>2026-01-01T00:00:00+01:00</abie:Start>\
<abie:End>2026-02-01T00:00:00+01:00</abie:End></abie:ObservationPeriodTimeSeriesPeriod><abie:ProductIncludedProductCharacteristics>\
<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification><abie:UnitType>kWh</abie:UnitType>\
</abie:ProductIncludedProductCharacteristics><abie:MPDetailMeasurementMeteringPointCharacteristic><abie:Direction>Out</abie:Direction>\
</abie:MPDetailMeasurementMeteringPointCharacteristic><abie:MeteringPointUsedDomainLocation>\
<abie:Identification schemeAgencyIdentifier="9">{point}</abie:Identification></abie:MeteringPointUsedDomainLocation>"""
BACK = "</rsm:CollectedData>"
ROW = re.compile(rb'<abie:Observation Sequence="300">.*?</abie:Observation>')


def clean(payloads: int) -> bytes:
    """Return a message of CollectedData, one value in thirty estimated."""
    rng = random.Random(1)
    parts = [FRONT]
    for number in range(payloads):
        body = f"7070575{number:010d}"
        parts.append(
            HEAD.format(
                identification=uuid.UUID(int=rng.getrandbits(128), version=4), point=body + gs1_digit(body)
            )
        )
        parts += (_row(rng, hour) for hour in range(1, HOURS + 1))
        parts.append("</rsm:PayloadEnergyTimeSeries>")
    parts.append(BACK)
    return "".join(parts).encode()


def _row(rng: random.Random, hour: int) -> str:
    value = f"{rng.randrange(50, 9999) / 1000:.3f}".rstrip("0").rstrip(".")
    name, codes = ("Metered", "")
    if rng.random() < 1 / 30:
        name, codes = "Estimated", ' Quality="56" ValidationCode="V002" EstimationCode="E001"'
    return f'<abie:Observation Sequence="{hour}"><abie:{name}{codes}>{value}</abie:{name}></abie:Observation>'


def _in_the_middle(data: bytes, old: bytes, new: bytes) -> bytes:
    at = data.index(old, len(data) // 2)
    return data[:at] + new + data[at + len(old) :]


def _an_hour_missing(data: bytes) -> bytes:
    row = ROW.search(data, len(data) // 2)
    assert row is not None
    return data[: row.start()] + data[row.end() :]


def _wrong_digits(data: bytes) -> bytes:
    return re.sub(
        rb'"9">7070575(\d{10})(\d)', lambda m: b'"9">7070575%s%d' % (m[1], (int(m[2]) + 1) % 10), data
    )


INPUTS: dict[str, Callable[[bytes], bytes]] = {
    "clean": lambda data: data,
    "an hour missing": _an_hour_missing,
    "a wrong check digit in each payload": _wrong_digits,
    "a comment": lambda data: _in_the_middle(data, b"<abie:Observation ", b"<!-- a --><abie:Observation "),
    "a reference": lambda data: _in_the_middle(data, b">kWh<", b">k&#87;h<"),
    "a negative value": lambda data: _in_the_middle(data, b"<abie:Metered>", b"<abie:Metered>-"),
    "an unknown direction": lambda data: _in_the_middle(data, b">Out<", b">Up<"),
    "pretty-printed": lambda data: data.replace(b"><", b">\n  <"),
    "another prefix": lambda data: data.replace(b"abie:", b"a:").replace(b":abie=", b":a="),
}


WORKS: dict[str, Callable[[bytes], object]] = {
    "parse": etree.fromstring,
    "report": edielkit.validate,
    "series": lambda data: sum(len(series.observations) for series in edielkit.read_series(data)),
}


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def measure(work: str, file: str) -> None:
    """Print the seconds of a work, and by how many megabytes it raises the peak of this process."""
    WORKS[work](clean(2))
    data = Path(file).read_bytes()
    peak, before = _peak(), time.process_time()
    WORKS[work](data)
    print(time.process_time() - before, _peak() - peak)


def _measured(work: str, file: Path) -> tuple[float, int]:
    child = [sys.executable, __file__, work, str(file)]
    seconds, megabytes = subprocess.run(child, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), int(megabytes)


def main() -> None:
    """Make the inputs, measure, and print the ratios."""
    payloads = int(sys.argv[1]) if len(sys.argv) > 1 else 1344
    plain = clean(payloads)
    print(f"{payloads} payloads, {payloads * HOURS} values, {len(plain) / 1e6:.1f} MB")
    print(f"{'input':38} report  series  MB  findings")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "message.xml"
        for name, change in INPUTS.items():
            data = change(plain)
            file.write_bytes(data)
            runs = [[_measured(work, file) for work in WORKS] for _ in range(RUNS)]
            report, series = (statistics.median(run[work][0] / run[0][0] for run in runs) for work in (1, 2))
            megabytes = max(run[1][1] for run in runs)
            findings = len(edielkit.validate(data))
            print(f"{name:38} {report:6.2f}  {series:6.2f}  {megabytes:2}  {findings}")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WORKS:
        measure(sys.argv[1], sys.argv[2])
    else:
        main()
