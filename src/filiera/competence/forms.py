"""What people write about the map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.competence.enums import Verdict
from filiera.competence.models import Competence


class DecisionForm(forms.Form):
    """A verdict on a competence; a correction names the right one."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    corrected_to = forms.ModelChoiceField(Competence.objects.filter(level=3), required=False, to_field_name="code")
    note = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the right competence where the verdict is a correction."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("verdict") == Verdict.CORRECTED and not values.get("corrected_to"):
            self.add_error("corrected_to", _("Choose the competence that the evidence really proves."))
        return values


class SendShortlistForm(forms.Form):
    """Where a shortlist goes."""

    to = forms.EmailField(label=_("To"), max_length=254)
    words = forms.CharField(
        label=_("A few words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
