"""Image references of articles: which image each one means, and where its bytes lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from backfile import images
from backfile.addresses import is_web
from backfile.config import Site
from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.fetch import ledger, local, placeholders, store
from backfile.fetch.placeholders import Placeholder
from backfile.model import Attempt, Entry
from backfile.trace import Trace

_LOCAL_META = "local images"
# Images that are read and handed to the decoders at once.
_AT_ONCE = 8
# A file, and its size, times and inode.
_Unseen = tuple[Path, tuple[int, int, int, int]]
Inspect = Callable[[bytes], images.ImageFacts | images.Refused]


class Reference(msgspec.Struct, frozen=True):
    """One image reference of one article: the key under which it is known, and the file it lies in when that is not the store."""

    key: str
    file: str = ""
    reason: str = ""


class LocalFile(msgspec.Struct, frozen=True):
    """An image used in place below content/, as last seen."""

    size: int
    mtime: int
    ctime: int
    inode: int
    attempt: Attempt


class References:
    """What image references mean, each read once in a build; `known` is the ledger, and what was learnt besides.

    takes: bring images of folders outside content/ into the store; else they are only looked at where they lie.
    """

    def __init__(
        self,
        folder: Path,
        site: Site,
        trace: Trace,
        now: str,
        inspect: Inspect = images.inspect,
        *,
        takes: bool = True,
    ) -> None:
        self._trace, self._now, self._takes = trace, now, takes
        self.inspect = inspect
        self.content = folder / "content"
        self.store = (folder / site.images.store) if site.images.store else self.content / "images"
        self.placeholders, unlisted = placeholders.read(self.content / "images")
        self._ledger = self.content / "images" / "ledger"
        self.known, unread = ledger.read(self._ledger, self.placeholders.judged)
        self.local = tuple(folder / name for name in site.images.local)
        self.unread = (*unlisted, *unread)
        self.problems: list[Problem] = list(self.unread)
        self._references: dict[tuple[str, str], Reference] = {}
        self._seen = msgspec.msgpack.decode(trace.meta().get(_LOCAL_META, b"\x80"), type=dict[str, LocalFile])
        self._in_place: dict[str, LocalFile] = {}
        self._waiting: dict[str, _Unseen] | None = None

    def find(self, entry: Entry, url: str) -> Reference:
        """Return what an image reference of an article means; read once, then remembered."""
        at = (_beside(entry), url)
        if at not in self._references:
            self._references[at] = self._resolve(entry, *at)
        return self._references[at]

    def _resolve(self, entry: Entry, beside: str, url: str) -> Reference:
        if is_web(url):
            return Reference(url.strip())
        if url.startswith("//"):
            return Reference(f"https:{url.strip()}")
        found = local.resolve(url, content=self.content, beside=beside, local=self.local)
        if found is None:
            key = local.key_of(url)
            if key in self.known:
                return Reference(key)
            self.problems.append(
                Problem(
                    entry.path,
                    0,
                    f"the image {url[:200]} was not found",
                    "put it beside the capture or name its folder in [images] local",
                    fatal=False,
                )
            )
            return Reference(key, reason="not found beside the capture or in [images] local")
        if found.key.startswith("site:"):
            self._look(found.key, found.path)
            return Reference(found.key, file=str(found.path))
        self.take(found.key, found.path)
        return Reference(found.key) if self._takes else Reference(found.key, file=str(found.path))

    def learn(self, entries: Iterable[Entry]) -> None:
        """Find every reference of some articles; several images at once are inspected, where finding one inspects one."""
        waiting: dict[str, _Unseen] = {}
        self._waiting = waiting
        for entry in entries:
            for url in references_of(entry):
                self.find(entry, url)
        self._waiting = None
        if waiting:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                for key, seen in threads.map(lambda item: (item[0], self._inspected(*item)), waiting.items()):
                    self._keep(key, seen)

    def _look(self, key: str, path: Path) -> None:
        """Learn of an image that is used in place; unchanged ones are not read again."""
        facts = path.stat()
        at = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
        seen = self._seen.get(key)
        if seen is not None and (seen.size, seen.mtime, seen.ctime, seen.inode) == at:
            self._keep(key, seen)
        elif self._waiting is not None:
            self._waiting[key] = (path, at)
        else:
            self._keep(key, self._inspected(key, (path, at)))

    def _inspected(self, key: str, unseen: _Unseen) -> LocalFile:
        path, at = unseen
        return LocalFile(*at, attempt_of(key, path.read_bytes(), "local", "", self.inspect))

    def _keep(self, key: str, seen: LocalFile) -> None:
        self._in_place[key] = seen
        self.known[key] = seen.attempt

    def take(self, key: str, path: Path) -> None:
        """Bring an image from a folder of ``[images] local`` into the store and record it under a key, once."""
        kept = self.known.get(key)
        if kept is not None and kept.outcome == "kept" and store.has(self.store, kept.sha256):
            return
        data = path.read_bytes()
        attempt = attempt_of(key, data, "local", self._now, self.inspect)
        if not self._takes:
            self.known[key] = attempt
            return
        if attempt.outcome != "lost":
            store.put(self.store, data)
        if key not in self.known or self.known[key].outcome != attempt.outcome:
            self.record(attempt)

    def record(self, attempt: Attempt) -> None:
        """Write an outcome to the ledger, and know it from now on."""
        ledger.append(self._ledger, attempt)
        lines = (self.known.get(attempt.url), attempt)
        judged = [self.placeholders.judged(line) for line in lines if line is not None]
        self.known[attempt.url] = ledger.fold(judged) or attempt

    def list_placeholder(self, one: Placeholder) -> None:
        """Write a newly found placeholder to the site's list; what was kept with it is lost from now on."""
        placeholders.append(self.content / "images", one)
        self.placeholders.add(one)
        self.known.update({url: self.placeholders.judged(attempt) for url, attempt in self.known.items()})

    def place(self, reference: Reference) -> str:
        """Return the file that holds the bytes of an image that is kept."""
        return reference.file or str(store.path_of(self.store, self.known[reference.key].sha256))

    def remember(self) -> None:
        """Record what was learnt of images used in place."""
        self._trace.save_meta({_LOCAL_META: msgspec.msgpack.encode(self._in_place)})


def unasked_images(entries: Iterable[Entry], references: References) -> int:
    """Return how many different images nobody asked for yet; those of withdrawn articles will never be shown."""
    shown = (entry for entry in entries if entry.article.status != "withdrawn")
    found = {references.find(entry, url) for entry in shown for url in references_of(entry)}
    return sum(1 for one in found if one.key not in references.known and not one.reason)


def references_of(entry: Entry) -> tuple[str, ...]:
    """Return the image references of an article, each once: its cover and those of its body."""
    urls = (entry.article.cover, *((i.url for i in entry.facts.images) if entry.images else ()))
    return tuple(dict.fromkeys(u for u in urls if u))


def attempt_of(key: str, data: bytes, rung: str, time: str, inspect: Inspect = images.inspect) -> Attempt:
    """Return the ledger line of bytes that are at hand: kept, damaged, or lost when they are no image at all."""
    result = inspect(data)
    if isinstance(result, images.Refused):
        outcome = "damaged" if result.damaged else "lost"
        digest = sha256_hex(data) if result.damaged else ""
        return Attempt(
            url=key,
            outcome=outcome,
            time=time,
            sha256=digest,
            bytes=len(data),
            reason=result.reason,
            rung=rung,
        )
    return Attempt(
        url=key,
        outcome="kept",
        time=time,
        sha256=sha256_hex(data),
        media=result.media,
        width=result.width,
        height=result.height,
        bytes=len(data),
        rung=rung,
        fingerprint=result.fingerprint,
    )


def _beside(entry: Entry) -> str:
    file = entry.article.capture.file or entry.path.removeprefix("content/")
    return file.rpartition("/")[0]
