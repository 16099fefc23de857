"""docs/kubernetes.yaml asks for what there is: commands, variables, paths, image; and no rights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.config.environment import VARIABLES
from tests.test_packaging import instructions, unknown_in

ROOT = Path(__file__).resolve().parents[1]
PARTS = list(yaml.safe_load_all((ROOT / "docs" / "kubernetes.yaml").read_text(encoding="utf-8")))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = [part for part in PARTS if part["kind"] == "Deployment"]
PODS = [part["spec"]["template"]["spec"] for part in DEPLOYMENTS]
CONTAINERS = [c for pod in PODS for c in (*pod["initContainers"], *pod["containers"])]
SECRET = next(part["stringData"] for part in PARTS if part["kind"] == "Secret")
IMAGE_ENV = next(
    arguments for name, arguments in instructions() if name == "ENV" and "PATH" in arguments
)


def test_every_document_says_what_it_is() -> None:
    assert [part["kind"] for part in PARTS] == ["Secret", "Deployment", "Deployment"]
    assert all({"apiVersion", "kind", "metadata"} <= part.keys() for part in PARTS)


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda one: one["name"])
def test_each_container_runs_a_command_that_exists(container: dict[str, Any]) -> None:
    """A mistyped option is a pod that restarts for ever."""
    program, *words = container["args"]
    assert program == "monitor"
    assert all(isinstance(word, str) for word in words), "a number would be refused"
    assert unknown_in(words) == ""


def test_images_and_commands_are_those_of_compose() -> None:
    """What is tried with compose is what runs in the cluster."""
    services = COMPOSE["services"]
    for container in CONTAINERS:
        service = services[container["name"]]
        assert container["image"] == service["image"] == services["monitor"]["image"]
        commands = [container["args"], service["command"]]
        assert commands[0][: len(commands[1])] == commands[1]


def test_all_variables_are_known_and_those_that_compose_asks_for() -> None:
    """A variable by another name is one that is not set."""
    ours = {name for name in SECRET if name.startswith("MONITOR_")}
    assert ours == {"MONITOR_DATABASE", "MONITOR_SNAPSHOTS"} <= VARIABLES.keys()
    head = (ROOT / "compose.yaml").read_text(encoding="utf-8").partition("services:")[0]
    assert [name for name in SECRET if name not in head] == []
    assert all(c["envFrom"] == [{"secretRef": {"name": "monitor"}}] for c in CONTAINERS)


def test_the_watchlist_is_where_the_image_looks_for_it() -> None:
    watchlist = IMAGE_ENV.partition("MONITOR_WATCHLIST=")[2].split()[0]
    for container in CONTAINERS:
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        assert f"{mounts['watchlist']}/watchlist.yaml" == watchlist
    for pod in PODS:
        assert {volume["name"] for volume in pod["volumes"]} == {"watchlist", "tmp"}


def test_a_deployment_finds_its_own_pods_and_a_probe_its_port() -> None:
    for part, pod in zip(DEPLOYMENTS, PODS, strict=True):
        labels = part["spec"]["template"]["metadata"]["labels"]
        assert part["spec"]["selector"]["matchLabels"] == labels
        (container,) = pod["containers"]
        (port,) = container["ports"]
        assert container["args"][-1] == f"0.0.0.0:{port['containerPort']}"
        annotations = part["spec"]["template"]["metadata"]["annotations"]
        assert annotations["prometheus.io/port"] == str(port["containerPort"])
        if probe := container.get("livenessProbe"):
            assert probe["httpGet"] == {"path": "/healthz", "port": port["name"]}


def test_nothing_runs_with_rights_or_without_limits() -> None:
    """As compose and the image do: no root, nothing writable but /tmp, no memory without end."""
    user = next(arguments for name, arguments in instructions() if name == "USER")
    assert user.split(":")[0].isdigit(), "else runAsNonRoot refuses the image"
    for pod in PODS:
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        assert (
            f"{pod['terminationGracePeriodSeconds']}s"
            == COMPOSE["services"]["worker"]["stop_grace_period"]
        )
    for container in CONTAINERS:
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"]
        assert not security["allowPrivilegeEscalation"]
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
