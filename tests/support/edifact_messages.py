"""A small MSCONS of our own for the EDIFACT tests, and the interchange around it."""

UNA = "UNA:+.? '"
UNB = "UNB+UNOC:3+7080000000012:14+7080000000029:14+260201:0500+R1'"
UNH = "UNH+1+MSCONS:D:96A:ZZ:EDIEL2'"
VALUE = "QTY+136:1.5'DTM+324:202602010000202602010100:Z13'"
BODY = (
    "BGM+7+M1+9'DTM+137:202602010500:203'DTM+ZZZ:1:805'UNS+D'NAD+XX'LOC+90+707057500000000018::9'"
    "LIN+1++1501:::SVK'" + VALUE + "CNT+1:1.5'"
)


def message(body: str = BODY, *, unh: str = UNH, reference: str = "1") -> str:
    """Return a message with the right UNT."""
    count = body.replace("??", "").replace("?'", "").count("'") + 2
    return f"{unh}{body}UNT+{count}+{reference}'"


def interchange(*messages: str, una: str = UNA, unb: str = UNB, unz: str | None = None) -> bytes:
    """Return an interchange with the right UNZ, or another trailer."""
    trailer = f"UNZ+{len(messages)}+R1'" if unz is None else unz
    return (una + unb + "".join(messages) + trailer).encode("latin-1")
