"""Put a finished site where readers see it, in one step.

Two complete trees on one filesystem: the output folder, and a hidden spare beside the build memory that lags exactly one
publication behind. Unchanged files are shared by hard links.
A publication brings the spare up to date with the last change, moves the new files into it, and exchanges the two folders
with one system call (renameat2 RENAME_EXCHANGE, Linux 3.15), so that readers see the old site or the new one, never a mix.
A file that was published is never written again, only replaced, so that a link is as good as a copy.

Where the filesystem cannot exchange folders, files are renamed into place one by one and `Published.atomic` is false.
Files in the output folder that are not ours are never deleted: they are carried over.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from backfile.errors import OutputError

MANIFEST = ".backfile-manifest"
_OUTSIDE = re.compile(r"\0|(?:^|/)\.{0,2}(?:/|\Z)")
_HEAD = "backfile: files of this folder that the site generator wrote; others are never touched\n"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Delta(msgspec.Struct, frozen=True):
    """What one publication changed: paths it put and paths it dropped, below the output folder; foreign: what it carried over."""

    put: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class Published(msgspec.Struct, frozen=True):
    """How a publication went. atomic is false when files were replaced one by one."""

    atomic: bool


def refuse_unsafe(output: Path, site_folder: Path) -> None:
    """Raise OutputError unless the folder may hold a site: not /, home, the site or content, and empty or ours."""
    real = output.resolve()
    site = site_folder.resolve()
    home = Path.home().resolve()
    if real in (Path(real.anchor), home, site) or site.is_relative_to(real) or home.is_relative_to(real):
        raise OutputError(
            f"{output} is not a folder for output: it holds other things; name another with --output"
        )
    for name in ("content", "themes", ".backfile", ".git", "generator", "tests"):
        if real.is_relative_to(site / name):
            raise OutputError(
                f"{output} lies inside {name}/, which is not for output; name another with --output"
            )
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputError(f"{output} is a file; name a folder with --output")
    if not (output / MANIFEST).is_file():
        with os.scandir(output) as entries:
            foreign = sorted(e.name for e in entries if e.name not in (".gitignore", ".gitkeep", ".git"))
        if foreign:
            raise OutputError(
                f"{output} is not empty and not a site of backfile ({foreign[0]} is there); name another folder"
            )


def read_manifest(output: Path) -> frozenset[str]:
    """Return the paths below a folder that an earlier publication wrote; empty when it never did."""
    try:
        text = (output / MANIFEST).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return frozenset()
    return frozenset(path for path in text.split("\n")[1:] if _is_inside(path)) | {MANIFEST}


def _is_inside(path: str) -> bool:
    """Return whether a path of a manifest stays below its folder: the manifest may have come from anywhere."""
    return _OUTSIDE.search(path) is None


def manifest_text(paths: Iterable[str]) -> str:
    """Return the manifest of a site of these paths."""
    return _HEAD + "".join(f"{p}\n" for p in sorted(paths))


def write_file(root: str, path: str, data: bytes) -> None:
    """Write one new file below a staging folder, its folders made as needed, readable by all whatever the umask."""
    target = f"{root}/{path}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(target, flags, 0o644)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        handle = os.open(target, flags, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fchmod(handle, 0o644)
    finally:
        os.close(handle)


def place_for_spare(output: Path, state: Path) -> Path:
    """Return where the spare tree of an output folder lies: in the build memory, or beside it on another filesystem."""
    parent = output.parent
    if parent.exists() and os.stat(parent).st_dev == os.stat(state).st_dev:
        return state
    return parent / f".{output.name}.backfile"


def publish_whole(stage: Path, output: Path, spare_home: Path, foreign: Iterable[str]) -> Published:
    """Make the staged tree the output folder; the old tree is removed, foreign files are carried over.

    Raises OutputError when the output folder cannot be written.
    """
    try:
        _mark(spare_home).unlink(missing_ok=True)
        _sync(stage)
        if output.is_dir():
            _carry(output, stage, foreign)
            if not _exchange(stage, output):
                return _replace_whole(stage, output, foreign)
            shutil.rmtree(stage)
        else:
            output.parent.mkdir(parents=True, exist_ok=True)
            os.rename(stage, output)
        shutil.rmtree(spare_home / "spare", ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror or error}; the old site is as it was"
        ) from error
    return Published(atomic=True)


def publish_some(stage: Path, output: Path, spare_home: Path, delta: Delta, last: Delta | None) -> Published:
    """Put the staged files of a delta into the output folder, drop what it drops, and keep foreign files as they are.

    last is what the publication before changed, None when that is not known. Raises OutputError.
    """
    spare, mark = spare_home / "spare", _mark(spare_home)
    try:
        if last is not None and mark.exists() and spare.is_dir():
            mark.unlink()
            _link_all(output, spare, last.put)
            # A foreign file that was removed since must not come back with the spare.
            _unlink_all(spare, (*last.drop, *sorted(set(last.foreign) - set(delta.foreign)), *delta.drop))
            _carry(output, spare, delta.foreign)
        else:
            mark.unlink(missing_ok=True)
            shutil.rmtree(spare, ignore_errors=True)
            if not _link_tree(str(output), str(spare)):
                return _replace_some(stage, output, delta)
            _unlink_all(spare, delta.drop)
        for path in delta.put:
            _rename(stage / path, spare / path)
        _sync(spare)
        if not _exchange(spare, output):
            _link_all(spare, stage, delta.put)
            return _replace_some(stage, output, delta)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror or error}; the old site is as it was"
        ) from error
    return Published(atomic=True)


def settle(spare_home: Path) -> None:
    """Say that the trace knows the last publication: from now on the spare may be trusted to lag by exactly its delta."""
    if (spare_home / "spare").is_dir():
        _mark(spare_home).touch()


def _mark(spare_home: Path) -> Path:
    return spare_home / "spare.ok"


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two folders in one step; False where system or filesystem cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number), str(b))


def _sync(path: Path) -> None:
    """Have the system write a tree out before it is shown: one syncfs instead of thousands of fsync. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "syncfs", None)
    if call is None:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        number = ctypes.get_errno() if call(handle) else 0
    finally:
        os.close(handle)
    # Other errors say that this system or filesystem cannot do it.
    if number in (errno.EIO, errno.ENOSPC, errno.EDQUOT):
        raise OSError(number, os.strerror(number), str(path))


def _rename(source: Path, target: Path) -> None:
    try:
        os.rename(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(source, target)
    except (NotADirectoryError, IsADirectoryError):
        _clear_way(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(source, target)


def _clear_way(target: Path) -> None:
    """Remove what stands where a file or its folder must be: a page became a folder or the other way round."""
    if target.is_dir():
        shutil.rmtree(target)
    for parent in target.parents:
        if parent.is_file():
            parent.unlink()
            return


def _link_all(source: Path, target: Path, paths: Iterable[str]) -> None:
    for path in paths:
        new = target / ".new"
        new.unlink(missing_ok=True)
        try:
            os.link(source / path, new)
        except FileNotFoundError:
            continue  # dropped by hand since; the scan of the output folder has it rendered again
        _rename(new, target / path)


def _unlink_all(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        target = root / path
        try:
            target.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        for parent in target.parents:
            if parent == root:
                break
            try:
                parent.rmdir()
            except OSError:
                break


def _carry(output: Path, target: Path, foreign: Iterable[str]) -> None:
    for path in foreign:
        to = target / path
        if os.path.lexists(to):
            if os.path.samestat(os.lstat(to), os.lstat(output / path)):
                continue
            # Its owner has replaced it since it was carried over last.
            if not to.is_symlink():
                _clear_way(to)
            to.unlink(missing_ok=True)
        to.parent.mkdir(parents=True, exist_ok=True)
        if (output / path).is_symlink():
            to.symlink_to(os.readlink(output / path))
        else:
            os.link(output / path, to)


def _link_tree(source: str, target: str) -> bool:
    """Hard-link a whole tree; False where the filesystem has no hard links."""
    os.makedirs(target)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        os.chmod(f"{target}/{folder}", 0o755)
        with os.scandir(f"{source}/{folder}") as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    os.mkdir(f"{target}/{path}")
                    waiting.append(f"{path}/")
                    continue
                try:
                    os.link(entry.path, f"{target}/{path}", follow_symlinks=False)
                except OSError as error:
                    if error.errno in (errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK):
                        return False
                    raise
    return True


def _replace_some(stage: Path, output: Path, delta: Delta) -> Published:
    for path in delta.put:
        _rename(stage / path, output / path)
    _unlink_all(output, delta.drop)
    return Published(atomic=False)


def _replace_whole(stage: Path, output: Path, foreign: Iterable[str]) -> Published:
    new = {p.relative_to(stage).as_posix() for p in stage.rglob("*") if p.is_file() or p.is_symlink()}
    old = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file() or p.is_symlink()}
    kept = set(foreign)
    return _replace_some(
        stage, output, Delta(put=tuple(sorted(new - kept)), drop=tuple(sorted(old - new - kept)))
    )
