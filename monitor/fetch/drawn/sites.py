"""Which hosts a page may load its scripts and words from. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from ipaddress import ip_address

# Below these, names are given to anybody. Not the whole public suffix list: where it is wrong, the
# scripts of a neighbour are loaded, or those of the page's own second domain are not.
_SECOND = frozenset(
    ("ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "ne", "net", "or", "org")
)
_SHARED = frozenset(
    (
        *("github.io", "gitlab.io", "herokuapp.com", "netlify.app", "vercel.app", "pages.dev"),
        *("workers.dev", "web.app", "firebaseapp.com", "azurewebsites.net", "cloudfront.net"),
        *("amazonaws.com", "blogspot.com", "fly.dev", "onrender.com", "myshopify.com"),
        *("webflow.io", "wixsite.com"),
    )
)

# Scripts that many sites share, the texts of editorial systems, and policies that others host:
# without them the page stays empty. What counts visitors or sells space is not among them.
WELL_KNOWN = (
    *("cdn.jsdelivr.net", "unpkg.com", "cdnjs.cloudflare.com", "ajax.googleapis.com", "esm.sh"),
    *("*.gstatic.com", "code.jquery.com", "ajax.aspnetcdn.com", "polyfill-fastly.io"),
    *("static.xx.fbcdn.net", "*.licdn.com", "abs.twimg.com", "*.redditstatic.com"),
    *("*.ttwstatic.com", "*.awsstatic.com", "*.msocdn.com", "*.azureedge.net"),
    *("static.zdassets.com", "theme.zdassets.com", "static.intercomassets.com"),
    *("*.contentful.com", "*.ctfassets.net", "*.apicdn.sanity.io", "*.prismic.io"),
    *("api.storyblok.com", "*.datocms.com", "*.hygraph.com", "*.wp.com"),
    *("*.iubenda.com", "app.termly.io", "policies.termageddon.com", "*.cookiebot.com"),
)


def site_of(host: str) -> str:
    """The name under which a host's owner registered it: "example.co.uk" of "a.b.example.co.uk"."""
    host = host.rstrip(".").lower()
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        pass
    labels = host.split(".")
    last_two = ".".join(labels[-2:])
    deeper = last_two in _SHARED or (
        len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    )
    return ".".join(labels[-3:] if deeper else labels[-2:])


def matches(host: str, patterns: Iterable[str]) -> bool:
    """Is the host one of these? "*.example.com" stands for example.com as well."""
    host = host.rstrip(".").lower()
    return any(
        fnmatchcase(host, pattern) or host == pattern.removeprefix("*.")
        for pattern in (p.lower() for p in patterns)
    )
