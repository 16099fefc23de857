"""The names that other programs import."""

from __future__ import annotations

import importlib
import pkgutil

import monitor
import monitor.api


def test_compare_is_a_function_however_often_and_in_whatever_order_it_is_reached() -> None:
    """A submodule named like the function would take its place after the first import."""
    for _ in range(2):
        change = monitor.compare("<p>You may leave.</p>", "<p>You may not leave.</p>")
        assert isinstance(change, monitor.Change)
        importlib.import_module("monitor.api")


def test_no_module_hides_a_public_name() -> None:
    assert not {m.name for m in pkgutil.iter_modules(monitor.__path__)} & set(monitor.__all__)
