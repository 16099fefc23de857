"""The command line, run by tests."""

from __future__ import annotations

from click.testing import CliRunner, Result

from monitor.cli import cli


def run(*args: str, code: int = 0) -> Result:
    """The command with these arguments; it must end with `code`."""
    result = CliRunner().invoke(cli, args, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result
