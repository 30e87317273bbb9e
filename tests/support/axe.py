"""Pages as axe-core sees them in Chromium: contrast, names, landmarks, headings, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

__all__ = ("violations",)

_PHONE = 390
# best practices of axe are asked too: its default
_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


def violations(pages: Mapping[str, str], browser: str, *, schemes: tuple[str, ...] = ("light",)) -> list[str]:
    """Return what axe-core finds wrong with pages, each as a line with the page, the rule and the element.

    Args:
        pages: Addresses by name.
        browser: Path of Chromium.
        schemes: Colour schemes that the pages have.

    Skips the test where the extra ``accessibility`` is not installed.
    """
    pytest.importorskip("axe_playwright_python", reason="the extra accessibility is not installed")
    return list(_violations(pages, browser, schemes))


def _violations(pages: Mapping[str, str], browser: str, schemes: tuple[str, ...]) -> Iterator[str]:
    import axe_playwright_python
    from playwright.sync_api import sync_playwright

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=arguments)
        for scheme in schemes:
            # the pages allow no script but the checker's
            context = chromium.new_context(
                bypass_csp=True, color_scheme=scheme, viewport={"width": _PHONE, "height": 844}
            )
            for name, address in pages.items():
                page = context.new_page()
                page.goto(address)
                page.evaluate(axe)
                for violation in page.evaluate(_RUN):
                    for node in violation["nodes"]:
                        yield f"{name}, {scheme}: {violation['id']} ({violation['impact']}): {node['html'][:200]}"
                page.close()
        chromium.close()
