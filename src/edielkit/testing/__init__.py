"""Fixtures for pytest: a reference hub to test a market party's system against.

Put ``pytest_plugins = ["edielkit.testing.plugin"]`` into your ``conftest.py``; then a test may ask for ``hub`` and
``cast`` (see `edielkit.testing.plugin`). pytest itself comes with the extra ``edielkit[test]``.
"""

from __future__ import annotations

__all__ = ()
