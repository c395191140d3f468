"""What people fill in about consortia."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filiera.common.forms import EuroField, form_of_row
from filiera.common.forms_seen import SeenForm
from filiera.competence.forms_fields import OrganisationField, OrganisationsField
from filiera.funding.logic.kinds import KINDS, NARROW

if TYPE_CHECKING:
    from filiera.funding.models import Partner

OF_ONE = {
    "company": pgettext_lazy("one partner", "enterprise"),
    "research": pgettext_lazy("one partner", "research body"),
    "university": pgettext_lazy("one partner", "university"),
    "its": pgettext_lazy("one partner", "ITS academy"),
    "public_body": pgettext_lazy("one partner", "public body"),
    "chamber": pgettext_lazy("one partner", "chamber of commerce"),
    "municipality": pgettext_lazy("one partner", "municipality"),
    "region": pgettext_lazy("one partner", "region"),
    "province": pgettext_lazy("one partner", "province"),
    "association": pgettext_lazy("one partner", "association"),
    "foundation": pgettext_lazy("one partner", "foundation"),
    "cluster": pgettext_lazy("one partner", "cluster"),
    "ngo": pgettext_lazy("one partner", "third-sector body"),
    "civil_society": pgettext_lazy("one partner", "body of civil society"),
    "training": pgettext_lazy("one partner", "training body"),
    "school": pgettext_lazy("one partner", "school"),
}
"""What one partner of a kind is called."""


def kind_choices() -> list[tuple[str, str]]:
    """Give the kinds that a partner may be of, in the order of the language."""
    return [("", "–"), *sorted(((one, str(OF_ONE[one])) for one in KINDS if one not in NARROW), key=itemgetter(1))]


class ComposeForm(forms.Form):
    """The wishes for a consortium."""

    idea = forms.CharField(
        label=_("What you want to do"),
        help_text=_("In your own words: what it takes is read in them, and covered beside what the call asks for."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=8000,
    )
    most = forms.IntegerField(label=_("Partners at most"), min_value=1, max_value=60, required=False)
    budget = EuroField(label=_("Cost of the whole at most"), required=False, above_zero=True)
    everybody = forms.BooleanField(label=_("Look beyond the members"), required=False)

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = OrganisationField(audience=audience, label=_("Who leads"), required=False)
        names = _("Names, apart by commas.")
        must = OrganisationsField(audience=audience, label=_("Who must be in"), required=False, help_text=names)
        must_not = OrganisationsField(audience=audience, label=_("Who must not be in"), required=False, help_text=names)
        idea = self.fields.pop("idea")
        self.fields = {"lead": lead, "idea": idea, "must": must, "must_not": must_not, **self.fields}

    def clean_must(self) -> frozenset[str]:
        """Give the public ids of who must be in."""
        return frozenset(one.code for one in self.cleaned_data["must"])

    def clean_must_not(self) -> frozenset[str]:
        """Give the public ids of who must not be in."""
        return frozenset(one.code for one in self.cleaned_data["must_not"])


class NameForm(forms.Form):
    """The name of a consortium."""

    name = forms.CharField(label=_("What it is called"), max_length=160)


class ProjectForm(SeenForm):
    """What the project is."""

    name = forms.CharField(label=_("What it is called"), max_length=160)
    summary = forms.CharField(
        label=_("What it does"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=8000
    )
    duration_months = forms.IntegerField(label=_("Duration in months"), min_value=1, max_value=240, required=False)
    trl_start = forms.IntegerField(label=_("TRL at the start"), min_value=1, max_value=9, required=False)
    trl_end = forms.IntegerField(label=_("TRL at the end"), min_value=1, max_value=9, required=False)
    s3_priority = forms.CharField(label=_("Priority of the S3"), max_length=200, required=False)
    start_on = forms.DateField(
        label=_("Work begins on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    inkind_pct = forms.DecimalField(label=_("In kind, %"), min_value=0, max_value=100, required=False)
    documents = forms.CharField(
        label=_("Documents that are ready"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
        help_text=_("One a line, as the call names them. Leave it empty while nobody has looked."),
    )
    plan_sections = forms.CharField(
        label=_("Sections of the plan that are written"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
    )
    outputs = forms.CharField(
        label=_("Results"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )
    supplier_name = forms.CharField(label=_("Supplier, of a voucher"), max_length=200, required=False)
    supplier_kind = forms.ChoiceField(label=_("Kind of supplier"), choices=kind_choices, required=False)

    LISTS = ("documents", "plan_sections", "outputs")
    FLAGS = (
        ("civil_only", _("For civil purposes alone")),
        ("research_may_publish", _("Research bodies bear at least 10 % and may publish")),
        ("wide_dissemination", _("Results are widely disseminated")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not known")), ("1", _("yes")), ("0", _("no"))]
        for name, label in self.FLAGS:
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                required=False,
                empty_value=None,
                coerce=lambda value: None if value in ("", None) else value in ("1", "True"),
            )

    def clean(self) -> dict[str, Any]:
        """Give lists as lists, and None where nobody has said."""
        found = super().clean() or {}
        for name in self.LISTS:
            text = found.get(name) or ""
            found[name] = [line.strip() for line in re.split(r"[\n;]+", text) if line.strip()] or None
        return found


class PartnerForm(SeenForm):
    """What a partner does and bears."""

    tasks = forms.CharField(
        label=_("What it does"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=600
    )
    cost_eur = EuroField(label=_("What it bears"), required=False)
    industrial_research_eur = EuroField(label=_("of it, industrial research"), required=False)
    experimental_development_eur = EuroField(label=_("of it, experimental development"), required=False)

    @classmethod
    def of(cls, partner: Partner, data: Any = None) -> PartnerForm:
        """Make the form of a partner, filled with what stands of it."""
        initial = {name: getattr(partner, name) for name in cls.base_fields if name != "seen"}
        return form_of_row(cls, partner.pk, data, initial=initial)


class InviteForm(forms.Form):
    """Where to ask a partner."""

    email = forms.EmailField(label=_("Address"), required=False, help_text=_("Empty: whoever keeps its page is asked."))


class AddPartnerForm(forms.Form):
    """Somebody more: of the register, or from outside by name."""

    name = forms.CharField(label=_("Whoever is not in the register, by name"), max_length=200, required=False)
    country = forms.CharField(label=_("Country (two letters)"), max_length=2, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices, required=False)

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = OrganisationField(audience=audience, label=_("Organisation of the register"), required=False)
        self.fields = {"organisation": field, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        found = super().clean() or {}
        if not self.errors and bool(found.get("organisation")) == bool(found.get("name")):
            raise forms.ValidationError(
                _("Name an organisation of the register, or write the name of another: one of the two.")
            )
        return found
