"""A local site of pages that scripts draw, and their hostile twins.

Each kind is made of the same policy, so that what a browser reads of it is known, and a change of
one clause can be told on every kind.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from html import escape
from importlib.util import find_spec
from typing import Any, BinaryIO

import pytest

from monitor.fetch import HttpFetcher
from monitor.model import BrowserSettings, Fetched, Watch
from tests.rawserver import Answer, Seen, ok, redirect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WHY_NOT = (
    "no chromium is installed"
    if not CHROMIUM
    else "playwright or psutil is not installed"
    if find_spec("playwright") is None or find_spec("psutil") is None
    else ""
)
needs_browser = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "it is there")
BROWSER = BrowserSettings(executable_path=CHROMIUM)


class Browser:
    """One fetcher for a whole module, as one browser serves many pages. `timeout`: seconds."""

    def __init__(self, settings: BrowserSettings, timeout: float) -> None:
        self._fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=settings)
        self._timeout = timeout
        self._runner = asyncio.Runner()  # one loop: what a fetcher holds open belongs to it

    def draw(self, url: str, **settings: Any) -> Fetched:
        watch = Watch(
            "w", "S", "D", url, allow_private=True, fetch="browser", timeout=self._timeout
        )
        return self._runner.run(self._fetcher.fetch(replace(watch, **settings)))

    def close(self) -> None:
        self._runner.run(self._fetcher.aclose())
        self._runner.close()


BEFORE = "We do not use your messages to train artificial intelligence models of any kind."
AFTER = (
    "From 3 November 2099 we use your messages to train artificial intelligence models unless you"
    " opt out in your settings."
)
CLAUSES = (
    ("Your account", "You must be at least 16 years old to open an account with Harbour."),
    ("Content", "You keep the rights in what you post and give Harbour a licence to show it."),
    ("Training", BEFORE),
    ("Payments", "Fees for premium plans are charged monthly and shown to you before you buy."),
    ("Conduct", "You may not harass other members or post what you have no rights in."),
    ("Ending", "You can close your account at any time in your settings, and we delete it then."),
    ("Disputes", "Courts at the seat of the company decide on disputes with businesses."),
)
Clauses = tuple[tuple[str, str], ...]


def clauses(training: str = BEFORE) -> Clauses:
    """The policy with another clause on training."""
    return tuple((h, training if h == "Training" else text) for h, text in CLAUSES)


def body_of(policy: Clauses) -> str:
    """The policy as HTML."""
    return "<h1>Harbour terms of service</h1>" + "".join(
        f"<h2>{escape(heading)}</h2><p>{escape(text)}</p>" for heading, text in policy
    )


def page(body: str, *, head: str = "") -> bytes:
    """A page around it."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour terms</title>'
        f"{head}</head><body>{body}</body></html>"
    ).encode()


def _script(code: str, *, root: str = '<div id="root"></div>') -> bytes:
    return page(f"{root}<script>{code}</script>")


def _quoted(text: str) -> str:
    return json.dumps(text).replace("</", "<\\/")


def _show(policy: Clauses) -> str:
    return f"document.getElementById('root').innerHTML = {_quoted(body_of(policy))};"


Routes = dict[str, Answer]
Kind = Callable[[Clauses], Routes]
KINDS: dict[str, Kind] = {}
PLAIN = ("server rendered", "hydrated", "accordion of the server")  # read without a browser
WITH_CLICK = {"consent before content": "#agree"}
AT = {"hash routes": "/#/terms"}  # where another address than / is watched


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register a kind of page by its name."""

    def registered(make: Kind) -> Kind:
        KINDS[name] = make
        return make

    return registered


@kind("server rendered")
def _server(policy: Clauses) -> Routes:
    return {"/": ok(page(f"<main>{body_of(policy)}</main>"))}


@kind("hydrated")
def _hydrated(policy: Clauses) -> Routes:
    code = f"setTimeout(() => {{ {_show(policy)} }}, 50)"
    return {"/": ok(_script(code, root=f'<main id="root">{body_of(policy)}</main>'))}


@kind("accordion of the server")
def _folded(policy: Clauses) -> Routes:
    items = "".join(
        f"<h2>{h}</h2><div class=panel style='display:none'><p>{t}</p></div>" for h, t in policy
    )
    return {"/": ok(page(f"<main><h1>Harbour terms of service</h1>{items}</main>"))}


@kind("client rendered")
def _client(policy: Clauses) -> Routes:
    code = (
        "fetch('/api/terms').then(r => r.json()).then(d => {"
        "document.getElementById('root').innerHTML = d.html })"
    )
    data = json.dumps({"html": body_of(policy)}).encode()
    return {"/": ok(_script(code)), "/api/terms": ok(data, kind="application/json")}


@kind("two requests, one after the other")
def _chained(policy: Clauses) -> Routes:
    code = (
        "fetch('/api/menu').then(r => r.json()).then(d => fetch(d.terms)).then(r => r.text())"
        ".then(t => { document.getElementById('root').innerHTML = t })"
    )

    def slow(wfile: BinaryIO, _: Seen) -> None:
        time.sleep(0.7)
        wfile.write(ok(body_of(policy).encode()))

    return {
        "/": ok(_script(code)),
        "/api/menu": ok(b'{"terms": "/api/terms"}', kind="application/json"),
        "/api/terms": slow,
    }


@kind("posted query")
def _posted(policy: Clauses) -> Routes:
    code = (
        "fetch('/graphql', {method: 'POST', body: JSON.stringify({query: 'terms'})})"
        ".then(r => r.json())"
        ".then(d => { document.getElementById('root').innerHTML = d.data.terms })"
    )
    data = json.dumps({"data": {"terms": body_of(policy)}}).encode()
    return {"/": ok(_script(code)), "/graphql": ok(data, kind="application/json")}


@kind("spinner for two seconds")
def _late(policy: Clauses) -> Routes:
    root = '<div id="root"><p>Loading…</p></div>'
    return {"/": ok(_script(f"setTimeout(() => {{ {_show(policy)} }}, 2000)", root=root))}


@kind("spinner that never ends")
def _spinner(policy: Clauses) -> Routes:
    code = (
        f"{_show(policy)} let n = 0; setInterval(() => {{"
        " document.getElementById('spin').textContent = 'Loading' + '.'.repeat(n++ % 4) }, 120)"
    )
    return {"/": ok(_script(code, root='<div id="root"></div><p id="spin" role="status"></p>'))}


@kind("stream that never ends")
def _stream(policy: Clauses) -> Routes:
    code = (
        "const s = new EventSource('/events'); s.onmessage = (e) => {"
        " document.getElementById('root').innerHTML = JSON.parse(e.data) }"
    )

    def events(wfile: BinaryIO, _: Seen) -> None:
        wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for _ in range(200):
            wfile.write(f"data: {json.dumps(body_of(policy))}\n\n".encode())
            wfile.flush()
            time.sleep(0.2)

    return {"/": ok(_script(code)), "/events": events}


@kind("consent over content")
def _consent(policy: Clauses) -> Routes:
    wall = (
        '<div role="dialog" aria-modal="true" id="cookie-consent" class="cookie-banner"'
        ' style="position:fixed;inset:0;background:#fff;z-index:9"><h2>We value your privacy</h2>'
        "<p>We and our 812 partners store cookies on your device.</p>"
        "<button>Accept all</button><button>Reject all</button></div>"
    )
    code = f"{_show(policy)} document.body.insertAdjacentHTML('beforeend', {_quoted(wall)})"
    return {"/": ok(_script(code))}


@kind("consent before content")
def _consent_first(policy: Clauses) -> Routes:
    code = f"document.getElementById('agree').onclick = () => {{ {_show(policy)} }}"
    root = (
        '<div id="root"><h2>Before you continue</h2><p>We use cookies.</p>'
        '<button id="agree">Go on</button></div>'
    )
    return {"/": ok(_script(code, root=root))}


@kind("hash routes")
def _hash(policy: Clauses) -> Routes:
    code = (
        "const draw = () => { if (location.hash === '#/terms') {"
        f" {_show(policy)} }} else {{ document.getElementById('root').innerHTML ="
        " '<h1>Harbour</h1><p>The place where boats and people meet.</p>' } };"
        " addEventListener('hashchange', draw); draw()"
    )
    return {"/": ok(_script(code))}


@kind("another address by pushState")
def _pushed(policy: Clauses) -> Routes:
    return {"/": ok(_script(f"history.pushState({{}}, '', '/legal/terms?v=2'); {_show(policy)}"))}


@kind("shadow tree")
def _shadow(policy: Clauses) -> Routes:
    code = (
        "class Terms extends HTMLElement { connectedCallback() {"
        " this.attachShadow({mode: 'open'}).innerHTML ="
        f" '<style>p {{ margin: 0 }}</style>' + {_quoted(body_of(policy))} }} }}"
        " customElements.define('harbour-terms', Terms)"
    )
    return {"/": ok(_script(code, root="<harbour-terms></harbour-terms>"))}


@kind("shadow trees within each other, with slots")
def _slots(policy: Clauses) -> Routes:
    code = (
        "class Clause extends HTMLElement { connectedCallback() {"
        " this.attachShadow({mode: 'open'}).innerHTML ="
        " '<section><slot name=head></slot><div><slot></slot></div></section>' } }"
        " class Legal extends HTMLElement { connectedCallback() {"
        " this.attachShadow({mode: 'open'}).innerHTML ="
        " '<main><h1>Harbour terms of service</h1><slot></slot></main>';"
        " const clauses = " + _quoted(json.dumps(policy)) + ";"
        " for (const [h, t] of JSON.parse(clauses)) { const c ="
        " document.createElement('x-clause');"
        " c.innerHTML = `<h2 slot=head>${h}</h2><p>${t}</p>`; this.append(c) } } }"
        " customElements.define('x-clause', Clause); customElements.define('x-legal', Legal)"
    )
    return {"/": ok(_script(code, root="<x-legal></x-legal>"))}


@kind("frame of the same site")
def _frame(policy: Clauses) -> Routes:
    code = (
        "const f = document.createElement('iframe'); f.src = '/inside'; f.width = 800;"
        " document.getElementById('root').append(f)"
    )
    return {"/": ok(_script(code)), "/inside": ok(page(body_of(policy)))}


@kind("frame in the page's own words")
def _srcdoc(policy: Clauses) -> Routes:
    code = (
        f"const f = document.createElement('iframe'); f.srcdoc = {_quoted(body_of(policy))};"
        " document.getElementById('root').append(f)"
    )
    return {"/": ok(_script(code))}


@kind("frame without an origin")
def _sandboxed(policy: Clauses) -> Routes:
    code = (
        "const f = document.createElement('iframe'); f.src = '/inside'; f.width = 800;"
        " f.setAttribute('sandbox', ''); document.getElementById('root').append(f)"
    )
    return {"/": ok(_script(code)), "/inside": ok(page(body_of(policy)))}


@kind("accordion of the client")
def _accordion(policy: Clauses) -> Routes:
    items = "".join(
        f"<h2><button aria-expanded=false>{h}</button></h2><div hidden><p>{t}</p></div>"
        for h, t in policy
    )
    html = f"<h1>Harbour terms of service</h1>{items}"
    return {"/": ok(_script(f"document.getElementById('root').innerHTML = {_quoted(html)}"))}


@kind("folded details")
def _details(policy: Clauses) -> Routes:
    items = "".join(f"<details><summary>{h}</summary><p>{t}</p></details>" for h, t in policy)
    html = f"<h1>Harbour terms of service</h1>{items}"
    return {"/": ok(_script(f"document.getElementById('root').innerHTML = {_quoted(html)}"))}


@kind("loaded on sight")
def _on_sight(policy: Clauses) -> Routes:
    code = (
        "const clauses = JSON.parse(" + _quoted(json.dumps(policy)) + ");"
        " const root = document.getElementById('root');"
        " const eye = new IntersectionObserver((seen) => { for (const e of seen)"
        " if (e.isIntersecting) { const [h, t] = clauses[e.target.dataset.n];"
        " e.target.innerHTML = `<h2>${h}</h2><p>${t}</p>`; eye.unobserve(e.target) } });"
        " root.innerHTML = '<h1>Harbour terms of service</h1>';"
        " clauses.forEach((_, n) => { const d = document.createElement('section');"
        " d.dataset.n = n; d.style.minHeight = '400px'; root.append(d); eye.observe(d) })"
    )
    return {"/": ok(_script(code))}


@kind("document.write")
def _written(policy: Clauses) -> Routes:
    return {"/": ok(_script(f"document.write({_quoted(body_of(policy))})", root=""))}


@kind("template filled in")
def _template(policy: Clauses) -> Routes:
    root = f'<template id="t">{body_of(policy)}</template><div id="root"></div>'
    code = (
        "document.getElementById('root').append("
        "document.getElementById('t').content.cloneNode(true))"
    )
    return {"/": ok(_script(code, root=root))}


@kind("script module")
def _module(policy: Clauses) -> Routes:
    return {
        "/": ok(page('<div id="root"></div><script type="module" src="/app.js"></script>')),
        "/app.js": ok(b"import { show } from './show.js'; show()", kind="text/javascript"),
        "/show.js": ok(
            f"export const show = () => {{ {_show(policy)} }}".encode(), kind="text/javascript"
        ),
    }


@kind("worker")
def _worker(policy: Clauses) -> Routes:
    code = (
        "new Worker('/work.js').onmessage = (e) => {"
        " document.getElementById('root').innerHTML = e.data }"
    )
    work = "fetch('/api/terms').then(r => r.text()).then(t => postMessage(t))"
    return {
        "/": ok(_script(code)),
        "/work.js": ok(work.encode(), kind="text/javascript"),
        "/api/terms": ok(body_of(policy).encode()),
    }


@kind("redirect by script")
def _moved(policy: Clauses) -> Routes:
    return {
        "/": ok(_script("location.replace('/legal/terms')")),
        "/legal/terms": ok(_script(_show(policy))),
    }


@kind("redirect by the server")
def _redirected(policy: Clauses) -> Routes:
    return {"/": redirect("/legal/terms"), "/legal/terms": ok(_script(_show(policy)))}


@kind("tabs")
def _tabs(policy: Clauses) -> Routes:
    half = len(policy) // 2
    html = (
        '<div role="tablist"><button role="tab">A</button><button role="tab">B</button></div>'
        f'<div role="tabpanel">{body_of(policy[:half])}</div>'
        '<div role="tabpanel" style="display:none">'
        + "".join(f"<h2>{h}</h2><p>{t}</p>" for h, t in policy[half:])
        + "</div>"
    )
    return {"/": ok(_script(f"document.getElementById('root').innerHTML = {_quoted(html)}"))}


@kind("text area")
def _area(policy: Clauses) -> Routes:
    text = "\n\n".join(f"{h}\n{t}" for h, t in policy)
    code = (
        "const a = document.createElement('textarea');"
        f" a.value = {_quoted(text)}; document.getElementById('root').append(a)"
    )
    return {"/": ok(_script(code))}


@kind("alert box first")
def _alert(policy: Clauses) -> Routes:
    return {"/": ok(_script(f"alert('Welcome'); confirm('Really?'); {_show(policy)}"))}


@kind("windows opened beside")
def _popups(policy: Clauses) -> Routes:
    code = f"for (let n = 0; n < 50; n++) window.open('/ad?' + n); {_show(policy)}"
    return {"/": ok(_script(code)), "/ad": ok(page("<p>Buy</p>"))}


# --------------------------------------------------------------------------- hostile twins


def _big(wfile: BinaryIO, _: Seen) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><p>")
    chunk = b"words and more words " * 5000
    for _ in range(5000):
        wfile.write(chunk)


def hostile(secret: str) -> dict[str, Routes]:
    """Pages that want what they must not have. `secret`: host and port of a private server."""
    shown = _show(CLAUSES)
    websocket = f"try {{ new WebSocket('ws://{secret}/ws') }} catch (e) {{}}"
    return {
        "fetches a private address": {
            "/": ok(_script(f"fetch('http://{secret}/key', {{mode: 'no-cors'}}); {shown}"))
        },
        "fetches the cloud's credentials": {
            "/": ok(_script(f"fetch('http://169.254.169.254/latest/meta-data/'); {shown}"))
        },
        "fetches in a worker": {
            "/": ok(_script(f"new Worker('/work.js'); {shown}")),
            "/work.js": ok(
                f"fetch('http://{secret}/key', {{mode: 'no-cors'}})".encode(),
                kind="text/javascript",
            ),
        },
        "shows a private page in a frame": {
            "/": ok(page(f'<iframe src="http://{secret}/key"></iframe>{body_of(CLAUSES)}'))
        },
        "opens a websocket": {"/": ok(_script(f"{websocket} {shown}"))},
        "loads a script through a redirect": {
            "/": ok(page(f'<script src="/go"></script><div>{body_of(CLAUSES)}</div>')),
            "/go": redirect(f"http://{secret}/key"),
        },
        "goes there by script": {
            "/": ok(_script(f"{shown} setTimeout(() => {{location = 'http://{secret}/key'}}, 200)"))
        },
        "goes there by redirect": {"/": redirect(f"http://{secret}/key")},
        "goes there by refresh": {
            "/": ok(
                page(
                    body_of(CLAUSES),
                    head=f'<meta http-equiv="refresh" content="0;url=http://{secret}/key">',
                )
            )
        },
        "posts a form there": {
            "/": ok(
                page(
                    f'{body_of(CLAUSES)}<form id="f" method="post" action="http://{secret}/key">'
                    '<input name="a" value="1"></form><script>f.submit()</script>'
                )
            )
        },
        "sends a beacon": {
            "/": ok(_script(f"navigator.sendBeacon('http://{secret}/key', 'x'); {shown}"))
        },
        "hints and styles": {
            "/": ok(
                page(
                    f"<style>@import url('http://{secret}/key.css');</style>"
                    f"<img src='http://{secret}/key.png'>{body_of(CLAUSES)}",
                    head=f'<link rel="prefetch" href="http://{secret}/key">'
                    f'<link rel="preconnect" href="http://{secret}">'
                    f'<link rel="stylesheet" href="http://{secret}/key.css">'
                    f'<link rel="modulepreload" href="http://{secret}/key.js">',
                )
            )
        },
        "asks by another name": {
            "/": ok(
                _script(
                    "for (const h of ['localhost', '0.0.0.0', '[::1]', '127.1', '2130706433'])"
                    f" fetch('http://' + h + ':{secret.rpartition(':')[2]}/key',"
                    f" {{mode: 'no-cors'}}).catch(() => 0); {shown}"
                )
            )
        },
        "looks for neighbours by WebRTC": {
            "/": ok(
                _script(
                    f"{shown} const c = new RTCPeerConnection("
                    f"{{iceServers: [{{urls: 'stun:{secret}'}}]}}); c.createDataChannel('x');"
                    " c.createOffer().then(o => c.setLocalDescription(o))"
                )
            )
        },
        "installs a service worker": {
            "/": ok(_script(f"navigator.serviceWorker.register('/sw.js').catch(() => 0); {shown}")),
            "/sw.js": ok(b"self.addEventListener('fetch', () => {})", kind="text/javascript"),
        },
        "starts a download": {
            "/": ok(_script(f"{shown} location = '/file.bin'")),
            "/file.bin": ok(
                b"\0" * 1000,
                "Content-Disposition: attachment; filename=file.bin",
                kind="application/octet-stream",
            ),
        },
        "asks to stay": {
            "/": ok(_script(f"onbeforeunload = (e) => {{ e.preventDefault() }}; {shown}"))
        },
        "reads files": {
            "/": ok(
                _script(
                    "fetch('file:///etc/passwd').catch(() => 0);"
                    " const f = document.createElement('iframe'); f.src = 'file:///etc/passwd';"
                    f" document.body.append(f); {shown}"
                )
            )
        },
        "nests ten thousand elements": {
            "/": ok(
                _script(
                    "let e = document.body; for (let n = 0; n < 10000; n++) {"
                    " const d = document.createElement('div'); e.append(d); e = d }"
                    f" {shown}"
                )
            )
        },
        "rewrites what the page can do": {
            "/": ok(
                _script(
                    f"{shown} Array.prototype.join = () => 'forged';"
                    " document.createTreeWalker = () => { while (true) ; };"
                    " Set.prototype.has = () => { throw 1 }; String.prototype.replace = () => ''"
                )
            )
        },
    }


def endless() -> dict[str, Routes]:
    """Pages that never let anybody read them: the fetch fails, nothing else."""
    return {
        "endless script": {"/": ok(_script("while (true) ;"))},
        "endless script, later": {
            "/": ok(_script(f"{_show(CLAUSES)} setTimeout(() => {{ while (true) ; }}, 30)"))
        },
        "endless alert boxes": {"/": ok(_script("while (true) alert('Hello')"))},
        "500 MB of page": {"/": _big},
        "ever more memory": {
            "/": ok(
                _script(
                    "const kept = []; setInterval(() => { for (let n = 0; n < 20; n++)"
                    " kept.push(new Uint8Array(5e6).fill(7)) }, 10)"
                )
            )
        },
        "ever more words": {
            "/": ok(
                _script(
                    "const t = 'words and words '.repeat(20000); setInterval(() => {"
                    " document.body.append(document.createTextNode(t)) }, 5)"
                )
            )
        },
    }


def restless() -> dict[str, Routes]:
    """Pages that go on for ever to do something, and can be read all the same or not."""
    return {
        "reloads for ever": {"/": ok(_script("setTimeout(() => location.reload(), 150)"))},
        "windows without end": {
            "/": ok(_script(f"{_show(CLAUSES)} setInterval(() => window.open('/'), 1)"))
        },
        "frames without end": {
            "/": ok(
                _script(
                    f"{_show(CLAUSES)} if (top === self) setInterval(() => {{"
                    " const f = document.createElement('iframe'); f.src = '/?' + Math.random();"
                    " document.body.append(f) }, 20)"
                )
            )
        },
        "workers without end": {
            "/": ok(
                _script(
                    f"{_show(CLAUSES)} setInterval(() => new Worker("
                    "URL.createObjectURL(new Blob(['while (true) ;']))), 20)"
                )
            )
        },
    }


def address(name: str, url: str) -> str:
    """Where a kind is watched."""
    return url + AT.get(name, "/")


def settings(name: str) -> dict[str, Any]:
    """What its watch needs beside the address."""
    return {"click": (WITH_CLICK[name],)} if name in WITH_CLICK else {}
