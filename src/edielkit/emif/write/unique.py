"""What must differ inside a message: payload identifications and sequence numbers."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from edielkit.emif.declare import Message
from edielkit.errors import BuildError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ("UNIQUE_PAYLOADS", "UNIQUE_SEQUENCES", "check_unique")

# EMIF identity constraints, all versions: message -> (payload field, element of the payload).
UNIQUE_PAYLOADS = MappingProxyType(
    {
        "CollectedData": ("payload_energy_time_series", "PayloadEnergyTimeSeries"),
        "RequestUpdateMasterDataMeteringPoint": ("payload_master_data_mp_event", "PayloadMasterDataMPEvent"),
    }
)
# EMIF: within PayloadEnergyTimeSeries of this message, Observation is unique by Sequence.
UNIQUE_SEQUENCES = frozenset({"CollectedData"})


def check_unique(message: Message) -> None:
    """Raise BuildError when identifications that must differ do not."""
    for place, first in repeated_payloads(message):
        field = UNIQUE_PAYLOADS[message.kind()][0]
        raise BuildError(
            f"the identification is that of payload {first} too", f"{field}[{place}].identification"
        )
    if message.kind() in UNIQUE_SEQUENCES:
        # short series often share their positions
        seen: set[int] = set()
        for place, payload in enumerate(getattr(message, UNIQUE_PAYLOADS[message.kind()][0])):
            block = payload.observation
            if block is None or id(block.position) in seen:
                continue
            seen.add(id(block.position))
            if not _differ(block.position):
                raise BuildError(
                    "two observations have the same position",
                    f"payload_energy_time_series[{place}].observation",
                )


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
        identification = payload.identification
        if identification is None:
            continue
        if identification in seen:
            yield place, seen[identification]
        seen.setdefault(identification, place)
