"""`backfile images`: what became of every image that articles refer to."""

from __future__ import annotations

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


@click.group(invoke_without_command=True)
@click.option("--lost", is_flag=True, help="List every lost or damaged image with the articles that need it.")
@click.option("--same", is_flag=True, help="List pictures that are kept under several addresses.")
@click.option("--host", default="", help="Only images of HOST, or of `this site`.")
@site_option
@workers_option
@verbose_option
@json_option
@click.pass_context
@reports_errors
def images(
    ctx: click.Context,
    lost: bool,
    same: bool,
    host: str,
    site_dir: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Count image references by host and by what became of them; list what is lost and who needs it.

    An image counts once for each article that refers to it, and ends as kept, damaged, lost or not yet asked for. All
    article files count, drafts and withdrawn ones too. Nothing is fetched, rendered or changed.

    Example: backfile images --lost --host img.example.org
    """
    if ctx.invoked_subcommand is not None:
        return
    if lost and same:
        raise click.UsageError("give --lost or --same, not both")
    from backfile.build import accounting
    from backfile.build.inventory import take_inventory
    from backfile.cli.image_texts import accounting_lines, loss_lines, same_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        found = take_inventory(folder, site, outside_world(workers, console))
    needs = accounting.at_host(found.needs, host) if host else found.needs
    for problem in found.problems if verbose else ():
        click.echo(f"note: {problem}", err=True)
    if found.problems and not verbose:
        click.echo(f"note: not all could be read; -v shows what ({len(found.problems)})", err=True)
    if lost:
        images_lost = accounting.losses(needs)
        console.say(images_lost, loss_lines(images_lost))
    elif same:
        groups = accounting.same(needs)
        console.say(groups, same_lines(groups))
    else:
        counted = accounting.count(needs)
        console.say(counted, accounting_lines(counted, host))
