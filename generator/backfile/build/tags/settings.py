"""[tags] in site.toml, changed in the text itself: comments, order and layout stay the user's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import tomlkit
from msgspec.structs import replace
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import KeyType, SingleKey

from backfile import config
from backfile.build.archive import replace_file
from backfile.characters import fold
from backfile.config import FILE, Site, TagSettings
from backfile.convert.tags.keys import key
from backfile.errors import ConfigError

_HEADER = re.compile(r"^\[[ \t]*tags[ \t]*\][ \t]*(?:#[^\r\n]*)?(\r?\n)", re.MULTILINE)


def merged(before: TagSettings, sources: Sequence[str], target: str) -> TagSettings:
    """Return settings under which later imports write the target for every source, and never anything for the target."""
    keys = {key(name) for name in sources}
    aliases = {}
    for other, use in before.aliases.items():
        if key(other) == key(target) and key(target) not in keys:
            continue
        aliases[other] = target if key(other) in keys or key(use) in keys else use
    aliases |= dict.fromkeys(sources, target)
    # A blocked source would block what it stands for.
    stop = tuple(name for name in before.stop if key(name) not in keys)
    force = tuple(target if key(name) == key(target) and key(name) in keys else name for name in before.force)
    return replace(before, aliases=aliases, stop=stop, force=tuple(dict.fromkeys(force)))


def blocked(before: TagSettings, names: Sequence[str]) -> TagSettings:
    """Return settings under which none of the names is a tag of later imports."""
    keys = {key(name) for name in names}
    stopped = {fold(name) for name in before.stop}
    return replace(
        before,
        stop=(*before.stop, *(name for name in names if fold(name) not in stopped)),
        force=tuple(name for name in before.force if key(name) not in keys),
        aliases={other: use for other, use in before.aliases.items() if key(other) not in keys},
    )


def differences(before: TagSettings, after: TagSettings) -> tuple[str, ...]:
    """Say in words what changes."""
    lines = [f'[tags.aliases] - "{o}" = "{u}"' for o, u in before.aliases.items() if o not in after.aliases]
    lines += [
        f'[tags.aliases] + "{o}" = "{u}"' for o, u in after.aliases.items() if before.aliases.get(o) != u
    ]
    for name in ("stop", "force"):
        old, new = getattr(before, name), getattr(after, name)
        lines += [f'[tags] {name} - "{each}"' for each in old if each not in new]
        lines += [f'[tags] {name} + "{each}"' for each in new if each not in old]
    return tuple(lines)


def write_settings(folder: Path, site: Site, after: TagSettings, *, dry_run: bool) -> None:
    """Bring the [tags] of site.toml to what is wanted. Raises ConfigError, before anything is written, when that is not safe."""
    if after == site.tags:
        return
    file = (folder / FILE).resolve()
    data = file.read_bytes()
    text = data.decode("utf-8-sig")
    new = changed_text(text, site.tags, after)
    if config.parse(new) != replace(config.parse(text), tags=after):
        lines = "; ".join(differences(site.tags, after))
        raise ConfigError(f"{FILE} is written in an unusual way; change it by hand first: {lines}")
    if not dry_run:
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        replace_file(file, mark + new.encode("utf-8"))


def changed_text(text: str, before: TagSettings, after: TagSettings) -> str:
    """Return the text of a site.toml with other tag settings; the caller compares what it then says."""
    try:
        document = tomlkit.parse(_with_places(text, before, after))
        if "tags" not in document:
            # A table of tables alone: no [tags] header is written above [tags.aliases].
            only_aliases = before.stop == after.stop and before.force == after.force
            document["tags"] = tomlkit.table(is_super_table=only_aliases)
        table = document["tags"]
        for name in ("stop", "force"):
            _change_list(table, name, getattr(before, name), getattr(after, name))
        _change_aliases(table, before.aliases, after.aliases, last=list(document)[-1] == "tags")
        new = document.as_string()
    except (TOMLKitError, TypeError, AttributeError, ValueError):
        return text
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        new = new.replace("\r\n", "\n").replace("\n", "\r\n")
    return new


def _with_places(text: str, before: TagSettings, after: TagSettings) -> str:
    """Return the text with an empty list below the header for one that is to be written: at the table's end it would stand

    among comments that name other tables.
    """
    table = tomlkit.parse(text).get("tags", {})
    for name in ("stop", "force"):
        if name not in table and getattr(before, name) != getattr(after, name):
            text = _HEADER.sub(rf"\g<0>{name} = []\g<1>", text, count=1)
    return text


def _change_list(table: tomlkit.items.Table, name: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    if old == new:
        return
    if name not in table:
        table[name] = list(new)
        return
    array = table[name]
    if len(old) == len(new):
        for at, each in enumerate(new):
            if array[at] != each:
                array[at] = each
        return
    for each in old:
        if each not in new:
            array.remove(each)
    for each in new:
        if each not in old:
            array.append(each)


def _change_aliases(
    table: tomlkit.items.Table, old: dict[str, str], new: dict[str, str], *, last: bool
) -> None:
    if old == new:
        return
    fresh = "aliases" not in table
    aliases = tomlkit.table() if fresh else table["aliases"]
    for other in old:
        if other not in new:
            del aliases[other]
    for other, use in new.items():
        if other in old:
            if old[other] != use:
                aliases[other] = use
        else:
            # Written in quotes even where TOML needs none, as the example in a new site's file is.
            aliases.append(SingleKey(other, t=KeyType.Basic), tomlkit.string(use))
    if fresh:
        if not last:
            aliases.add(tomlkit.nl())
        table["aliases"] = aliases
