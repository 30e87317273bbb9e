"""A month of messages into a lake of Parquet files by month and grid area, and its settlement in SQL.

edielkit generate market --points 100000 --days 2026-03-01..2026-03-31 -o market
python lake.py write market lake          # messages to Parquet, a day at a time
python lake.py settle market lake duckdb  # or spark: each area's month, as `edielkit exchange balance` has it
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import polars as pl

from edielkit.engines.polars import scan_messages

SQL = (Path(__file__).parent / "settle.sql").read_text(encoding="utf-8")
COLUMNS = ("metering_point", "product", "direction", "registered", "start", "quantity", "status")
FAULTS = ("file", "finding_code", "finding_message")


def rows_of(path):
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def homes_of(market):
    """Return the grid area of each metering point; of an exchange point its main area."""
    homes = {row["point"]: row["area"] for row in rows_of(market / "point-areas.csv")}
    homes |= {row["point"]: row["main_area"] for row in rows_of(market / "exchange-points.csv")}
    return pl.LazyFrame({"metering_point": list(homes), "area": list(homes.values())})


def write_lake(market, lake):
    """Write the messages of a market, day by day, and return the rows that say what is wrong with a file."""
    homes = homes_of(market)
    faults = []
    for folder in sorted(path for name in ("messages", "corrections") for path in (market / name).glob("*")):
        values = scan_messages(folder).select(*COLUMNS, *FAULTS).collect()
        faults += values.filter(pl.col("finding_code").is_not_null()).select(FAULTS).rows()
        day = (
            values.lazy()
            .filter(pl.col("finding_code").is_null())
            .select(COLUMNS)
            .join(homes, on="metering_point", how="left")
            .with_columns(
                pl.col("area").fill_null("unknown"),
                month=pl.col("start").dt.convert_time_zone("Europe/Oslo").dt.strftime("%Y-%m"),
            )
            .collect()
        )
        for (month, area), part in day.partition_by("month", "area", as_dict=True, include_key=False).items():
            home = lake / f"month={month}" / f"area={area}"
            home.mkdir(parents=True, exist_ok=True)
            part.write_parquet(home / f"{folder.parent.name}-{folder.name}.parquet")
    return faults


def points_of(market):
    """Return the exchange points as rows."""
    return [
        (row["point"], row["main_area"], row["neighbour"], row["foreign"] == "yes")
        for row in rows_of(market / "exchange-points.csv")
    ]


def settle_by_duckdb(market, lake):
    """Return a row for each area and hour."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "CREATE VIEW lake AS SELECT * FROM read_parquet("
        f"'{lake}/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
    )
    connection.execute(
        "CREATE TABLE exchange_points (point VARCHAR, main_area VARCHAR, neighbour VARCHAR, is_foreign BOOLEAN)"
    )
    connection.executemany("INSERT INTO exchange_points VALUES (?, ?, ?, ?)", points_of(market))
    return connection.sql(SQL).fetchall()


def settle_by_spark(market, lake, spark):
    """Return the same from a session of Spark."""
    # a month is no date
    spark.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    spark.read.parquet(str(lake)).createOrReplaceTempView("lake")
    columns = "point string, main_area string, neighbour string, is_foreign boolean"
    spark.createDataFrame(points_of(market), columns).createOrReplaceTempView("exchange_points")
    return [tuple(row) for row in spark.sql(SQL).collect()]


def totals(rows):
    """Return the sums of each area: production, import, export, consumption, loss."""
    sums = defaultdict(lambda: [0] * 5)
    for area, _hour, *amounts in rows:
        sums[area] = [total + amount for total, amount in zip(sums[area], amounts, strict=True)]
    return dict(sums)


def main(command, market, lake, engine="duckdb"):
    """Run one of the commands above."""
    market, lake = Path(market), Path(lake)
    if command == "write":
        for fault in write_lake(market, lake):
            print(*fault)
        return
    if engine == "spark":
        from pyspark.sql import SparkSession

        rows = settle_by_spark(market, lake, SparkSession.builder.getOrCreate())
    else:
        rows = settle_by_duckdb(market, lake)
    print("area", "production", "import", "export", "consumption", "loss")
    for area, amounts in totals(rows).items():
        print(area, *amounts)


if __name__ == "__main__":
    main(*sys.argv[1:])
