"""`backfile serve`: the preview server around the build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from backfile import config
from backfile.build import Options, Outside, build
from backfile.build.themes import theme_folders
from backfile.errors import BackfileError, LockedError
from backfile.preview import serve


def serve_site(
    folder: Path,
    host: str,
    port: int,
    drafts: bool,
    outside: Callable[[], Outside],
    say: Callable[[str], None],
) -> None:
    """Build, serve and build again on change until Ctrl-C. Raises what the first build raises, and PreviewError."""
    output = folder / "output"
    options = Options(output=output, offline=True, drafts=drafts)

    def rebuild() -> bool:
        try:
            report = build(folder, config.load(folder), options, outside())
        except LockedError:
            raise  # the preview tries again until the other command has ended
        except BackfileError as error:
            say(f"not rebuilt: {error}")
            return False
        for problem in report.problems:
            if problem.fatal:
                say(f"set aside: {problem}")
        done = report.rendered
        changed = done.rendered + done.removed + done.others > 0
        if changed:
            say(f"{done.rendered} pages rendered")
        return changed

    site = config.load(folder)
    build(folder, site, options, outside())
    base_path = urlsplit(site.base_url).path if site.base_url.startswith("http") else "/"
    # All themes of the site, since one may begin to extend another; those that come with the tool lie elsewhere.
    own = folder / "themes"
    shipped = (place for place in theme_folders(site.theme, folder) if own not in place.parents)
    watch = (folder / "content", folder / config.FILE, own, *shipped)
    serve(output, host=host, port=port, base_path=base_path or "/", watch=watch, rebuild=rebuild, say=say)
