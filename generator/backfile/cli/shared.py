"""What all commands share: options, errors in one line, the outside world."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backfile.errors import BackfileError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from backfile.build import Outside
    from backfile.config import Site
    from backfile.console import Console

F = TypeVar("F", bound=Callable[..., Any])


def reports_errors(command: F) -> F:
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


site_option = click.option(
    "--site",
    "site_dir",
    type=click.Path(path_type=Path),
    help="The site's folder (default: the nearest with a site.toml).",
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes to work with (default: one a core)."
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Say why something was done, skipped or set aside."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the summary as JSON on standard output."
)


def open_site(site_dir: Path | None, base_url: str | None) -> tuple[Path, Site]:
    from backfile import config

    folder = site_dir.absolute() if site_dir else config.find(Path.cwd())
    site = config.load(folder)
    return folder, config.with_base_url(site, base_url) if base_url is not None else site


def console_for(as_json: bool) -> Console:
    from backfile.console import Console

    return Console(as_json=as_json)


def outside_world(workers: int | None, console: Console) -> Outside:
    from datetime import UTC, datetime

    from backfile.build import Outside

    count = workers or os.cpu_count() or 1

    def executor() -> Executor:
        from backfile.pool import ProcessExecutor, SerialExecutor, collect_seldom

        collect_seldom()
        return SerialExecutor() if count == 1 else ProcessExecutor(count)

    def decoders() -> Executor:
        from backfile.bounded import BoundedExecutor

        return BoundedExecutor(count)

    def clock() -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return Outside(clock=clock, workers=executor, progress=console.progress, decoders=decoders)
