"""The balance as a picture."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.support.exchange_fixtures import JUNE, NORTH, grid, gross, place, point_id

from edielkit.exchange import (
    balance,
    balance_svg,
)
from edielkit.market_time import Period, day_period

AREAS = {point_id(50): NORTH, point_id(51): NORTH}


@pytest.mark.parametrize("code", ["PT1H", "PT15M"])
def test_the_picture_is_xml_with_words(code):
    """The picture is well-formed, the same each time, and tells its totals to those who cannot see it."""
    area = balance([*gross(1, code=code)], [place(1)]).of(NORTH)
    text = balance_svg(area, title="North & <south>")
    root = etree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"

    assert text == balance_svg(area, title="North & <south>")
    assert ("img", "title description") == (root.get("role"), root.get("aria-labelledby"))
    assert "North & <south>" == root.findtext(f"{space}title")
    assert f"import {area.totals['import']} kWh" in root.findtext(f"{space}desc")
    assert ["In", "Out", "Net"] == [title.text for title in root.iterfind(f"{space}path/{space}title")]


def test_levels_of_the_picture_are_readable():
    """Thousands stand apart, and lines, words and numbers lie within the frame."""
    text = balance_svg(balance(grid(90_000_000, 70_000_000), areas=AREAS).of(NORTH))
    root = etree.fromstring(text)
    words = [element for element in root.iter() if element.tag.endswith("}text")]
    _, _, width, height = map(int, root.get("viewBox").split())

    assert any("20\u00a0000" == word.text for word in words)
    assert all(0 <= float(word.get("x")) <= width and 0 <= float(word.get("y")) <= height for word in words)


def test_the_picture_has_the_loss_where_it_is_known():
    """With production or consumption the loss is drawn, too."""
    text = balance_svg(balance(grid(90_000, 70_000), areas=AREAS).of(NORTH))

    assert "<title>Loss</title>" in text
    assert "loss 480.000 kWh" in text


def test_nothing_to_draw_is_refused():
    """An empty balance has no picture."""
    empty = balance(grid(1, 1), areas=AREAS, period=Period(day_period(JUNE).start, day_period(JUNE).start))

    with pytest.raises(ValueError, match="at least one interval"):
        balance_svg(empty.of(NORTH))


def test_a_picture_in_bokmal():
    """Title, description and legend; In and Out are the codes of directions in every language."""
    text = balance_svg(balance(grid(90_000, 70_000), areas=AREAS).of(NORTH), language="nb")

    assert f"Nettområde {NORTH}" in text
    assert "nettoimport" in text
    assert ">Tap<" in text
