"""Messages of series with invented dates: whole, right, and changed in one place."""

from __future__ import annotations

import re

UNB = "UNB+UNOC:3+{parties}+260203:0600+R1{reference}'"
MSCONS = (
    "UNH+{n}+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+M{n}+9'DTM+137:202602030500:203'{header}DTM+ZZZ:1:805'"
    "NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNS+D'NAD+XX'{lines}UNT+{count}+{n}'"
)
UTILTS = (
    "UNH+{n}+UTILTS:D:02B:UN:E5SE5A'BGM+{process}::260+U{n}+9+AB'DTM+137:202602030500:203'DTM+735:?+0100:406'"
    "MKS+23+E02::260'NAD+MS+10001:SVK:260'NAD+MR+20002:SVK:260'NAD+DDQ'{transactions}UNT+{count}+{n}'"
)
POINT, OTHER_POINT = "707057500012345671", "707057500000123458"
DAY = ("202602010000", "202602020000")


def _counted(text: str) -> str:
    count = text.replace("??", "").replace("?'", "").count("'")
    return text.replace("UNT+{count}+", f"UNT+{count}+")


def mscons(*lines: str, header: str = "", n: int = 1) -> str:
    """Return an MSCONS of Norway with lines."""
    return _counted(MSCONS.format(n=n, header=header, lines="".join(lines), count="{count}"))


def line(
    start: str = DAY[0],
    end: str = DAY[1],
    *,
    point: str = POINT,
    product: str = "1501",
    stated: str = "",
    qualifier: str = "136",
) -> str:
    """Return a point with a line of one value from *start* to *end*, in normal time."""
    return (
        f"LOC+90+{point}::9'{stated}LIN+1++{product}'MEA+AAZ++KWH'QTY+{qualifier}:1'DTM+324:{start}{end}:Z13'"
    )


def utilts(*transactions: str, process: str = "E66", n: int = 1) -> str:
    """Return a UTILTS of Sweden with transactions."""
    return _counted(UTILTS.format(n=n, process=process, transactions="".join(transactions), count="{count}"))


def transaction(
    name: str = "T1",
    start: str = DAY[0],
    end: str = DAY[1],
    *,
    point: str = "735999000000001232",
    registered: str = "202602020100",
    qualifier: str = "136",
) -> str:
    """Return a transaction of one value from *start* to *end*, in normal time."""
    return (
        f"IDE+24+{name}'LOC+172+{point}::9'LOC+239+ABC:SVK:260'LIN+++8716867000030:::9'"
        f"DTM+324:{start}{end}:719'DTM+597:{registered}:203'DTM+354:1:804'STS+7++E88::260'MEA+AAZ++KWH'"
        f"CCI+++E12::260'CAV+E17::260'SEQ++1'QTY+{qualifier}:1'"
    )


def interchange(*messages: str, parties: str = "7080000000012:14+7080000000029:14") -> bytes:
    """Return messages in an interchange; those of UTILTS between parties of Sweden."""
    swedish = "+UTILTS:" in messages[0]
    process = re.search(r"BGM\+(\w+)::260", messages[0])
    head = UNB.format(
        parties="10001:ZZ+20002:ZZ" if swedish else parties,
        reference=f"++23-DDQ-{process[1]}-T" if swedish and process else "",
    )
    return ("UNA:+.? '" + head + "".join(messages) + f"UNZ+{len(messages)}+R1'").encode("latin-1")
