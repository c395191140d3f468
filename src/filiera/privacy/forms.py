"""What people write when they ask by a right, and what the office and the administrator write down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.privacy.enums import Purpose, Right

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


def _words(
    label: Words, *, rows: int = 3, most: int = 1000, hint: Words = "", required: bool = True
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=hint)


class AskForm(forms.Form):
    """A correction or an objection, by whoever is signed in."""

    right = forms.ChoiceField(
        label=_("What you ask"),
        choices=[
            (Right.RECTIFICATION.value, Right.RECTIFICATION.label),
            (Right.OBJECTION.value, Right.OBJECTION.label),
        ],
    )
    words = _words(_("What is wrong, or what you object to"), most=2000)


class ReceiveForm(forms.Form):
    """A request that came by mail, by letter or at the desk."""

    right = forms.ChoiceField(label=_("What is asked"), choices=Right.choices)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("If there is an account with this address, the request is tied to it.")
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    received_on = forms.DateField(
        label=_("Arrived on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The month for the answer runs from this day."),
    )
    words = _words(_("What was written"), most=2000, required=False)


class AnswerForm(forms.Form):
    """The answer that the person gets."""

    answer = _words(_("The answer"), hint=_("It goes to the person by mail, as you write it here."))
    refused = forms.BooleanField(
        label=_("The request is refused, and the answer says why"), required=False
    )  # fmt: skip


class ExtendForm(forms.Form):
    """Why it takes longer."""

    why = _words(
        _("Why it takes longer"), rows=2, most=400, hint=_("It goes to the person by mail, as you write it here.")
    )


class PaperForm(forms.Form):
    """A consent that a person has signed on paper."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The address of the person’s account."))
    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kept = forms.CharField(label=_("Where the signed paper is kept"), max_length=200)
    scan = forms.FileField(
        label=_("A scan of it"), required=False, help_text=_("It is kept among the documents, for the office alone.")
    )


class EraseForm(forms.Form):
    """What goes with the account."""

    with_public_roles = forms.BooleanField(
        label=_("Take the public roles of a person of this name out of the register too"), required=False
    )


class BreachForm(forms.Form):
    """What happened, and when it became known."""

    title = forms.CharField(label=_("What happened, in a line"), max_length=200)
    known_at = forms.DateTimeField(
        label=_("When we came to know of it"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The 72 hours run from this moment."),
    )
    nature = _words(_("Which data, of whom, how"), most=4000)
    people_touched = forms.IntegerField(label=_("How many people, about"), min_value=0, required=False)


class WeighForm(forms.Form):
    """Whether it is a risk for people, and what is done."""

    is_risky = forms.TypedChoiceField(
        label=_("Is it a risk for people?"),
        choices=[("", "—"), ("yes", _("Yes: the Garante is told")), ("no", _("No: it is only written down here"))],
        coerce=lambda value: value == "yes",
    )
    why = _words(_("Why"), rows=2, most=600)
    measures = _words(_("What is done about it"), most=4000, required=False)
