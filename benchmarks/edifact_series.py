"""Series out of MSCONS: this package's two ways beside pydifact, in one run on the same bytes.

    python benchmarks/edifact_series.py [values]

The first table reads the same small file with all three; pydifact only splits segments, no value is parsed.
The second reads a file of the given number of values (default 1,000,000, about 64 MB) with the fast way alone.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import time
import warnings

from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.series.typed import series

HOURS = 744
PER_MESSAGE = 10


def interchange(values: int, layout: str) -> bytes:
    """Return an interchange with so many hourly values, a month for each point."""
    random_source = random.Random(1)
    first = dt.datetime(2026, 1, 1)
    stamps = [f"{first + dt.timedelta(hours=n):%Y%m%d%H%M}" for n in range(HOURS + 1)]
    out = ["UNA:+.? 'UNB+UNOC:3+7080000000012:14+7080000000029:14+260201:0500+IC1'"]
    count = message = 0
    while count < values:
        message += 1
        head = (
            f"UNH+{message}+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D{message}+9'DTM+137:202602010500:203'"
            f"DTM+163:{stamps[0]}:203'DTM+164:{stamps[-1]}:203'DTM+ZZZ:1:805'"
            "NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'NAD+XX'"
        )
        body = [head]
        for line in range(PER_MESSAGE):
            body.append(f"LOC+90+7070575000{message:07}{line}::9'LIN+{line + 1}++1501'MEA+AAZ++KWH'")
            for hour in range(min(HOURS, values - count)):
                amount = f"{random_source.randint(50, 9999) / 1000:.3f}".rstrip("0").rstrip(".")
                a, b = stamps[hour], stamps[hour + 1]
                if layout == "163":
                    body.append(f"QTY+136:{amount}'DTM+163:{a}:203'DTM+164:{b}:203'")
                else:
                    body.append(f"QTY+136:{amount}'DTM+324:{a}{b}:Z13'")
                count += 1
        text = "".join(body)
        out.append(f"{text}UNT+{text.count(chr(39)) + 1}+{message}'")
    out.append(f"UNZ+{message}+IC1'")
    return "".join(out).encode("latin-1")


def fast(data: bytes) -> int:
    return sum(len(columns.observations) for columns in read_columns(data))


def exact(data: bytes) -> int:
    interchanges, _ = parse_interchanges(data)
    return sum(
        len(s.observations) for interchange in interchanges for m in interchange.messages for s in series(m)
    )


def pydifact(data: bytes) -> int:
    from pydifact.segmentcollection import RawSegmentCollection

    # it warns about each service segment that its tables lack
    warnings.simplefilter("ignore")
    collection = RawSegmentCollection.from_str(data.decode("latin-1"))
    return sum(1 for segment in collection.segments if segment.tag == "QTY")


def rate(read, data: bytes) -> float:
    """Return values a second, the best of three runs that are short, else of one."""
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        count = read(data)
        seconds = time.perf_counter() - started
        best = max(best, count / seconds)
        if seconds > 1:
            break
    return best


def main() -> None:
    values = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    small = {layout: interchange(20_000, layout) for layout in ("163", "324")}
    print("20,000 values        values/s   times pydifact")
    for layout, data in small.items():
        peer = rate(pydifact, data)
        print(f"{layout}  pydifact     {peer:12,.0f} {1:10.1f}")
        for read in (exact, fast):
            ours = rate(read, data)
            print(f"{layout}  {read.__name__:10} {ours:14,.0f} {ours / peer:10.1f}")
    for layout in ("163", "324"):
        data = interchange(values, layout)
        ours = rate(fast, data)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{layout}  {values:,} values, {len(data) / 1e6:.0f} MB: {ours:,.0f} values/s, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
