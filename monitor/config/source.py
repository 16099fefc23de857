"""YAML text to plain data that remembers the line of every key. Safe with hostile files.

Built from the parser's events, not from PyYAML's recursive composer: depth, size and the growth
through aliases ("YAML bombs") are bounded while reading, and duplicate keys are seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_BYTES = 64_000_000  # 100,000 watches take some 14 MB
MAX_DEPTH = 40
MAX_NODES = 200_000  # after aliases are followed; a file may have as many as it can write out

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is 10 times faster
_RESOLVER: Any = yaml.resolver.Resolver()
_TELLING = frozenset(_RESOLVER.yaml_implicit_resolvers)  # first letters of what may be no text
_TAG = "tag:yaml.org,2002:"
_KINDS = frozenset(
    ("str", "null", "bool", "int", "float", "timestamp", "value", "merge", "map", "seq")
)
_BOOLS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class SourceError(ValueError):
    """The text cannot be used as YAML. `line` counts from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass(slots=True)
class Node:
    """A value with its place. `value`: a scalar, a list of nodes or a dict of nodes by key."""

    line: int  # from 1
    value: Any
    key_line: int = 0  # of the key that leads here, 0 without one
    size: int = 1  # nodes below and including this one, aliases followed
    column: int = 0  # from 0
    flow: bool = False  # written as [...] or {...}
    end_line: int = 0  # line from 1 on which a collection ends
    keys: dict[str, int] = field(default_factory=dict)  # of a mapping: key -> its line

    def line_of(self, path: Sequence[str | int]) -> tuple[int, tuple[str | int, ...]]:
        """The line of the deepest part of `path` that exists, and that part.

        Steps that the file does not have are passed over: a validator that sees one item as a
        list of one adds a 0, and pydantic adds names of its types.
        """
        node, line = self, self.key_line or self.line
        found: list[str | int] = []
        for step in path:
            child = _child(node, step)
            if child is None:
                continue
            node, line = child, child.key_line or child.line
            found.append(step)
        return line, tuple(found)

    def plain(self, text: Callable[[str], str] = lambda s: s) -> Any:
        """Dicts, lists and scalars; every string goes through `text`."""
        if isinstance(self.value, dict):
            return {key: child.plain(text) for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain(text) for child in self.value]
        return text(self.value) if isinstance(self.value, str) else self.value

    def strings(
        self, path: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every string value with its path."""
        if isinstance(self.value, dict):
            for key, child in self.value.items():
                yield from child.strings((*path, key))
        elif isinstance(self.value, list):
            for i, child in enumerate(self.value):
                yield from child.strings((*path, i))
        elif isinstance(self.value, str):
            yield path, self.value


def _child(node: Node, step: str | int) -> Node | None:
    value = node.value
    if isinstance(value, dict):
        found = value.get(step)
        return found if isinstance(found, Node) else None
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        found = value[step]
        return found if isinstance(found, Node) else None
    return None


def read(data: bytes) -> tuple[Node, list[tuple[int, str]]]:
    """The tree of a YAML file and the duplicate keys in it as (line, text).

    Raises SourceError when the file is too large, too deep, not UTF-8 or not YAML.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(1, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise SourceError(line, "expected UTF-8 text, found other bytes") from None
    try:
        return _Builder(max(MAX_NODES, len(data) // 8)).build(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        raise SourceError(mark.line + 1 if mark else 1, f"not valid YAML: {e.problem}") from None
    except yaml.reader.ReaderError as e:
        line = text.count("\n", 0, e.position) + 1 if isinstance(e.position, int) else 1
        raise SourceError(line, "a character that YAML does not allow") from None
    except yaml.YAMLError as e:
        raise SourceError(1, f"not valid YAML: {str(e).splitlines()[0]}") from None


class _Builder:
    """Puts the parser's events together without recursion."""

    def __init__(self, most: int) -> None:
        self.most = most  # values, aliases followed
        self.anchors: dict[str, Node] = {}
        self.duplicates: list[tuple[int, str]] = []
        # Open collections: the node, its anchor, and the key that waits for its value.
        self.open: list[tuple[Node, str | None]] = []
        self.pending: list[tuple[str, int] | None] = []
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> tuple[Node, list[tuple[int, str]]]:
        for event in events:
            mark = event.start_mark
            line = mark.line + 1
            if isinstance(event, yaml.ScalarEvent):  # most are
                node = Node(line, _scalar(event, line), column=mark.column)
                self._place(node, event.anchor, line)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._open(event, line)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                node, anchor = self.open.pop()
                self.pending.pop()
                node.end_line = line
                self._place(node, anchor, line)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event, line)
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise SourceError(line, "expected one YAML document, found a second one (---)")
        return self.root or Node(1, None), self.duplicates

    def _open(self, event: Any, line: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise SourceError(line, f"nested deeper than {MAX_DEPTH} levels")
        if event.tag and event.tag.removeprefix(_TAG) not in _KINDS:
            raise SourceError(line, f"tags such as {event.tag} are not used here")
        mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node(
            line,
            {} if mapping else [],
            column=_column(event),
            flow=bool(event.flow_style),
        )
        self.open.append((node, event.anchor))
        self.pending.append(None)

    def _alias(self, event: Any, line: int) -> None:
        target = self.anchors.get(event.anchor)
        if target is None:
            raise SourceError(line, f"*{event.anchor} refers to nothing above it")
        copy = Node(line, target.value, size=target.size, column=_column(event), keys=target.keys)
        self._place(copy, None, line)

    def _place(self, node: Node, anchor: str | None, line: int) -> None:
        if node.size > self.most:
            raise SourceError(line, f"more than {self.most:,} values (aliases followed)")
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent, _ = self.open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            parent.size += node.size
        elif self.pending[-1] is None:
            self.pending[-1] = (_key(node), line)
        else:
            key, key_line = self.pending[-1]
            self.pending[-1] = None
            parent.size += node.size
            self._set(parent, key, key_line, node)
        if parent.size > self.most:
            raise SourceError(line, f"more than {self.most:,} values (aliases followed)")

    def _set(self, parent: Node, key: str, key_line: int, node: Node) -> None:
        if key == "<<":
            for merged in node.value if isinstance(node.value, list) else [node]:
                if not isinstance(merged.value, dict):
                    raise SourceError(key_line, "<< expects a mapping")
                for name, child in merged.value.items():
                    parent.value.setdefault(name, child)
            return
        if key in parent.keys:
            first = parent.keys[key]
            self.duplicates.append((key_line, f"'{key}' is given twice (first on line {first})"))
        node.key_line = key_line
        parent.keys[key] = key_line
        parent.value[key] = node


def _column(event: Any) -> int:
    return int(event.start_mark.column)


def _key(node: Node) -> str:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, (dict, list)):
        raise SourceError(node.line, "expected a key, found a list or mapping")
    # YAML 1.1 reads `on:` and `yes:` as truth values; as keys they are meant as words.
    return {True: "true", False: "false", None: "null"}.get(node.value, str(node.value))


def _scalar(event: Any, line: int) -> Any:
    value: str = event.value
    tag = event.tag
    if tag is None or tag == "!":
        if value[:1] not in _TELLING:  # most are
            return value
        tag = _RESOLVER.resolve(yaml.ScalarNode, value, event.implicit)
    kind = tag.removeprefix(_TAG)
    if kind == "str":
        return value
    if kind not in _KINDS:
        raise SourceError(line, f"tags such as {tag} are not used here")
    if kind == "null":
        return None
    if kind == "bool":
        return _BOOLS.get(value.lower(), value)
    if kind == "int" and re.fullmatch(r"[-+]?\d{1,18}", value):
        return int(value)
    if kind == "float" and re.fullmatch(r"[-+]?\d{0,18}\.?\d{1,18}", value):
        return float(value)
    return value  # dates, sexagesimals and the rest stay as written
