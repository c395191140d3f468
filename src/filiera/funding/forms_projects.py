"""What people write of a funded project: what it is, who takes part with what, who says so, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.common.forms import EuroField
from filiera.common.visibility import Visibility
from filiera.competence.forms_fields import OrganisationField
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole
from filiera.funding.forms import FilesField, ManyFiles
from filiera.funding.forms_rows import RowsForm, initial_rows
from filiera.funding.forms_workspace import day_box

LEVELS = ((Visibility.PUBLIC.value, _("Everybody")), (Visibility.MEMBERS.value, _("The members of the cluster")))


class GrantField(EuroField):
    """An amount of a project, which may be large."""

    MOST = Decimal("99999999999.99")


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProjectForm(RowsForm):
    """A funded project with its partners, one a row."""

    title_it = forms.CharField(label=_("Title in Italian"), max_length=400, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=400, required=False)
    acronym = forms.CharField(label=_("Acronym"), max_length=80, required=False)
    summary_it = forms.CharField(label=_("What it does, in Italian"), widget=_text(), required=False, max_length=12000)
    summary_en = forms.CharField(label=_("What it does, in English"), widget=_text(), required=False, max_length=12000)
    programme = forms.CharField(label=_("Programme"), max_length=160, required=False)
    level = forms.ChoiceField(label=_("Whose programme"), choices=CallLevel.choices, required=False)
    starts_on = forms.DateField(label=_("Begins on"), widget=day_box(), required=False)
    ends_on = forms.DateField(label=_("Ends on"), widget=day_box(), required=False)
    total_cost_eur = GrantField(label=_("Cost of the whole"), required=False, help_text=_("Empty: not known."))
    grant_eur = GrantField(label=_("Grant to the whole"), required=False, help_text=_("Empty: not known."))
    cup = forms.CharField(label=_("CUP"), max_length=20, required=False)
    visibility = forms.ChoiceField(label=_("Who reads it"), choices=LEVELS, required=False)
    source_name = forms.CharField(
        label=_("Who says so"),
        max_length=200,
        required=False,
        help_text=_("The act or the page that says that it was funded. Empty: the partners themselves."),
    )
    source_url = forms.URLField(
        label=_("Where it is to be read"), max_length=500, required=False, assume_scheme="https"
    )
    source_on = forms.DateField(label=_("Of which day"), widget=day_box(), required=False)

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        self.audience = audience
        super().__init__(*args, **kwargs)

    def row_fields(self) -> dict[str, forms.Field]:
        """Make the boxes of a partner."""
        return {
            "organisation": OrganisationField(
                audience=self.audience, label=_("Organisation of the register"), required=False
            ),
            "outside": forms.CharField(
                label=_("Whoever is not in the register, by name"), max_length=200, required=False
            ),
            "country": forms.CharField(label=_("Country (two letters)"), max_length=2, required=False),
            "leads": forms.BooleanField(label=_("It leads"), required=False),
            "cost": GrantField(label=_("What it bears"), required=False),
            "grant": GrantField(label=_("What it gets"), required=False),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for one name in each row of a partner."""
        found = super().clean() or {}
        if not found.get("title_it") and not found.get("title_en") and not self.errors:
            self.add_error("title_it", gettext("Give it a title."))
        for place, row in self.rows_said():
            if bool(row["organisation"]) == bool(row["outside"]) and f"organisation-{place}" not in self.errors:
                words = gettext("Name an organisation of the register, or write the name of another: one of the two.")
                self.add_error(f"organisation-{place}", words)
        return found

    def said(self, *, before: ProjectSaid | None = None) -> ProjectSaid:
        """Give the project as it was written; what the form does not ask for stays as it was `before`."""
        said = self.cleaned_data
        source = None
        if said["source_name"]:
            source = SourceSaid(said["source_name"], said["source_url"], said["source_on"])
            source = source.after(before.source if before is not None else None)
        names = ("title_it", "title_en", "acronym", "summary_it", "summary_en", "programme", "starts_on", "ends_on")
        return ProjectSaid(
            **{name: said[name] for name in (*names, "total_cost_eur", "grant_eur", "cup")},
            visibility=said["visibility"] or Visibility.PUBLIC,
            level=CallLevel(said["level"] or CallLevel.OTHER),
            call=before.call if before is not None else None,
            source=source,
            source_ref=before.source_ref if before is not None and source is not None else "",
            is_example=before.is_example if before is not None else False,
            partners=tuple(
                PartnerSaid(
                    organisation=row["organisation"] or None,
                    name=row["outside"] or "",
                    country=row["country"] or "",
                    role=PartnerRole.LEAD if row["leads"] else PartnerRole.PARTNER,
                    cost_eur=row["cost"],
                    grant_eur=row["grant"],
                )
                for _place, row in self.rows_said()
            ),
        )


def project_initial(said: ProjectSaid) -> Mapping[str, Any]:
    """Give what is said of a project, as its form shows it."""
    names = (
        *("title_it", "title_en", "acronym", "summary_it", "summary_en", "programme", "level", "starts_on"),
        *("ends_on", "total_cost_eur", "grant_eur", "cup", "visibility"),
    )
    values: dict[str, Any] = {name: getattr(said, name) for name in names}
    if said.source is not None:
        values |= {"source_name": said.source.name, "source_url": said.source.url, "source_on": said.source.on}
    rows = [
        {
            "organisation": one.organisation,
            "outside": "" if one.organisation else one.name,
            "country": "" if one.organisation else one.country,
            "leads": one.role == PartnerRole.LEAD,
            "cost": one.cost_eur,
            "grant": one.grant_eur,
        }
        for one in said.partners
    ]
    return values | initial_rows(rows)


class ResultForm(forms.Form):
    """What came of a project."""

    title = forms.CharField(label=_("What came of it"), max_length=300)
    kind = forms.CharField(
        label=_("Kind"), max_length=60, required=False, help_text=_("For instance: patent, prototype, article.")
    )
    on = forms.DateField(label=_("Day"), widget=day_box(), required=False)
    url = forms.URLField(label=_("Where it is to be seen"), max_length=500, required=False, assume_scheme="https")


class ProjectFilesForm(forms.Form):
    """Files of funded projects, of CORDIS."""

    project_files = FilesField(
        label=_("Files"),
        widget=ManyFiles(attrs={"multiple": True}),
        help_text=_("The tables of projects and of organisations of CORDIS (CSV); also in a zip."),
    )


class FilesDayForm(forms.Form):
    """The day of files that do not say it themselves."""

    on = forms.DateField(
        label=_("Day of the files"),
        help_text=_("When they were downloaded, where they do not say it themselves."),
        widget=day_box(),
        required=False,
    )
