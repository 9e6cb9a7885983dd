"""Commands for people. Heavy imports happen inside the command that needs them, so that --help answers at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from backfile import __version__
from backfile.cli.images import images
from backfile.cli.placeholders import mark_placeholder
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
from backfile.cli.tags import tags

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="backfile")
def main() -> None:
    """Turn captured news articles into a permanent, browsable site.

    Start with `backfile new DIR`, drop articles into DIR/content/sources/, then run `backfile build` there.
    """
    # Folders of a site are to be read by a web server, whatever the shell's own habit.
    os.umask(0o022)


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The site's title (default: the folder's name).")
@click.option(
    "--language", default="en", show_default=True, help="The interface's language: en, zh-Hans, zh-Hant, ja."
)
@reports_errors
def new(directory: Path, title: str, language: str) -> None:
    """Make a new site in DIRECTORY.

    Example: backfile new my-archive --title "The Daily Archive"
    """
    from backfile import scaffold

    for path in scaffold.create(directory, title or directory.resolve().name, language):
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: cd {directory} && backfile build && backfile serve")


@main.command()
@site_option
@click.option("--offline", is_flag=True, help="Make no request; say which images were not asked for.")
@click.option("--clean", is_flag=True, help="Trust nothing that is remembered: do all work again.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything was set aside.")
@click.option("--profile", is_flag=True, help="Print the seconds of each stage.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the site goes (default: output/ in the site's folder).",
)
@click.option(
    "--base-url", help="The address the site will have, or file: for a copy to read without a server."
)
@workers_option
@verbose_option
@json_option
@reports_errors
def build(
    site_dir: Path | None,
    offline: bool,
    clean: bool,
    drafts: bool,
    strict: bool,
    profile: bool,
    output: Path | None,
    base_url: str | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Import what is new in content/sources, fetch missing images, and render the site.

    Example: backfile build --offline --base-url https://user.github.io/archive/
    """
    from msgspec import structs

    from backfile.build import Options
    from backfile.build import build as run
    from backfile.console import Stopwatch

    folder, site = open_site(site_dir, base_url)
    console = console_for(as_json)
    target = (output or folder / "output").resolve()
    options = Options(output=target, offline=offline, clean=clean, drafts=drafts)
    stopwatch = Stopwatch()
    with console:
        outside = structs.replace(outside_world(workers, console), ended=stopwatch.ended)
        report = run(folder, site, options, outside)
    console.show_build(report, verbose=verbose, stages=stopwatch.stages if profile else ())
    sys.exit(1 if strict and report.set_aside() else 0)


@main.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@site_option
@click.option(
    "--format", "format_name", default="", help="The captures' format (default: detected by content)."
)
@click.option(
    "--again", is_flag=True, help="Convert the captures of unedited articles anew and show what differs."
)
@click.option("--yes", is_flag=True, help="With --again: write what differs.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported; write nothing.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Measure what readers see before and after; print the table and write all of it to FILE as JSON.",
)
@workers_option
@verbose_option
@json_option
@reports_errors
def import_(
    paths: tuple[Path, ...],
    site_dir: Path | None,
    format_name: str,
    again: bool,
    yes: bool,
    dry_run: bool,
    report_file: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Copy captures (files or folders) below content/sources and make articles of them.

    With --again and without paths: convert what was imported before with today's converter. Articles that somebody
    edited stay as they are; all keep id, address, aliases and tags. Nothing is written without --yes.

    Example: backfile import ~/Downloads/wechat-dump --dry-run
    """
    if again != (not paths) or (yes and not again) or (again and (format_name or report_file)):
        raise click.UsageError(
            "give PATHS, or --again (with --yes to write) without PATHS, --format and --report"
        )
    if again:
        _import_again(site_dir, yes and not dry_run, workers, verbose=verbose, as_json=as_json)
        return
    from backfile.build import import_paths

    if format_name:
        _check_format(format_name)
    if report_file is not None and not report_file.parent.is_dir():
        raise click.UsageError(f"--report: the folder {report_file.parent} does not exist")
    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        report = import_paths(
            folder,
            site,
            paths,
            outside_world(workers, console),
            format=format_name,
            dry_run=dry_run,
            measure=report_file is not None,
        )
    if report_file is None:
        console.show_import(report, verbose=verbose, dry_run=dry_run)
        return
    from backfile.build.fidelity import fidelity_json, fidelity_report

    fidelity = fidelity_report(report)
    console.show_fidelity(fidelity)
    console.show_import(report, verbose=verbose, dry_run=dry_run)
    # Last, so that a file that cannot be written does not hide what was imported.
    report_file.write_bytes(fidelity_json(fidelity))


@main.command()
@site_option
@click.option("--retry-lost", is_flag=True, help="Ask again for images that were lost, unless for good.")
@verbose_option
@json_option
@reports_errors
def fetch(site_dir: Path | None, retry_lost: bool, verbose: bool, as_json: bool) -> None:
    """Bring home images that articles refer to. It may be stopped at any time and goes on where it was.

    Example: backfile fetch --retry-lost
    """
    from backfile.build import fetch as run

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        report = run(folder, site, outside_world(1, console), retry_lost=retry_lost)
    console.show_fetch(report, verbose=verbose)


@main.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@workers_option
@reports_errors
def serve(site_dir: Path | None, host: str, port: int, drafts: bool, workers: int | None) -> None:
    """Build the site, show it on this machine, and build again whenever something changes.

    Example: backfile serve --port 8080
    """
    from backfile.serving import serve_site

    folder, _ = open_site(site_dir, None)
    serve_site(folder, host, port, drafts, lambda: outside_world(workers, console_for(False)), click.echo)


@main.command()
@site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to audit (default: output/ in the site's folder).",
)
@click.option("--base-url", help="The address the site was built for.")
@json_option
@reports_errors
def check(site_dir: Path | None, output: Path | None, base_url: str | None, as_json: bool) -> None:
    """Audit a built site: links, ids, feeds, sitemap, metadata, requests to other hosts. Exits with 1 when anything is wrong.

    Example: backfile check
    """
    from backfile.check import check as audit
    from backfile.errors import OutputError

    folder, site = open_site(site_dir, base_url)
    target = output or folder / "output"
    if not target.is_dir():
        raise OutputError(f"{target} does not exist; run `backfile build` first")
    problems = audit(target, site.base_url)
    console_for(as_json).show_check(problems)
    sys.exit(1 if problems else 0)


def _import_again(
    site_dir: Path | None, write: bool, workers: int | None, *, verbose: bool, as_json: bool
) -> None:
    from backfile.build.reconverting import reconvert
    from backfile.cli.texts import reconversion_lines

    folder, site = open_site(site_dir, None)
    console = console_for(as_json)
    with console:
        found = reconvert(folder, site, outside_world(workers, console), write=write, full=verbose)
    console.say(found, reconversion_lines(found, verbose=verbose))


def _check_format(name: str) -> None:
    from backfile.errors import ImportPathError
    from backfile.ingest import unknown_format

    if said := unknown_format(name):
        raise ImportPathError(f"unknown format {name!r}; {said}")


main.add_command(tags)
images.add_command(mark_placeholder)
main.add_command(images)
