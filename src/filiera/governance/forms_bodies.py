"""What is written about mandates: who, in which office, for which seat, from when; and how one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import User
from filiera.governance.enums import BodyKind, MandateEnd, MandateRole
from filiera.governance.forms_meetings import day_field
from filiera.governance.forms_members import ResolutionField
from filiera.governance.models import Body, Mandate
from filiera.governance.operations.bodies import ROLES_OF, Office
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.governance.logic.charter import Charter

PLAIN_ROLES = {BodyKind.BOARD: MandateRole.DIRECTOR.value, BodyKind.AUDITORS: MandateRole.AUDITOR.value}
"""The office that most people of a body hold: the form starts on it."""


class MandateForm(forms.Form):
    """An office as it is given."""

    person_name = forms.CharField(
        label=_("Person"),
        max_length=120,
        error_messages={"required": _("Write the person's name, as the minutes will.")},
    )
    email = forms.EmailField(
        label=_("E-mail of the account"),
        required=False,
        max_length=254,
        help_text=_(
            "With which the person signs in and votes. Empty: the notice cannot reach, and nobody votes remotely."
        ),
    )
    role = forms.ChoiceField(label=_("Office held"))
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=80,
        help_text=_("Its name or its code, where the person comes from one."),
    )
    seat_class = forms.ChoiceField(label=_("Seat of the class"), required=False)
    from_on = day_field(label=_("From"))
    until_on = day_field(label=_("Until"), required=False, help_text=_("Empty: the term that the statute sets."))
    has_vote = forms.BooleanField(label=_("Has the right to vote"), required=False, initial=True)
    is_coopted = forms.BooleanField(label=_("Co-opted by the body itself, until the next assembly"), required=False)
    resolution = ResolutionField(of_all=True, label=_("Resolution"), required=False)

    def __init__(self, *args: Any, body: Body, charter: Charter, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.initial = PLAIN_ROLES.get(BodyKind(body.kind))
        roles.choices = [(role.value, role.label) for role in ROLES_OF.get(BodyKind(body.kind), ())]
        classes: Any = self.fields["seat_class"]
        classes.choices = [("", _("none")), *((code, charter.class_name(code, language)) for code in charter.classes)]

    def clean_email(self) -> User | None:
        """Find the account of the address."""
        typed = self.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=typed).first() if typed else None
        if typed and user is None:
            raise forms.ValidationError(_("No account has this address: the person signs up first."))
        return user

    def clean_organisation(self) -> Organisation | None:
        """Find the one organisation of the code or of the name."""
        typed = " ".join(self.cleaned_data["organisation"].split())
        if not typed:
            return None
        whole = Organisation.objects.filter(merged_into=None)
        named = Q(name__iexact=typed) | Q(legal_name__iexact=typed)
        found: list[Organisation] = list(whole.filter(code=typed.lower())) or list(whole.filter(named)[:2])
        if len(found) > 1:
            raise forms.ValidationError(_("Several organisations have this name: write the code of the one you mean."))
        if not found:
            raise forms.ValidationError(_("No organisation has this name or this code."))
        return found[0]

    def as_office(self) -> Office:
        """Give the office that was written."""
        values = self.cleaned_data
        return Office(
            person_name=values["person_name"],
            role=values["role"],
            from_on=values["from_on"],
            until_on=values["until_on"],
            user=values["email"],
            organisation=values["organisation"],
            seat_class=values["seat_class"],
            has_vote=values["has_vote"],
            resolution=values["resolution"],
        )


class EndMandateForm(forms.Form):
    """How a mandate ends."""

    mandate = forms.ModelChoiceField(
        label=_("Whose"), queryset=Mandate.objects.none(), error_messages={"required": _("Choose whose mandate ends.")}
    )
    how = forms.ChoiceField(
        label=_("Why"), choices=[(end.value, end.label) for end in MandateEnd if end != MandateEnd.TERM]
    )
    on = day_field(label=_("From the day"))
    why = forms.CharField(label=_("In a few words"), max_length=300, required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mandate"]
        field.queryset = Mandate.objects.filter(body=body, ended_on=None).order_by("person_name")
        field.label_from_instance = lambda row: row.person_name
