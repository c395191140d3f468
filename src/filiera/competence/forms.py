"""What people write about the map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.competence.enums import Verdict
from filiera.competence.models import Competence, Suggestion


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
    lang = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES, required=False)


class SuggestionForm(forms.Form):
    """A message to the office; `website` is left empty by people and filled by machines."""

    kind = forms.ChoiceField(label=_("What is it about"), choices=Suggestion.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("Say what is wrong and how it should be, or what you do."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("The words are missing. For instance: the plant is at Soncino, not at Crema.")},
    )
    proof_url = forms.URLField(
        label=_("Where it can be read"),
        help_text=_("A page or a document, so that the page can name its source."),
        max_length=600,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not an address. For instance: https://example.org/certificate.")},
    )
    name = forms.CharField(
        label=_("Your name"), max_length=120, error_messages={"required": _("Say who you are: we answer to a person.")}
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        error_messages={
            "required": _("Without an address we cannot answer."),
            "invalid": _("This is not an e-mail address. For instance: name@example.org."),
        },
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """Refuse what a machine filled in."""
        value: str = self.cleaned_data["website"]
        if value:
            raise forms.ValidationError(_("This message looks like a machine's."))
        return value
