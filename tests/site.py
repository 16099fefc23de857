"""A small local policy site: pages that a test can change and break between two checks."""

from __future__ import annotations

from monitor.demo.server import Handler, LocalServer

TERMS = """<!doctype html><html lang="en"><head><title>User Agreement | Nimbus</title></head><body>
<nav><a href="/">Home</a> <a href="/jobs">Jobs</a></nav>
<main><h1>User Agreement</h1>
<p>Welcome to Nimbus. These terms apply to everyone who uses our services, and you agree to them
when you open an account with us or continue to use the services after they changed.</p>
<h2>1. Your content</h2>
<p>You own the content that you post. You give us a licence to host, copy and show it for as long
as it stays on our services, and we end that licence when you delete the content.</p>
<p>{training}</p>
<h2>2. Where this applies</h2>
<p>{places}</p>
<h2>3. Termination</h2>
<p>You may close your account at any time. We may suspend it when you break these terms, and we
tell you why and how you can object within thirty days.</p>
</main><footer>© 2025 Nimbus</footer></body></html>"""
NO_TRAINING = "We do not use your content to train artificial intelligence models of any kind."
TRAINING = (
    "From 3 November 2099 we use your content to train generative AI models unless you opt out "
    "in your settings under Data privacy. Opting out does not affect training that has already "
    "taken place."
)
US = "This section applies to members in the United States only."
WORLD = (
    "This section applies to members in the United States, Canada, Switzerland and the European "
    "Union."
)


def terms(*, training: str = NO_TRAINING, places: str = US) -> str:
    """The fictional agreement."""
    return TERMS.format(training=training, places=places)


class Site(LocalServer):
    """Pages by path: text, or (status, text). A context manager; `url` is its address."""

    def __init__(self) -> None:
        self.pages: dict[str, str | tuple[int, str]] = {"/terms": terms()}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.received: list[bytes] = []  # bodies that were posted: alerts
        self.refuse_posts = False
        super().__init__(_handler(self))

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


def _handler(site: Site) -> type[Handler]:
    class SiteHandler(Handler):
        def do_GET(self) -> None:  # noqa: N802 - its name there
            site.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            page = site.pages.get(self.path.split("?")[0], (404, "<h1>Not found</h1>"))
            status, text = page if isinstance(page, tuple) else (200, page)
            self.answer(status, text.encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:  # noqa: N802
            site.received.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            self.answer(503 if site.refuse_posts else 200, b"{}", "application/json")

    return SiteHandler
