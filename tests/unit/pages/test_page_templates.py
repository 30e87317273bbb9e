"""The environment of all pages: what comes of a message is escaped and harmless on each of them."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from edielkit.pages import page_template


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a\u202eb", "a�b"),
        ("found '01819010043'", "found &#39;•••&#39;"),
        (Markup("<b>ours</b>"), "<b>ours</b>"),
    ],
)
def test_what_a_page_shows(text, shown):
    """The pages of the checking service have the same guard as the report."""
    page = page_template("edielkit.server.checking", "result.html").render(
        title="t", text=text, notes=[], language="en", _=str
    )

    assert shown in page
    assert text == shown or str(text) not in page
