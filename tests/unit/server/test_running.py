"""A socket that cannot listen: why, in words, and what would be right."""

from __future__ import annotations

import errno
import os
import socket

import pytest

from edielkit.server.running import ListenError, bind


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errno.EADDRINUSE, "port 8080 of 127.0.0.1 is taken; choose another one, or 0 for any that is free"),
        (errno.EACCES, "port 8080 may not be listened on by this user; choose one from 1024 on"),
        (errno.EADDRNOTAVAIL, "'127.0.0.1' is no address of this machine; expected 127.0.0.1, or 0.0.0.0"),
        # what has no words of its own here is told as everywhere
        (errno.EMFILE, "127.0.0.1, port 8080: too many files are open"),
        (errno.EPERM, "127.0.0.1, port 8080: the system does not permit it"),
    ],
)
def test_what_the_system_refuses(monkeypatch, error, words):
    """The error of the system is put into words, and the socket is closed."""
    closed = []

    class Listener(socket.socket):
        def bind(self, _address):
            raise OSError(error, os.strerror(error))

        def close(self):
            closed.append(self)
            super().close()

    monkeypatch.setattr(socket, "socket", Listener)
    with pytest.raises(ListenError) as caught:
        bind("127.0.0.1", 8080)

    assert str(caught.value).startswith(words)
    assert len(closed) == 1
