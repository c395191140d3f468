"""Addresses of the office's pages on the register."""

from __future__ import annotations

urlpatterns: list[object] = []
