"""Recipients from an Apprise configuration file: `file://apprise.yaml?tags=legal,dpo`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import yaml

from monitor.notify.recipients import scheme

PREFIX = "file://"
_URL = re.compile(r"[a-z0-9]{1,32}://", re.IGNORECASE)
_LINE = re.compile(  # of the text form: "legal, dpo = mailto://…"
    r"^[^\S\n]*+(?:[\w,: \t-]*=)?[^\S\n]*([a-z0-9]{1,32}://(?:.*\S)?)[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Whose plugins keep of an address only what matches a pattern: only its own text says who is meant.
_MAILERS = frozenset(
    (
        *("mailto", "mailtos", "mailgun", "sendgrid", "resend", "brevo", "postmark", "sparkpost"),
        *("smtp2go", "ses", "sendpulse", "mailersend"),
    )
)


def addresses(reference: str, folder: Path) -> list[str]:
    """The addresses that the file holds, of any of the tags where there are some.

    Apprise reads the file and knows the tags; the addresses are given as they stand there, since
    what Apprise makes of one has lost what its plugin does not know.

    Raises ValueError with what is wrong, in words that follow "file:line: key: ".
    """
    rest, _, query = reference.strip().removeprefix(PREFIX).partition("?")
    file = folder / Path(unquote(rest)).expanduser()
    tags = {t for value in parse_qs(query).get("tags", []) for t in value.split(",") if t}
    if not file.is_file():
        raise ValueError(f"no such file: {file.name}")
    found = [address for service, address in _entries(file) if not tags or tags & _tags_of(service)]
    if not found:
        of = f" with the tag {', '.join(sorted(tags))}" if tags else ""
        raise ValueError(f"{file.name} holds no address{of} that Apprise can use")
    return found


def _tags_of(service: Any) -> set[str]:
    return {str(tag) for tag in service.tags}


def _entries(file: Path) -> Iterator[tuple[Any, str]]:
    """Each service that Apprise finds in the file, with its address."""
    import apprise

    as_written: dict[str, list[str]] = defaultdict(list)
    for url in _written(file.read_text("utf-8", "replace")):
        alone: Any = apprise.Apprise.instantiate(url)
        if alone is not None:
            as_written[str(alone.url(privacy=False))].append(url)
    services: list[Any] = apprise.AppriseConfig(paths=str(file)).services()
    for service in services:
        made = str(service.url(privacy=False))
        if written := as_written[made]:
            yield service, written.pop(0) if len(written) > 1 else written[0]
        elif scheme(made) in _MAILERS:
            raise ValueError(
                f"{file.name}: an entry for {scheme(made)}:// has options beside its address, or is"
                " in a file that it includes; write who gets the mail into the address itself"
            )
        else:
            yield service, made


def _written(text: str) -> Iterator[str]:
    """The addresses in their order, of a file in Apprise's YAML or in its lines of text."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        content = None
    if isinstance(content, dict) and "urls" in content:
        yield from _strings(content["urls"])
    else:
        yield from (found[1] for found in _LINE.finditer(text))


def _strings(node: Any) -> Iterator[str]:
    """Strings and keys that are addresses, however deep."""
    if isinstance(node, str) and _URL.match(node.strip()):
        yield node.strip()
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(node, list):
        for one in node:
            yield from _strings(one)
