"""Reports as SARIF: one log with one run, for every input that there can be."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

MIXED = ["broken/emif-decimal-comma.xml", "broken/edifact-unt-count.edi", "emif/metering/CollectedData.xml"]
LEVELS = {"error", "warning", "note", "none"}


@pytest.fixture
def mixed(edielkit, fixtures, monkeypatch):
    """Give a function that validates XML and EDIFACT together in a format."""
    monkeypatch.chdir(fixtures)

    def call(style, *names):
        return edielkit("validate", "--level", "codes", "--format", style, *(names or MIXED))

    return call


def test_sarif_is_one_log_with_one_run(mixed):
    """Version, tool, rules with their index, artifacts, results: as SARIF 2.1.0 has them."""
    ran = mixed("sarif")
    log = ran.plain
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]

    assert (1, "2.1.0", "edielkit") == (ran.status, log["version"], driver["name"])
    assert "sarif" in log["$schema"]
    assert len(set(ids)) == len(ids)
    assert MIXED == [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert run["results"]
    for result in run["results"]:
        assert result["ruleId"] == ids[result["ruleIndex"]]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert MIXED[place["artifactLocation"]["index"]] == place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert rule["properties"]["trust"]
    assert run["invocations"][0]["executionSuccessful"] is True
    assert all(n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"])


def test_sarif_has_exactly_the_findings_of_json(mixed):
    """Each finding once, with its message."""
    findings = Counter(
        (finding["code"], finding["message"])
        for file in mixed("json").plain["files"]
        for finding in file["findings"]
    )
    told = Counter((r["ruleId"], r["message"]["text"]) for r in mixed("sarif").plain["runs"][0]["results"])

    assert findings == told


def test_a_byte_gets_its_line(mixed, fixtures):
    """A finding on EDIFACT has byte, line and column."""
    data = (fixtures / "broken/edifact-unt-count.edi").read_bytes()
    (result,) = mixed("sarif", "broken/edifact-unt-count.edi").plain["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    lines = data[: region["byteOffset"]].split(b"\n")

    assert (len(lines), len(lines[-1]) + 1) == (region["startLine"], region["startColumn"])
    assert "UNT/1" == result["properties"]["segment"]


def test_names_become_uris(edielkit, fixtures, tmp_path):
    """Blanks are escaped, absolute paths are files."""
    path = tmp_path / "two words.edi"
    path.write_bytes((fixtures / "edifact/mscons-no-areas.edi").read_bytes())
    (artifact,) = edielkit("validate", "--format", "sarif", path).plain["runs"][0]["artifacts"]

    assert path.as_uri() == artifact["location"]["uri"]
    assert re.fullmatch(r"file:///\S+two%20words\.edi", artifact["location"]["uri"])


# What the standard asks of the parts that we write (SARIF 2.1.0, chapter 3), as far as a schema can say it.
_URI = {"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"}
_ARTIFACT = {
    "type": "object",
    "required": ["uri", "index"],
    "properties": {"uri": _URI, "index": {"type": "integer", "minimum": 0}},
    "additionalProperties": False,
}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": _ARTIFACT,
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "dependentRequired": {"startColumn": ["startLine"], "byteLength": ["byteOffset"]},
                    "properties": {
                        "byteOffset": {"type": "integer", "minimum": 0},
                        "byteLength": {"type": "integer", "minimum": 0},
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        },
        "logicalLocations": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "object", "required": ["fullyQualifiedName"]},
        },
    },
}
_MESSAGE = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string", "minLength": 1}},
}
_LEVEL = {"enum": sorted(LEVELS)}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": _MESSAGE,
                                                "fullDescription": _MESSAGE,
                                                "helpUri": {"type": "string", "pattern": "^https?://[!-~]+$"},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "properties": {
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["message"],
                                        "additionalProperties": False,
                                        "properties": {
                                            "level": _LEVEL,
                                            "message": _MESSAGE,
                                            "locations": {"type": "array", "items": _LOCATION},
                                        },
                                    },
                                }
                            },
                        },
                    },
                    "artifacts": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {
                            "type": "object",
                            "required": ["location"],
                            "properties": {
                                "location": {
                                    "type": "object",
                                    "required": ["uri"],
                                    "properties": {"uri": _URI},
                                }
                            },
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
                            "additionalProperties": False,
                            "properties": {
                                "message": _MESSAGE,
                                "ruleId": {"type": "string", "minLength": 1},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": _LEVEL,
                                "locations": {"type": "array", "minItems": 1, "items": _LOCATION},
                                "properties": {"type": "object"},
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_all_fixtures_in_both_formats(edielkit, fixtures, tmp_path, monkeypatch):
    """What SARIF asks holds for every fixture and for files that are none; JUnit is well-formed for them too."""
    import jsonschema

    odd = tmp_path / "odd"
    odd.mkdir()
    data = (fixtures / "broken/edifact-control-total.edi").read_bytes()
    for name in (b"\xff\xfe.edi", b"a:b #1?%.edi", b"ctl\x01\x0b.edi"):
        Path(os.fsdecode(bytes(odd) + b"/" + name)).write_bytes(data.replace(b"KWH", b"K\x01\x02\xff"))
    (odd / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    (odd / "empty.xml").write_bytes(b"")
    monkeypatch.chdir(odd)
    inputs = (".", odd, fixtures)
    log = edielkit("validate", "--level", "process", "--now", "message", "--format", "sarif", *inputs).plain
    junit = edielkit("validate", "--level", "process", "--now", "message", "--format", "junit", *inputs)
    (run,) = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    names = [artifact["location"]["uri"] for artifact in run["artifacts"]]

    jsonschema.validate(log, SARIF)
    assert len(names) > 100
    for result in run["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert names[artifact["index"]] == artifact["uri"]
    assert "%FF%FE.edi" in names
    assert len(names) == len(etree.fromstring(junit.out))
