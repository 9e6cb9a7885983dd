"""What can go wrong.

Bad input is not an exception but a value, `Problem`: the build reports it and goes on.
An exception means that the command itself cannot do its work:

    BackfileError               exit code 2, one line for people, never a traceback
    +-- ConfigError             site.toml cannot be understood
    +-- SiteNotFoundError       no site.toml here or above
    +-- ThemeError              a template or a theme's strings are wrong; says file and line
    +-- OutputError             the output folder may not or cannot be written
    +-- LockedError             another import, fetch or build of this site is running
    +-- ImportPathError         a path given to `import` cannot be read
    +-- ImageError              a picture named on the command line does not exist
    +-- TagError                a tag named on the command line does not exist or may not be used
    +-- PreviewError            the preview server cannot start
    +-- FetchRefusedError       the guard refused an address; no OSError, so that no retry can catch it
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import msgspec


class BackfileError(Exception):
    """The command cannot do its work; the message is for people and names the next step."""


class ConfigError(BackfileError):
    """site.toml cannot be understood."""


class SiteNotFoundError(BackfileError):
    """There is no site.toml in this folder or above it."""


class ThemeError(BackfileError):
    """A template or a theme's strings are wrong."""


class OutputError(BackfileError):
    """The output folder may not or cannot be written."""


class MemoryFileError(BackfileError):
    """The build memory can be neither read nor begun anew."""


class LockedError(BackfileError):
    """Another import, fetch or build of this site is running."""


class ImportPathError(BackfileError):
    """A path given to `import` cannot be read."""


class ImageError(BackfileError):
    """A picture named on the command line does not exist."""


class TagError(BackfileError):
    """A tag named on the command line does not exist or may not be used."""


class PreviewError(BackfileError):
    """The preview server cannot start."""


class FetchRefusedError(BackfileError):
    """The guard refused a URL or an address before any connection was made."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """Bad input as a value: what was set aside or reported, and what to do about it.

    source: POSIX path (below the site folder) or URL; line: 1-based, 0 when it has none;
    message: the cause in one sentence without a full stop; hint: the next step, or "";
    fatal: the input was set aside as a whole (quarantined), not merely noted.
    """

    source: str
    line: int
    message: str
    hint: str = ""
    fatal: bool = True

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "x"?`` for the nearest of the known words, or "" when none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""
