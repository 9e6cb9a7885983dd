"""Article files to entries: each file is read, parsed and converted once, in batches on the executor.

A folder whose stat rows are what they were last time is not read at all; what was made of it comes from the trace.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from backfile.build import scan
from backfile.build.remembered import Remembered, read_bytes
from backfile.build.report import Progress
from backfile.digest import digest_bytes
from backfile.errors import Problem
from backfile.model import Body, Entry, entry_of
from backfile.pool import map_batches
from backfile.trace import Trace

TREE = "articles"
LABEL = "content/articles"
# CPU seconds after which a body counts as too hostile: only a backstop behind the pure guard, and never remembered.
_CLOCK = 5.0


class Claim(msgspec.Struct, frozen=True, gc=False):
    """What an article file that cannot be read still says of its capture: no other article may be made of that."""

    path: str
    id: str
    file: str
    sha256: str


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What one article file gave: an entry, or None with the reason among the problems."""

    name: str
    digest: bytes
    entry: Entry | None
    problems: tuple[Problem, ...]
    claim: Claim | None = None


class Archive(msgspec.Struct, frozen=True):
    """All entries, all problems, and the paths of the files that were read in this run."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    claims: tuple[Claim, ...]
    changed: tuple[str, ...]


class Job(msgspec.Struct, frozen=True):
    """Files of one tree for a worker: the site folder and paths below content/articles."""

    root: str
    paths: tuple[str, ...]


_CLAIM = re.compile(rb'^ *(id|file|sha256): *"([^"\r\n]+)"', re.MULTILINE)
_CAPTURE = re.compile(rb"^capture:[ \r]*$", re.MULTILINE)
_decode_results = msgspec.msgpack.Decoder(tuple[tuple[str, Reading, bytes], ...]).decode


def is_article(name: str) -> bool:
    """Return whether a file below content/articles is an article by its name."""
    return name.endswith((".md", ".markdown"))


def read_archive(
    site: Path, tree: scan.Tree, trace: Trace, executor: Executor, trusted: bool, progress: Progress
) -> Archive:
    """Return the entries of content/articles as scanned; unless trusted, nothing of what is remembered is used."""
    memory = Remembered(tree, TREE, trace, Reading, trusted)
    memory.compare(lambda path: digest_of(site, path))
    bodies: list[tuple[bytes, bytes]] = []
    changed: list[str] = []
    for path, reading, html in _results(site, memory.wanted, executor):
        reading = claiming(reading, memory.before.get(path))
        memory.add(path, reading)
        changed.append(f"{LABEL}/{path}")
        if reading.entry is not None:
            bodies.append((reading.entry.body, html))
        if len(bodies) >= 1000:
            trace.kept.save_bodies(bodies)
            bodies = []
        progress("reading articles", len(changed), len(memory.wanted))
    trace.kept.save_bodies(bodies)
    memory.save()
    readings = [r for _, r in memory.results()]
    entries = tuple(r.entry for r in readings if r.entry is not None)
    problems = tuple(p for r in readings for p in r.problems)
    claims = tuple(r.claim for r in readings if r.claim is not None)
    return Archive(entries, (*tree.problems, *problems), claims, tuple(changed))


def claiming(reading: Reading, before: Reading | None) -> Reading:
    """Return a reading with the claim that the file made when it could last be read, unless it makes one itself.

    A file whose front matter is broken reads as one that never came from a capture.
    """
    owned = reading.entry is not None and reading.entry.article.capture.file != ""
    if owned or reading.claim is not None:
        return reading
    return msgspec.structs.replace(reading, claim=_last_claim(before))


def _claim(path: str, data: bytes) -> Claim | None:
    """Return what a broken file says of its capture, read line by line."""
    found = {key.decode(): value.decode("utf-8", "replace") for key, value in _CLAIM.findall(data)}
    if not found:
        return None
    return Claim(path, found.get("id", ""), found.get("file", ""), found.get("sha256", ""))


def _last_claim(before: Reading | None) -> Claim | None:
    """Return what a file said when it could last be read."""
    if before is None or before.entry is None:
        return before.claim if before is not None else None
    article = before.entry.article
    return Claim(before.entry.path, article.id, article.capture.file, article.capture.sha256)


def digest_of(site: Path, path: str) -> bytes:
    """Return the digest of an article file's bytes, b"" when it cannot be read."""
    data = read_bytes(site / LABEL / path)
    return b"" if data is None else digest_bytes(data)


def read_batch(job: Job) -> bytes:
    """Read and convert one batch of article files: (path, Reading, packed Body) each. Runs in a worker."""
    return msgspec.msgpack.encode([read_one(job.root, path) for path in job.paths])


def read_one(root: str, path: str) -> tuple[str, Reading, bytes]:
    """Read and convert one article file below content/articles."""
    from backfile import frontmatter, markdown

    name = path.rpartition("/")[2]
    source = f"{LABEL}/{path}"
    try:
        with open(f"{root}/{LABEL}/{path}", "rb", buffering=0) as file:
            data = file.read()
    except OSError as error:
        problem = Problem(source, 0, f"the file cannot be read: {error.strerror}", "check its rights")
        return path, Reading(name, b"", None, (problem,)), b""
    result = frontmatter.read_article(source, data)
    if isinstance(result, Problem):
        return path, Reading(name, digest_bytes(data), None, (result,), _claim(source, data)), b""
    article, problems = result
    started = time.process_time()
    body: Body = markdown.render(article.body)
    slow = time.process_time() - started > _CLOCK
    if body.hostility:
        reason, hint = (
            f"the body is too hostile for markdown: {body.hostility}",
            "simplify its markup to have it rendered",
        )
        problems = (*problems, Problem(source, 0, f"{reason}; it is shown as plain text", hint, fatal=False))
    if slow:
        hint = "simplify its markup"
        problems = (*problems, Problem(source, 0, "the body took very long to convert", hint, fatal=False))
    key = digest_bytes(article.body.encode("utf-8", "surrogatepass"))
    entry = entry_of(source, digest_bytes(data), key, msgspec.structs.replace(article, body=""), body.facts)
    # Without its first line front matter is text of an article that came from nowhere.
    lost = not article.capture.file and b"capture:" in data and _CAPTURE.search(data) is not None
    claim = _claim(source, data) if lost else None
    return (
        path,
        Reading(name, b"" if slow else entry.digest, entry, problems, claim),
        body.html.encode("utf-8", "replace"),
    )


def body_html(site: Path, entry: Entry) -> str:
    """Return the clean HTML of an entry's body from its file: for a body that the trace does not hold."""
    from backfile import frontmatter, markdown

    result = frontmatter.read_article(entry.path, (site / entry.path).read_bytes())
    return "" if isinstance(result, Problem) else markdown.render(result[0].body).html


def _results(site: Path, wanted: list[str], executor: Executor) -> Iterator[tuple[str, Reading, bytes]]:
    if wanted:
        # Loaded before the processes start, so that these need not each do it.
        from backfile import frontmatter, markdown  # noqa: F401
    jobs = (Job(str(site), tuple(wanted[i : i + 100])) for i in range(0, len(wanted), 100))
    for batch in map_batches(executor, _read_jobs, jobs, size=1):
        yield from _decode_results(batch)


def _read_jobs(jobs: tuple[Job, ...]) -> bytes:
    return read_batch(jobs[0])
