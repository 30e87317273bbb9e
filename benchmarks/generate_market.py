"""How fast a generated market is written: values a second of CollectedData files, and the memory that it takes.

python benchmarks/generate_market.py [POINTS] [DAYS]
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.message_files import message_files

FIRST = dt.date(2026, 1, 1)


def main(points: int, days: int) -> None:
    market = generate_market(points, seed=1, resolution="hour")
    values = size = 0
    wall, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for n in range(days):
            run = DayRun(market, FIRST + n * dt.timedelta(days=1))
            for file in message_files(run):
                path = Path(folder, file.name)
                path.write_bytes(file.content)
                path.unlink()  # the disk of a month is not what is measured
                values += file.content.count(b"</abie:Observation>")
                size += len(file.content)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{values:,} values, {size / 1e9:.1f} GB of {points:,} points in {days} days")
    print(f"{values / cpu / 1e6:.2f} million values a second of one core, {values / wall / 1e6:.2f} by the clock; {memory} MB")  # fmt: skip


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(words[0] if words else 100_000, words[1] if len(words) > 1 else 3)
