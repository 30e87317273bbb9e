"""Pages for people: what a report says as one HTML file, series as pictures. No network, no script, nothing of a message unescaped."""

from __future__ import annotations

from edielkit.pages.page_templates import page_template
from edielkit.pages.report_page import LANGUAGES, PageFinding, PageInput, report_page
from edielkit.pages.series_svg import series_svg

__all__ = ("LANGUAGES", "PageFinding", "PageInput", "page_template", "report_page", "series_svg")
