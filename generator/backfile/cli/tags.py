"""`backfile tags`: what tags an archive has, and changing them in all articles at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from backfile.cli.shared import (
    console_for,
    json_option,
    open_site,
    outside_world,
    reports_errors,
    site_option,
    verbose_option,
    workers_option,
)

_dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")


class _ListsByDefault(click.Group):
    """A group whose command `list` is run when none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command first when options, or nothing, stand there."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ListsByDefault)
def tags() -> None:
    """List tags; merge, rename or block them in all articles; choose the automatic ones again.

    Tags are changed in the article files, in site.toml for later imports, and in content/tags.json. In an article file that
    somebody edited nothing but its tags changes. A merged or renamed tag's page gets a new address; the old one is gone with
    the next build.

    Example: backfile tags merge LLM LLMs 大语言模型
    """


@tags.command("list")
@click.option("--min", "least", type=click.IntRange(1), help="All tags of at least so many articles.")
@click.option("--articles", "holders", metavar="TAG", default="", help="List the articles that have TAG.")
@site_option
@workers_option
@json_option
@reports_errors
def list_(least: int | None, holders: str, site_dir: Path | None, workers: int | None, as_json: bool) -> None:
    """List tags with the number of their articles, and groups of tags that are perhaps one.

    Example: backfile tags list --min 3
    """
    from backfile.build.tags import list_holders, list_tags
    from backfile.cli.texts import holder_lines, tag_lines

    folder, _ = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        outside = outside_world(workers, console)
        found = list_holders(folder, outside, holders) if holders else list_tags(folder, outside)
    if isinstance(found, tuple):
        console.say(found, holder_lines(found))
    else:
        console.say(found.at_least(least or 1), tag_lines(found, least, shutil.get_terminal_size().columns))


@tags.command()
@click.argument("sources", metavar="FROM...", nargs=-1, required=True)
@click.argument("target", metavar="INTO")
@_dry_run_option
@site_option
@workers_option
@verbose_option
@json_option
@reports_errors
def merge(
    sources: tuple[str, ...],
    target: str,
    dry_run: bool,
    site_dir: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Give every article that has a tag FROM the tag INTO in its place; later imports do the same.

    Example: backfile tags merge LLM LLMs 大语言模型 --dry-run
    """
    from backfile.build.tags import merge_tags
    from backfile.cli.texts import outcome_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        found = merge_tags(folder, site, outside_world(workers, console), sources, target, dry_run=dry_run)
    console.say(found, outcome_lines(found, verbose=verbose))


@tags.command()
@click.argument("old")
@click.argument("new")
@_dry_run_option
@site_option
@workers_option
@verbose_option
@json_option
@reports_errors
def rename(
    old: str,
    new: str,
    dry_run: bool,
    site_dir: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Give the tag OLD the name NEW, which may be only another spelling.

    Example: backfile tags rename openai OpenAI
    """
    from backfile.build.tags import rename_tag
    from backfile.cli.texts import outcome_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        found = rename_tag(folder, site, outside_world(workers, console), old, new, dry_run=dry_run)
    console.say(found, outcome_lines(found, verbose=verbose))


@tags.command()
@click.argument("names", metavar="TAG...", nargs=-1, required=True)
@click.option("--by-hand", is_flag=True, help="Take it also out of articles whose tags were given by hand.")
@_dry_run_option
@site_option
@workers_option
@verbose_option
@json_option
@reports_errors
def block(
    names: tuple[str, ...],
    by_hand: bool,
    dry_run: bool,
    site_dir: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Take TAG out of all articles whose tags are automatic, and never choose it again.

    Example: backfile tags block 方法 --dry-run
    """
    from backfile.build.tags import block_tags
    from backfile.cli.texts import outcome_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        outside = outside_world(workers, console)
        found = block_tags(folder, site, outside, names, by_hand=by_hand, dry_run=dry_run)
    console.say(found, outcome_lines(found, verbose=verbose))


@tags.command()
@click.option("--yes", is_flag=True, help="Write the new tags.")
@click.option(
    "--edited", is_flag=True, help="Also in files that somebody edited, where tags are marked as automatic."
)
@_dry_run_option
@site_option
@workers_option
@verbose_option
@json_option
@reports_errors
def again(
    yes: bool,
    edited: bool,
    dry_run: bool,
    site_dir: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Choose all automatic tags again, as if the whole archive were imported today, and show what differs.

    Tags by hand are never touched. Nothing is written without --yes.

    Example: backfile tags again -v
    """
    from backfile.build.tags import refit_tags
    from backfile.cli.texts import refit_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        outside = outside_world(workers, console)
        found = refit_tags(folder, site, outside, write=yes and not dry_run, edited=edited)
    console.say(found, refit_lines(found, verbose=verbose))
