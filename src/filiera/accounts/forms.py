"""The form by which a person, or whoever holds one of our letters, says how letters reach an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.accounts.enums import Channel, Rhythm


class LettersForm(forms.Form):
    """Where, and how often. Without an account nothing is read on the site: then only how often is asked."""

    channel = forms.ChoiceField(
        label=_("Where you read what concerns you"), choices=Channel.choices, widget=forms.RadioSelect
    )
    rhythm = forms.ChoiceField(label=_("How often we write"), choices=Rhythm.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, has_account: bool = True, **values: Any) -> None:
        super().__init__(*args, **values)
        self.auto_id = "letters-%s"
        if not has_account:
            del self.fields["channel"]
