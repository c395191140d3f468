"""The form of one rule of a call: the boxes that its value needs, made from what the judge reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common.forms import EuroField
from filiera.common.forms_seen import SeenForm
from filiera.funding.wording import LISTS, NAMES
from filiera.funding.wording_rules import LABELS
from filiera.funding.wording_things import thing_name

NOT_WRITTEN = frozenset({"window", "incentive_effect"})
"""What is judged and is no rule that somebody writes."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a rule: the key of its value ("" where the value is the whole), its kind, its label.

    Kinds: count, number, pct, amount, list, map (lines "name: number"), flag, text, who.
    """

    key: str
    kind: str
    label: Any = ""
    required: bool = False


LEAST, MOST = gettext_lazy("At least"), gettext_lazy("At most")
_OWN: dict[str, tuple[Box, ...]] = {
    "partners": (Box("min", "count", LEAST), Box("max", "count", MOST)),
    "count_kind": (Box("", "text", gettext_lazy("Kind that counts"), required=True),),
    "independent": (Box("min", "count", gettext_lazy("How many must be (empty: all)")),),
    "min_by_kind": (Box("", "map", gettext_lazy("How many of each kind"), required=True),),
    "min_countries": (
        Box("n", "count", gettext_lazy("How many"), required=True),
        Box("of", "list", gettext_lazy("Of these countries or lists")),
        Box("at_least_one", "list", gettext_lazy("One at least of")),
    ),
    "min_regions": (Box("n", "count", gettext_lazy("How many"), required=True), Box("level", "count", "NUTS")),
    "seat_region": (
        Box("code", "text", gettext_lazy("NUTS code of the region"), required=True),
        Box("when", "when", gettext_lazy("By when")),
        Box("who", "who", gettext_lazy("Whom it concerns")),
    ),
    "must_include_region_kind": (
        Box("any", "list", gettext_lazy("Kinds of region"), required=True),
        Box("n", "count", gettext_lazy("How many partners")),
    ),
    "share_max": (
        Box("entity", "pct", gettext_lazy("Of one partner, %")),
        Box("country", "pct", gettext_lazy("Of one country, %")),
    ),
    "share_min": (Box("", "map", gettext_lazy("Share of each kind, %"), required=True),),
    "intensity": (Box("", "map", gettext_lazy("Rate of each size, kind or activity, %"), required=True),),
    "intensity_it": (Box("", "map", gettext_lazy("Rate in Italy of each activity, %"), required=True),),
    "trl": (Box("start", "count", gettext_lazy("From TRL")), Box("end", "count", gettext_lazy("To TRL"))),
    "one_application_per_entity": (Box("who", "who", gettext_lazy("Whom it concerns")),),
    "recognised_as": (
        Box("name", "text", gettext_lazy("Recognition"), required=True),
        Box("who", "who", gettext_lazy("Whom it concerns")),
    ),
    "membership_min": (
        Box("of", "text", gettext_lazy("Of what"), required=True),
        Box("months", "count", gettext_lazy("Months"), required=True),
        Box("at", "text", gettext_lazy("At which moment (opens, closes, or a day)")),
    ),
    "exclude": (Box("", "flags", gettext_lazy("Who is left out"), required=True),),
    "bonus": (Box("", "points", gettext_lazy("Points for what is the case"), required=True),),
    "duration_max": (Box("", "count", gettext_lazy("Months"), required=True),),
    "accounts_filed_min": (Box("", "count", gettext_lazy("Years"), required=True),),
}
_SUMS = (
    Box("project", "amount", gettext_lazy("Of the project")),
    Box("partner", "amount", gettext_lazy("Of each partner")),
)
_ENDS = (Box("0", "amount", LEAST, required=True), Box("1", "amount", MOST, required=True))
_AMOUNT = (Box("", "amount", gettext_lazy("Amount"), required=True),)
_PART = (Box("", "pct", gettext_lazy("Share, %"), required=True),)
_LIST = (Box("", "list", gettext_lazy("Which"), required=True),)
_ALIKE: tuple[tuple[tuple[Box, ...], tuple[str, ...]], ...] = (
    (_SUMS, ("cost_min", "cost_max", "grant_max")),
    (_ENDS, ("budget_range", "grant_range")),
    (_AMOUNT, ("support_max", "fixed_grant_max", "per_sme_total_max")),
    (_PART, ("support_share_max", "inkind_min_pct")),
    (
        _LIST,
        ("countries", "lead_kind", "lead_region_kind", "categories_all", "kind_in", "size_in", "ateco_in", "ateco_out"),
    ),
    (_LIST, ("plan_sections", "docs", "output_any", "outputs_any", "eligible_cost", "supplier_kind", "certificates")),
)
BOXES: Mapping[str, Sequence[Box]] = _OWN | {name: boxes for boxes, names in _ALIKE for name in names}
"""The boxes of each rule; one that is not here has none: it holds or it does not."""

_KINDS = ("sme", "micro", "small", "medium", "large", "company", "research", "university", "its", "nonprofit")
_LISTS = ("MS", "AC", "MS_AC", "EUROSTARS", "SMP", "EEA", "PROGRAMME_AREA", "IT")
_REGIONS = ("less_developed", "transition", "more_developed", "outermost")
_ACTIVITIES = ("industrial_research", "experimental_development")
WORDS_OF: Mapping[str, Sequence[str]] = {
    "min_by_kind": _KINDS,
    "kind_in": _KINDS,
    "lead_kind": (*_KINDS, "innovative_sme", "private", "public_body"),
    "supplier_kind": _KINDS,
    "share_min": _KINDS,
    "size_in": ("micro", "small", "medium", "large", "sme"),
    "intensity": (*_KINDS, *_ACTIVITIES, "any"),
    "intensity_it": (*_KINDS, *_ACTIVITIES),
    "countries": _LISTS,
    "min_countries": _LISTS,
    "lead_region_kind": _REGIONS,
    "must_include_region_kind": _REGIONS,
    "categories_all": ("economic_operator", "public_administration", "research", "training", "civil_society"),
    "exclude": ("in_difficulty", "cluster_partner_affiliate"),
    "bonus": ("ctl_member", "women_or_youth", "innovative"),
}
"""Words that the judge reads in the boxes of lists, said beside them."""

MEANINGS: Mapping[str, str] = {**NAMES, **LISTS}
"""What those words are called in sentences."""

PLAIN = frozenset({"independent", "one_application_per_entity"})
"""Rules that hold as they are where no box is filled."""

EXAMPLES = {
    "list": gettext_lazy("One a line."),
    "map": gettext_lazy("One a line, as “sme: 1”."),
    "points": gettext_lazy("One a line, as “ctl_member: 3”."),
    "flags": gettext_lazy("One a line."),
}
WHO = (
    ("all", gettext_lazy("all partners")),
    ("lead", gettext_lazy("the lead")),
    ("company", gettext_lazy("the enterprises")),
    ("counted", gettext_lazy("the partners that count")),
    ("sme", gettext_lazy("the SMEs")),
    ("any", gettext_lazy("one at least")),
)
WHEN = (("application", gettext_lazy("when applying")), ("acceptance", gettext_lazy("by acceptance")))
_LINE = re.compile(r"^\s*(?P<name>[^:=]+?)\s*[:=]\s*(?P<value>.+?)\s*$")


def writable_rules() -> list[tuple[str, str]]:
    """Give the rules that can be written, by what they are called."""
    names = [name for name in LABELS if name not in NOT_WRITTEN]
    return sorted(((name, _(LABELS[name])) for name in names), key=lambda pair: pair[1].casefold())


class RuleForm(SeenForm):
    """One rule: its boxes, its clause, and how the change is meant."""

    clause = forms.CharField(
        label=gettext_lazy("Clause, in the words of the call"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )
    article = forms.CharField(label=gettext_lazy("Article or page"), required=False, max_length=160)
    amends = forms.BooleanField(
        label=gettext_lazy("The call itself was amended (a rettifica), not only our reading of it"), required=False
    )
    note = forms.CharField(label=gettext_lazy("A word about it"), required=False, max_length=400)

    def __init__(self, name: str, data: Any = None, *, value: Any = None, initial: Mapping[str, Any] = {}) -> None:
        super().__init__(data, initial={**initial, "value": value})
        self.name = name
        self.boxes = tuple(BOXES.get(name, ()))
        words = WORDS_OF.get(name, ())
        own = {
            f"v_{box.key}": _field(box, _part(value, box, is_first=box == self.boxes[0]), words) for box in self.boxes
        }
        self.fields = {**own, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for something in one box at least, where a rule says nothing without."""
        said = super().clean() or {}
        is_empty = all(said.get(f"v_{box.key}") in (None, "") for box in self.boxes)
        if self.boxes and not self.errors and is_empty and self.name not in PLAIN:
            raise forms.ValidationError(_("Fill in one box at least."))
        return said

    def value(self) -> Any:
        """Give what was written as the judge reads it; True of a rule without boxes."""
        if not self.boxes:
            return True
        found = {box.key: _written(box, self.cleaned_data.get(f"v_{box.key}")) for box in self.boxes}
        found = {key: value for key, value in found.items() if value is not None}
        if set(found) <= {"0", "1"} and found:
            return [found.get("0"), found.get("1")]
        if "" in found:
            return found[""]
        return found or True


def _part(value: Any, box: Box, *, is_first: bool) -> Any:
    """Give what of a value stands in a box; one that stands alone, as `cost_min: 80000`, is of the first."""
    if box.key == "":
        return value
    if isinstance(value, Mapping):
        return value.get(box.key)
    if isinstance(value, (list, tuple)) and box.key.isdecimal():
        return value[int(box.key)] if int(box.key) < len(value) else None
    return value if is_first and value is not None and not isinstance(value, bool) else None


def _example(box: Box, words: Sequence[str]) -> str:
    """Say how a box is filled in, with the words that the judge knows."""
    if box.kind not in EXAMPLES or not words:
        return str(EXAMPLES.get(box.kind, ""))
    known = _("Words that are known: %(words)s.") % {"words": ", ".join(_with_meaning(one) for one in words)}
    return f"{EXAMPLES[box.kind]} {known}"


def _with_meaning(word: str) -> str:
    """Give a word that the judge knows with what it is called, where that is another word."""
    name = MEANINGS.get(word)
    said = str(_(name)) if name else thing_name(word)
    return word if said.casefold() == word.casefold() else f"{word} ({said})"


def _field(box: Box, initial: Any, words: Sequence[str]) -> forms.Field:
    lines = forms.Textarea(attrs={"rows": 3})
    base: dict[str, Any] = {"label": box.label, "required": box.required, "initial": _shown(box, initial)}
    match box.kind:
        case "count":
            return forms.IntegerField(min_value=0, max_value=100_000, **base)
        case "pct":
            return forms.DecimalField(min_value=0, max_value=100, **base)
        case "amount":
            return EuroField(**base)
        case "who":
            return forms.ChoiceField(choices=WHO, **base)
        case "when":
            return forms.ChoiceField(choices=WHEN, **base)
        case "list" | "map" | "flags" | "points":
            return forms.CharField(widget=lines, help_text=_example(box, words), max_length=8000, **base)
        case _:
            return forms.CharField(max_length=200, **base)


def _shown(box: Box, value: Any) -> Any:
    """Give a value as its box shows it."""
    if value is None or value is True:
        return None
    match box.kind:
        case "list":
            return "\n".join(str(one) for one in (value if isinstance(value, (list, tuple)) else [value]))
        case "flags":
            return (
                "\n".join(str(name) for name, is_so in value.items() if is_so)
                if isinstance(value, Mapping)
                else str(value)
            )
        case "map":
            pairs = value.items() if isinstance(value, Mapping) else [("any", value)]
            return "\n".join(f"{name}: {number}" for name, number in pairs)
        case "points":
            return "\n".join(f"{one['if']}: {one['points']}" for one in value)
        case _:
            return value


def _written(box: Box, value: Any) -> Any:
    """Give what was written in a box as JSON holds it; None of an empty one."""
    if value in (None, ""):
        return None
    match box.kind:
        case "pct" | "amount":
            return float(value) if value != int(value) else int(value)
        case "list":
            return [line.strip() for line in re.split(r"[\n,;]+", value) if line.strip()]
        case "flags":
            return {line.strip(): True for line in re.split(r"[\n,;]+", value) if line.strip()}
        case "map":
            return dict(_pairs(value))
        case "points":
            return [{"if": name, "points": number} for name, number in _pairs(value)]
        case _:
            return value


def _pairs(text: str) -> list[tuple[str, Any]]:
    """Read lines of names with numbers; a line without a number has none, and the judge says so."""
    found = []
    for line in text.splitlines():
        read = _LINE.match(line)
        if read:
            number = read["value"].replace("%", "").strip()
            found.append((read["name"].strip(), int(number) if number.isdecimal() else number))
        elif line.strip():
            found.append((line.strip(), ""))
    return found
