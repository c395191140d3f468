"""Refusals: what an operation does not do, in words for the reader; and how a view says them, the same way everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import BaseForm
from django.utils.functional import Promise

if TYPE_CHECKING:
    from types import TracebackType

    from django.http import HttpRequest


class Refused(Exception):
    """Why an operation does not do what is asked: its text is for the reader, `field` names the box that is wrong.

    Every operation's own refusal derives from it, so that whoever runs one need not know which others it runs.
    """

    def __init__(self, words: str | Promise = "", field: str = "") -> None:
        super().__init__(words)
        self.field = field


class refusals_in:  # noqa: N801 - it is read as a word: `with refusals_in(form):`
    """Run an operation, and say a refusal at the box of the form that it concerns, or as a message of the page.

    What follows the block is what a page does after a refusal; the block itself returns where all went well.
    """

    def __init__(self, there: BaseForm | HttpRequest) -> None:
        self.there = there

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> bool:
        """Say a refusal; let everything else through."""
        if not isinstance(error, Refused):
            return False
        if isinstance(self.there, BaseForm):
            self.there.add_error(error.field if error.field in self.there.fields else None, str(error))
        else:
            messages.error(self.there, str(error))
        return True
