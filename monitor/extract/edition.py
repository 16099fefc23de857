"""Which extractor this is: a digest of all code and data that decide what a Document holds.

Nobody has to remember to raise a number: any edit of these files, also of a comment, makes another
edition, and every version is then extracted again from its stored page before it is compared.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

import selectolax
import webencodings

from monitor.model import ExtractRules

# What monitor.extract imports, and itself; a test holds them against the imports.
SOURCES = (
    *("extract", "languages", "model/document.py", "model/watch.py"),
    *(
        "text/amounts.py",
        "text/bundle.py",
        "text/charset.py",
        "text/counted.py",
        "text/cues.py",
        "text/finite_verbs.py",
        "text/introductions.py",
        "text/normalize.py",
        "text/practice.py",
        "text/relative_times.py",
        "text/scripts.py",
        "text/short_answers.py",
        "text/signs.py",
        "text/undeclared.py",
        "text/volatile.py",
    ),
)


# Of the formats that are no web pages.
_LIBRARIES = ("pypdfium2", "mammoth", "striprtf", "python-jsonpath")


def extractor_digest(rules: ExtractRules) -> str:
    """Identifies this extractor with these rules: equal digests give equal documents for a body."""
    return hashlib.sha256(
        f"{sources_digest()}\n{libraries()}\n{rules!r}".encode("utf-8", "replace")
    ).hexdigest()[:16]


@cache
def sources_digest() -> str:
    """The digest as 16 hexadecimal digits. Reads some 60 files once in a process."""
    libraries = f"{selectolax.__version__} {webencodings.VERSION}"
    digest = hashlib.sha256(libraries.encode())
    for name in SOURCES:
        source = resources.files("monitor").joinpath(*name.split("/"))
        files = [source] if source.is_file() else sorted(source.iterdir(), key=lambda f: f.name)
        for file in files:
            if file.is_file():
                digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def libraries() -> str:
    """Which libraries read these formats here: another edition of one may read another text."""
    return " ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # as slow as the rest of it

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
