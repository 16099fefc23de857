"""The history as pages and feeds: one set of views, served (`asgi`) or written to files (`files`).

    views   what each address shows          feeds   Atom and JSON Feed
    asgi    Starlette around the views       files   every address written to a folder

Needs no scripts, asks no third party for anything, sets no cookie, and changes nothing.
"""
