"""The application: its doors, the workspaces, and what is no address of it."""

from __future__ import annotations

import pytest


def test_health_says_how_the_hub_is_set_up(client):
    """It answers when the hub is ready."""
    health = client.get("/_hub/health").json()

    assert ("ready", "frozen", "off", "") == tuple(
        health[key] for key in ("status", "clock", "security", "workspace")
    )
    assert {"supplier", "other supplier", "grid company", "third party"} == set(health["parties"])


def test_a_workspace_is_made_when_it_is_asked_for(client):
    """Its doors are those of the server, under its own address."""
    assert client.get("/w/ci-42/_hub/health").json()["workspace"] == "ci-42"


def test_a_page_of_another_site_makes_no_workspace(client):
    """A picture in it would; who follows a link of it may, and what is there already is read as ever."""
    picture = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    link = {**picture, "sec-fetch-mode": "navigate"}

    assert client.get("/w/a/", headers=picture).status_code == 403
    assert client.get("/_hub/workspaces").json()["workspaces"] == []
    assert client.get("/w/a/", headers=link).status_code == 200
    assert client.get("/w/a/_hub/clock", headers=picture).status_code == 200


@pytest.mark.parametrize(
    "path", ["/w/a.b/_hub/health", f"/w/{'a' * 41}/_hub/health", "/w//_hub/health", "/nowhere"]
)
def test_what_is_no_address(client, path):
    """A name of another form makes no workspace."""
    assert client.get(path).status_code == 404
