"""The ballot as a form: one vote for all the seats that a person votes for, or one for each."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.governance.enums import Choice, VoteMode
from filiera.governance.logic.ballots import ALPHABET, CODE_LENGTH, written_code
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.operations.votes import Vote
from filiera.governance.wording_votes import doubt_words, sure_words

if TYPE_CHECKING:
    from filiera.governance.models import AgendaItem, OpenVote
    from filiera.governance.queries.hands import HandSeat
    from filiera.governance.queries.seats import VotingSeat

BLANK = "-"
CHOICES = [
    (Choice.FOR.value, gettext_lazy("In favour")),
    (Choice.AGAINST.value, gettext_lazy("Against")),
    (Choice.ABSTAIN.value, gettext_lazy("I abstain")),
]


def _signer(item: AgendaItem) -> Signer:
    return Signer(salt=f"ballot-{item.pk}")


def new_code(item: AgendaItem) -> str:
    """Draw the code of a ballot, signed so that nobody chooses one; it says nothing of who holds it."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return _signer(item).sign(written_code(letters))


class BallotForm(forms.Form):
    """Asks what each seat votes. `is_split` asks seat by seat; else one answer holds for all.

    A secret ballot carries the code of each seat hidden in the page: it is drawn when the page opens, and nothing else
    knows whose it is.
    """

    def __init__(
        self, item: AgendaItem, seats: Sequence[VotingSeat], *args: Any, is_split: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.seats = item, seats
        self.is_split = is_split and len(seats) > 1
        self.candidates = [candidate.name for candidate in item.candidates.order_by("position")]
        for name, label in self._questions():
            self.fields[name] = self._field(label)
        if item.vote_mode == VoteMode.SECRET:
            for one in seats:
                self.fields[f"code_{one.seat.pk}"] = forms.CharField(
                    widget=forms.HiddenInput, required=False, initial=new_code(item)
                )

    def _questions(self) -> list[tuple[str, str]]:
        if not self.is_split:
            return [("vote", self.item.title)]
        return [(f"vote_{one.seat.pk}", one.seat.name) for one in self.seats]

    def _field(self, label: str) -> forms.Field:
        """Give the field of one question; names of candidates are several, a choice is one."""
        wanted = {"required": _("Choose, then vote. Without a choice nothing is sent.")}
        if self.item.kind != "ELECTION":
            return forms.ChoiceField(label=label, choices=CHOICES, widget=forms.RadioSelect, error_messages=wanted)
        names = [(name, name) for name in self.candidates]
        return forms.MultipleChoiceField(
            label=label,
            choices=[*names, (BLANK, _("Blank ballot"))],
            widget=forms.CheckboxSelectMultiple,
            error_messages=wanted,
        )

    def questions(self) -> list[forms.BoundField]:
        """Give the questions for the page, in order."""
        return [self[name] for name, _label in self._questions()]

    def codes(self) -> list[str]:
        """Give the codes that the page shows, one for each seat, in the order of the seats."""
        if self.item.vote_mode != VoteMode.SECRET:
            return []
        return [self._code(str(self[f"code_{one.seat.pk}"].value() or "")) for one in self.seats]

    def _code(self, signed: str) -> str:
        try:
            return _signer(self.item).unsign(signed)
        except BadSignature:
            return ""

    def clean(self) -> dict[str, Any]:
        """Check that a blank ballot names nobody, and nobody names more than there are seats."""
        values: dict[str, Any] = super().clean() or {}
        if self.item.kind == "ELECTION":
            for name, _label in self._questions():
                self._check_names(name, values.get(name) or [])
        return values

    def _check_names(self, field: str, names: list[str]) -> None:
        if BLANK in names and len(names) > 1:
            self.add_error(field, ValidationError(_("A blank ballot names nobody: untick it, or untick the names.")))
        elif len(names) > (self.item.seats or 0):
            words = {"n": len(names), "seats": self.item.seats}
            self.add_error(field, ValidationError(_("You chose %(n)s names: at most %(seats)s.") % words))

    def votes(self) -> dict[int, Vote]:
        """Give what each seat votes, of a form that is in order."""
        votes = {}
        for one in self.seats:
            chosen = self.cleaned_data[f"vote_{one.seat.pk}" if self.is_split else "vote"]
            code = self._code(self.cleaned_data.get(f"code_{one.seat.pk}", ""))
            if self.item.kind == "ELECTION":
                votes[one.seat.pk] = Vote(names=tuple(name for name in chosen if name != BLANK), code=code)
            else:
                votes[one.seat.pk] = Vote(choice=chosen, code=code)
        return votes


def _hand_name(one: HandSeat) -> str:
    """Say whose hand it is, and how it came to stand here."""
    name = _("%(name)s (by proxy)") % {"name": one.seat.name} if one.is_by_proxy else one.seat.name
    if one.written is not None:
        shown = ", ".join(one.written.names) or (
            _choice_words()[one.written.choice] if one.written.choice else _("Blank ballot")
        )
        return _("%(name)s: written “%(shown)s”, here you correct it") % {"name": name, "shown": shown}
    return _("%(name)s: votes on a device") % {"name": name} if one.has_device else name


def _choice_words() -> dict[str, str]:
    return {"FOR": _("In favour"), "AGAINST": _("Against"), "ABSTAIN": _("Abstained")}


def _hand_initial(vote: OpenVote | None, *, is_election: bool) -> Any:
    if vote is None:
        return None
    return (vote.names or [BLANK]) if is_election else vote.choice


class CloseVoteForm(forms.Form):
    """Whether a vote that leaves a doubt is meant to close now; without a doubt it asks nothing.

    `asked` tells which doubt the tick stood beside: while the page was open another may have come in its place.
    """

    is_sure = forms.BooleanField(required=False)
    asked = forms.TypedChoiceField(
        choices=[(doubt.value, doubt.value) for doubt in ClosingDoubt],
        coerce=ClosingDoubt,
        empty_value=None,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, doubt: ClosingDoubt | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if doubt is not None:
            self.fields["asked"].initial = doubt.value
            self.fields["is_sure"].label = sure_words(doubt)
            # Once it was sent without the tick, the refusal says the same beside it.
            self.fields["is_sure"].help_text = "" if self.is_bound else doubt_words(doubt)

    def sure_of(self) -> tuple[ClosingDoubt, ...]:
        """Give the doubt that was ticked away; none where nothing was ticked, or where it is not told beside which."""
        asked = self.cleaned_data.get("asked") if self.is_valid() else None
        return (asked,) if asked is not None and self.cleaned_data["is_sure"] else ()


class HandsForm(forms.Form):
    """Asks what was shown in the room, seat by seat, and what all the others showed; who is left empty is not written.

    Whoever signed in on a device of their own is written by name alone; so is a hand that is corrected.
    """

    def __init__(self, item: AgendaItem, seats: Sequence[HandSeat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.seats = item, seats
        self.is_election = item.kind == "ELECTION"
        self.candidates = [one.name for one in item.candidates.order_by("position")] if self.is_election else []
        for one in seats:
            field = self._field(_hand_name(one))
            field.initial = _hand_initial(one.written, is_election=self.is_election)
            self.fields[f"hand_{one.seat.pk}"] = field
        if not self.is_election and self.others:
            self.fields["rest"] = self._field(_("All the others"))

    @property
    def others(self) -> list[HandSeat]:
        """Give the seats that “all the others” stands for: no hand written yet, no device of their own."""
        return [] if self.is_election else [one for one in self.seats if one.written is None and not one.has_device]

    def _field(self, label: str) -> forms.Field:
        if self.is_election:
            choices = [*((name, name) for name in self.candidates), (BLANK, _("Blank ballot"))]
            return forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        shown = [("", _("nothing is written")), *_choice_words().items()]
        return forms.ChoiceField(label=label, choices=shown, required=False)

    def clean(self) -> dict[str, Any]:
        """Check that something is written, and that a blank ballot names nobody."""
        values: dict[str, Any] = super().clean() or {}
        for one in self.seats:
            name = f"hand_{one.seat.pk}"
            chosen = values.get(name) or []
            if self.is_election and BLANK in chosen and len(chosen) > 1:
                self.add_error(name, ValidationError(_("A blank ballot names nobody: untick it, or untick the names.")))
        if not self.errors and not any(values.values()):
            raise ValidationError(_("Nothing is written: say what was shown for one at least."))
        return values

    def votes(self) -> dict[int, Vote]:
        """Give what each seat showed, of a form that is in order; the others take what all the others showed."""
        rest, others = self.cleaned_data.get("rest", ""), {one.seat.pk for one in self.others}
        found = {}
        for one in self.seats:
            chosen = self.cleaned_data[f"hand_{one.seat.pk}"] or (rest if one.seat.pk in others else "")
            if not chosen:
                continue
            if self.is_election:
                found[one.seat.pk] = Vote(names=tuple(name for name in chosen if name != BLANK))
            else:
                found[one.seat.pk] = Vote(choice=chosen)
        return found
