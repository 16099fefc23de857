"""The import direction: a stage that knows the network or the database cannot be tested alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "monitor").rglob("*.py"))


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


def test_no_module_shares_its_name_with_another() -> None:
    """ "Which wording.py?" A newcomer opens the wrong one."""
    names = Counter(
        path.stem for path in MODULES if path.stem not in ("__init__", "__main__", "env")
    )
    packages = {path.parent.name for path in MODULES if path.name == "__init__.py"}
    assert [name for name, count in names.items() if count > 1 or name in packages] == []


def test_no_function_hides_its_own_module() -> None:
    """`from monitor.x import y` would give the module or the function, by the order of imports."""
    hidden = []
    for init in (path for path in MODULES if path.name == "__init__.py"):
        package = ".".join(init.parent.relative_to(ROOT).parts)
        beside = {path.stem for path in init.parent.glob("*.py")}
        tree = ast.parse(init.read_text("utf-8"))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module != package
            for alias in node.names
        }
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        hidden += [f"{init.parent.name}.{name}" for name in beside & (imported | defined)]
    assert hidden == []


def test_a_field_called_document_is_a_name_and_never_a_text() -> None:
    """`version.document` beside `change.document`: one of them would be read as the other."""
    fields = [
        f"{path.relative_to(ROOT)}: {node.target.id}"
        for path in MODULES
        for cls in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(cls, ast.ClassDef)
        for node in cls.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if node.target.id == "document" and "Document" in ast.unparse(node.annotation)
    ]
    assert fields == []


def test_no_module_is_longer_than_400_lines() -> None:
    """Nobody finds anything in a longer one."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert [str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > 400] == []
