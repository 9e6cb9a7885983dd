"""What became of every image ever asked for, as JSON Lines meant for git.

One line an outcome, ``<2 hex of sha256(url)>.jsonl``, merged by union: two clones may append on their own.
So reading is a fold that does not depend on the order of lines or on repetition.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from backfile.digest import sha256_hex
from backfile.errors import Problem
from backfile.model import Attempt

KEPT, DAMAGED, LOST = "kept", "damaged", "lost"
_RANKS = {KEPT: 2, DAMAGED: 1, LOST: 0}
# Days until a miss is asked for again, by how often it was missed; after the last one always that many.
_PATIENCE = (1, 7, 30, 90, 365)
_APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT
_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_decoder = msgspec.json.Decoder(Attempt)
_encoder = msgspec.json.Encoder(order="sorted")


def read(
    folder: Path, judged: Callable[[Attempt], Attempt] = lambda attempt: attempt
) -> tuple[dict[str, Attempt], tuple[Problem, ...]]:
    """Return what is known of each URL, by URL in order, and what could not be read, with file and line.

    judged: what a line counts as, each for itself, so that the order of lines never matters (placeholders.judged).
    A bad line never hides a good one: a half line from a kill and the marks of a merge conflict are reported and skipped.
    """
    found: dict[str, Attempt] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.jsonl")):
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            problems.append(_problem(path, 0, f"the ledger cannot be read: {error.strerror or error}"))
            continue
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            attempt = _parsed(line)
            if isinstance(attempt, str):
                problems.append(_problem(path, number, attempt))
            else:
                attempt = judged(attempt)
                before = found.get(attempt.url)
                found[attempt.url] = attempt if before is None else _better(before, attempt)
    return dict(sorted(found.items())), tuple(problems)


def append(folder: Path, attempt: Attempt) -> None:
    """Add one line; to be called when an outcome is new or a miss was repeated, not for every request.

    One write to a file opened for appending; a half line left by a kill is ended first. Raises OSError.
    """
    line = _encoder.encode(attempt) + b"\n"
    # A plain string: a Path for each line would cost as much as the calls of the system.
    path = f"{folder}/{_shard_name(attempt.url)}"
    try:
        descriptor = os.open(path, _APPENDING, 0o666)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, _APPENDING, 0o666)
    try:
        size = os.fstat(descriptor).st_size
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            if os.read(descriptor, 1) != b"\n":
                line = b"\n" + line
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def shard(folder: Path, url: str) -> Path:
    """Return the file that holds what is known of a URL."""
    return folder / _shard_name(url)


def _shard_name(url: str) -> str:
    return f"{sha256_hex(url.encode('utf-8', 'surrogatepass'))[:2]}.jsonl"


def fold(attempts: Iterable[Attempt]) -> Attempt | None:
    """Return the one that counts: kept before damaged before lost; among kept the earliest, else the latest.

    Commutative, associative and idempotent; None for none.
    """
    best: Attempt | None = None
    for attempt in attempts:
        best = attempt if best is None else _better(best, attempt)
    return best


def due(attempt: Attempt | None, now: str) -> bool:
    """Return whether to ask for a URL now (ISO 8601): always when never asked, never when kept or lost for good.

    Other misses come up again after 1, 7, 30, 90 and 365 days, by how often they were missed.
    """
    if attempt is None:
        return True
    if attempt.outcome == KEPT or attempt.permanent:
        return False
    last, here = _moment(attempt.time), _moment(now)
    if last is None or here is None:
        return True
    days = _PATIENCE[min(max(attempt.tries, 1), len(_PATIENCE)) - 1]
    return here - last >= timedelta(days=days)


def _better(one: Attempt, other: Attempt) -> Attempt:
    return max(one, other, key=_weight) if one != other else one


def _weight(attempt: Attempt) -> tuple[int, float, bytes]:
    moment = _moment(attempt.time)
    seconds = moment.timestamp() if moment else 0.0
    # The bytes only break ties, so that the order of lines never decides.
    return _RANKS[attempt.outcome], -seconds if attempt.outcome == KEPT else seconds, _encoder.encode(attempt)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(line: bytes) -> Attempt | str:
    if line.startswith(_CONFLICT):
        return "a merge conflict's mark; the lines around it were read"
    try:
        attempt = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"not a line of the ledger: {error}"
    if attempt.outcome not in _RANKS:
        return f"unknown outcome {attempt.outcome!r}"
    if not attempt.url or _moment(attempt.time) is None:
        return "a line without URL or time"
    if attempt.outcome != LOST and not _DIGEST.match(attempt.sha256):
        return "a kept image without its sha256"
    return attempt


def _problem(path: Path, line: int, message: str) -> Problem:
    # The ledger always lies there, also when the store does not.
    return Problem(
        f"content/images/ledger/{path.name}", line, message, "mend or delete the line", fatal=False
    )
