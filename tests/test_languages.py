"""A language is one file: what is added there is read, and nothing else keeps lists by language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor import languages
from monitor.headline import told_training

PACKAGE = Path(languages.__file__).parents[1]
COMPARED = """
from monitor import compare
page = '<html lang="eo"><body><main><h1>Privateco</h1><p>{}</p><p>{}</p></main></body></html>'
rest = "Ni konservas la nomon kaj la retadreson de la uzanto por la servo."
change = compare(
    page.format(rest, "Ni uzas viajn mesaĝojn."),
    page.format(rest, "Uzantoj en Germanujo povas malkonsenti. Validas ekde 2025-11-03."),
)
print(*change.regions_added, *((d.role, d.new) for d in change.dates))
"""
TAGS = {  # of HTML, and the charset that browsers take where a page declares none
    "elements.py": ['    "tr": ', '    "th": '],
    "undeclared.py": ['    "vi": '],
}
BY_RULES = {"document", "facts", "kind", "dates", "severity", "places"}  # added to tables of rules
REASONS = {"block_pages"}  # its keys are told as they stand
ESPERANTO = """
[document]
words = "la de kaj en por ni viajn"
[kind]
function = "la de kaj en por"
[dates.before]
effective = ['validas ekde']
[places.words]
people = 'uzantoj'
people_in = 'en'
"""


def test_a_file_is_all_that_a_new_language_needs(tmp_path: Path) -> None:
    """Else its places and dates would be read only after a search for what else lists languages."""
    copy = tmp_path / "monitor"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def told() -> str:
        command = [sys.executable, "-c", COMPARED]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert told() == ""
    (copy / "languages" / "eo.toml").write_text(ESPERANTO, "utf-8")
    assert told() == "DE ('effective', '2025-11-03')"


def test_no_other_file_keeps_words_by_language() -> None:
    """A table keyed by languages anywhere else is one more place to find for who adds one."""
    codes = "|".join(code for code in languages.codes() if code not in ("id", "he"))
    keyed = re.compile(rf"""^\s*["'](?:{codes})["']: |^\[(?:\w+\.)*(?:{codes})\]""", re.MULTILINE)
    places = (path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".toml"))
    found = {path.name: keyed.findall(path.read_text("utf-8")) for path in places}
    assert {name: keys for name, keys in found.items() if keys} == TAGS


@cache
def _asked() -> set[str]:
    """The words in quotation marks of all modules, and those in braces of the languages' files."""
    modules = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    files = "".join(path.read_text("utf-8") for path in PACKAGE.glob("languages/*.toml"))
    return {*re.findall(r"""["']([\w-]+)["']""", modules), *re.findall(r"\{([a-z_]+)\}", files)}


@pytest.mark.parametrize("code", languages.codes())
def test_a_language_adds_to_tables_that_are_there(code: str) -> None:
    """A misspelt table or key would silently be read by nobody."""
    table = languages.table(code)
    for part in set(table) - BY_RULES - REASONS:
        assert {part, *table[part]} <= _asked(), part
    for part in ("kind", "dates", "severity"):
        own = tomllib.loads((PACKAGE / "classify/rules" / f"{part}.toml").read_text("utf-8"))
        assert set(table.get(part, {})) <= set(own)
    rules = (PACKAGE / "classify/rules/places.toml").read_text("utf-8")
    code_text = "".join(path.read_text("utf-8") for path in (PACKAGE / "classify").glob("*.py"))
    for name in table.get("places", {}).get("words", {}):
        assert f"{{{name}}}" in rules + code_text


CUT = """
from monitor.text.clause_ends import LIMITS, OPENS, SEAM, says
from monitor.text.pronouns import BACK, SUBJECTS
print(bool(LIMITS.match("krom se")), bool(OPENS.match("Kiam vi petas, ni")), "ili" in BACK,
      "oni" in SUBJECTS, bool(SEAM.search("unu kaj du")), says("Ni donas", 8))
"""


def test_a_new_language_says_where_its_sentences_are_cut(tmp_path: Path) -> None:
    """Else "only if you agree" could be left out of a quotation in that language."""
    copy = tmp_path / "monitor"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def told() -> set[str]:
        command = [sys.executable, "-c", CUT]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    assert told() == {"False"}
    (copy / "languages" / "eo.toml").write_text(
        "[clauses]\nseam = 'kaj'\nlimits = 'krom'\nopens = 'kiam'\nspeaker = 'ni'\n"
        "[pronouns]\nback = 'ili'\nsubject = 'oni'\n",
        "utf-8",
    )
    assert told() == {"True"}


@pytest.mark.parametrize("code", languages.codes())
def test_one_table_of_a_language_is_what_the_whole_file_says(code: str) -> None:
    """A word that stands in the file and is not read makes a rule silent in that language."""

    def parts(found: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
        for name, value in found.items():
            if isinstance(value, dict):
                yield f"{above}{name}", value
                yield from parts(value, f"{above}{name}.")

    known = dict(parts(languages.table(code)))
    assert {part: languages.part_of(code, part) for part in known} == known
    assert languages.part_of(code, "documen") == languages.part_of(code, "document.none") == {}


def test_a_line_on_training_parses_no_language_whole() -> None:
    """`changes` and each alert would take a quarter longer for one word of each file."""
    languages.table.cache_clear()
    told_training._users.cache_clear()
    text = "AI training: “We do not use your content to train our models”"
    assert told_training.own_denial(text, (), ())
    assert languages.table.cache_info().currsize == 0


def test_scripts_are_not_compiled_for_text_in_ascii() -> None:
    """A sixth of a question's start would go to letters that nobody reads."""
    command = "import re; scripts = __import__('monitor.text.scripts').text.scripts;"
    command += "assert scripts.length('plain') == 5 and not scripts.foreign('plain');"
    command += "assert scripts._made.cache_info().currsize == 0;"
    command += "assert scripts.count_words('隐私政策') == 2"
    subprocess.run([sys.executable, "-c", command], check=True)
