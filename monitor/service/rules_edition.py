"""Which edition of our rules facts and dates are of: a digest of all that they follow from."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

# Beside the documents.
_SOURCES = ("classify", "facts", "languages", "text", "service/deadlines.py", "service/standing.py")


@cache
def edition() -> str:
    """A digest of the code and the words that decide: any edit makes another edition."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        for file in _files(resources.files("monitor").joinpath(*name.split("/"))):
            digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(source: Traversable) -> list[Traversable]:
    if source.is_file():
        return [source]
    inner = sorted(source.iterdir(), key=lambda f: f.name)
    return [f for one in inner if one.name != "__pycache__" for f in _files(one)]
