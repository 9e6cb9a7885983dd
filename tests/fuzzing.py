"""How long random tests go on, and how much they did: `make fuzz` sets FUZZ, the factor by which they do more."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

# 1 as in CI: few examples, always the same. With more they are others each time.
FACTOR = int(os.environ.get("FUZZ", "1"))
# The summary at the end adds up what tests counted under names that begin so.
COUNTED = "counted: "


def examples(count: int, **others: Any) -> settings:
    """Return settings for so many examples times the factor."""
    return settings(
        max_examples=count * FACTOR,
        deadline=None,
        database=None,
        derandomize=FACTOR == 1,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        # To make a failure smaller takes hundreds of builds; its steps are printed as they are.
        phases=(Phase.generate,),
        **others,
    )
