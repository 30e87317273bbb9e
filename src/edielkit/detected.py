"""What an input is, at a glance."""

from __future__ import annotations

from typing import ClassVar

import attrs

from edielkit.harmless import name_of_something

__all__ = ("Kind",)


@attrs.frozen(kw_only=True)
class Kind:
    """What an input is.

    Attributes:
        wire: ``emif``, ``edifact`` or ``unknown``; ``file`` for a file of values that is no message.
        message: Name of the (first) message, such as ``CollectedData`` or ``MSCONS``; None if there is none. Birth numbers are masked.
        version: EMIF version or EDIFACT directory, such as ``2.4.3`` or ``D.96A``; None if it cannot be seen.
        profile: EDIFACT profile: ``no``, ``se``, ``dk``, ``de`` or ``ch``; None if it cannot be seen.
        wrapper: Service wrapper of an EMIF message, such as ``CollectedDataRequest``; None if there is none.
        form: Form of a file of values, such as ``end-user-csv`` (`edielkit.value_files.FORMS`); None for a message.
        seems: What an unknown input may be, in words such as ``a PDF document``; empty if nothing is seen.
    """

    wire: str = "unknown"
    message: str | None = attrs.field(default=None, converter=attrs.converters.optional(name_of_something))
    version: str | None = attrs.field(default=None, converter=attrs.converters.optional(name_of_something))
    profile: str | None = None
    wrapper: str | None = None
    form: str | None = None
    seems: str = ""

    unknown: ClassVar[Kind]


Kind.unknown = Kind()
