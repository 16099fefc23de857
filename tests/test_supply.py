"""What it promises is tested, and what it is made of is known."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("SECURITY.md", "docs/operations.md")


def promises(document: str) -> list[str]:
    """The rows of a document's table of promises."""
    table = (ROOT / document).read_text("utf-8").partition("## Promises")[2]
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_promise_names_tests_that_exist(document: str) -> None:
    """A promise whose test was renamed or removed would be believed by nobody's proof."""
    rows = promises(document)
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`(tests/\w+\.py)::(\w+)`", row)
        assert named, f"no test: {row}"
        for file, name in named:
            assert (ROOT / file).exists(), file
            source = (ROOT / file).read_text("utf-8")
            assert re.search(rf"^(?:async )?def {name}\(", source, re.MULTILINE), f"{file}::{name}"
        for script in re.findall(r"`(bench/[\w.-]+)`", row):
            assert (ROOT / script).exists(), script


def imported(script: Path) -> set[str]:
    """The modules that a script imports, wherever in it."""
    nodes = [*ast.walk(ast.parse(script.read_text("utf-8")))]
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("script", sorted((ROOT / "bench").glob("*.py")), ids=lambda p: p.name)
def test_a_measurement_imports_only_what_is_there(script: Path) -> None:
    """One that imports a library we let go, or a module we renamed, proves nothing any more."""
    asked_for = re.findall(r"pip install (\w+)", script.read_text("utf-8"))  # it says so itself
    extra = {"lightgbm", "sklearn", "numpy", "scipy"}  # `pip install .[train]`
    for module in imported(script):
        top = module.partition(".")[0]
        if top in extra | set(asked_for) or (ROOT / "bench" / f"{top}.py").exists():
            continue
        assert importlib.util.find_spec(module), f"{script.name}: {module}"


def test_the_list_of_parts_names_all_that_the_image_holds(tmp_path: Path) -> None:
    """An auditor asks what is in it; a part that is left out is one nobody looks after."""
    script = (ROOT / "run.sh").read_text("utf-8")
    (arguments,) = re.findall(r"python -m cyclonedx_py (.*) -o ", script)
    target = tmp_path / "sbom.json"
    done = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", *arguments.split(), "-o", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(target.read_text("utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    assert made["metadata"]["component"]["name"] == "policy-monitor"
    listed = {(part["name"], part["version"]) for part in made["components"]}
    pinned = (ROOT / "requirements" / "image.txt").read_text("utf-8")
    assert listed == set(re.findall(r"^([\w.-]+)==([\w.]+)", pinned, re.MULTILINE))
    for part in made["components"]:
        assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"
        assert any(other["hashes"] for other in part["externalReferences"]), part["name"]


def test_no_part_has_a_known_weakness() -> None:
    """Asks the public index, which knows of weaknesses; where it is not reached, it says so."""
    pinned = ["--disable-pip", "-r", str(ROOT / "requirements" / "image.txt")]
    options = [
        "--progress-spinner=off",
        "--timeout=5",
        "--vulnerability-service=pypi",
        "-f",
        "json",
    ]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *options, *pinned],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        parts = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        pytest.skip("weaknesses cannot be looked up here: the index is not reached")
    asked = [part for part in parts if "skip_reason" not in part]
    if len(asked) < len(parts) / 2:
        pytest.skip("weaknesses cannot be looked up here: the index knows too few of the parts")
    weak = {part["name"]: [v["id"] for v in part["vulns"]] for part in asked if part["vulns"]}
    assert weak == {}
