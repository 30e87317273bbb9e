"""The page of limits names every class of limits, and the values are those at which the code stops."""

from __future__ import annotations

import re

import attrs
import pytest
from docs.generators import limits
from tests.support.paths import ROOT

import edielkit
from edielkit.emif.from_dict import from_dict
from edielkit.errors import BuildError, ParseError


def test_every_class_of_limits_is_on_the_page():
    """A new one has to be told of."""
    classes = [
        (str(path.relative_to(ROOT / "src").with_suffix("")).replace("/", "."), name)
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"^class (\w*Limits)\b", path.read_text("utf-8"), re.MULTILINE)
    ]

    # what a grid loss may be is a fact of the market, no bound of the toolkit
    classes.remove(("edielkit.exchange.grid_loss", "LossLimits"))
    assert {(module, name) for module, name, _ in limits.SETTABLE} == set(classes)


def test_every_field_and_constant_has_a_row():
    """With its value in figures."""
    page = limits.page()
    fields = [
        f"{m}.{n}.{field.name}`"
        for m, n, _ in limits.SETTABLE
        for field in attrs.fields(limits.value_of(m, n))
    ]

    assert [] == [name for name in fields if f"| `{name} |" not in page]
    assert len(fields) + len(limits.CONSTANTS) == page.count("\n| ") - 2
    assert "| 1,000 | findings of the schema in one XML document |" in page


@pytest.mark.parametrize(("levels", "is_read"), [(200, True), (300, False)])
def test_nested_xml_is_bounded_where_the_page_says(levels, is_read):
    """At 256 levels: refused beyond, an unknown message before."""
    codes = {finding.code for finding in edielkit.validate(b"<a>" * levels + b"</a>" * levels)}

    assert is_read is ("XSD003" not in codes)


def test_whole_numbers_of_plain_data_are_bounded():
    """One bit more than the page says is refused."""
    most = limits.value_of("edielkit.emif.from_dict", "_MOST_BITS")
    with pytest.raises((BuildError, ParseError)):
        from_dict("PollForData", {"header": {"identification": 1 << most}})
