"""`python -m edielkit` is `edielkit`."""

from __future__ import annotations

from edielkit.cli import main

__all__ = ()

if __name__ == "__main__":
    main()
