"""Lines that are written as earlier ones: which are taken so, and that they say the same."""

import pytest

from edielkit.edifact.fast import alike, read
from edielkit.edifact.fast.alike import AlikeMessages
from edielkit.edifact.fast.read import read_columns
from edielkit.edifact.messages.mscons import Mscons
from edielkit.edifact.series.typed import read_exactly

UNB = "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'"
HEAD = "UNH+{n}+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+D{n}+9'DTM+137:20240605000{n}:203'DTM+ZZZ:1:805'UNS+D'NAD+XX'"


def line(
    number: int, point: str = "735999000000000001", amount: int = 1, *, hours=range(6), below: str = ""
) -> str:
    values = "".join(
        f"QTY+136:{amount * hour}.5'DTM+163:2024060400{hour:02}:203'DTM+164:2024060401{hour:02}:203'{below}"
        for hour in hours
    )
    return f"LOC+90+{point}::9'LIN+{number}++1501'MEA+AAZ++KWH'{values}"


def message(number: int, *lines: str) -> str:
    return f"{HEAD.format(n=number)}{''.join(lines)}CNT+1:44'UNT+9+{number}'"


def interchange(*messages: str) -> bytes:
    return f"{UNB}{''.join(messages)}UNZ+{len(messages)}+R'".encode()


class Counted(AlikeMessages):
    """Counts the lines that were read as earlier ones."""

    alike = 0

    def _alike_line(self, *args):
        line = super()._alike_line(*args)
        Counted.alike += line is not None
        return line


def lines_alike(monkeypatch, data: bytes, size: int = 1) -> int:
    """Return how many lines are taken as earlier ones, after a check that all series are those of the exact path."""
    monkeypatch.setattr(Counted, "alike", 0)
    monkeypatch.setattr(alike, "AlikeMessages", Counted)
    monkeypatch.setattr(read, "MANY_BYTES", size)
    exact = [series for columns in read_exactly(data) for _, series in columns.series]

    assert exact
    assert exact == list(read_columns(data))
    return Counted.alike


LINES = [line(n, f"73599900000000000{n}", n) for n in range(1, 8)]
TWO = [line(n, amount=n).partition("LIN")[2] for n in range(1, 8)]


@pytest.mark.parametrize(
    ("messages", "count"),
    [
        # the first line, and the first behind another, are read the ordinary way
        ([message(1, *LINES)], 5),
        ([message(1, *LINES), message(2, *LINES)], 12),
        ([message(1, *LINES).replace("'", "'\r\n"), message(2, *LINES).replace("'", "'\r\n")], 12),
        ([message(1, *LINES).replace(".5'", ",5:KWH'")], 5),
        # two lines of a point
        ([message(1, *(first + f"LIN{second}" for first, second in zip(LINES, TWO, strict=True)))], 11),
        # odd lines cost themselves and the line behind them, long and negative amounts nothing
        ([message(1, *LINES[:4], line(5, hours=range(5)), *LINES[5:])], 2),
        ([message(1, *LINES[:4], line(5).replace(":1.5'", ":x'"), *LINES[4:])], 4),
        ([message(1, *LINES[:4], line(5, amount=123456), *LINES[4:])], 6),
        ([message(1, *LINES[:4], line(5, amount=-1), *LINES[4:])], 6),
        # another header; a message that is cancelled; nothing but zeros
        ([message(1, *LINES), message(2, *LINES).replace("ZZZ:1", "ZZZ:2")], 10),
        ([message(1, *LINES).replace("D1+9'", "D1+1'")], 0),
        ([message(1, *(line(n, amount=0).replace(".5", "") for n in range(5)))], 0),
        # values in a unit that is scaled, and a status beside each
        ([message(1, *LINES).replace("5'DTM", "5:MWH'DTM")], 0),
        ([message(1, *(line(n, below="STS+8+56'") for n in range(5)))], 3),
        # what stands among the messages
        ([message(1, *LINES), "UNT+1+2'", message(2, *LINES), "UNH+3+APERAK:D:96A:UN:EDIEL2'UNT+2+3'", message(4, *LINES)], 19),
        # what no line of this path has
        ([message(1, *LINES).replace("LOC+90+735999000000000004", "LOC+232+A'LOC+90+735999000000000004")], 1),
        ([message(1, *LINES[:3], "NAD+XX'", *LINES[3:])], 0),
        ([message(1, *LINES).replace("CNT", "DTM+164:202406040100:203'CNT")], 4),
    ],
)  # fmt: skip
def test_lines_that_are_written_alike(monkeypatch, messages, count):
    """Lines are read as earlier ones wherever they are, and the others as ever."""
    assert lines_alike(monkeypatch, interchange(*messages)) == count


def test_a_line_that_is_written_oddly_does_not_take_one_of_the_next_message(monkeypatch):
    """A break behind the LIN of a point: the head of its line goes on to the next LIN that is plain, which is of another message."""
    short = [line(n, f"73599900000000000{n}", n, hours=range(2)) for n in range(1, 5)]
    odd = [part.replace("LIN+", "LIN+\n") for part in short]
    messages = (message(1, *LINES), message(2, short[0], odd[1]), message(3, odd[2], short[3]))

    assert lines_alike(monkeypatch, interchange(*messages)) == 5


@pytest.mark.parametrize("chunk", [1, 400, 1000, 2000])
def test_lines_across_stretches(monkeypatch, chunk):
    """Wherever stretches end, the lines are read."""
    monkeypatch.setattr(alike, "_CHUNK", chunk)

    assert lines_alike(monkeypatch, interchange(message(1, *LINES), message(2, *LINES))) == 12


def test_small_inputs_are_not_looked_at(monkeypatch):
    """For a few lines the ordinary way is the shorter one."""
    assert lines_alike(monkeypatch, interchange(message(1, *LINES)), 1 << 16) == 0


def test_an_input_in_which_all_is_different_is_given_up(monkeypatch):
    """Where each line has to be read the ordinary way, that is done at once."""
    lines = [line(n, hours=range(n % 5, 6), below=f"STS+{n}+1'") for n in range(30)]
    read_lines = []
    monkeypatch.setattr(Mscons, "read", classmethod(_counting(Mscons.read.__func__, read_lines)))

    assert lines_alike(monkeypatch, interchange(message(1, *lines))) == 0
    # the exact way, the lines that were looked at, and the ordinary way
    assert len(read_lines) < 1 + 10 + 3


def _counting(reading, calls):
    def counted(cls, source):
        calls.append(1)
        return reading(cls, source)

    return counted
