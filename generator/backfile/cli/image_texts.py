"""What became of images, as lines that fit a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from backfile.build.accounting import Accounting, HostCount, LostImage, SameImage
from backfile.build.sizing import megabytes

# So many hosts and reasons are shown; --json has them all.
_HOSTS, _REASONS = 30, 20
_WIDEST = 40


def accounting_lines(found: Accounting, host: str) -> Iterator[str]:
    """Yield the table by host, the reasons of losses, and what to do next."""
    total = found.total
    if not total.references:
        where = f" of {host}" if host else ""
        yield f"no article refers to an image{where}"
        return
    rows = [*found.hosts[:_HOSTS], total]
    width = max(len("host"), *(min(cell_len(row.host), _WIDEST) for row in rows))
    head = ("host", "references", "kept", "damaged", "lost", "unasked", "originals")
    yield _row(head, width)
    yield from (_row(_cells(row), width) for row in rows[:-1])
    if len(found.hosts) > _HOSTS:
        yield f"... and {len(found.hosts) - _HOSTS} more hosts; --json lists them"
    if len(found.hosts) > 1:
        yield _row(_cells(total), width)
    if found.reasons:
        yield ""
        yield "references  why it is missing"
        for one in found.reasons[:_REASONS]:
            yield f"{one.references:>10,}  {one.state}: {one.reason or 'no reason is known'}"
        if len(found.reasons) > _REASONS:
            yield f"... and {len(found.reasons) - _REASONS} more reasons; --json lists them"
    yield ""
    yield (
        f"{total.references:,} references in {found.articles:,} articles, drafts and withdrawn ones too: "
        f"{total.kept:,} kept + {total.damaged:,} damaged + {total.lost:,} lost + {total.unasked:,} not yet asked for"
    )
    yield from _next_steps(found)


def loss_lines(found: Sequence[LostImage]) -> Iterator[str]:
    """Yield every image that is lost or damaged, why, and the articles that need it."""
    for image in found:
        asked = f"; last asked {image.checked}" if image.checked else ""
        yield image.url
        yield f"    {image.state}: {image.reason or 'no reason is known'}{asked}"
        yield from (f"    {article.path}  {article.title}" for article in image.articles)
    articles = len({article.path for image in found for article in image.articles})
    yield f"{len(found):,} images lost or damaged, in {articles:,} articles, drafts and withdrawn ones too"


def same_lines(found: Sequence[Sequence[SameImage]]) -> Iterator[str]:
    """Yield groups of addresses of one picture, the largest copy of each first."""
    for group in found:
        for at, image in enumerate(group):
            lead = "  " if at else "= "
            yield f"{lead}{image.width:>5} x {image.height:<5} {megabytes(image.bytes):>8}  {image.url}"
    copies = sum(len(group) for group in found)
    yield (
        f"{len(found):,} pictures are kept under {copies:,} addresses"
        if found
        else "no picture is kept twice"
    )


def _next_steps(found: Accounting) -> Iterator[str]:
    if found.unasked:
        yield f"next: backfile fetch   (asks for {_images(found.unasked)})"
    if found.again:
        yield f"next: backfile fetch --retry-lost   (asks again for {_images(found.again)})"
    if found.total.lost or found.total.damaged:
        yield "next: backfile images --lost   (lists what is missing, and the articles that need it)"


def _cells(row: HostCount) -> tuple[str, ...]:
    numbers = (row.references, row.kept, row.damaged, row.lost, row.unasked)
    return (row.host, *(f"{number:,}" for number in numbers), megabytes(row.bytes))


def _row(cells: Sequence[str], width: int) -> str:
    host = set_cell_size(cells[0] if cell_len(cells[0]) <= _WIDEST else cells[0][: _WIDEST - 1] + "…", width)
    return "  ".join((host, *(f"{cell:>10}" for cell in cells[1:])))


def _images(number: int) -> str:
    return f"{number:,} image" if number == 1 else f"{number:,} images"
