"""A form of something that is there: it tells where somebody else changed that while the form was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from filiera.common.digests import sha256_of


class SeenForm(forms.Form):
    """A form that bears a mark of what it was filled with; where that has changed since, it asks to look again.

    `initial` is what stands now, at GET and at POST. Saving again after the warning takes what was written.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any], **kwargs: Any) -> None:
        self.mark = sha256_of(repr(sorted((name, str(value)) for name, value in initial.items())))[:16]
        super().__init__(data, initial={**initial, "seen": self.mark}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare the mark; a form that bears none is taken as it is."""
        said = super().clean() or {}
        seen = said.pop("seen", "")
        if seen and seen != self.mark:
            self.data = {**self.data.dict(), self.add_prefix("seen"): self.mark}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("Somebody else has changed this meanwhile. Your words are in the boxes: compare, and save again.")
            )
        return said
