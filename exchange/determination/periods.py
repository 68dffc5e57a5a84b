"""What the clock does for determination."""

from __future__ import annotations

ROLL_OVER = "determination.roll_over"
