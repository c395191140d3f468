"""Commands as tests run them: what they say for people and for programs, and how they end where they refuse."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@dataclass(frozen=True)
class Spoken:
    """A command by its name."""

    name: str

    def said(self, *words: str) -> str:
        """Give what it prints for people."""
        out = StringIO()
        call_command(self.name, *words, stdout=out, stderr=StringIO())
        return out.getvalue()

    def shape(self, *words: str) -> Any:
        """Give what it prints for programs."""
        return json.loads(self.said(*words, "--json"))

    def refused(self, *words: str) -> tuple[int, str]:
        """Give the code with which it ends, and its words."""
        with pytest.raises(CommandError) as error:
            self.said(*words)
        return error.value.returncode, str(error.value)
