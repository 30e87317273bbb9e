"""Market parties and their roles."""

from __future__ import annotations

import pytest

from edielkit.hub import Party


def test_a_party_has_known_roles():
    """A role that no market party holds is an error."""
    with pytest.raises(ValueError, match="DDQ"):
        Party(gln="7080000000012", roles={"XYZ"})
