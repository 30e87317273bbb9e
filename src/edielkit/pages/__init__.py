"""Pages for people: what a report says as one HTML file, series as pictures. No network, no script, nothing of a message unescaped."""

from __future__ import annotations

from edielkit.pages.answer_page import PageAnswer, answer_page
from edielkit.pages.exchange_page import PageTable, exchange_page
from edielkit.pages.finding_groups import PageFinding
from edielkit.pages.message_page import PageMessage, message_page
from edielkit.pages.page_templates import page_template
from edielkit.pages.report_page import PageInput, report_page
from edielkit.pages.series_svg import series_svg
from edielkit.translation import LANGUAGES

__all__ = (
    "LANGUAGES",
    "PageAnswer",
    "PageFinding",
    "PageInput",
    "PageMessage",
    "PageTable",
    "answer_page",
    "exchange_page",
    "message_page",
    "page_template",
    "report_page",
    "series_svg",
)
