"""Why a picture is missing, in a reader's words: the ledger says it in the words of who fetches."""

from __future__ import annotations

import re

from backfile.render.strings import Strings

# The first that matches the whole reason; named groups fill the places of the string.
KINDS = tuple(
    (key, re.compile(pattern, re.DOTALL))
    for key, pattern in (
        ("gone", r"the host answered (?:404|410)"),
        ("refused", r"the host answered (?:401|403|429|451)"),
        ("answer", r"the host answered (?P<status>\d{3})"),
        ("nowhere", r"not found beside the capture or in \[images\] local"),
        ("placeholder", r"the host sent a placeholder for the image"),
        (
            "unreachable",
            r"the host (?:has no address|cannot be reached|stopped answering)|no (?:whole )?answer.*|the answer broke off"
            r"|its certificate or encryption is not valid|a redirect to nowhere|more than \d+ redirects",
        ),
        ("address", r"the address cannot be read|refused: .*"),
        ("other", r"not an image: .*|packed as .*|it is .*, not an image of a known type|it is empty"),
        ("store", r"the original is missing from the store"),
        (
            "large",
            r"larger than \d+ bytes|it has more than \d+ MB|it has .*pixels.*|it takes more memory to decode than .*",
        ),
        ("broken", r"the (?:image cannot be decoded|PNG is damaged|SVG is refused): .*"),
    )
)


class Reasons:
    """Says reasons by the strings ``reason.*``; one that is none of these, or has no string, stays as it is written."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings

    def __call__(self, reason: str) -> str:
        """Return the reason in the interface's language."""
        for key, pattern in KINDS:
            found = pattern.fullmatch(reason)
            if found:
                name = f"reason.{key}"
                return self._strings(name, **found.groupdict()) if self._strings.has(name) else reason
        return reason
