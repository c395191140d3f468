"""What an organisation fills in once, so that calls can be judged for it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic_core import PydanticCustomError

from filiera.common.forms import EuroField
from filiera.competence.forms_fields import OrganisationField
from filiera.funding.logic.values import read_region
from filiera.funding.models import Recognition

YES_NO = [("", _("not known")), ("1", _("yes")), ("0", _("no"))]


class LargeEuroField(EuroField):
    """An amount of money of a company's accounts."""

    MOST = EuroField.MOST * 100_000


class ProfileForm(forms.Form):
    """Figures of the last closed year, and what is so or not."""

    headcount = forms.DecimalField(
        label=_("Headcount (annual work units)"), min_value=0, max_value=1_000_000, decimal_places=1, required=False
    )
    turnover_eur = LargeEuroField(label=_("Turnover"), required=False)
    balance_sheet_eur = LargeEuroField(label=_("Balance sheet total"), required=False)
    figures_year = forms.IntegerField(label=_("Of the year"), min_value=1990, max_value=2100, required=False)
    accounts_filed = forms.IntegerField(label=_("Years of filed accounts"), min_value=0, max_value=200, required=False)
    operating_seats = forms.CharField(
        label=_("Operating seats"),
        required=False,
        max_length=400,
        help_text=_("NUTS codes, apart by commas: ITC48, ITC4C."),
    )
    other_applications = forms.CharField(
        label=_("Calls to which you apply elsewhere"),
        required=False,
        max_length=1000,
        help_text=_("Apart by commas; write “none” where there is none. Empty is not known."),
    )
    shares_known = forms.BooleanField(
        label=_("All who hold 25 % or more are listed below, or nobody does"), required=False
    )
    awards_known = forms.BooleanField(
        label=_("All de minimis aid of the last three years is listed below, or there was none"), required=False
    )
    recognitions_known = forms.BooleanField(
        label=_("All recognitions are listed below, or there is none"), required=False
    )

    FLAGS = (
        ("women_or_youth", _("Led or owned by women or young people")),
        ("legal_personality", _("With legal personality")),
        ("is_nonprofit", _("Not for profit")),
        ("is_innovative", _("Innovative SME or start-up, in the special section of the business register")),
        ("in_difficulty", _("An undertaking in difficulty")),
    )
    LISTS = ("operating_seats", "other_applications")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.FLAGS:
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=YES_NO, required=False, empty_value=None, coerce=lambda value: value == "1"
            )

    def clean_operating_seats(self) -> list[str] | None:
        """Read the codes; None where nothing is said."""
        words = [one.strip() for one in re.split(r"[,;\s]+", self.cleaned_data["operating_seats"]) if one.strip()]
        found = []
        for one in words:
            try:
                found.append(str(read_region(one)))
            except PydanticCustomError as error:
                raise forms.ValidationError(_("“%(code)s” is no NUTS code."), params={"code": one}) from error
        return found or None

    def clean_other_applications(self) -> list[str] | None:
        """Read the list: "none" is an empty one, nothing is not known."""
        text = self.cleaned_data["other_applications"].strip()
        if text.casefold() in {"none", "nessuna", "nessuno", "no", "-"}:
            return []
        return [one.strip() for one in re.split(r"[,;\n]+", text) if one.strip()] or None


class ShareForm(forms.Form):
    """Who holds a share of the organisation."""

    name = forms.CharField(label=_("or by name, where it is not in the register"), max_length=200, required=False)
    share_pct = forms.DecimalField(
        label=_("Share, %"), min_value=0.001, max_value=100, max_digits=6, decimal_places=3, localize=True
    )

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = OrganisationField(audience=audience, label=_("Who holds it"), required=False)
        self.fields = {"holder": field, **self.fields}


class AwardForm(forms.Form):
    """De minimis aid that was granted."""

    granted_on = forms.DateField(
        label=_("Granted on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount_eur = EuroField(label=_("Amount"), above_zero=True)
    measure = forms.CharField(label=_("Measure"), max_length=200, required=False)


class RecognitionForm(forms.Form):
    """A recognition."""

    name = forms.CharField(label=_("Recognition"), max_length=80, help_text=_("CTL, filiera, …"))
    state = forms.ChoiceField(label=_("State"), choices=Recognition.State)
