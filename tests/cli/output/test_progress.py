"""A bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys

from edielkit.cli.output import progress


def test_progress_on_a_terminal_only(monkeypatch, capsys):
    """Long work shows a bar on a terminal's standard error, and takes it away at the end."""
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    clock = iter(range(100))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    assert [1, 2, 3] == list(progress.track([1, 2, 3], "reading"))
    err = capsys.readouterr().err
    assert "1/3 reading" in err
    assert err.endswith("\x1b[K")

    monkeypatch.undo()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert [1, 2, 3] == list(progress.track([1, 2, 3], "reading"))
    capsys.readouterr()

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert [1, 2, 3] == list(progress.track([1, 2, 3], "reading", is_streaming=True))
    assert "" == capsys.readouterr().err

    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert [1, 2, 3] == list(progress.track([1, 2, 3], "reading"))
    assert "" == capsys.readouterr().err
