"""Forms of the office's pages on the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility


class UploadForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=_("Workbook or text"),
        help_text=_("XLSX or CSV, as it is: up to 20 MB and 50,000 rows. Nothing changes in the register yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty: choose another.")},
    )


class TableForm(forms.Form):
    """Which sheet of the file, and which line heads it."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect, required=False)
    header_line = forms.IntegerField(
        label=_("Line of the headings"),
        help_text=_("As the spreadsheet program counts; 0 where the data begin at once."),
        min_value=0,
        max_value=1000,
        required=False,
    )

    def __init__(self, *args: Any, sheets: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the sheets of the file; a file of one sheet asks nothing about it."""
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]
        if len(sheets) < 2:
            del self.fields["sheet"]


class ConfirmForm(forms.Form):
    """Who sees the organisations that the batch registers."""

    visibility = forms.ChoiceField(
        label=_("Who sees the new organisations"),
        choices=[
            (Visibility.PUBLIC, _("Everybody: they stand in the directory")),
            (Visibility.OFFICE, _("The office only, for now")),
        ],
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
    is_example = forms.BooleanField(
        label=_("They are invented: mark them as examples"),
        help_text=_("For trials and lessons: one command removes all examples."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the mark of examples only where the demo runs."""
        super().__init__(*args, **kwargs)
        if not settings.DEMO:
            del self.fields["is_example"]


class MergeSearchForm(forms.Form):
    """Two organisations to join, by name or public id."""

    keep = forms.CharField(label=_("The one that stays"), max_length=200)
    gone = forms.CharField(label=_("The one that goes into it"), max_length=200)
