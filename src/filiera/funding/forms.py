"""What the office fills in about calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.common.forms import EuroField
from filiera.common.forms_seen import SeenForm
from filiera.funding.enums import CallLevel, CallSource, Procedure, SourceStatus
from filiera.funding.models import CallImport
from filiera.funding.wording_calls import CITIES


class ManyFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked as one."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give a list of files."""
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        clean = super().clean
        return [clean(one, initial) for one in given]


class CallFilesForm(forms.Form):
    """Files of calls: of the EU portal, of incentivi.gov.it, or written by hand."""

    call_files = FilesField(
        label=_("Files"),
        widget=ManyFiles(attrs={"multiple": True}),
        help_text=_(
            "Answers of the EU portal (JSON), its topics (CSV with JSON lines), incentivi.gov.it (CSV or Solr JSON); also "
            "in a zip."
        ),
    )


class AskSourceForm(forms.Form):
    """Which source to ask."""

    origin = forms.ChoiceField(
        label=_("Source"),
        choices=[
            (CallImport.Origin.EU_PORTAL, CallSource.EU_PORTAL.label),
            (CallImport.Origin.INCENTIVI, CallSource.INCENTIVI.label),
        ],
        widget=forms.RadioSelect,
    )


ZONES = ("Europe/Rome", "Europe/Brussels", "UTC")
"""Zones that calls of this side of the world name."""


class CallForm(forms.Form):
    """The fields of a call, as the office writes them. A moment without an hour is a day: it closes at the day's end."""

    title_it = forms.CharField(
        label=_("Title in Italian"), max_length=400, required=False, help_text=_("In one language at least.")
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=400, required=False)
    summary_it = forms.CharField(
        label=_("Summary in Italian"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000
    )
    summary_en = forms.CharField(
        label=_("Summary in English"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=20_000
    )
    level = forms.ChoiceField(label=_("Level of the call"), choices=CallLevel)
    programme = forms.CharField(label=_("Programme"), max_length=160, required=False)
    granted_by = forms.CharField(label=_("Granted by"), max_length=300, required=False)
    procedure = forms.ChoiceField(
        label=_("How applications are chosen"), choices=[("", _("not said")), *Procedure.choices], required=False
    )
    aid = forms.CharField(
        label=_("Kind of aid"),
        max_length=40,
        required=False,
        help_text=_("As rules write it: gber25, deminimis, none, …"),
    )
    url = forms.URLField(label=_("Official page"), max_length=500, required=False, assume_scheme="https")
    opens_on = forms.DateField(
        label=_("Opens on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    opens_hour = forms.TimeField(
        label=_("Hour of opening"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False
    )
    closes_on = forms.DateField(
        label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    closes_hour = forms.TimeField(
        label=_("Hour of closing"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False
    )
    tz = forms.ChoiceField(label=_("Time zone"), choices=[(zone, CITIES.get(zone, zone)) for zone in ZONES])
    until_spent = forms.BooleanField(label=_("It may close before, when the money is spent"), required=False)
    source_status = forms.ChoiceField(
        label=_("What the official page says"), choices=[("", _("nothing")), *SourceStatus.choices], required=False
    )
    budget_eur = EuroField(label=_("Money in all"), required=False)
    grant_min_eur = EuroField(label=_("Least grant"), required=False)
    grant_max_eur = EuroField(label=_("Largest grant"), required=False)


class EditForm(SeenForm, CallForm):
    """The same, of a call that is there: an amendment of it, or a correction of ours."""

    called_off_on = forms.DateField(
        label=_("Called off on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=_("Of a call that was withdrawn: it is kept, and open to nobody."),
    )
    amends = forms.BooleanField(
        label=_("The call itself was amended (a rettifica), not only our reading of it"), required=False
    )
    note = forms.CharField(label=_("A word about it"), required=False, max_length=400)


class CallTextForm(forms.Form):
    """The text of a call, pasted or as a PDF, to be read."""

    text = forms.CharField(
        label=_("Text of the call"), widget=forms.Textarea(attrs={"rows": 12}), required=False, max_length=1_000_000
    )
    pdf = forms.FileField(label=_("or its PDF"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        found = super().clean() or {}
        if not self.errors and bool(found.get("text")) == bool(found.get("pdf")):
            raise forms.ValidationError(_("Paste the text, or choose the PDF: one of the two."))
        return found


class TopicForm(forms.Form):
    """A competence that a call asks for."""

    competence = forms.CharField(label=_("Competence"), max_length=120, help_text=_("Its name or its code."))
