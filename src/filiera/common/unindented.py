"""Templates are written with indentation; what is sent goes without: in long lists it would be most of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loaders import app_directories

if TYPE_CHECKING:
    from django.template.base import Origin

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(app_directories.Loader):
    """Finds the apps' templates, and takes the indentation out of those that are HTML; the lines stay those of the file."""

    def get_contents(self, origin: Origin) -> str:
        """Give a template's text. A break and the spaces after it are one space to a browser, as the break alone is."""
        text: str = super().get_contents(origin)
        return INDENTATION.sub("\n", text) if origin.name.endswith(".html") else text
