"""What the tests ask Spark, in a process of its own: one session in local mode, its answers as JSON on standard output.

    python spark_queries.py FOLDER MARKET LAKE

FOLDER is that of `engine_files.fill`, MARKET a generated one, LAKE what docs/examples/market-lake writes of it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FIRST = "707057599900010012"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.python.filterPushdown.enabled": "true",
    "spark.driver.memory": "1g",
}


def session() -> SparkSession:
    """Return a session of one thread."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def answers(spark: SparkSession, folder: str, market: Path, lake: Path) -> dict[str, object]:
    """Return what each question gave."""
    reader = spark.read.format("edielkit")
    whole = reader.option("partitionBytes", "1000").load(folder)
    pushed = spark.read.format("edielkit").option("pushdown", "true").load(folder)
    chosen = pushed.where(f"metering_point = '{FIRST}' AND start >= timestamp'2026-02-01 20:00:00'")
    columns = "quantity decimal(18,3), metering_point string"
    dropped = spark.read.schema(columns).format("edielkit").option("mode", "dropmalformed")
    return {
        "schema": [(field.name, field.dataType.simpleString()) for field in whole.schema.fields],
        "partitions": whole.rdd.getNumPartitions(),
        "values": rows(whole.where("finding_code IS NULL").select("metering_point", "start", "quantity")),
        "findings": rows(whole.where("finding_code IS NOT NULL").select("file", "finding_code")),
        "chosen": rows(chosen.select("metering_point", "start", "quantity")),
        "dropped": rows(dropped.load([f"{folder}/summer.json", f"file:{folder}/sheet.csv"])),
        "failed": failure(spark.read.format("edielkit").option("mode", "FAILFAST").load(folder)),
        "settled": settlement(spark, market, lake),
    }


def rows(frame: object) -> list[list[str]]:
    """Return the rows of a frame as texts."""
    return [[str(value) for value in row] for row in frame.collect()]  # type: ignore[attr-defined]


def failure(frame: object) -> str:
    """Return what a query that fails says."""
    try:
        frame.count()  # type: ignore[attr-defined]
    except Exception as error:
        return str(error)
    return ""


def settlement(spark: SparkSession, market: Path, lake: Path) -> list[list[str]]:
    """Return the settlement of the example."""
    path = Path(__file__).parents[2] / "docs/examples/market-lake/lake.py"
    spec = importlib.util.spec_from_file_location("lake", path)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    return [[str(value) for value in row] for row in example.settle_by_spark(market, lake, spark)]


def main(folder: str, market: str, lake: str) -> None:
    """Print the answers."""
    from edielkit.engines.spark import register

    spark = session()
    try:
        register(spark)
        print(json.dumps(answers(spark, folder, Path(market), Path(lake))))
    finally:
        spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
