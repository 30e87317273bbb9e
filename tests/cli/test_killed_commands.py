"""kill -9 of a command that writes, at any instant: each file is the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from tests.support.paths import FIXTURES

KILLS = 50
OLD = b"what stood there before"
# what each command is given before -o, and whether it writes a folder
COMMANDS = {
    "convert": ["convert", str(FIXTURES / "edifact/mscons-no-four-hours.edi"), "--to", "csv"],
    "anonymise": ["anonymise", str(FIXTURES / "edifact"), "--key", "a key of the tests"],
    "generate": ["generate", "message", "MSCONS", "--count", "20", "--now", "2026-12-01T06:00Z"],
    "hub extract": [
        "hub", "extract", "{move}", "--old", "old supplier", "--old-organisation", "999999018",
        "--new", "new supplier", "--new-organisation", "999999026", "--change-date", "2026-02-03",
    ],
}  # fmt: skip
MOVE = (
    (FIXTURES / "hub/305-mass-extraction.yml")
    .read_text(encoding="utf-8")
    .partition("\n  - call: order_extraction")[0]
)
END = "\n  - wait: tomorrow 07:00\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is that of POSIX"),
]


@pytest.mark.parametrize("name", COMMANDS)
def test_kill_9_leaves_old_files_or_new_ones(name, tmp_path):
    """Fifty times each of the four, from the start of the process to its end, over files that stand there."""
    (tmp_path / "move.yml").write_text(MOVE + END, encoding="utf-8")
    words = [word.replace("{move}", str(tmp_path / "move.yml")) for word in COMMANDS[name]]
    command = [sys.executable, "-m", "edielkit", *words, "--force", "-o"]
    is_file = name == "convert"
    whole, target = (tmp_path / part / "written" for part in ("whole", "target"))
    whole.parent.mkdir()
    start = time.monotonic()
    subprocess.run([*command, whole], capture_output=True, check=name != "anonymise")
    took = time.monotonic() - start
    new = {path.name: path.read_bytes() for path in ([whole] if is_file else whole.iterdir())}
    folder = target.parent if is_file else target
    folder.mkdir(parents=True)
    moments = random.Random(name)
    for _ in range(KILLS):
        for path in new:
            (folder / path).write_bytes(OLD)
        process = subprocess.Popen([*command, target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * moments.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path, content in new.items():
            assert (folder / path).read_bytes() in {OLD, content}, path
