"""Filiera: the open platform on which a regional technology cluster runs."""

__version__ = "0.1.0"
