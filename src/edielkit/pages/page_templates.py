"""Templates of pages: one environment for all, which escapes what comes of a message, and shows nobody's birth number."""

from __future__ import annotations

from functools import cache
from typing import Any

from edielkit.errors import EdielError
from edielkit.harmless import presentable

__all__ = ("page_template",)


@cache
def page_template(package: str, name: str) -> Any:
    """Return the template *name* in the folder ``templates`` of *package*.

    Args:
        package: Dotted name of the package that has the folder.
        name: Name of the file.

    Raises:
        EdielError: Jinja2, of the extra ``html``, is not installed.
    """
    try:
        import jinja2
    except ImportError:
        raise EdielError("pages need Jinja2: install edielkit[html]") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _shown(value: Any) -> Any:
    """Return what a page shows of a value: markup of this package as it is, all else as a harmless text."""
    return value if hasattr(value, "__html__") else presentable(str(value))
