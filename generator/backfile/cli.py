"""Commands for people. Heavy imports happen inside the command that needs them, so that --help answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backfile import __version__
from backfile.errors import BackfileError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from backfile.build import Outside
    from backfile.config import Site
    from backfile.console import Console

F = TypeVar("F", bound=Callable[..., Any])

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="backfile")
def main() -> None:
    """Turn captured news articles into a permanent, browsable site.

    Start with `backfile new DIR`, drop articles into DIR/content/sources/, then run `backfile build` there.
    """
    # Folders of a site are to be read by a web server, whatever the shell's own habit.
    os.umask(0o022)


def _reports_errors(command: F) -> F:
    """Turn what the command cannot do into one line and exit code 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BackfileError as error:
            click.echo(f"backfile: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            place = f": {error.filename}" if error.filename else ""
            click.echo(f"backfile: {error.strerror or error}{place}; check rights and space", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("backfile: stopped", err=True)
            sys.exit(130)

    return wrapped  # type: ignore[return-value]


_site_option = click.option(
    "--site",
    "site_dir",
    type=click.Path(path_type=Path),
    help="The site's folder (default: the nearest with a site.toml).",
)
_workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes to work with (default: one a core)."
)
_verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Say why something was done, skipped or set aside."
)
_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the summary as JSON on standard output."
)


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The site's title (default: the folder's name).")
@click.option(
    "--language", default="en", show_default=True, help="The interface's language: en, zh-Hans, zh-Hant."
)
@_reports_errors
def new(directory: Path, title: str, language: str) -> None:
    """Make a new site in DIRECTORY.

    Example: backfile new my-archive --title "The Daily Archive"
    """
    from backfile import scaffold

    for path in scaffold.create(directory, title or directory.resolve().name, language):
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: cd {directory} && backfile build && backfile serve")


@main.command()
@_site_option
@click.option("--offline", is_flag=True, help="Make no request; say which images were not asked for.")
@click.option("--clean", is_flag=True, help="Trust nothing that is remembered: do all work again.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything was set aside.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the site goes (default: output/ in the site's folder).",
)
@click.option(
    "--base-url", help="The address the site will have, or file: for a copy to read without a server."
)
@_workers_option
@_verbose_option
@_json_option
@_reports_errors
def build(
    site_dir: Path | None,
    offline: bool,
    clean: bool,
    drafts: bool,
    strict: bool,
    output: Path | None,
    base_url: str | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Import what is new in content/sources, fetch missing images, and render the site.

    Example: backfile build --offline --base-url https://user.github.io/archive/
    """
    from backfile.build import Options
    from backfile.build import build as run

    folder, site = _open(site_dir, base_url)
    console = _console(as_json)
    target = (output or folder / "output").resolve()
    options = Options(output=target, offline=offline, clean=clean, drafts=drafts)
    with console:
        report = run(folder, site, options, _outside(workers, console))
    console.show_build(report, verbose=verbose)
    sys.exit(1 if strict and report.set_aside() else 0)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_site_option
@click.option(
    "--format", "format_name", default="", help="The captures' format (default: detected by content)."
)
@click.option("--dry-run", is_flag=True, help="Say what would be imported; write nothing.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Measure what readers see before and after; print the table and write all of it to FILE as JSON.",
)
@_workers_option
@_verbose_option
@_json_option
@_reports_errors
def import_(
    paths: tuple[Path, ...],
    site_dir: Path | None,
    format_name: str,
    dry_run: bool,
    report_file: Path | None,
    workers: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Copy captures (files or folders) below content/sources and make articles of them.

    Example: backfile import ~/Downloads/wechat-dump --dry-run
    """
    from backfile.build import import_paths

    if format_name:
        _check_format(format_name)
    folder, site = _open(site_dir, None)
    console = _console(as_json)
    with console:
        report = import_paths(
            folder,
            site,
            paths,
            _outside(workers, console),
            format=format_name,
            dry_run=dry_run,
            measure=report_file is not None,
        )
    if report_file is not None:
        from backfile.build.fidelity import fidelity_json, fidelity_report

        fidelity = fidelity_report(report)
        report_file.write_bytes(fidelity_json(fidelity))
        console.show_fidelity(fidelity)
    console.show_import(report, verbose=verbose, dry_run=dry_run)


@main.command()
@_site_option
@click.option("--retry-lost", is_flag=True, help="Ask again for images that were lost, unless for good.")
@_verbose_option
@_json_option
@_reports_errors
def fetch(site_dir: Path | None, retry_lost: bool, verbose: bool, as_json: bool) -> None:
    """Bring home images that articles refer to. It may be stopped at any time and goes on where it was.

    Example: backfile fetch --retry-lost
    """
    from backfile.build import fetch as run

    folder, site = _open(site_dir, None)
    console = _console(as_json)
    with console:
        report = run(folder, site, _outside(1, console), retry_lost=retry_lost)
    console.show_fetch(report, verbose=verbose)


@main.command()
@_site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@_workers_option
@_reports_errors
def serve(site_dir: Path | None, host: str, port: int, drafts: bool, workers: int | None) -> None:
    """Build the site, show it on this machine, and build again whenever something changes.

    Example: backfile serve --port 8080
    """
    from backfile.serving import serve_site

    folder, _ = _open(site_dir, None)
    serve_site(folder, host, port, drafts, lambda: _outside(workers, _console(False)), click.echo)


@main.command()
@_site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to audit (default: output/ in the site's folder).",
)
@click.option("--base-url", help="The address the site was built for.")
@_json_option
@_reports_errors
def check(site_dir: Path | None, output: Path | None, base_url: str | None, as_json: bool) -> None:
    """Audit a built site: links, ids, feeds, sitemap, metadata, requests to other hosts. Exits with 1 when anything is wrong.

    Example: backfile check
    """
    from backfile.check import check as audit
    from backfile.errors import OutputError

    folder, site = _open(site_dir, base_url)
    target = output or folder / "output"
    if not target.is_dir():
        raise OutputError(f"{target} does not exist; run `backfile build` first")
    problems = audit(target, site.base_url)
    _console(as_json).show_check(problems)
    sys.exit(1 if problems else 0)


def _open(site_dir: Path | None, base_url: str | None) -> tuple[Path, Site]:
    from backfile import config

    folder = site_dir.absolute() if site_dir else config.find(Path.cwd())
    site = config.load(folder)
    return folder, config.with_base_url(site, base_url) if base_url is not None else site


def _console(as_json: bool) -> Console:
    from backfile.console import Console

    return Console(as_json=as_json)


def _outside(workers: int | None, console: Console) -> Outside:
    from datetime import UTC, datetime

    from backfile.build import Outside

    count = workers or os.cpu_count() or 1

    def executor() -> Executor:
        return _executor(count)

    def clock() -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return Outside(clock=clock, workers=executor, progress=console.progress, threads=count)


def _executor(count: int) -> Executor:
    """Return processes, started when the first job comes; one worker needs none."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from backfile.pool import SerialExecutor

    if count == 1:
        return SerialExecutor()
    # Threads of ours may be running when the pool starts, so plain fork is not safe.
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"))


def _check_format(name: str) -> None:
    from backfile.errors import ImportPathError, suggestion
    from backfile.ingest import FORMATS

    known = [f.name for f in FORMATS]
    if name not in known:
        raise ImportPathError(
            f"unknown format {name!r}; {suggestion(name, known) or 'known are ' + ', '.join(known)}"
        )
