"""What the office writes when it brings evidence in and settles names."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.registry.enums import Kind

FORMATS = (
    ("sheet", _("Evidence sheet (XLSX or CSV)")),
    ("cordis", _("CORDIS: zip or tables of EU projects")),
    ("openalex", _("OpenAlex: publications")),
    ("ror", _("ROR or OpenAlex: research organisations")),
)


class EvidenceFileForm(forms.Form):
    """A file to bring in, and the place that it is limited to."""

    kind = forms.ChoiceField(label=_("What it is"), choices=FORMATS)
    file = forms.FileField(label=_("File"), help_text=_("CSV, XLSX, JSON, gz or zip; nothing is unpacked to disk."))
    country = forms.CharField(
        label=_("Only this country"), max_length=2, required=False, help_text=_("Two letters: IT.")
    )
    region = forms.CharField(
        label=_("Only this region"), max_length=60, required=False, help_text=_("Lombardia, or its NUTS code ITC4.")
    )


class RegisterNameForm(forms.Form):
    """An unknown name to enter in the register."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.COMPANY)


class SettleNameForm(forms.Form):
    """An answer about a name in doubt."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    organisation = forms.SlugField(max_length=80, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[("SAME", "SAME"), ("DIFFERENT", "DIFFERENT")])
