"""Forms with files, read in memory: nothing of them touches the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import attrs
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from edielkit.server.checking.verb_options import OptionError

__all__ = ("Form", "read_form")

_MOST_FILES, _MOST_FIELDS = 4, 60


@attrs.frozen
class Form:
    """What a form says.

    Attributes:
        files: Files by field, those that were left empty not among them.
        texts: Other fields.
    """

    files: dict[str, bytes] = attrs.field(repr=False)
    texts: dict[str, str] = attrs.field(repr=False)


async def read_form(headers: Headers, body: bytes) -> Form:
    """Return the fields of a form of the type ``multipart/form-data``.

    Args:
        headers: Heads of the request.
        body: Its bytes.

    Raises:
        OptionError: It is no such form, has too many fields, or one of them twice.
    """

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(headers, stream(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
    # beyond this size the parser would write to the disk
    parser.spool_max_size = len(body) + 1
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise OptionError(f"expected a form of the type multipart/form-data: {str(error)[:80]}") from None
    try:
        return await _once(form)
    finally:
        await form.close()


async def _once(form: FormData) -> Form:
    """Return the fields of a form, each of which comes once."""
    files, texts = {}, {}
    for name, field in form.multi_items():
        if isinstance(field, UploadFile):
            data = await field.read()
            if data and name in files:
                raise OptionError(f"{name[:40]}: expected one file, found several; send them one by one")
            if data:
                files[name] = data
        elif name in texts:
            raise OptionError(f"{name[:40]!r}: expected it once")
        else:
            texts[name] = field
    return Form(files, texts)
