"""How fast messages are made harmless: values a second, for points that come the first time and for those seen before.

python benchmarks/anonymise.py [POINTS]
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time

from edielkit.generate.anonymise import Anonymiser
from edielkit.generate.anonymising.replacing import Tally
from edielkit.generate.market import DayRun, generate_market
from edielkit.generate.market.message_files import message_files
from edielkit.inputs import open_input

DAYS = (dt.date(2026, 2, 2), dt.date(2026, 2, 3))


def main(points: int) -> None:
    market = generate_market(points, seed=1)
    anonymiser = Anonymiser(b"a key of the benchmark")
    for day, words in zip(DAYS, ("points that are new", "points seen before"), strict=True):
        values, seconds = {24: 0, 96: 0}, {24: 0.0, 96: 0.0}
        for file in message_files(DayRun(market, day)):
            opened = open_input(file.content)
            count = file.content.count(b"</abie:Observation>")
            length = 24 if b">PT1H<" in file.content else 96
            start = time.process_time()
            for _ in anonymiser.packed_pieces(opened, Tally()):
                pass
            seconds[length] += time.process_time() - start
            values[length] += count
        for length, count in values.items():
            rate = count / seconds[length] / 1e6
            print(f"{words}, {length} values a payload: {rate:.2f} million values a second of one core")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
