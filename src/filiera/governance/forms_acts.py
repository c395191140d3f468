"""What is written on minutes and resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filiera.governance.enums import ApprovalKind
from filiera.governance.logic.steps import RESOLUTION_STEPS
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.governance.models import Resolution

NONE = pgettext_lazy("a resolution", "none")
WRONG_DAY = {"invalid": _("Write a day, for instance 31/12/2027."), "required": _("Write by when.")}
BY_LATER_ACTS = (ApprovalKind.NO_CHANGE, ApprovalKind.LATER)
"""The acts that approve minutes after the day of their meeting; the days come first."""

WRITE_IT = {"required": _("Write what should be changed, and how.")}


class DiscussionForm(forms.Form):
    """What was said on an item."""

    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 5}), required=False)


class AmendmentForm(forms.Form):
    """A change that somebody who was there asks for."""

    about = forms.CharField(
        label=_("Which passage"), max_length=200, error_messages={"required": _("Say which passage.")}
    )
    text = forms.CharField(
        label=_("How it should read"), widget=forms.Textarea(attrs={"rows": 4}), error_messages=WRITE_IT
    )


class AnswerForm(forms.Form):
    """The answer to a change that was asked for."""

    answer = forms.CharField(label=_("Answer"), max_length=400, required=False, help_text=_("Needed where you refuse."))


class ApprovalForm(forms.Form):
    """By which act minutes were approved; `at_end` tells whether it can have been at the end of the meeting."""

    how = forms.ChoiceField(
        label=_("How they were approved"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in (*BY_LATER_ACTS, ApprovalKind.AT_END)],
        error_messages={
            "required": _("Say by which act they were approved."),
            "invalid_choice": _(
                "At the end of the meeting is on its day: now a later meeting approves them, or the days do."
            ),
        },
    )
    on = forms.DateField(
        label=_("Day of the later meeting"),
        required=False,
        help_text=_("Only where a later meeting approved them."),
        widget=forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}),
        error_messages=WRONG_DAY,
    )

    def __init__(self, *args: Any, at_end: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = self.fields["how"]
        if not at_end and isinstance(how, forms.ChoiceField):
            how.choices = [(kind.value, kind.label) for kind in BY_LATER_ACTS]


class CorrectionForm(forms.Form):
    """The correction of filed minutes."""

    text = forms.CharField(label=_("The correction"), widget=forms.Textarea(attrs={"rows": 5}), error_messages=WRITE_IT)


def _named(row: Resolution) -> str:
    return f"{resolution_words(row)}, {row.adopted_on:%d/%m/%Y}: {row.title[:80]}"


class MarkForm(forms.Form):
    """What a resolution is worth from now on."""

    state = forms.ChoiceField(label=_("From now on"))
    why = forms.CharField(label=_("By which act"), max_length=400, error_messages={"required": _("Say by which act.")})
    superseded_by: forms.ModelChoiceField[Resolution] = forms.ModelChoiceField(
        label=_("The resolution that takes its place"),
        queryset=None,
        required=False,
        empty_label=NONE,
    )

    def __init__(self, resolution: Resolution, later: QuerySet[Resolution], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = dict(type(resolution)._meta.get_field("state").choices or [])
        after = RESOLUTION_STEPS.after(resolution.state)
        self.fields["state"].choices = [(code, states[code]) for code in sorted(after)]  # type: ignore[attr-defined]
        self.fields["superseded_by"].label_from_instance = _named  # type: ignore[attr-defined]
        self.fields["superseded_by"].queryset = later  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    """What somebody has to do because of a resolution."""

    what = forms.CharField(
        label=_("What"), max_length=300, error_messages={"required": _("Write what has to be done.")}
    )
    owner_name = forms.CharField(label=_("Who"), max_length=120, error_messages={"required": _("Write who does it.")})
    owner_email = forms.EmailField(
        label=_("E-mail of the person"),
        required=False,
        help_text=_("Where the reminder goes, if it is late."),
        error_messages={"invalid": _("This is not an e-mail address. For instance: name@example.org.")},
    )
    due_on = forms.DateField(
        label=_("By when"),
        widget=forms.DateInput(attrs={"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}),
        error_messages=WRONG_DAY,
    )
