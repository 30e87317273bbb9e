"""A fixture of the tables."""

from __future__ import annotations

import builtins

import pytest


@pytest.fixture
def no_pyarrow(monkeypatch):
    """Make the package pyarrow absent."""
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
