"""Measurements of the engine on public data: collections, ranking quality, speed. Not part of the tests."""
