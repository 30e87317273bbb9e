"""The hook for pre-commit and the action for GitHub do what they say, run as those programs run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest
import yaml
from tests.support.paths import ROOT

BROKEN = ROOT / "fixtures" / "broken"
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}


@pytest.mark.parametrize(
    ("name", "status"), [("emif-check-digit.xml", 0), ("edifact-unt-count.edi", 1), ("no-such-file.edi", 2)]
)
def test_hook(edielkit, name, status):
    """It is called with the files of a commit, and its status lets the commit pass or not."""
    program, *arguments = shlex.split(HOOK["entry"])

    assert "edielkit" == program
    assert status == edielkit(*arguments, BROKEN / name).status


@pytest.mark.parametrize(
    ("path", "is_taken"),
    [
        ("a/b.edi", True),
        ("samples/a.xml", True),
        ("tests/fixtures/emif/a.xml", True),
        ("pom.xml", False),
        ("a.edi.txt", False),
    ],
)
def test_files_of_the_hook(path, is_taken):
    """XML of other programs is left alone."""
    assert is_taken == bool(re.search(HOOK["files"], path))


@pytest.fixture
def runner(tmp_path):
    """Give a folder as GitHub's runner has it, with the package installed as the first step does."""
    folder = tmp_path / "edielkit" / "bin"
    folder.mkdir(parents=True)
    program = folder / "edielkit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m edielkit "$@"\n')
    program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "options", "status", "codes"),
    [
        ("edifact-unt-count.edi", "--now message", 1, {"EDI027", "SER018"}),
        ("edifact-unt-count.edi emif-check-digit.xml", "--now message --select IDN", 0, {"IDN002"}),
    ],
)
def test_action(runner, paths, options, status, codes):
    """Several paths and options, findings as SARIF, the status of the command, the file as output of the step."""
    ran = subprocess.run(
        ["bash", "-e", "-c", STEPS["validate"]["run"]],
        cwd=BROKEN,
        env={
            **os.environ,
            "RUNNER_TEMP": str(runner),
            "GITHUB_OUTPUT": str(runner / "output"),
            "PATHS": paths,
            "OPTIONS": options,
            "SARIF": str(runner / "result.sarif"),
        },
        capture_output=True,
        check=False,
    )
    results = json.loads((runner / "result.sarif").read_bytes())["runs"][0]["results"]

    assert status == ran.returncode, ran.stderr
    assert f"sarif={runner / 'result.sarif'}\n" == (runner / "output").read_text()
    assert {result["ruleId"] for result in results} <= codes
    assert {result["ruleId"] for result in results}


def test_action_hands_its_inputs_on():
    """Each input is an environment variable of a step, not text that is put into a script."""
    scripts = " ".join(step["run"] for step in STEPS.values())

    assert "${{" not in scripts
    handed = " ".join(str(step["env"]) for step in STEPS.values())
    assert set(ACTION["inputs"]) == set(re.findall(r"inputs\.(\w+)", handed))
