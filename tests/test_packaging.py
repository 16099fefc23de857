"""What ships works where it lands: the wheel, the container's parts, run.sh, and true documents."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from monitor import cli, daemon
from monitor.config import Config
from monitor.config.environment import VARIABLES
from monitor.confirm import block_history, decider, pending_change, trouble
from monitor.fetch import robots
from monitor.model import Outcome
from monitor.render.excerpts import RUN, TOTAL
from monitor.render.message import TITLE
from monitor.service import deliver, gathering, health
from monitor.storage import blobs

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
        **options,
    )


# ------------------------------------------------------------------ the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip builds it; needs the package registry for the build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT
    )
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("the build backend cannot be downloaded here")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_everything_that_the_package_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "monitor"
    wanted = {
        str(path.relative_to(ROOT))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]


def test_the_installed_wheel_runs_the_demo_far_from_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    """A file that only the checkout has would be missed by users only."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "COLUMNS": "100"}
    where = run(
        sys.executable, "-c", "import monitor; print(monitor.__file__)",
        cwd=tmp_path, env=environment,
    )  # fmt: skip
    assert str(tmp_path / "site") in where.stdout
    shown = run(sys.executable, "-m", "monitor", "demo", cwd=tmp_path, env=environment)
    assert shown.returncode == 0, shown.stderr
    assert "2 steps stayed silent" in shown.stdout
    assert shown.stderr == ""
    assert (tmp_path / "demo-out" / "alerts.html").exists()


# ------------------------------------------------------------------ the container


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, arguments), continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_hadolint_has_nothing_to_say() -> None:
    program = Path(sys.executable).with_name("hadolint")
    if not program.exists():
        pytest.skip("hadolint is not installed")
    checked = run(program, "--config", ROOT / ".hadolint.yaml", ROOT / "Dockerfile")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_image_runs_the_daemon_without_rights_and_stops_on_sigterm() -> None:
    found = dict(instructions())  # the last of each kind: those of the final stage
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", found["USER"])
    assert found["CMD"] == '["monitor", "run"]'
    assert found["STOPSIGNAL"] == "SIGTERM"
    assert found["HEALTHCHECK"].endswith('CMD ["monitor", "health"]')
    assert found["VOLUME"] == '["/data"]'
    assert len([i for i, _ in instructions() if i == "FROM"]) == 2


def test_the_images_settings_are_ones_that_the_product_reads() -> None:
    settings = dict(re.findall(r"(MONITOR_\w+)=(\S+)", dict(instructions())["ENV"]))
    assert settings.keys() <= VARIABLES.keys()
    copied = [arguments.split()[-1] for name, arguments in instructions() if name == "COPY"]
    assert settings["MONITOR_WATCHLIST"] in copied
    assert settings["MONITOR_DATABASE"].startswith("sqlite:////data/")
    assert settings["MONITOR_SNAPSHOTS"].startswith("/data/")


def test_all_that_the_image_copies_is_sent_to_the_builder() -> None:
    """A .dockerignore that hides one of them fails only on the day someone builds the image."""
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and line[0] != "#"
    ]
    for name, arguments in instructions():
        if name != "COPY" or "--from" in arguments:
            continue
        for source in (part.removeprefix("./") for part in arguments.split()[:-1]):
            assert (ROOT / source).exists(), source
            ignored = False
            for rule in rules:
                if fnmatch.fnmatch(source, rule.removeprefix("!")):
                    ignored = not rule.startswith("!")
            assert not ignored, source


def test_the_image_has_the_version_of_python_that_the_package_needs() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    base = next(arguments for name, arguments in instructions() if name == "ARG")
    version = re.fullmatch(r"BASE=python:3\.(\d+)-slim", base)
    assert version
    assert int(version[1]) >= int(needed.rpartition(".")[2])
    froms = [arguments for name, arguments in instructions() if name == "FROM"]
    assert all(arguments.startswith("${BASE}") for arguments in froms)


def test_all_that_the_image_installs_is_held_to_a_hash() -> None:
    """A dependency that is new or newer than the list would end the build of the image."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = ("postgresql", "metrics", "web", "timestamp", "pdf", "office", "distributed", "s3")
    extras = (project["optional-dependencies"][name] for name in names)
    needed = [*project["dependencies"], *chain.from_iterable(extras)]
    listed = (ROOT / "requirements" / "image.txt").read_text()
    pinned = dict(re.findall(r"(?m)^([\w.-]+)==(\S+) \\$", listed))
    for requirement in map(Requirement, needed):
        name = requirement.name.lower().replace("_", "-")
        assert name in pinned, f"{name}: make requirements/image.txt anew"
        assert requirement.specifier.contains(pinned[name]), name
    assert listed.count("--hash=sha256:") >= len(pinned)
    assert all("--require-hashes" in line for line in _registry_installs())


def test_the_image_has_a_browser_only_if_asked_and_held_to_a_hash_as_well() -> None:
    """600 MB that most do not need; and a list that lacks a package would end the build."""
    from packaging.requirements import Requirement

    assert "BROWSER=no" in [arguments for name, arguments in instructions() if name == "ARG"]
    runs = [arguments for name, arguments in instructions() if name == "RUN"]
    (installs,) = [run for run in runs if "apt-get install" in run]
    assert installs.startswith('if [ "${BROWSER}" = yes ]; then')
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = (ROOT / "requirements" / "browser.txt").read_text()
    pinned = dict(re.findall(r"(?m)^([\w.-]+)==(\S+) \\$", listed))
    for requirement in map(Requirement, project["optional-dependencies"]["browser"]):
        assert requirement.specifier.contains(pinned[requirement.name])
    shared = dict(
        re.findall(r"(?m)^([\w.-]+)==(\S+) \\$", (ROOT / "requirements" / "image.txt").read_text())
    )
    assert all(shared.get(name, version) == version for name, version in pinned.items())


def _registry_installs() -> list[str]:
    """The calls of pip in the Dockerfile that fetch something."""
    runs = " && ".join(arguments for name, arguments in instructions() if name == "RUN")
    installs = [line for line in runs.split("&&") if "pip install" in line]
    return [line for line in installs if "--no-index" not in line]


def test_compose_keeps_the_data_and_gives_time_to_stop() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    monitor = compose["services"]["monitor"]
    named = {
        v.partition(":")[0] for s in compose["services"].values() for v in s.get("volumes", ())
    }
    assert {name for name in named if not name.startswith(".")} == compose["volumes"].keys()
    assert "data:/data" in monitor["volumes"]
    assert monitor["environment"].keys() <= VARIABLES.keys()
    assert monitor["stop_grace_period"] == "10s"
    assert compose["services"]["postgresql"]["profiles"] == ["postgresql", "distributed"]
    machines = [compose["services"][name] for name in ("upgrade", "scheduler", "worker")]
    assert all(one["profiles"] == ["distributed"] and one["read_only"] for one in machines)


# ------------------------------------------------------------------ run.sh


@pytest.mark.parametrize("script", ["run.sh", ".ci/run"])
def test_scripts_can_be_run_and_are_valid(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert run("bash", "-n", ROOT / script).returncode == 0


def test_an_old_python_is_told_plainly(tmp_path: Path) -> None:
    """No traceback from the middle of an installation: what is missing and how to name it."""
    for tool in ("bash", "dirname", "rm", "cmp"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copy(ROOT / "run.sh", checkout)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    failed = run(checkout / "run.sh", "demo", env={"PATH": str(tmp_path)})
    assert failed.returncode == 1
    assert "python3.11 or newer was not found" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


def test_an_unknown_command_shows_the_usage() -> None:
    shown = run(ROOT / "run.sh", "dmeo")
    assert shown.returncode == 2
    assert "./run.sh demo" in shown.stderr


def test_no_file_names_a_package_index() -> None:
    """Installation must use whatever registry the machine is set up for."""
    for name in ("run.sh", ".ci/run", "Dockerfile", "compose.yaml", "pyproject.toml"):
        assert "index-url" not in (ROOT / name).read_text()


# ------------------------------------------------------------------ documents that stay true


def commands_in(text: str) -> Iterator[list[str]]:
    """Every `monitor …` in a code span or a code block, as words; an end-of-line comment is cut."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    blocks += ["\n".join(re.findall(r"(?m)^    (.*)$", text))]
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for line in lines:
        match = re.match(r"(?:\$ )?(?:\./run\.sh |docker compose exec monitor )?monitor (.*)", line)
        if match:
            yield re.split(r"\s+#\s|\s+[|>]\s", match[1])[0].split()


def unknown_in(words: list[str]) -> str:
    """The first word that is no command or option where it stands; "" when all are known."""
    context, command = click.Context(cli.cli), cli.cli
    options = {o: p for p in command.params for o in p.opts} | {"--help": None}
    value_follows = False
    for word in words:
        if value_follows:
            value_follows = False
        elif word.startswith("-"):
            name, _, value = word.rstrip(".,)").partition("=")
            if name not in options:
                return name
            parameter = options[name]
            takes_one = isinstance(parameter, click.Option) and not parameter.is_flag
            value_follows = takes_one and not value
        elif isinstance(command, click.Group) and not re.search(r"[/.=:]|^[A-Z…<\[]", word):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
            options |= {o: p for p in found.params for o in p.opts}
    return ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_only_commands_and_options_that_exist(document: Path) -> None:
    for words in commands_in(document.read_text(encoding="utf-8")):
        assert not unknown_in(words), " ".join(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            goal = (document.parent / path) if path else document
            assert goal.exists(), target
            if anchor:
                headings = re.findall(r"(?m)^#+ (.*)$", goal.read_text(encoding="utf-8"))
                slugs = [re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings]
                assert anchor in slugs, target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_only_files_that_exist(document: Path) -> None:
    for path in re.findall(
        r"`((?:monitor|tests|bench|docs)/[^`\s*…]*)`", document.read_text("utf-8")
    ):
        assert (ROOT / path.partition("::")[0]).exists(), path


def test_documents_name_only_variables_that_are_read() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"\bMONITOR_[A-Z_]+", document.read_text(encoding="utf-8")):
            assert name in VARIABLES, f"{document.name}: {name}"
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert not [name for name in VARIABLES if name not in operations]


def test_the_readme_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"(?m)^ *(\./run\.sh \w+)", text)
    assert commands[:2] == ["./run.sh demo", "./run.sh test"]


def test_every_outcome_is_explained() -> None:
    text = (ROOT / "docs" / "noise.md").read_text(encoding="utf-8")
    assert not [outcome for outcome in Outcome if f"`{outcome}`" not in text]


def test_figures_in_the_documents_are_those_of_the_code() -> None:
    """A figure that was tuned and not told is a lie to whoever reads the document."""
    minutes = pending_change.SPREAD * pending_change.CONFIRM_AFTER // timedelta(minutes=1)
    hours = decider.RELEASE_SPREAD * pending_change.CONFIRM_AFTER // timedelta(hours=1)
    said = {
        "noise.md": (
            f"seen {pending_change.SIGHTINGS} times at least {minutes} minutes apart",
            f"or {pending_change.SIGHTINGS + 1} times",
            f"only went away {pending_change.GONE_SIGHTINGS} times",
            f"after {pending_change.CONFIRM_AFTER // timedelta(minutes=1)} minutes",
            f"after {decider.RELEASE_SIGHTINGS} looks over at least {hours} hours",
            f"change {block_history.LONG_DAYS} days and {block_history.LONG_LOOKS} looks ago",
            f"title and main heading, after {decider.PATIENT_SIGHTINGS}.",
            f"come back {block_history.RETURNS} times",
            f"After {decider.UNSTABLE_AFTER} such returns",
            f"quiet for {decider.STABLE_AFTER} looks",
        ),
        "alerts.md": (
            f"at most {TITLE} characters",
            f"first {RUN} words",
            f"{TOTAL:,} words in all",
            f"for {trouble.TELL_AFTER // timedelta(hours=1)} hours, once",
            f"within {trouble.CALM.days} days",
            f"{trouble.GONE_LOOKS} looks and {trouble.GONE_AFTER.days} days",
            f"every {deliver.RETRY_MOST // timedelta(hours=1)} hours",
            f"for {deliver.GIVE_UP_AFTER.days} days",
            f"is tried {deliver.REFUSALS} times",
            f"At most {gathering.PER_HOUR} messages",
        ),
        "operations.md": (
            f"at most {health.TICK_OVERDUE // timedelta(minutes=1)} minutes old",
            f"finish for {daemon.STOP_WITHIN:.0f} seconds",
            f"every {blobs.FULL_EVERY}",
            f"up to {robots.MAX_CRAWL_DELAY:.0f} seconds",
            f"`host_pause`, {Config(Path('x')).host_pause:.0f} seconds",
        ),
    }
    for name, phrases in said.items():
        text = " ".join((ROOT / "docs" / name).read_text(encoding="utf-8").split())
        assert not [phrase for phrase in phrases if phrase not in text], name
