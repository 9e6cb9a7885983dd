"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A deadline for one example says how busy the machine is, and nothing of the code.
settings.register_profile("backfile", deadline=None)
settings.load_profile("backfile")
