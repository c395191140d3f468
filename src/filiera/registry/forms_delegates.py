"""What is written about delegates: the act that names one, why a delegation ends, who is invited, who called the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import User
from filiera.registry.enums import CallChannel, DelegateRole
from filiera.registry.logic import is_phone
from filiera.registry.operations.delegates import LONGEST_PHONE, Act

if TYPE_CHECKING:
    from filiera.registry.models import Organisation
    from filiera.registry.queries.delegates import Delegates

WRONG_DAY = {"invalid": _("Write a day, for instance 31/12/2027.")}


def _day(**fields: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"})
    return forms.DateField(required=False, widget=widget, error_messages=WRONG_DAY, **fields)


class ActForm(forms.Form):
    """The act by which somebody becomes a delegate."""

    role = forms.ChoiceField(
        label=_("What the delegate does"),
        choices=DelegateRole.choices,
        initial=DelegateRole.CONTACT,
        help_text=_("The representative, and the substitute, speak and vote. The contact person keeps the profile."),
    )
    act_words = forms.CharField(
        label=_("Naming act"),
        max_length=200,
        help_text=_("Its kind, its number, who signed it: “Rector’s decree no. 412”."),
        error_messages={"required": _("Write the act that names the delegate: its kind, its number, who signed it.")},
    )
    act_on = _day(label=_("Day of the act"))
    until_on = _day(
        label=_("Until"), help_text=_("Its last day. Public bodies and universities always have one, others should.")
    )

    def as_act(self) -> Act:
        """Give the act that was written."""
        values = self.cleaned_data
        return Act(values["act_words"], on=values["act_on"], until_on=values["until_on"])


class DelegateForm(ActForm):
    """A delegate whom the office registers: a person who has an account, with the act."""

    email = forms.EmailField(
        label=_("E-mail of the person"),
        max_length=254,
        help_text=_("The address with which the person signs in."),
        error_messages={
            "required": _("Write the address with which the person signs in."),
            "invalid": _("This is not an e-mail address. For instance: name@example.org."),
        },
    )
    field_order = ("email", "role", "act_words", "act_on", "until_on")

    def clean_email(self) -> User:
        """Find the account of the address."""
        user = User.objects.filter(email=self.cleaned_data["email"].strip().lower()).first()
        if user is None:
            raise forms.ValidationError(_("No account has this address: the person signs up first, or is invited."))
        return user


class EndForm(forms.Form):
    """Which delegation ends, of those that can, and why. Where one person alone votes, that nobody will is ticked apart."""

    delegation = forms.TypedChoiceField(
        label=_("Whose"), error_messages={"required": _("Choose whose delegation ends.")}
    )
    why = forms.CharField(
        label=_("Why it ends"),
        max_length=300,
        error_messages={"required": _("Write why it ends: it stays in the history of the organisation.")},
    )

    leaves_nobody = forms.BooleanField(required=False)

    def __init__(self, *args: Any, organisation: Organisation, delegates: Delegates, **values: Any) -> None:
        super().__init__(*args, **values)
        by_key = {str(row.pk): row for row in delegates.can_end}
        field = self.fields["delegation"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the types
        lines = [(key, f"{row.user} ({row.get_role_display()})") for key, row in by_key.items()]
        field.choices = [("", _("Choose one")), *lines]
        field.coerce = by_key.__getitem__
        self.last = delegates.last_voice
        if self.last is None:
            del self.fields["leaves_nobody"]
            return
        words = {"name": self.last.user, "organisation": organisation}
        tick = self.fields["leaves_nobody"]
        tick.label = _("%(organisation)s remains without anybody who votes for it") % words
        tick.help_text = _("Only where the delegation of %(name)s ends: nobody else speaks for it today.") % words

    def clean(self) -> dict[str, Any]:
        """Ask, before the only one who votes goes, whether that is meant."""
        values: dict[str, Any] = super().clean() or {}
        if self.last is not None and values.get("delegation") == self.last and not values.get("leaves_nobody"):
            words = _("%(name)s alone votes for it. Tick that nobody will, or register who does first.")
            self.add_error("leaves_nobody", words % {"name": self.last.user})
        return values


class PhoneForm(forms.Form):
    """The telephone of a delegate; an empty one takes it away."""

    delegation = forms.TypedChoiceField(
        label=_("Whose"), error_messages={"required": _("Choose whose telephone it is.")}
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=LONGEST_PHONE,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("Empty takes it away. The office calls it where a request waits; nobody else reads it."),
    )

    def __init__(self, *args: Any, delegates: Delegates, **values: Any) -> None:
        super().__init__(*args, **values)
        by_key = {str(row.pk): row for row in delegates.can_end}
        field = self.fields["delegation"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the types
        field.choices = [("", _("Choose one")), *((key, str(row.user)) for key, row in by_key.items())]
        field.coerce = by_key.__getitem__

    def clean_phone(self) -> str:
        """Refuse what no telephone dials."""
        said = " ".join(str(self.cleaned_data["phone"]).split())
        if said and not is_phone(said):
            raise forms.ValidationError(_("This is not a telephone number. For instance: +39 02 1234567."))
        return said


class InvitationForm(forms.Form):
    """A colleague who will keep the organisation's profile."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the person's name.")})
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The address with which your colleague signs in, or will."),
        error_messages={
            "required": _("Write your colleague's address."),
            "invalid": _("This is not an e-mail address. For instance: name@example.org."),
        },
    )
    until_on = _day(label=_("Until"), help_text=_("Empty is the usual term of the cluster."))
    language = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)


class CallForm(forms.Form):
    """A member who asked the office to act on its behalf."""

    caller = forms.CharField(
        label=_("Who called"), max_length=120, error_messages={"required": _("Write who called, by name.")}
    )
    channel = forms.ChoiceField(label=_("How"), choices=CallChannel.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What was asked, and why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was asked: it stands beside everything that you do.")},
    )
