"""What the message guides of the markets require, as tables of data, and the check of a message by them."""

from __future__ import annotations

from edielkit.edifact.check.guides.allowances import Allowance, allowance
from edielkit.edifact.check.guides.checking import check_guide
from edielkit.edifact.check.guides.fields import Field, fields
from edielkit.edifact.check.guides.guide import (
    Guide,
    GuideRow,
    Requirement,
    directories_of,
    guide_for,
    guide_gap,
    process_of,
)
from edielkit.edifact.check.guides.guide_files import guide_names
from edielkit.edifact.check.guides.identifiers import check_identifiers, identifier_places
from edielkit.edifact.check.guides.lookups import (
    allows_code,
    leaves_out,
    only_code,
    settles_segment,
    speaks_of,
)
from edielkit.edifact.check.guides.patterns import Pattern
from edielkit.edifact.check.guides.rule_table import RULES, RowRule
from edielkit.edifact.check.guides.weights import Weight, weights

__all__ = (
    "RULES",
    "Allowance",
    "Field",
    "Guide",
    "GuideRow",
    "Pattern",
    "Requirement",
    "RowRule",
    "Weight",
    "allowance",
    "allows_code",
    "check_guide",
    "check_identifiers",
    "directories_of",
    "fields",
    "guide_for",
    "guide_gap",
    "guide_names",
    "identifier_places",
    "leaves_out",
    "only_code",
    "process_of",
    "settles_segment",
    "speaks_of",
    "weights",
)
