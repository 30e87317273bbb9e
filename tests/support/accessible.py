"""What a page needs so that everybody can use it: a structure without a checker's serious faults.

The slow tests let axe-core look at the pages in Chromium (tests.support.axe); this holds the structure that it looks at.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import html

__all__ = ("faults_of",)


def faults_of(text: str) -> list[str]:
    """Return what is wrong with the structure of a page, empty when nothing is."""
    page = html.fromstring(text)
    faults = []
    if page.get("lang") not in {"en", "nb"}:
        faults.append("no language")
    if not (page.findtext(".//title") or "").strip():
        faults.append("no title")
    if len(page.findall(".//main")) != 1 or len(page.findall(".//h1")) != 1:
        faults.append("not one main and one h1")
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    faults += [f"h{level} after h{before}" for before, level in pairwise(levels) if level > before + 1]
    faults += [
        "an empty heading"
        for heading in page.iter("h1", "h2", "h3", "h4")
        if not heading.text_content().strip()
    ]
    faults += [
        "a picture without a title"
        for svg in page.iter("svg")
        if svg.get("role") != "img" or not svg.findtext("title")
    ]
    faults += [
        "details without a summary first" for details in page.iter("details") if details[0].tag != "summary"
    ]
    faults += [
        "a heading of a table without a scope"
        for cell in page.iter("th")
        if cell.get("scope") not in {"row", "col"}
    ]
    faults += [
        "a list with other parts" for part in page.iter("ul") if any(child.tag != "li" for child in part)
    ]
    faults += [
        "a region without a name" for part in page.xpath("//*[@role='region']") if not part.get("aria-label")
    ]
    faults += [
        "an order of the keyboard's own"
        for part in page.xpath("//*[@tabindex]")
        if part.get("tabindex") != "0"
    ]
    identifiers = page.xpath("//@id")
    faults += ["one id twice"] if len(identifiers) != len(set(identifiers)) else []
    if "width=device-width" not in text or re.search("maximum-scale|user-scalable", text):
        faults.append("no width of the device, or no zoom")
    if "@media print" not in text or ":focus-visible" not in text:
        faults.append("not for paper, or not for the keyboard")
    return faults
