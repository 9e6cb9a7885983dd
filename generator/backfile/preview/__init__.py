"""`backfile serve`: shows the output folder on this machine and reloads the browser when the site changes."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from backfile.errors import LockedError
from backfile.preview.server import Server, listen
from backfile.preview.watching import changes

__all__ = ["Running", "background", "serve"]

_RETRY_SECONDS = 1.0


def serve(
    output: Path,
    *,
    host: str,
    port: int,
    base_path: str,
    watch: tuple[Path, ...],
    rebuild: Callable[[], bool],
    say: Callable[[str], None],
) -> None:
    """Serve a built site until Ctrl-C; after each change below `watch` build again and reload open pages.

    rebuild returns whether the output changed; it runs in a thread, one call at a time, and also once at the start, for what
    changed during the first build. Its LockedError means: try again shortly. Raises PreviewError when the port is taken.
    """
    listening = listen(host, port)
    with listening, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(Server(output, listening, host, base_path), watch, rebuild, say))


class Running:
    """A server in a thread of its own. url is its root with a trailing slash."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self.port = server.place.port
        self.url = _url(server)
        self._server = server
        self._loop = loop

    def reload(self) -> None:
        """Tell every open page that the site has changed."""
        self._loop.call_soon_threadsafe(self._server.reload)


@contextlib.contextmanager
def background(output: Path, *, host: str = "127.0.0.1", base_path: str = "/") -> Iterator[Running]:
    """Serve a folder on a free port in a thread, without watching; stopped and joined at the end."""
    loop = asyncio.new_event_loop()
    with listen(host, 0) as listening:
        server = Server(output, listening, host, base_path)
        loop.run_until_complete(server.start())
        thread = threading.Thread(target=loop.run_forever, name="preview")
        thread.start()
        try:
            yield Running(server, loop)
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result(timeout=10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _serve(
    server: Server, watch: tuple[Path, ...], rebuild: Callable[[], bool], say: Callable[[str], None]
) -> None:
    await server.start()
    say(f"serving {server.place.output} at {_url(server)} (Ctrl-C stops)")
    if server.place.host in ("", "0.0.0.0", "::"):
        say("every machine of this network can read it, drafts included")
    try:
        async for _ in changes(watch, say):
            if await _rebuilt(rebuild, say):
                server.reload()
    finally:
        await server.stop()


async def _rebuilt(rebuild: Callable[[], bool], say: Callable[[str], None]) -> bool:
    told = False
    while True:
        try:
            return await asyncio.to_thread(rebuild)
        except LockedError as error:
            if not told:
                say(f"waiting: {error}")
                told = True
            await asyncio.sleep(_RETRY_SECONDS)
        except Exception as error:  # a fault in a stage must not end the preview of what is there
            say(f"not rebuilt: {type(error).__name__}: {error}")
            return False


def _url(server: Server) -> str:
    place = server.place
    host = "127.0.0.1" if place.host in ("", "0.0.0.0") else "::1" if place.host == "::" else place.host
    host = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{host}:{place.port}{quote(place.base)}"
