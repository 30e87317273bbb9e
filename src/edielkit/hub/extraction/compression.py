"""Compressors of the monthly files: gzip by ISA-L where the extra ``fast`` is there, else by zlib; Zstandard.

The same content gives the same bytes with the same package: no file holds a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.errors import MissingExtraError

__all__ = ("SUFFIXES", "compressed")

SUFFIXES: Mapping[str, str] = MappingProxyType({"gzip": ".csv.gz", "zstd": ".csv.zst"})
_GZIP = 31
_FAST, _FASTEST = 2, 1


def compressed(pieces: Iterable[bytes], compression: str) -> Iterator[bytes]:
    """Yield *pieces* as one compressed file, piece by piece.

    Args:
        pieces: The content.
        compression: ``gzip`` or ``zstd``.

    Raises:
        MissingExtraError: Zstandard is asked for and not installed.

    >>> import gzip
    >>> gzip.decompress(b"".join(compressed([b"a", b"b"], "gzip")))
    b'ab'
    """
    engine = _ENGINES[compression]()
    for piece in pieces:
        data = engine.compress(piece)
        if data:
            yield data
    yield engine.flush()


def _gzip() -> Any:
    try:
        from isal import isal_zlib
    except ImportError:
        # its fastest level takes more than twice the time of ISA-L
        return zlib.compressobj(_FASTEST, wbits=_GZIP)
    return isal_zlib.compressobj(_FAST, wbits=_GZIP)


def _zstd() -> Any:
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError(
            "writing Zstandard needs the extra zstd: pip install 'edielkit[zstd]'"
        ) from None
    return zstandard.ZstdCompressor(level=_FASTEST).compressobj()


_ENGINES: Mapping[str, Callable[[], Any]] = MappingProxyType({"gzip": _gzip, "zstd": _zstd})
