"""Pages that scripts draw, read by a browser: one for all, a fresh context for each page.

drawer.py      the browser's own thread: started at its first page, ended when idle
chromium.py    the process: found, started, its memory watched, ended with all its children
rendering.py   one page: opened, left to rest, written out as HTML
inside.py      questions to the page while it is there
in_page.js     what runs inside the page, in a world of its own: how much text, the text as HTML
gateway.py     the proxy that all of a page's traffic goes through: each address is judged there
tunnels.py     connections of that proxy, direct or through the watch's own proxy
sites.py       which hosts belong to a page, and which serve scripts to many; pure

Playwright is imported when the first page is drawn, and is an extra: `browser`.
"""

from __future__ import annotations
