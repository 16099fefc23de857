"""Recipients from an Apprise configuration file: `file://apprise.yaml?tags=legal,dpo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

PREFIX = "file://"


def addresses(reference: str, folder: Path) -> list[str]:
    """The addresses that the file holds, of any of the tags where there are some.

    Raises ValueError with what is wrong, in words that follow "file:line: key: ".
    """
    import apprise

    rest, _, query = reference.strip().removeprefix(PREFIX).partition("?")
    file = folder / Path(unquote(rest)).expanduser()
    tags = {t for value in parse_qs(query).get("tags", []) for t in value.split(",") if t}
    if not file.is_file():
        raise ValueError(f"no such file: {file.name}")
    config = apprise.AppriseConfig(paths=str(file))
    services: list[Any] = [
        s for s in config.services() if not tags or tags & {str(t) for t in s.tags}
    ]
    if not services:
        of = f" with the tag {', '.join(sorted(tags))}" if tags else ""
        raise ValueError(f"{file.name} holds no address{of} that Apprise can use")
    return [str(service.url(privacy=False)) for service in services]
