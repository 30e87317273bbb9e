"""What the system says when a file or a port cannot be had, in words of this package, which have their translations."""

from __future__ import annotations

import errno

__all__ = ("os_words",)

# Source: POSIX.1-2017, errno.h; of Windows the numbers that Python maps onto these.
_WORDS = {
    errno.EPERM: "the system does not permit it",
    errno.ENOENT: "no such file or folder",
    errno.EIO: "the disk or the network failed while it was read or written",
    errno.ENXIO: "no such device",
    errno.EBADF: "it is closed",
    errno.EAGAIN: "it is in use, try again later",
    errno.ENOMEM: "there is not enough memory",
    errno.EACCES: "permission denied",
    errno.EBUSY: "it is in use by another program",
    errno.EEXIST: "it is there already",
    errno.EXDEV: "it is on another disk",
    errno.ENODEV: "no such device",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.EINVAL: "the system takes no such name or value",
    errno.ENFILE: "too many files are open",
    errno.EMFILE: "too many files are open",
    errno.EFBIG: "the file would be too big for the disk",
    errno.ENOSPC: "the disk is full",
    errno.ESPIPE: "it is a pipe, which is read once",
    errno.EROFS: "the disk can only be read",
    errno.EMLINK: "the file has too many links",
    errno.EPIPE: "nobody reads what is written",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTEMPTY: "the folder is not empty",
    errno.ELOOP: "the links lead round in a circle",
    errno.EADDRINUSE: "the port is taken by another program",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.ECONNREFUSED: "nobody listens there",
    errno.ECONNRESET: "the other side broke the connection off",
    errno.ENETUNREACH: "the network cannot be reached",
    errno.EHOSTUNREACH: "the host cannot be reached",
    errno.ETIMEDOUT: "it took too long",
}
# numbers that some systems lack
_WORDS |= {
    getattr(errno, name): words
    for name, words in (("EDQUOT", "the quota of the disk is used up"), ("ESTALE", "the file is gone from the network disk"), ("ETXTBSY", "it is in use by another program"))
    if hasattr(errno, name)
}  # fmt: skip


def os_words(error: OSError) -> str:
    """Return why the system refused, in words of this package, else in its own.

    Args:
        error: What it raised.

    >>> os_words(PermissionError(errno.EACCES, "whatever the system says"))
    'permission denied'
    >>> os_words(OSError("no number"))
    'no number'
    """
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
