"""Readers of others on the same bytes: what people use today, each as far as it goes.

Each function gets a folder for what it has to make first, and returns a reader: bytes in, the number of values out.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

__all__ = (
    "csv_gzip",
    "lxml_parse",
    "lxml_schema",
    "pydifact_segments",
    "xml2arrow_table",
    "xsdata_values",
)

Reader = Callable[[bytes], int]

_SCHEMA = Path(__file__).parents[2] / "schemas" / "emif" / "2.4.3" / "messages" / "CollectedData.xsd"
_OBSERVATION = "{urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2}Observation"
_SERIES = "/CollectedData/PayloadEnergyTimeSeries"
# Each child of a payload becomes a row; those that are no observation have no place and are left out afterwards.
_TABLE = f"""\
tables:
  - name: payloads
    xml_path: /CollectedData
    levels: [payload]
    fields: []
  - name: values
    xml_path: {_SERIES}
    levels: [payload, observation]
    fields:
      - {{name: place, xml_path: {_SERIES}/Observation/@Sequence, data_type: Int32, nullable: true}}
      - {{name: metered, xml_path: {_SERIES}/Observation/Metered, data_type: Float64, nullable: true}}
      - {{name: estimated, xml_path: {_SERIES}/Observation/Estimated, data_type: Float64, nullable: true}}
"""


def lxml_parse(folder: Path) -> Reader:
    """Return lxml's bare parse: a tree, and nothing taken out of it."""
    del folder
    from lxml import etree

    parser = etree.XMLParser(huge_tree=True)

    def read(data: bytes) -> int:
        etree.fromstring(data, parser)
        return 0

    return read


def lxml_schema(folder: Path) -> Reader:
    """Return lxml's parse and validation by the schema of the message."""
    del folder
    from lxml import etree

    parser, schema = etree.XMLParser(huge_tree=True), etree.XMLSchema(etree.parse(str(_SCHEMA)))

    def read(data: bytes) -> int:
        schema.validate(etree.fromstring(data, parser))
        return 0

    return read


def xsdata_values(folder: Path) -> Reader:
    """Return xsdata's reader into the classes that it makes of the schema."""
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.handlers import LxmlEventHandler

    if not (folder / "emif_classes").exists():
        # it calls ruff, which stands beside it
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        command = [sys.executable, "-m", "xsdata", "generate", str(_SCHEMA), "--package", "emif_classes"]
        subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, check=True)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    from emif_classes.messages import CollectedData

    parser = XmlParser(handler=LxmlEventHandler)

    def read(data: bytes) -> int:
        message = parser.from_bytes(data, CollectedData)
        return sum(len(payload.observation) for payload in message.payload_energy_time_series)

    return read


def xml2arrow_table(folder: Path) -> Reader:
    """Return xml2arrow's reader into a table: amounts as floating-point numbers, no check."""
    from xml2arrow import XmlToArrowParser

    table = folder / "xml2arrow.yaml"
    table.write_text(_TABLE, encoding="utf-8")
    parser = XmlToArrowParser(str(table))

    def read(data: bytes) -> int:
        values = parser.parse(data)["values"]
        return int(values.filter(values["place"].is_valid()).num_rows)

    return read


def pydifact_segments(folder: Path) -> Reader:
    """Return pydifact's reader of segments: no value is read out of them."""
    del folder
    from pydifact.segmentcollection import RawSegmentCollection

    def read(data: bytes) -> int:
        with warnings.catch_warnings():
            # it warns about each service segment that its tables lack
            warnings.simplefilter("ignore")
            segments = RawSegmentCollection.from_str(data.decode("latin-1")).segments
            return sum(1 for segment in segments if segment.tag == "QTY")

    return read


def csv_gzip(folder: Path) -> Reader:
    """Return Python's own reader of a compressed CSV: metering point, place, amount as `Decimal`."""
    del folder

    def read(data: bytes) -> int:
        with gzip.open(io.BytesIO(data), "rt", encoding="ascii", newline="") as file:
            amounts = [Decimal(amount) for _, _, amount in csv.reader(file, delimiter=";")]
        return len(amounts)

    return read
