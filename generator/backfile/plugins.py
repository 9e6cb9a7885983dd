"""What other distributions add to this one, by their entry points; nothing of it is loaded here."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

# The group of entry points that name formats of captures.
GROUP = "backfile.formats"


def plugins() -> tuple[EntryPoint, ...]:
    """Return the entry points of other distributions, each once, in an order that depends on their texts alone."""
    found = {(p.name, p.value, distribution(p)): p for p in entry_points(group=GROUP)}
    return tuple(found[key] for key in sorted(found))


def plugins_stamp() -> tuple[tuple[str, ...], ...]:
    """Return what stands for all plugins: a new version of one may read captures differently."""
    return tuple(
        (p.name, p.value, distribution(p), p.dist.version if p.dist is not None else "") for p in plugins()
    )


def distribution(point: EntryPoint) -> str:
    """Return the name of the distribution that an entry point is of, "" when it is not known."""
    return point.dist.name if point.dist is not None else ""
