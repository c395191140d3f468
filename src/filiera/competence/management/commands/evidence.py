"""Bring public data in from the command line: import, look at batches, go on with one, take one back."""

from __future__ import annotations
