"""How a message is written, and what another one has to share to be recognised by it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from edielkit.edifact.fast.message_shape import MessageShape
from edielkit.edifact.fast.outline import message_values
from edielkit.edifact.fast.stretch import Workspace
from edielkit.edifact.read.envelopes import read_interchanges

UNB = "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'"


def message(reference: str, amounts: str, *, name: str = "707057500012345674", total: str = "44") -> str:
    """Return a message with one point, whose amounts are given one behind the other."""
    rows = "".join(
        f"QTY+136:{amount}'DTM+324:20240604{hour:02}0020240604{hour + 1:02}00:Z13'"
        for hour, amount in enumerate(amounts.split())
    )
    body = f"BGM+7+D{reference}+9'UNS+D'NAD+XX'LOC+90+{name}::9'LIN+1'{rows}CNT+1:{total}'"
    return f"UNH+{reference}+MSCONS:D:96A:ZZ:EDIEL2'{body}UNT+{body.count(chr(39)) + 2}+{reference}'"


def written(first: str, second: str):
    """Return how the second message is written in the shape of the first, None when it is not."""
    data = f"{UNB}{first}{second}UNZ+2+R'".encode()
    messages = read_interchanges(data, least=0)[0].messages
    values, loads = message_values(messages[0]), Workspace(data)
    assert values is not None
    shape = MessageShape.of(values, loads)
    return shape and shape[0].read(messages[1].unread, loads)


def test_names_and_amounts_may_differ():
    """References of any length, points of the same letters, totals and amounts are found with what they say together."""
    first, second = (
        message("1", "1.5 2 3.25"),
        message("12-X", "0.125 44 7", name="707057500000000008", total="51.1"),
    )
    second_form = written(first, second)

    assert second_form.names == (b"D12-X", b"707057500000000008", b"51.1")
    assert second_form.quantity.tolist() == [125, 44000, 7000]
    data = f"{UNB}{first}{second}".encode()
    assert [
        data[start : start + len(name)]
        for start, name in zip(second_form.spots, second_form.names, strict=True)
    ] == [*second_form.names]
    left_out = second_form.left_out(np.frombuffer(data, np.uint8), ".")
    assert left_out.total == Decimal("51.125")
    assert left_out.marks == {".": 1}


def test_what_is_written_otherwise_is_recognised_as_such():
    """Another number of values, another mark or sign, more letters in a name, a released letter: not the same shape."""
    first = message("1", "1.5 2 3.25")
    for second in (
        message("2", "1.5 2"),
        message("2", "1.5 -2 3"),
        message("2", "1.5 2,5 3"),
        message("2", "1.5 02 3"),
        message("2", "1.5 2 3.1234"),
        message("2", "1.5 2 3", total="44,5"),
        message("2", "1.5 2 3", name="70705750001234567"),
        message("2", "1.5 2 3", name="7070575000123456?A"),
        message("2", "1.5 2 3", name="70705750001234567A"),
        message("2", "1.5 2 3").replace("UNT+14+2", "UNT+14+3"),
        message("2", "1.5 2 3").replace("NAD+XX", "NAD+XY"),
        message("2", "1.5 2 3").replace("0100:Z13", "0130:Z13"),
    ):
        assert written(first, second) is None, second


def test_a_message_of_both_marks_or_of_values_of_several_forms_has_no_shape():
    """What may differ has to be told by one way of writing."""
    for first in (
        message("1", "1.5 2,5 3"),
        message("1", "1 2 3"),
        message("1", "1.5 2 3").replace(":2'", ":2:KWH'"),
    ):
        assert written(first, first) is None
