"""Where the repository keeps what tests read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
# facts of the standards, beside the checkout; tests that want them skip where they are absent
REFERENCE = ROOT.parent / "shared" / "reference"
