"""Tests of determination: judged at the signature, counted under the lock, moved at the turn of the year."""
