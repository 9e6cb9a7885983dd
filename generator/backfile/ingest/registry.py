"""Every format there is: the modules of this package that have a FORMAT, then what other distributions add.

A module of this package with a `FORMAT` is a format; nothing else has to be told.
Another distribution adds one with an entry point of the group `backfile.formats` that names a `Format`.
What is broken there is reported and left out: it must neither stop an import nor change what other formats read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from pkgutil import iter_modules

import msgspec

from backfile.errors import Problem
from backfile.ingest.format import Format
from backfile.model import CaptureFile, Raw
from backfile.plugins import distribution, plugins

_PACKAGE = "backfile.ingest"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Registry(msgspec.Struct, frozen=True):
    """The formats in the order in which they are asked, and what kept others out."""

    formats: tuple[Format, ...]
    problems: tuple[Problem, ...] = ()


class PluginError(Exception):
    """A format of another distribution failed while it looked at a capture."""


@cache
def registry() -> Registry:
    """Return all formats, loaded once: those of the package by name, then those of plugins by name.

    A format stands before the ones that its `before` names.
    """
    own = built_in()
    added: dict[str, Format] = {}
    problems: list[Problem] = []
    names = {f.name for f in own}
    for point in plugins():
        found = _loaded(point, names)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            added[found.name] = found
            names.add(found.name)
    return Registry(_ordered((*own, *(added[name] for name in sorted(added)))), tuple(problems))


@cache
def built_in() -> tuple[Format, ...]:
    """Return the formats of this package in the order in which they are asked."""
    package = import_module(_PACKAGE)
    modules = [import_module(f"{_PACKAGE}.{m.name}") for m in iter_modules(package.__path__)]
    found = [f for m in modules if isinstance(f := getattr(m, "FORMAT", None), Format)]
    return _ordered(sorted(found, key=lambda f: f.name))


def _ordered(formats: Iterable[Format]) -> tuple[Format, ...]:
    ordered: list[Format] = []
    for one in formats:
        places = [at for at, other in enumerate(ordered) if other.name in one.before]
        ordered.insert(min(places, default=len(ordered)), one)
    return tuple(ordered)


def _loaded(point: EntryPoint, names: Iterable[str]) -> Format | Problem:
    """Return the format of an entry point, held so that its failures stay its own; the reason why there is none."""
    source = f"plugin {point.name} of {distribution(point) or 'an unknown distribution'}"
    hint = "update the plugin, or uninstall it"
    try:
        found = point.load()
    except (Exception, SystemExit) as error:
        return Problem(source, 0, f"it cannot be loaded: {_cause(error)}", hint, fatal=False)
    if not isinstance(found, Format) or not _is_complete(found):
        return Problem(source, 0, f"{point.value} is no backfile.ingest.Format", hint, fatal=False)
    if not _NAME.match(found.name):
        message = f"the name {found.name!r} is not made of small letters, digits and hyphens"
        return Problem(source, 0, message, hint, fatal=False)
    if found.name in names:
        return Problem(
            source, 0, f"there is a format {found.name!r} already, and that one is kept", hint, fatal=False
        )
    return _held(found)


def _is_complete(found: Format) -> bool:
    texts = (found.name, found.about, *found.before) if isinstance(found.before, tuple) else (None,)
    return all(isinstance(t, str) for t in texts) and callable(found.accepts) and callable(found.parse)


def _held(plugin: Format) -> Format:
    """Return a format whose failures are PluginErrors or Problems, and whose results are what they should be."""

    def accepts(capture: CaptureFile, text: str) -> bool:
        try:
            return bool(plugin.accepts(capture, text))
        except (Exception, SystemExit) as error:
            raise PluginError(f"the format {plugin.name} of a plugin failed: {_cause(error)}") from error

    def parse(capture: CaptureFile, text: str) -> tuple[Raw, ...] | Problem:
        source = f"content/{capture.file}"
        try:
            found = plugin.parse(capture, text)
        except (Exception, SystemExit) as error:
            message = f"the format {plugin.name} of a plugin failed: {_cause(error)}"
            return Problem(source, 0, message, "tell its author, or name another format with --format")
        if isinstance(found, Problem):
            return found
        if not isinstance(found, tuple) or not found or not all(isinstance(raw, Raw) for raw in found):
            message = f"the format {plugin.name} of a plugin gave no articles"
            return Problem(source, 0, message, "tell its author, or name another format with --format")
        return tuple(msgspec.structs.replace(r, format=plugin.name, file=capture.file) for r in found)

    return msgspec.structs.replace(plugin, accepts=accepts, parse=parse)


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
