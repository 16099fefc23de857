"""A change of the extractor must never look like a change of the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import grimp
import pytest

import monitor
from monitor.extract import edition as module
from monitor.extract import extractor_digest
from monitor.model import ExtractRules

PACKAGE = Path(monitor.__file__).parent


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources in a place where they can be edited."""
    for name in module.SOURCES:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (PACKAGE / name).is_dir():
            shutil.copytree(PACKAGE / name, target)
        else:
            shutil.copy(PACKAGE / name, target)
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "edited", ["extract/walk.py", "extract/interface.txt", "text/normalize.py", "model/document.py"]
)
def test_an_edited_source_makes_another_edition(copied: Path, edited: str) -> None:
    """Else old text by old code would be compared with new text by new code."""
    before = module.sources_digest.__wrapped__()
    assert module.sources_digest.__wrapped__() == before
    file = copied / edited
    file.write_text(file.read_text(encoding="utf-8") + "\n# another rule", encoding="utf-8")
    assert module.sources_digest.__wrapped__() != before


def test_every_module_that_makes_a_document_is_among_the_sources() -> None:
    """model.change, state and sight are imported with their package and hold no text of a page."""
    graph = grimp.build_graph("monitor")
    used = graph.find_upstream_modules("monitor.extract", as_package=True)
    listed = {"monitor." + name.removesuffix(".py").replace("/", ".") for name in module.SOURCES}
    others = {"errors", "model", "model.change", "model.state", "model.sight"}
    missing = {
        name
        for name in used
        if name not in listed
        and not name.startswith("monitor.extract")
        and name.removeprefix("monitor.") not in others
    }
    assert not missing


def test_the_digest_that_a_version_carries_is_of_this_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = extractor_digest(ExtractRules())
    monkeypatch.setattr("monitor.extract.edition.sources_digest", lambda: "another")
    assert extractor_digest(ExtractRules()) != before
