"""A message that is built from columns: the bytes, the value and the errors of one that is built value by value."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from unittest.mock import patch

import attrs
import numpy as np
import pytest

import edielkit
from edielkit.edifact.messages.message import Other
from edielkit.edifact.messages.mscons import Line
from edielkit.edifact.segments import Separators
from edielkit.edifact.write import build, mscons
from edielkit.edifact.write.pieces import BuiltMessage
from edielkit.errors import BuildError
from edielkit.market_time import Period
from edielkit.series import Observations, Status, TimeSeries

GLN = {"sender": "7080000000012", "recipient": "7080000000029"}
NOW = dt.datetime(2024, 4, 1, 5, tzinfo=dt.UTC)
START = dt.datetime(2024, 3, 30, 23, tzinfo=dt.UTC)


def series(quantity=None, status=None, *, start=START, resolution="PT1H", step=3600, **kwargs) -> TimeSeries:
    """Return a day of values, or others."""
    quantity = np.arange(24) * 137 % 5000 if quantity is None else np.array(quantity, np.int64)
    count = len(quantity)
    columns = Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=quantity.astype(np.int64),
        validation=np.zeros(count, np.uint8),
        estimation=np.zeros(count, np.uint8),
        status=np.zeros(count, np.uint8) if status is None else np.array(status, np.uint8),
    )
    return TimeSeries(
        **{
            "metering_point": "707057500000000008",
            "product": "1501",
            "unit": "kWh",
            "resolution": resolution,
            "period": Period(start, start + dt.timedelta(seconds=step * count)),
            "observations": columns,
            **kwargs,
        }
    )


def german(**kwargs) -> TimeSeries:
    """Return a day of a German point."""
    return series(product="1-1:1.29.0", **kwargs)


ODD = [Status.ESTIMATED] * 9
CASES = {
    "a day": ([series()], {}, {}),
    "several points and lines": (
        [series(), series(product="1502"), series(metering_point="707057500000000015")],
        {},
        {},
    ),
    "few values beside many": ([series([1, 2, 3]), series()], {}, {}),
    "decimals and signs": ([series([-1, 0, 10, 1000, 12340, -99_999_999, 500, 7, 8])], {}, {}),
    "quarters": ([series(np.arange(96), resolution="PT15M", step=900)], {}, {}),
    "days of the calendar": ([series(np.arange(30), resolution="P1D", step=86400)], {}, {}),
    "large amounts": ([series([10**14 - 1, 1 - 10**14, *range(7)])], {}, {}),
    "too large": ([series([10**18, *range(8)])], {}, {}),
    "too large together": ([series([10**14 - 1] * 9000)], {}, {}),
    "too many": ([series(np.zeros(10_000))], {}, {}),
    "seconds": ([series(start=START + dt.timedelta(seconds=1))], {}, {}),
    "no code for a status": ([series(range(9), ODD)], {}, {}),
    "a code for a status": ([series(range(9), ODD)], {"qualifiers": {Status.ESTIMATED: "99"}}, {}),
    "a code that is none": ([series(range(9), ODD)], {"qualifiers": {Status.ESTIMATED: "9'9"}}, {}),
    "a long code": ([series(range(9), ODD)], {"qualifiers": {Status.ESTIMATED: "ABCD"}}, {}),
    "a wrong point": ([series(metering_point="ø?'")], {}, {"syntax": "UNOA"}),
    "Swedish": ([series()], {"profile": "se"}, {}),
    "Danish": ([series()], {"profile": "dk"}, {}),
    "German": (
        [german(status=[n % 3 for n in range(24)])],
        {"profile": "de", "process": "13018", "document_code": "7"},
        {},
    ),
    "German, negative": (
        [german(quantity=range(-1, 23))],
        {"profile": "de", "process": "13018", "document_code": "7"},
        {},
    ),
    "Swiss": ([german()], {"profile": "ch", "process": "13018"}, {}),
    "without UNA": ([series()], {}, {"una": False}),
    "a comma": ([series()], {}, {"una": Separators(decimal=",")}),
    "other signs": ([series()], {}, {"una": Separators(element="*")}),
    "level A": ([series()], {}, {"syntax": "UNOA"}),
    "version 4": ([series()], {}, {"version": 4}),
    "unchecked": ([series()], {}, {"checked": False}),
    "a total of its own": ([series()], {"reference": "R2"}, {"test": True}),
}


def built(listed, of_message, of_interchange):
    """Return an interchange and its bytes, or the error that it is."""
    try:
        message = mscons.mscons(
            listed, **{"profile": "no", "document": "D1", "created": NOW, **GLN, **of_message}
        )
        interchange = build.build_interchange(
            [message], reference="I1", prepared=NOW, **GLN, **of_interchange
        )
        return message, interchange, edielkit.serialize(interchange)
    except BuildError as error:
        return str(error), error.field


def test_columns_are_written_as_values_are():
    """Whatever the values are, and whatever is asked for."""
    fast = 0
    for name, case in CASES.items():
        quick = built(*case)
        with patch.object(mscons, "column_values", lambda *_: None):
            exact = built(*case)
        assert quick[-1] == exact[-1], name
        assert quick == exact, name
        if len(quick) == 3:
            fast += isinstance(quick[1].messages[0].unread, BuiltMessage)
            assert edielkit.to_dict(quick[1]) == edielkit.to_dict(exact[1])
            assert edielkit.serialize(edielkit.parse(quick[2])) == quick[2]
    assert fast > 12


def test_a_message_that_is_changed_is_written_as_changed():
    """A copy, a line with another product, a total that was wrong, and a segment that stands among lines."""
    message = built(*CASES["several points and lines"])[0]
    for name, changed in {
        "as it is": message,
        "copied": copy.deepcopy(pickle.loads(pickle.dumps(message))),
        "another total": attrs.evolve(message, controls=(attrs.evolve(message.controls[0], value="1"),)),
        "another product": _with_lines(message, lambda line: attrs.evolve(line, product="1599")),
        "one value less": _with_lines(message, lambda line: attrs.evolve(line, values=line.values[1:])),
        "another number": _with_lines(message, lambda line: attrs.evolve(line, number="77")),
        "a segment among lines": _with_lines(message, lambda line: attrs.evolve(line, others=(STRAY,))),
        "a segment of the message": attrs.evolve(message, others=(STRAY,)),
    }.items():
        whole = attrs.evolve(changed, deliveries=_eager(changed))
        assert _written(changed) == _written(whole), name


STRAY = Other(tag="FTX", elements=(("AAI",),))


def _written(message):
    """Return the bytes of an interchange with *message*, or the error that it is."""
    try:
        return edielkit.serialize(build.build_interchange([message], reference="I1", prepared=NOW, **GLN))
    except BuildError as error:
        return str(error)


def _with_lines(message, change):
    delivery = message.deliveries[0]
    points = [
        attrs.evolve(point, lines=(change(point.lines[0]), *point.lines[1:])) for point in delivery.points
    ]
    return attrs.evolve(message, deliveries=(attrs.evolve(delivery, points=tuple(points)),))


def _eager(message):
    return tuple(
        attrs.evolve(
            delivery,
            points=tuple(
                attrs.evolve(point, lines=tuple(attrs.evolve(line) for line in point.lines))
                for point in delivery.points
            ),
        )
        for delivery in message.deliveries
    )


def test_a_line_has_no_other_attribute():
    """What is no field is no field."""
    line = next(line for _, line in built(*CASES["a day"])[0].lines)
    assert line.unmade is not None
    assert line == attrs.evolve(line)
    assert line.values[3].amount == "0.411"
    with pytest.raises(AttributeError, match="nothing"):
        line.nothing  # noqa: B018
    assert Line(number="1").values == ()
