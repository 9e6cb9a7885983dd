"""Tags for new articles: the archive's vocabulary is committed as content/tags.json."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backfile.config import Site
from backfile.convert import tags
from backfile.errors import Problem

FILE = "content/tags.json"


def choose_tags(
    folder: Path, site: Site, articles: Sequence[tags.Candidates]
) -> tuple[tuple[tuple[str, ...], ...], bytes, tuple[Problem, ...]]:
    """Return the tags of each new article, () for those that have their own, and the vocabulary as it is to be saved."""
    before, problems = load_vocabulary(folder)
    vocabulary, chosen = tags.learn_and_choose(articles, before, site.tags)
    return chosen, tags.dump(vocabulary), problems


def load_vocabulary(folder: Path) -> tuple[tags.Vocabulary | None, tuple[Problem, ...]]:
    """Read the vocabulary; None when there is none, or, with a problem, when it cannot be read."""
    file = folder / FILE
    if not file.exists():
        return None, ()
    try:
        return tags.load(file.read_bytes()), ()
    except ValueError as error:
        hint = "restore it from git, or delete it to start anew"
        return None, (Problem(FILE, 0, str(error), hint, fatal=False),)


def save_vocabulary(folder: Path, data: bytes) -> None:
    """Write the vocabulary where it is committed."""
    file = folder / FILE
    if not file.exists() or file.read_bytes() != data:
        new = file.with_name(f".{file.name}.new")
        new.write_bytes(data)
        new.replace(file)
