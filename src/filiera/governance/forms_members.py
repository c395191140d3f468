"""What the office writes about applications, members and fees, and what a member writes of itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filiera.common.forms import EuroField
from filiera.common.in_words import moment
from filiera.common.language import current_language
from filiera.governance.enums import CheckVerdict, PaymentMethod, RegisterEvent
from filiera.governance.logic.charter import Charter
from filiera.governance.models import Meeting, RegisterEntry, Resolution
from filiera.governance.operations.acts_needed import STANDING
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.enums import Size

NONE = pgettext_lazy("a resolution", "none")
WRONG_DAY = {"invalid": _("Write a day, for instance 31/12/2027."), "required": _("Write the day.")}


def day_field(**values: Any) -> forms.DateField:
    """Give a field for a day as people write it."""
    widget = forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"})
    return forms.DateField(widget=widget, error_messages=WRONG_DAY, **values)


class ResolutionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of resolutions, newest first, each with its body, number, day and title; of those that stand, or of all.

    Elections are left out: they name people, and decide nothing on a member or a fee.
    """

    def __init__(self, *, of_all: bool = False, **values: Any) -> None:
        rows = Resolution.objects.select_related("body", "item").exclude(item__kind="ELECTION")
        rows = rows.order_by("-adopted_on", "-number")
        super().__init__(
            rows if of_all else rows.filter(state__in=STANDING),
            empty_label=NONE,
            **values,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Name a resolution."""
        return f"{resolution_words(obj)}, {obj.adopted_on:%d/%m/%Y}: {obj.title[:80]}"


class CheckForm(forms.Form):
    """What a check found."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=CheckVerdict.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=400)


class QuestionForm(forms.Form):
    """What the office asks the applicant."""

    question = forms.CharField(
        label=_("What the office needs to know"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It goes by mail as it is, in the applicant’s language."),
        error_messages={"required": _("Write what the office needs to know.")},
    )


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of meetings, each with when it is held and its title."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a meeting."""
        return f"{moment(obj.first_at)}: {obj.title}"


class MeetingForm(forms.Form):
    """On the agenda of which meeting an application goes."""

    meeting = MeetingField(
        Meeting.objects.none(),
        label=_("Meeting"),
        empty_label=None,
        error_messages={"required": _("Choose a planned meeting of the body that decides.")},
    )

    def __init__(self, *args: Any, meetings: list[Meeting], **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = Meeting.objects.filter(pk__in=[one.pk for one in meetings]).order_by("first_at")


class DecisionForm(forms.Form):
    """What a resolution decided on an application."""

    resolution = ResolutionField(
        of_all=True, label=_("Resolution"), error_messages={"required": _("Choose the resolution.")}
    )
    outcome = forms.ChoiceField(
        label=_("What was decided"),
        choices=[("ACCEPT", _("It is admitted")), ("REJECT", _("It is not admitted"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Of a refusal: they go to the applicant as they are."),
    )


class EventForm(forms.Form):
    """What happens to a member: from when, by which resolution, in which words."""

    ACTS = (
        (RegisterEvent.SUSPENDED, _("Suspend it")),
        (RegisterEvent.REINSTATED, _("End the suspension, take the withdrawal back, or undo an annulled exclusion")),
        (RegisterEvent.CLASS_CHANGED, _("Move it to another class")),
        (RegisterEvent.WITHDRAWAL_NOTIFIED, _("Write down its withdrawal")),
        (RegisterEvent.EXCLUDED, _("Exclude it")),
    )
    what = forms.ChoiceField(label=_("What happens"), choices=ACTS)
    on = day_field(
        label=_("From"), help_text=_("The day from which it has effect; of a withdrawal the day on which it arrived.")
    )
    member_class = forms.ChoiceField(label=_("New class"), required=False)
    resolution = ResolutionField(label=_("Resolution"), required=False)
    note = forms.CharField(
        label=_("Reasons or note"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, charter: Charter, **values: Any) -> None:
        super().__init__(*args, **values)
        language = current_language()
        field = self.fields["member_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [("", "—"), *((code, charter.class_name(code, language)) for code in charter.classes)]


class AdmissionForm(forms.Form):
    """A member that the founding act, or a resolution from before, admitted."""

    organisation = forms.CharField(
        label=_("Id of the organisation in the register"),
        max_length=80,
        help_text=_("The last part of the address of its page."),
        error_messages={"required": _("Write the id of the organisation.")},
    )
    member_class = forms.ChoiceField(label=_("Class"))
    on = day_field(label=_("Member from"))
    note = forms.CharField(
        label=_("Act"),
        max_length=300,
        help_text=_("For instance: founding act of 15 December 2025."),
        error_messages={"required": _("Write the act that made it a member.")},
    )

    def __init__(self, *args: Any, charter: Charter, **values: Any) -> None:
        super().__init__(*args, **values)
        language = current_language()
        field = self.fields["member_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(code, charter.class_name(code, language)) for code in charter.classes]


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of lines of the register, each with its number, what it says and its day."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a line."""
        return f"{obj.number}. {obj.get_event_display()}, {obj.effective_on:%d/%m/%Y}"


class CorrectionForm(forms.Form):
    """A line that stands in the place of a wrong one."""

    entry = LineField(RegisterEntry.objects.none(), label=_("Line that is wrong"), empty_label=None)
    on = day_field(label=_("Right day"))
    note = forms.CharField(
        label=_("What was wrong, and how it is known"),
        max_length=400,
        error_messages={"required": _("Write what was wrong, and how it is known.")},
    )

    def __init__(self, *args: Any, entries: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["entry"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = entries


class RateForm(forms.Form):
    """The fee of a class for a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    member_class = forms.ChoiceField(label=_("Class"))
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("all")), *Size.choices])
    amount_eur = EuroField(label=_("Amount in euros"), error_messages={"required": _("Write the amount.")})
    resolution = ResolutionField(
        label=_("Resolution that set it"), error_messages={"required": _("Fees are set by a resolution: choose it.")}
    )

    def __init__(self, *args: Any, charter: Charter, **values: Any) -> None:
        super().__init__(*args, **values)
        language = current_language()
        field = self.fields["member_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(code, charter.class_name(code, language)) for code in charter.classes]


class PaymentForm(forms.Form):
    """Money that came in for a fee."""

    paid_on = day_field(label=_("Came in on"))
    amount_eur = EuroField(
        above_zero=True, label=_("Amount in euros"), error_messages={"required": _("Write how much came in.")}
    )
    method = forms.ChoiceField(label=_("How"), choices=PaymentMethod.choices)
    reference = forms.CharField(label=_("Reference"), required=False, max_length=120)


class AnnulForm(forms.Form):
    """Why a payment that was written down is annulled."""

    why = forms.CharField(
        label=_("Why it is annulled"),
        max_length=300,
        error_messages={"required": _("Write why the payment is annulled: the receipt says it.")},
    )


class WaiverForm(forms.Form):
    """Why a fee is waived, and by which resolution."""

    why = forms.CharField(
        label=_("Why it is waived"), max_length=300, error_messages={"required": _("Write why the fee is waived.")}
    )
    resolution = ResolutionField(
        label=_("Resolution"), error_messages={"required": _("A fee is waived by a resolution: choose it.")}
    )


class WithdrawalForm(forms.Form):
    """A member's own notice that it leaves."""

    note = forms.CharField(label=_("Reasons"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(
        label=_("We leave, and know from when."), error_messages={"required": _("Tick it, if you are sure.")}
    )


class CodeForm(forms.Form):
    """The code of a certificate, as it stands on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        error_messages={"required": _("Write the code that stands on the certificate.")},
    )


def day_asked(written: str, today: date) -> date:
    """Read the day of an address (`on=2026-06-30`); today where there is none, or it cannot be read."""
    try:
        return date.fromisoformat(written) if written else today
    except ValueError:
        return today
