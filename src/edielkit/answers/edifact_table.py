"""How the profiles of EDIFACT answer, as data.

Sources: ISO 9735-4:1998, 5.3 (actions, one error a level); UN service directories (CONTRL D:3 and 4:1); Svenska kraftnät 24-A-6 (Ediel CONTRL 2:2: UNH, UCI, UNT, action 1 or 4); Svenska kraftnät 25-A-4
and 26-A (APERAK); BDEW APERAK AHB 1.1 and CONTRL 2.0b; Ediel Nordic Forum APERAK 2.4C (D.96A). Denmark's and
Switzerland's use of APERAK was not found, nor Norway's to UTILTS: nothing is answered there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from edielkit.edifact.check.syntax_errors import syntax_of

__all__ = (
    "APERAK_FORMS",
    "CONTRL_FORMS",
    "CONTRL_UN",
    "CONTRL_UN_4",
    "AperakForm",
    "ContrlForm",
    "aperak_form",
)


@attrs.frozen(kw_only=True)
class ContrlForm:
    """The CONTRL of a profile.

    Attributes:
        version: 0052.
        release: 0054.
        association: 0057, or empty.
        accepted: Action (0083) of an acceptance.
        received: Action for a receipt, asked for by 0031 = 2.
        places: Faults are named down to the component; otherwise UCI alone answers.
        always: Code lists of the recipient (0007) whose members are always answered.
    """

    version: str
    release: str
    association: str = ""
    accepted: str = "7"
    received: str = "8"
    places: bool = True
    always: frozenset[str] = frozenset()

    @property
    def syntax(self) -> str:
        """The service codes that its error codes are from."""
        return syntax_of(f"{self.version}.{self.release}", "")


CONTRL_UN = ContrlForm(version="D", release="3")
CONTRL_UN_4 = ContrlForm(version="4", release="1")
_EDIEL = ContrlForm(version="2", release="2", association="EDIEL2", accepted="1", received="1", places=False)
# 502 is DVGW: German gas always sends CONTRL, electricity (500) only when the syntax is wrong or it is asked for.
_GERMAN = ContrlForm(version="D", release="3", association="2.0b", always=frozenset({"502"}))

CONTRL_FORMS: Mapping[str, ContrlForm] = MappingProxyType(
    {"no": _EDIEL, "se": _EDIEL, "dk": _EDIEL, "de": _GERMAN, "ch": CONTRL_UN}
)


@attrs.frozen(kw_only=True)
class AperakForm:
    """The APERAK of a profile to some message types.

    Attributes:
        profile: The profile.
        types: Message types that are answered so; empty for all but CONTRL and APERAK.
        directory: Release (0054) of D.
        association: 0057 if the original's own is no version of APERAK in the profile.
        style: ``ediel`` (D.96A), ``utilts`` (Swedish D.04A) or ``bdew`` (German D.07B).
        sender: Role of the sender in NAD.
        recipient: Role of the recipient in NAD.
    """

    profile: str
    types: frozenset[str]
    directory: str
    association: str
    style: str
    sender: str
    recipient: str


_EDIEL_TYPES = frozenset({"MSCONS", "QUOTES", "PRODAT"})
APERAK_FORMS = (
    AperakForm(
        profile="no", types=_EDIEL_TYPES, directory="96A", association="EDIEL2",
        style="ediel", sender="FR", recipient="DO",
    ),
    AperakForm(
        profile="se", types=_EDIEL_TYPES, directory="96A", association="E2SE5B",
        style="ediel", sender="FR", recipient="DO",
    ),
    AperakForm(
        profile="se", types=frozenset({"UTILTS"}), directory="04A", association="E5SE5A",
        style="utilts", sender="MS", recipient="MR",
    ),
    AperakForm(
        profile="de", types=frozenset(), directory="07B", association="2.1i",
        style="bdew", sender="MS", recipient="MR",
    ),
)  # fmt: skip


def aperak_form(profile: str, message_type: str) -> AperakForm | None:
    """Return how a profile answers a message type with APERAK, None when that is not known or not done.

    >>> aperak_form("se", "UTILTS").directory
    '04A'
    >>> aperak_form("no", "UTILTS") is None
    True
    """
    for form in APERAK_FORMS:
        if form.profile == profile and (message_type in form.types or not form.types):
            return form
    return None
