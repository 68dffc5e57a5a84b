"""What the clock does for determination, and the name the clock goes by in turns."""

from __future__ import annotations

from uuid import UUID

ROLL_OVER = "determination.roll_over"
CLOCK = UUID(int=0)
