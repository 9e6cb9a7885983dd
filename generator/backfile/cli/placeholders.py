"""`backfile images mark-placeholder`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backfile.cli.shared import (
    console_for,
    json_option,
    open_site,
    outside_world,
    reports_errors,
    site_option,
)

if TYPE_CHECKING:
    from backfile.build.placeholding import Marked

_SHOWN = 20


@click.command("mark-placeholder")
@click.argument("pictures", metavar="URL|SHA256|FILE...", nargs=-1, required=True)
@click.option("--note", default="", help="Where it was met, for those who read the list.")
@click.option("--dry-run", is_flag=True, help="Say what would be lost; write nothing.")
@site_option
@json_option
@reports_errors
def mark_placeholder(
    pictures: tuple[str, ...], note: str, dry_run: bool, site_dir: Path | None, as_json: bool
) -> None:
    """Say that a picture is what a host shows in place of images it refuses or has lost.

    It is the image of no article from now on: what was kept with it counts as lost, in every size, and is asked for elsewhere.
    The list is content/images/placeholders.jsonl; deleting its line there takes the word back.

    Example: backfile images mark-placeholder https://img.example.org/a.jpg
    """
    from backfile.build.placeholding import mark_placeholders

    folder, _ = open_site(site_dir, None)
    console = console_for(as_json)
    found = mark_placeholders(folder, pictures, note, outside_world(1, console), write=not dry_run)
    console.say(found, _lines(found))


def _lines(found: Marked) -> Iterator[str]:
    for one in found.listed:
        yield f"{'listed' if found.written else 'would list'}: {one.sha256}"
    if found.known_before:
        yield f"{found.known_before} of the pictures were on the list before"
    yield from (f"  lost: {url}" for url in found.lost[:_SHOWN])
    if len(found.lost) > _SHOWN:
        yield f"  ... and {len(found.lost) - _SHOWN} more; --json lists them"
    if found.lost and found.written:
        yield f"{len(found.lost)} images are lost by this; next: backfile fetch --retry-lost"
    elif not found.written:
        yield f"{len(found.lost)} images would be lost by this; a dry run: nothing was written"
