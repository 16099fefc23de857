"""The history for readers: web serves it, site writes it to files."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from monitor.cli.output import Output, count
from monitor.cli.session import Session, command
from monitor.errors import ConfigError
from monitor.web.said import LEAST_TOKEN

LOCAL = "127.0.0.1:8700"
BASE = click.option(
    "--base",
    default="",
    metavar="URL",
    help="The address readers use; feeds link to it. Default: `web` of the settings.",
)


@command("web", "monitor web", "monitor web --listen 0.0.0.0:8700 --base https://policies.example")
@click.option("--listen", default=LOCAL, show_default=True, metavar="HOST:PORT")
@BASE
@click.option(
    "--token",
    envvar="MONITOR_WEB_TOKEN",
    default="",
    metavar="TOKEN",
    help="Whoever knows it may write notes. Best as the variable MONITOR_WEB_TOKEN.",
)
def web(session: Session, out: Output, listen: str, base: str, token: str) -> None:
    """Serve documents, changes, search and feeds as web pages. No scripts, no cookies.

    Read-only. With a token, each change has a form for notes, "seen" and "false alarm" that asks
    for the token. Whoever reaches the address can read: for access control, put a proxy in front
    of it. Needs `pip install '.[web]'`.
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise click.UsageError(f"--listen: expected HOST:PORT such as {LOCAL}, found '{listen}'")
    if token and len(token) < LEAST_TOKEN:
        raise click.UsageError(f"--token: expected at least {LEAST_TOKEN} characters")
    try:
        import uvicorn

        from monitor.web.asgi import Pen, application
    except ModuleNotFoundError as e:
        raise ConfigError(
            f"monitor web needs {e.name}: pip install '.[web]' in the folder of its source"
        ) from None
    with session.read() as monitor:  # what is wrong with the database is said now
        base = base or monitor.config.web
    bound = _listening(host.strip("[]"), int(port))
    address = f"http://{host}:{bound.getsockname()[1]}/"
    if out.as_json:
        out.json_line({"listening": address})
    else:
        out.note(f"{address} (Ctrl-C ends it)")
    pen = Pen(token, session.write) if token else None
    app = application(
        session.read,
        index=session.index,
        work_out=session.work_out,
        base=base or address,
        pen=pen,
    )
    settings = uvicorn.Config(app, log_level="warning", lifespan="off")
    uvicorn.Server(settings).run(sockets=[bound])


def _listening(host: str, port: int) -> socket.socket:
    """Bound before anything is said of it. Raises ConfigError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigError(f"--listen: cannot listen at {host}:{port}: {why}") from None


@command("site", "monitor site public", "monitor site public --base https://me.github.io/policies")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@BASE
def site(session: Session, out: Output, folder: Path, base: str) -> None:
    """Write the same pages as files, for GitHub Pages or any web server (without the search).

    Run it again to bring them up to date: what is no longer a page is removed.
    """
    from monitor.web.files import write_site
    from monitor.web.views import Views

    with session.read() as monitor:
        base = base or monitor.config.web
        number = write_site(Views(monitor, base=base), folder)
    if out.as_json:
        out.json({"folder": folder, "files": number})
        return
    out.line(f"{folder}: {count(number, 'file')}")
    if not base:
        out.note("without --base the entries of the feeds link to the watched pages")
