"""What the office writes when it brings evidence in and settles names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.common.partial_date import PartialDate
from filiera.common.written_dates import written_date
from filiera.competence.enums import EvidenceKind
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


class ProposalForm(forms.Form):
    """A proposal of an organisation's people as the office turns it into evidence."""

    kind = forms.ChoiceField(
        label=_("Kind of evidence"),
        choices=[("", "—"), *EvidenceKind.choices],
        error_messages={"required": _("Choose what kind of evidence it is.")},
    )
    title = forms.CharField(label=_("Title"), max_length=500)
    on = forms.CharField(
        label=_("Day"),
        max_length=40,
        required=False,
        help_text=_("A day, a month or only the year: 14/3/2025, 3/2025, 2025."),
    )
    valid_until_on = forms.CharField(
        label=_("Valid until"), max_length=40, required=False, help_text=_("For a certificate, its last day.")
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What it says: the words by which it will be found."),
    )
    url = forms.URLField(label=_("Address"), max_length=600, required=False, assume_scheme="https")
    answer = forms.CharField(
        label=_("Answer to whoever proposed it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("These words go by mail."),
    )

    def clean_on(self) -> PartialDate | None:
        """Read the day as it is written."""
        return self._day("on")

    def clean_valid_until_on(self) -> date | None:
        """Read the last day of validity."""
        found = self._day("valid_until_on")
        return found.last_day if found else None

    def clean(self) -> dict[str, Any]:
        """Refuse a validity that ends before it begins."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = values.get("on"), values.get("valid_until_on")
        if begins and ends and ends < begins.day:
            self.add_error("valid_until_on", _("It ends before it begins."))
        return values

    def _day(self, name: str) -> PartialDate | None:
        try:
            return written_date(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(_("This is not a date. For instance: 14/3/2025.")) from error


class RegisterNameForm(forms.Form):
    """An unknown name to enter in the register."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class SettleNameForm(forms.Form):
    """An answer about a name in doubt."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    organisation = forms.SlugField(max_length=80, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[("SAME", "SAME"), ("DIFFERENT", "DIFFERENT")])
