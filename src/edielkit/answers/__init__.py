"""Answers to messages, and what answers say: Elhub's Acknowledgement and Reject*, Ediel's CONTRL and APERAK.

`edielkit.acknowledge` and `edielkit.explain` are the public verbs; `answer` tells besides what no answer could say.
"""

from __future__ import annotations

from edielkit.answers.core import acknowledge, answer
from edielkit.answers.explaining import explain
from edielkit.answers.explanation import Explained, ExplainedAnswer, Explanation
from edielkit.answers.values import Answers

__all__ = ("Answers", "Explained", "ExplainedAnswer", "Explanation", "acknowledge", "answer", "explain")
