"""Conversion between the wires: MSCONS and UTILTS to and from Elhub's XML, with a list of losses.

>>> from edielkit.conversion import RULES
>>> RULES["CNV013"].title
'registration time'
"""

from __future__ import annotations

from edielkit.conversion.converter import TARGETS, Converted, convert, convert_series, source_losses
from edielkit.conversion.losses import RULES, SUPPLIED, Loss
from edielkit.conversion.missing import missing_options
from edielkit.conversion.options import Channel, MissingOptionError, Options, Sign
from edielkit.edifact.write.mscons_forms import Carrier, PartyId

__all__ = (
    "RULES",
    "SUPPLIED",
    "TARGETS",
    "Carrier",
    "Channel",
    "Converted",
    "Loss",
    "MissingOptionError",
    "Options",
    "PartyId",
    "Sign",
    "convert",
    "convert_series",
    "missing_options",
    "source_losses",
)
