"""The import direction: a stage that knows the network or the database cannot be tested alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_only_the_configuration_reads_the_environment() -> None:
    """A setting that is read elsewhere is one that `monitor validate` cannot check."""
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "monitor").rglob("*.py")
        if "os.environ" in path.read_text() or "os.getenv" in path.read_text()
    ]
    assert readers in ([], ["monitor/config/environment.py"])
