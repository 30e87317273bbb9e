"""What must differ inside a message: payload identifications and sequence numbers."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from edielkit.emif.declare import Message

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ("UNIQUE_PAYLOADS", "UNIQUE_SEQUENCES", "repeated_payloads", "unique_faults")

# EMIF identity constraints, all versions: message -> (payload field, element of the payload).
UNIQUE_PAYLOADS = MappingProxyType(
    {
        "CollectedData": ("payload_energy_time_series", "PayloadEnergyTimeSeries"),
        "RequestUpdateMasterDataMeteringPoint": ("payload_master_data_mp_event", "PayloadMasterDataMPEvent"),
    }
)
# EMIF: within PayloadEnergyTimeSeries of this message, Observation is unique by Sequence.
UNIQUE_SEQUENCES = frozenset({"CollectedData"})


def unique_faults(message: Message) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with identifications and positions that must differ and do not, and the field."""
    for place, first in repeated_payloads(message):
        field = UNIQUE_PAYLOADS[message.kind()][0]
        yield f"the identification is that of payload {first} too", f"{field}[{place}].identification"
    if message.kind() in UNIQUE_SEQUENCES:
        # short series often share their positions
        seen: set[int] = set()
        for place, payload in enumerate(getattr(message, UNIQUE_PAYLOADS[message.kind()][0])):
            position = getattr(getattr(payload, "observation", None), "position", None)
            if position is None or id(position) in seen:
                continue
            seen.add(id(position))
            if not _differ(position):
                field = f"payload_energy_time_series[{place}].observation"
                yield "two observations have the same position", field


def _differ(position: npt.NDArray[np.int32]) -> bool:
    if (position[1:] > position[:-1]).all():
        return True
    import numpy as np

    return len(np.unique(position)) == len(position)


def repeated_payloads(message: Message) -> Iterator[tuple[int, int]]:
    """Yield each payload whose identification stood before, with the place of the first, both from 0."""
    if message.kind() not in UNIQUE_PAYLOADS:
        return
    seen: dict[str, int] = {}
    for place, payload in enumerate(getattr(message, UNIQUE_PAYLOADS[message.kind()][0])):
        identification = getattr(payload, "identification", None)
        if not isinstance(identification, str):
            continue
        if identification in seen:
            yield place, seen[identification]
        seen.setdefault(identification, place)
