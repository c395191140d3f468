"""What is written about meetings: when and where, items, who chairs, proxies, conflicts, objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.governance.enums import BodyKind, ForbiddenTopic, ItemState, VoteMode
from filiera.governance.models import AgendaItem, Body, Meeting, RollSeat
from filiera.governance.operations.agenda import ItemPlan, kinds_of
from filiera.governance.operations.meetings import MeetingPlan
from filiera.governance.wording_meetings import body_name, kind_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.governance.logic.charter import Charter
    from filiera.governance.queries.proxy_holders import PossibleHolder

MOMENTS = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def _moment(**more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENTS[0])
    wrong = {"invalid": _("Write day and hour, for instance 20/04/2027 15:00."), "required": _("Write day and hour.")}
    return forms.DateTimeField(input_formats=MOMENTS, widget=widget, error_messages=wrong, **more)


def day_field(**more: Any) -> forms.DateField:
    """Give a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format=DAYS[0])
    wrong = {"invalid": _("Write a day, for instance 31/12/2027."), "required": _("Write a day.")}
    return forms.DateField(input_formats=DAYS, widget=widget, error_messages=wrong, **more)


class MeetingForm(forms.Form):
    """A meeting: when, where, with which words."""

    title = forms.CharField(
        label=_("Title"), max_length=160, error_messages={"required": _("Give the meeting a title.")}
    )
    first_at = _moment(label=_("First call"))
    second_at = _moment(
        label=_("Second call"),
        required=False,
        help_text=_("Empty: if the quorum is missing, the meeting must be convened anew."),
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    remote_url = forms.URLField(
        label=_("Link to take part remotely"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not a web address. For instance: https://meet.example.org/assembly.")},
    )
    record_on = day_field(
        label=_("Record date"),
        required=False,
        help_text=_("Whoever is in the register on this day takes part. Empty is the day of the notice."),
    )
    notice_text = forms.CharField(
        label=_("Words of the notice"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They stand in the letter under the agenda."),
    )

    @classmethod
    def of(cls, meeting: Meeting) -> dict[str, Any]:
        """Give what is written of a meeting already."""
        return {name: getattr(meeting, name) for name in cls.base_fields}

    def as_plan(self) -> MeetingPlan:
        """Give the plan that was written."""
        values = self.cleaned_data
        return MeetingPlan(**{name: values[name] for name in MeetingForm.base_fields})


class NewMeetingForm(MeetingForm):
    """A meeting to plan, of one of the bodies."""

    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Body.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the body.")},
    )
    field_order = ("body", "title", "first_at", "second_at", "place", "remote_url", "record_on", "notice_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.queryset = Body.objects.order_by("pk")
        field.label_from_instance = body_name


class ItemForm(forms.Form):
    """An item of an agenda."""

    title = forms.CharField(
        label=_("What it is about"),
        max_length=200,
        error_messages={"required": _("Write what the item is about: whoever comes must know it before.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), help_text=_("It decides the quorum and the majority."))
    vote_mode = forms.ChoiceField(
        label=_("How it is voted"),
        choices=[("", _("as usual: openly, an election secretly")), *VoteMode.choices],
        required=False,
        help_text=_("On people one votes secretly."),
    )
    proposal = forms.CharField(
        label=_("Proposal that is voted"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Word by word: it becomes the resolution."),
    )
    text = forms.CharField(
        label=_("Explanation"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    elects = forms.ChoiceField(
        label=_("Who elects"), required=False, help_text=_("Of an election: the class whose seats they are.")
    )
    fills = forms.ModelChoiceField(
        label=_("Which body is elected"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("none of these, or the title says it"),
        help_text=_("Of an election: whoever is elected is then given an office in it."),
        error_messages={"invalid_choice": _("Choose one of the bodies.")},
    )
    renews = forms.BooleanField(
        label=_("It renews the whole body"),
        required=False,
        help_text=_("Who sits in it now leaves: all its seats are free. Otherwise the empty ones are filled."),
    )
    seats = forms.IntegerField(
        label=_("How many are elected"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Empty: as many as the statute gives to the class."),
        error_messages={
            name: _("Write a whole number, from 1 to 99.") for name in ("invalid", "min_value", "max_value")
        },
    )
    candidates = forms.CharField(
        label=_("Who stands"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Of an election: a name on each line. More can be written in the meeting, until the vote opens."),
    )

    def __init__(self, *args: Any, meeting: Meeting, charter: Charter, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "kind", [(kind, kind_words(kind)) for kind in kinds_of(meeting.body.kind)])
        classes = [(code, charter.class_name(code, language)) for code in charter.classes]
        _choices(self, "elects", [("", _("everybody")), *classes])
        field: Any = self.fields["fills"]
        field.queryset = Body.objects.exclude(kind=BodyKind.ASSEMBLY).order_by("pk")
        field.label_from_instance = body_name
        if meeting.body.kind != BodyKind.ASSEMBLY:
            for name in ("elects", "fills", "renews", "seats", "candidates"):
                del self.fields[name]

    @staticmethod
    def of(item: AgendaItem) -> dict[str, Any]:
        """Give what is written of an item already."""
        names = ("title", "kind", "vote_mode", "proposal", "text", "elects", "fills", "renews", "seats")
        standing = "\n".join(one.name for one in item.candidates.order_by("position"))
        return {name: getattr(item, name) for name in names} | {"candidates": standing}

    def names(self) -> list[str]:
        """Give who stands, of an election."""
        return (
            str(self.cleaned_data.get("candidates", "")).splitlines() if self.cleaned_data["kind"] == "ELECTION" else []
        )

    def as_plan(self) -> ItemPlan:
        """Give the item that was written."""
        values = self.cleaned_data
        usual = VoteMode.SECRET if values["kind"] == "ELECTION" else VoteMode.OPEN
        return ItemPlan(
            title=values["title"],
            kind=values["kind"],
            vote_mode=values["vote_mode"] or usual,
            text=values["text"],
            proposal=values["proposal"],
            elects=values.get("elects", ""),
            seats=values.get("seats"),
            fills=values.get("fills"),
            renews=values.get("renews", False),
        )


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


class OpenForm(forms.Form):
    """Who chairs a meeting and who keeps its minutes."""

    chair_name = forms.CharField(
        label=_("Who chairs"), max_length=120, error_messages={"required": _("Write who chairs the meeting.")}
    )
    chair_seat = forms.ModelChoiceField(
        label=_("For which participant"),
        queryset=RollSeat.objects.none(),
        required=False,
        empty_label=_("for none: by name alone"),
    )
    secretary_name = forms.CharField(
        label=_("Who keeps the minutes"), max_length=120, error_messages={"required": _("Write who keeps the minutes.")}
    )
    reminder_read = forms.BooleanField(
        label=_("The reminder of competition law was read to those present"),
        error_messages={
            "required": _("Read the reminder of competition law to those present, then tick that you did.")
        },
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chair_seat"]
        field.queryset = meeting.roll.filter(stays__left_at=None, stays__isnull=False).order_by("name").distinct()


def _holder_name(one: PossibleHolder) -> str:
    if not one.loses_accounts:
        return one.seat.name
    return gettext("%(name)s (a director: on the accounts your vote would not count)") % {"name": one.seat.name}


class ProxyForm(forms.Form):
    """To whom a proxy is given."""

    holder = forms.ModelChoiceField(
        label=_("Who votes for you"),
        queryset=RollSeat.objects.none(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose who votes: a proxy is never blank.")},
    )

    def __init__(
        self, *args: Any, meeting: Meeting, holders: Sequence[PossibleHolder] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["holder"]
        field.queryset = meeting.roll.order_by("name", "pk")
        if holders is not None:
            # Whoever is not offered is refused by the operation, which says why.
            field.choices = [("", field.empty_label), *((one.seat.pk, _holder_name(one)) for one in holders)]


class PaperProxyForm(ProxyForm):
    """A proxy on paper, as the office records it."""

    giver = forms.ModelChoiceField(
        label=_("Whose proxy"),
        queryset=RollSeat.objects.none(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose whose it is.")},
    )
    dated_on = day_field(label=_("Day written on it"))
    is_signed = forms.BooleanField(
        label=_("It is signed by who speaks for the giver"),
        error_messages={"required": _("Without a signature it does not hold.")},
    )
    file = forms.FileField(
        label=_("Scan"), required=False, help_text=_("If you have it, as PDF or picture: the office alone opens it.")
    )
    field_order = ("giver", "holder", "dated_on", "is_signed", "file")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        field: Any = self.fields["giver"]
        field.queryset = meeting.roll.order_by("name", "pk")
        self.fields["holder"].label = _("Who votes for it")


class _ItemChoice(forms.Form):
    """A form about one of the items of a meeting."""

    item = forms.ModelChoiceField(
        label=_("Item"), queryset=AgendaItem.objects.none(), error_messages={"required": _("Choose the item.")}
    )
    STATES: tuple[str, ...] = ()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = meeting.items.filter(state__in=self.STATES).order_by("position")
        field.empty_label = None if field.queryset.count() == 1 else _("Choose one")


class ConflictForm(_ItemChoice):
    """A conflict of interest on an item."""

    STATES = (ItemState.PLANNED, ItemState.DISCUSSED, ItemState.STOPPED)
    reason = forms.CharField(
        label=_("What the conflict is"),
        max_length=400,
        error_messages={"required": _("Write what the conflict is, in a few words: the minutes say it.")},
    )


class ObjectionForm(_ItemChoice):
    """An objection to the item that is discussed or voted."""

    STATES = (ItemState.DISCUSSED, ItemState.VOTING, ItemState.STOPPED)
    topic = forms.ChoiceField(
        label=_("What it touches"), required=False, choices=[("", _("something else")), *ForbiddenTopic.choices]
    )
    reason = forms.CharField(label=_("In a few words"), max_length=400, required=False)


class SaidForm(_ItemChoice):
    """A conflict or an objection that somebody in the room says aloud, as whoever leads the meeting writes it down."""

    STATES = (ItemState.PLANNED, ItemState.DISCUSSED, ItemState.VOTING, ItemState.STOPPED)
    seat = forms.ModelChoiceField(
        label=_("Who says it"), queryset=RollSeat.objects.none(), error_messages={"required": _("Choose who says it.")}
    )
    what = forms.ChoiceField(
        label=_("What"),
        choices=[("conflict", _("a conflict of interest")), ("objection", _("an objection: the item stops"))],
    )
    reason = forms.CharField(
        label=_("In a few words"),
        max_length=400,
        error_messages={"required": _("Write what was said: the minutes give it.")},
    )
    field_order = ("seat", "what", "item", "reason")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        field: Any = self.fields["seat"]
        field.queryset = meeting.roll.filter(stays__left_at=None, stays__isnull=False).order_by("name").distinct()
        field.empty_label = _("Choose one")


class AnswerForm(forms.Form):
    """The chair's answer to an objection."""

    answer = forms.CharField(
        label=_("Answer"), max_length=400, error_messages={"required": _("Write the answer: the minutes give it.")}
    )
    what = forms.ChoiceField(
        label=_("And the item"), choices=[("resume", _("goes on")), ("defer", _("is left to another meeting"))]
    )
