"""The results of commands as lines that fit a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from rich.cells import cell_len, set_cell_size

from backfile.build.reconverting import Reconversion
from backfile.build.tags.report import Holder, Retagged, TagCount, TagList, TagOutcome
from backfile.errors import Problem

# So many are shown unless more is asked for.
_TAGS, _GROUPS, _ARTICLES, _HOLDERS, _PROBLEMS = 60, 8, 12, 40, 8


def tag_lines(found: TagList, least: int | None, width: int) -> Iterator[str]:
    """Yield the tags in columns, then groups that are perhaps one; least None shows the most frequent."""
    total = len(found.tags)
    yield f"{total} tags in {found.tagged} of {found.articles} articles; (n): so many are by hand, *: all are"
    shown = found.tags[:_TAGS] if least is None else found.at_least(least).tags
    if shown:
        yield ""
        cells = [_cell(tag) for tag in shown]
        if least is None:
            # No name may cost the short list a column; the list that is asked for shows names whole.
            cells = [_cut(cell, max(width // 3 - 2, 20)) for cell in cells]
        yield from _columns(cells, width)
    if len(shown) < total:
        rest = total - len(shown)
        yield f"... and {rest} more; --min 1 shows all"
    if found.near:
        yield ""
        yield "perhaps one tag:"
        counts = {tag.name: tag.articles for tag in found.tags}
        for group in found.near[:_GROUPS]:
            numbers = ", ".join(str(counts[name]) for name in group)
            yield f"  backfile tags merge {' '.join(map(_argument, group))}   ({numbers} articles)"
        if len(found.near) > _GROUPS:
            yield f"  ... and {len(found.near) - _GROUPS} more; --json lists them"
    yield from _problem_lines(found.problems, verbose=False)


def holder_lines(found: Sequence[Holder]) -> Iterator[str]:
    """Yield the articles that have a tag."""
    for one in found:
        yield f"{one.date[:10]:<10}  {'by hand   ' if one.by_hand else 'automatic '}  {one.path}  {one.title}"
    yield _articles(len(found))


def outcome_lines(found: TagOutcome, *, verbose: bool) -> Iterator[str]:
    """Yield what merging, renaming or blocking did."""
    yield from _article_lines(found.changed, verbose=verbose)
    yield from (f"site.toml: {line}" for line in found.settings)
    if found.kept:
        yield f"{_articles(len(found.kept))} keep it: their tags are by hand (--by-hand takes it out there too):"
        yield from _some([f"  {one.path}  {one.title}" for one in found.kept], _ARTICLES, verbose=verbose)
    if found.gone:
        addresses = ", ".join(map(unquote, found.gone))
        yield f"gone with the next build: {addresses} (links to it from elsewhere break)"
    yield from _problem_lines(found.problems, verbose=verbose)
    if not found.changed and not found.settings:
        yield "nothing to change"
    elif found.written:
        yield f"{_articles(len(found.changed))} changed; next: backfile build"
    else:
        yield f"{_articles(len(found.changed))} would change; a dry run: nothing was written"


def refit_lines(found: TagOutcome, *, verbose: bool) -> Iterator[str]:
    """Yield what choosing again changed, or would change."""
    yield from _article_lines(found.changed, verbose=verbose)
    for sign, away, come in (("+", "before", "after"), ("-", "after", "before")):
        counts = Counter(
            tag for one in found.changed for tag in getattr(one, come) if tag not in getattr(one, away)
        )
        ordered = sorted(counts, key=lambda tag: (-counts[tag], tag))
        if ordered:
            most = ", ".join(f"{tag} {counts[tag]}" for tag in ordered[:_ARTICLES])
            yield f"{sign} {sum(counts.values())} in all: {most}" + (", ..." if ordered[_ARTICLES:] else "")
    if found.kept:
        yield f"{_articles(len(found.kept))} edited by hand: tags kept (--edited chooses there too)"
    yield from _problem_lines(found.problems, verbose=verbose)
    of = f"of {found.looked_at} articles with automatic tags"
    if found.written:
        yield f"{len(found.changed)} {of} changed; next: backfile build"
    elif found.changed:
        yield f"{len(found.changed)} {of} would change; nothing was written: --yes writes it"
    else:
        yield f"none {of} would change"


def reconversion_lines(found: Reconversion, *, verbose: bool) -> Iterator[str]:
    """Yield what converting again changed, or would change."""
    rows = []
    for one in found.changed:
        rows.append(f"{one.path}  -{one.removed} +{one.added} lines  {one.title}")
        if one.diff:
            rows.append(one.diff)
    yield from _some(rows, _ARTICLES, verbose=verbose)
    if found.kept:
        yield f"{_articles(len(found.kept))} edited by hand: kept" + (":" if verbose else "")
        yield from (f"  {path}" for path in found.kept if verbose)
    yield from _problem_lines(found.problems, verbose=verbose)
    of = f"of {found.looked_at} unedited articles"
    if found.written:
        yield f"{len(found.changed)} {of} changed; next: backfile build"
    elif found.changed:
        yield f"{len(found.changed)} {of} would change; nothing was written: --yes writes it"
    else:
        yield f"none {of} would change"


def _article_lines(changed: Sequence[Retagged], *, verbose: bool) -> Iterator[str]:
    rows = []
    for one in changed:
        tags = [f"- {tag}" for tag in one.before if tag not in one.after]
        tags += [f"+ {tag}" for tag in one.after if tag not in one.before]
        moved = "" if tags else "other order: " + ", ".join(one.after)
        rows.append(f"{one.path}  {moved}{'  '.join(tags)}")
    yield from _some(rows, _ARTICLES, verbose=verbose)


def _some(rows: Sequence[str], most: int, *, verbose: bool) -> Iterator[str]:
    yield from rows if verbose else rows[:most]
    if not verbose and len(rows) > most:
        yield f"... and {len(rows) - most} more; -v shows them all"


def _problem_lines(problems: Iterable[Problem], *, verbose: bool) -> Iterator[str]:
    yield from _some([f"note: {problem}" for problem in problems], _PROBLEMS, verbose=verbose)


def _articles(count: int) -> str:
    return f"{count} article" if count == 1 else f"{count} articles"


def _cell(tag: TagCount) -> str:
    by_hand = "" if not tag.by_hand else "*" if not tag.automatic else f" ({tag.by_hand})"
    return f"{tag.articles:>5}{by_hand} {tag.name}"


def _cut(cell: str, most: int) -> str:
    return cell if cell_len(cell) <= most else set_cell_size(cell, most - 1).rstrip() + "…"


def _columns(cells: Sequence[str], width: int) -> Iterator[str]:
    """Yield cells in as many columns as fit, read downwards."""
    widest = max(map(cell_len, cells)) + 2
    count = max(1, min(len(cells), width // widest))
    rows = -(-len(cells) // count)
    for row in range(rows):
        line = "".join(cell + " " * (widest - cell_len(cell)) for cell in cells[row::rows])
        yield line.rstrip()


def _argument(name: str) -> str:
    """Return a tag as an argument for a shell."""
    plain = all(character.isalnum() or character in "-_." for character in name) and not name.startswith("-")
    return name if plain else "'" + name.replace("'", "'\\''") + "'"
