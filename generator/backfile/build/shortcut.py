"""The build that has nothing to do: told by stat alone, without loading the archive."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from backfile import __version__
from backfile.build import captures, reading, remembered, scan
from backfile.build.report import Fetched, Imported, Options, Rendered, Report
from backfile.build.stamp import stamp
from backfile.build.themes import theme_files
from backfile.config import Site
from backfile.digest import digest
from backfile.trace import Trace

_STAMPS, _INPUTS, _REPORT, _ASK = "stamps", "inputs", "report", "ask"


class Fingerprint(msgspec.Struct, frozen=True):
    """What stands for everything a build depends on besides the trees; trusted: the stages are those of the last build."""

    stamps: bytes
    inputs: bytes
    trusted: bool


def fingerprint(folder: Path, site: Site, options: Options, trace: Trace) -> Fingerprint:
    """Return the fingerprint of a build. Raises ThemeError when there is no theme."""
    stamps = _stamps()
    theme = theme_files(site.theme, folder)
    code = stamp("build", "index", "render", "images")
    inputs = digest(
        (stamps, code, site, theme, str(options.output), options.drafts, *_images_seen(folder, site))
    )
    return Fingerprint(stamps, inputs, trusts(trace))


def trusts(trace: Trace) -> bool:
    """Return whether what the trace remembers of captures and articles was made by the stages as they are now."""
    return trace.meta().get(_STAMPS) == _stamps()


def settle_stamps(trace: Trace) -> None:
    """Say that all that the trace remembers of captures and articles was made by the stages as they are now."""
    trace.save_meta({_STAMPS: _stamps()})


def unchanged(
    folder: Path, target: Path, trees: dict[str, scan.Tree], trace: Trace, now: Fingerprint, asking: bool
) -> Report | None:
    """Return the last report with nothing done when nothing changed; None when there is work.

    asking: the build may fetch, and so has work as long as anything is left to be asked for.
    """
    last = last_report(folder, trees, trace, now, asking)
    if last is None:
        return None
    if not remembered.is_same(trees["articles"], reading.TREE, trace, lambda p: reading.digest_of(folder, p)):
        return None
    rows = ((path, size, mtime) for path, (_, size, mtime) in trace.pages().items())
    return last if scan.is_as_published(target, rows) else None


def last_report(
    folder: Path, trees: dict[str, scan.Tree], trace: Trace, now: Fingerprint, asking: bool
) -> Report | None:
    """Return the last report when nothing changed but perhaps articles and the output folder, else None."""
    meta = trace.meta()
    if meta.get(_INPUTS) != now.inputs or _REPORT not in meta or (asking and meta.get(_ASK) == b"1"):
        return None
    if not remembered.is_same(
        trees["sources"], captures.TREE, trace, lambda p: captures.digest_of(folder, p)
    ):
        return None
    last = msgspec.msgpack.decode(meta[_REPORT], type=Report)
    # A page that had no room may have it now: that is no change of anything that is compared.
    return None if any(p.fatal and p.source.startswith("output/") for p in last.problems) else last


def remember(trace: Trace, after: Fingerprint, report: Report, ask: bool) -> None:
    """Record a build that came to its end; ask: something is left to be asked for."""
    old = report.imported
    imported = Imported(
        captures=old.captures,
        kept=old.new + old.changed + old.kept,
        duplicates=old.duplicates,
        quarantined=old.quarantined,
    )
    pages = report.rendered.pages
    steady = msgspec.structs.replace(
        report,
        imported=imported,
        fetched=Fetched(left=report.fetched.left),
        pictured=msgspec.structs.replace(report.pictured, made=0),
        rendered=Rendered(pages, 0, pages, 0, report.rendered.atomic),
        reasons=(),
    )
    trace.save_meta(
        {
            _STAMPS: after.stamps,
            _INPUTS: after.inputs,
            _REPORT: msgspec.msgpack.encode(steady),
            _ASK: b"1" if ask else b"0",
        }
    )


def remember_again(trace: Trace, after: Fingerprint, report: Report) -> None:
    """Record a build that asked for no image, and left as much to be asked for as the one before."""
    remember(trace, after, report, trace.meta().get(_ASK) == b"1")


def forget(trace: Trace) -> None:
    """Say that a build began: until it ends, nothing is known to be unchanged."""
    trace.save_meta({_INPUTS: b""})


def forget_if_edited(folder: Path, tree: scan.Tree, trace: Trace) -> None:
    """Say so as well before article files are read without a build, if these are not those of the last build.

    The reading is remembered: the next build would find nothing new in files that no page shows yet.
    """
    if not remembered.is_same(tree, reading.TREE, trace, lambda path: reading.digest_of(folder, path)):
        forget(trace)


def _stamps() -> bytes:
    return digest((__version__, stamp("frontmatter", "markdown"), stamp("ingest")))


def _images_seen(folder: Path, site: Site) -> tuple[object, ...]:
    """Stand for all images by stat: the ledger, and pictures used in place anywhere below content/ or in local folders."""
    rows: list[tuple[str, object]] = []
    places = [folder / "content", *(folder / name for name in site.images.local)]
    for place in places:
        tree = scan.scan(place, "", lambda name: not captures.is_capture(name) or name.endswith(".jsonl"))
        rows += [(str(place), tree.folders)]
    return (tuple(rows), os.path.lexists(folder / "content"))
