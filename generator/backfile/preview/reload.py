"""Live reload: a script that exists only in answers, never on disk.

Pages forbid inline scripts and foreign hosts in their own policy (script-src 'self', connect-src 'self'), so the script is
a file of its own address, and it listens to server-sent events of this server.
"""

from __future__ import annotations

import re

FOLDER = "__backfile__"

# A browser opens six connections to a host: tabs in the background give theirs back, and ask anew when they are shown.
SCRIPT = b"""(() => {
  const own = new URL(document.currentScript.src), seen = own.searchParams.get("v");
  let source;
  const close = () => { source?.close(); source = undefined; };
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(new URL("events", own));
    source.onmessage = event => { if (event.data !== seen) { close(); location.reload(); } };
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
"""

_END = re.compile(rb"</body\s*>", re.IGNORECASE)


def inject(html: bytes, base: str, version: str) -> bytes:
    """Return a page with the script before its last </body>, or at its end; base is percent-encoded."""
    tag = f'<script src="{base}{FOLDER}/reload.js?v={version}" defer></script>\n'.encode()
    at = len(html)
    for match in _END.finditer(html):
        at = match.start()
    return html[:at] + tag + html[at:]


def event(version: str) -> bytes:
    """Return the event that says which state of the site is served; the browser comes back after a second when cut off."""
    return f"retry: 1000\ndata: {version}\n\n".encode()
