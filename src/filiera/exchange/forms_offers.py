"""What people fill in about offers: the sheet, an answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.common.forms_seen import SeenForm
from filiera.common.language import localised
from filiera.competence.forms_fields import OrganisationField
from filiera.exchange.enums import OfferKind, Rights, Sought

if TYPE_CHECKING:
    from filiera.competence.models import Evidence

LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 10))]


def _text(rows: int, **values: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=1_200, **values)


class SheetFields(forms.Form):
    """What a sheet says. `pieces` is the evidence of whoever offers, of which one may stand as proof."""

    kind = forms.ChoiceField(
        label=_("What is offered"),
        choices=OfferKind.choices,
        widget=forms.RadioSelect,
        initial=OfferKind.TECHNOLOGY,
    )
    title = forms.CharField(
        label=_("The offer in a line"),
        max_length=160,
        help_text=_("For instance: a preservative from grape stalks for leave-on emulsions."),
    )
    problem = _text(4, label=_("The problem"), help_text=_("What does not work today, and for whom."))
    solution = _text(6, label=_("The solution"), help_text=_("What it does, and what is new in it. No secrets."))
    trl = forms.TypedChoiceField(
        label=_("Maturity (TRL)"),
        choices=LEVELS,
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("From 1, a principle observed, to 9, in use. A service needs none."),
    )
    rights = forms.ChoiceField(label=_("Rights"), choices=Rights.choices, initial=Rights.OTHER)
    rights_note = forms.CharField(label=_("A word on the rights"), required=False, max_length=300)
    proof = _text(3, label=_("The proof"), required=False, help_text=_("Tests, users, publications."))
    sought = forms.MultipleChoiceField(
        label=_("What you look for"), choices=Sought.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    sought_note = forms.CharField(label=_("A word on what you look for"), required=False, max_length=300)
    contact_name = forms.CharField(label=_("Who answers"), required=False, max_length=120)
    contact_email = forms.EmailField(
        label=_("Mail address"), required=False, help_text=_("It is printed on the sheet: whoever reads it sees it.")
    )
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=settings.LANGUAGES)
    for_members = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("0", _("everybody")), ("1", _("members of the cluster"))],
        widget=forms.RadioSelect,
        initial="0",
    )

    def __init__(self, *args: Any, pieces: Iterable[Evidence] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {str(one.pk): one for one in pieces}
        if self.pieces:
            choices = [("", "–"), *((pk, localised(one, "title")) for pk, one in self.pieces.items())]
            self.fields["evidence"] = forms.ChoiceField(
                label=_("Evidence of yours that proves it"), choices=choices, required=False
            )

    @property
    def evidence(self) -> Evidence | None:
        """Give the piece of evidence that was chosen."""
        return self.pieces.get(self.cleaned_data.get("evidence", ""))


class SheetForm(SheetFields):
    """A new offer; the office says whose it is."""

    def __init__(self, *args: Any, audience: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if audience is not None:
            whose = OrganisationField(
                audience=audience,
                label=_("Who offers it"),
                help_text=_("By its name in the register."),
                error_messages={"required": _("Say who offers it.")},
            )
            self.fields = {"organisation": whose, **self.fields}


class SheetChangeForm(SeenForm, SheetFields):
    """An offer that is there."""


class OfferReplyForm(forms.Form):
    """An answer to an offer."""

    note = forms.CharField(label=_("What it would be for"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600)
