"""Components that every page uses, as tags and filters, so that a shape, a colour and a word always come together.

Tags here: `state`, `part`, `strength`, `chip`, `example`, `form_field`, `error_summary`, `form_panel`, `form_fold`,
`pagination`.
Filters: `long_date`, `short_month`, `score`, `whole`, `euro`, `shortened`, `percent`, `matcher_words`.
Plain includes (each says in its first lines what it expects), in `components/`: `ask`, `entry`, `empty`, `gapbox`,
`unknownbox`, `versus`, `statline`, `switch`, `filterline`, `steps`, `progress`, `waiting`, `passage`, `note`, `crumbs`,
`twin`, `broken_thread`, `due_day`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from filiera.common import in_words
from filiera.pictures.strokes import r1

register = template.Library()

GIVEN_AGAIN = (forms.FileInput, forms.PasswordInput)
"""Boxes that no browser fills in again."""

TONES = {"ok": "ok", "bad": "bad", "partial": "warn", "trace": "unknown", "warn": "warn", "unknown": "unknown"}


@register.filter
def long_date(day: date | None, precision: str = "day") -> str:
    """Write a date in words."""
    return in_words.long_date(day, precision)


@register.filter
def short_month(day: date) -> str:
    """Write a month where there is little room."""
    return in_words.short_month(day)


@register.filter
def short_day(day: date) -> str:
    """Write a day where there is little room."""
    return in_words.short_day(day)


@register.filter
def moment(at: datetime | None) -> str:
    """Write a moment in words."""
    return in_words.moment(at)


@register.filter
def score(value: float | None) -> str:
    """Write a strength with two decimals in the reader's language."""
    return in_words.score(value)


@register.filter
def quoted(text: str) -> str:
    """Put words in the quotes of the language."""
    return in_words.quoted(text)


@register.filter
def file_size(octets: int) -> str:
    """Write how large a file is."""
    return in_words.file_size(octets)


@register.filter
def whole(value: float | None) -> str:
    """Write a count with its thousands apart."""
    return in_words.whole(value)


@register.filter
def euro(value: Decimal | float | None) -> str:
    """Write an amount in euro."""
    return in_words.euro(value)


@register.filter
def shortened(text: str) -> str:
    """Show a value of a file: a huge one is cut, and its length said."""
    return in_words.shortened(text)


@register.filter
def percent(value: float | None) -> str:
    """Write a share given in hundredths."""
    return in_words.percent(value)


@register.filter
def matcher_words(name: str) -> str:
    """Say how answers were sought; empty for a matcher that no page answers with but in a trial."""
    words = {
        "hybrid": _("sought by the words and by their sense"),
        "dense": _("sought by the sense"),
        "bm25": _("sought by the words"),
        "tfidf": _("sought by the words"),
    }
    return words.get(name.partition("-")[0], "")


@register.inclusion_tag("components/state.html")
def state(kind: str, word: str) -> dict[str, str]:
    """Say a verdict with shape, colour and word; `kind` is ok, partial, unknown or bad."""
    return {"kind": kind, "tone": TONES[kind], "word": word}


@register.inclusion_tag("components/part.html")
def part(kind: str, word: str, value: float | None = None) -> dict[str, str]:
    """Say how one part of a question is covered, as an item of a `.parts` list."""
    return {"kind": kind, "tone": TONES[kind], "word": word, "value": in_words.score(value)}


@register.inclusion_tag("components/strength.html")
def strength(value: float, tone: str = "") -> dict[str, Any]:
    """Draw a strength in [0, 1] as a bar with its figure; `tone` is empty, "s" (sage) or "g" (gold)."""
    width = r1(min(1.0, max(0.0, value)) * 120)
    return {"width": width, "tone": tone, "words": in_words.score(value)}


@register.inclusion_tag("components/chip.html")
def chip(label: str, tone: str = "", url: str = "") -> dict[str, str]:
    """Label a competence (no tone), a proof or research ("s"), packaging ("g")."""
    return {"label": label, "tone": tone, "url": url}


@register.inclusion_tag("components/example.html")
def example() -> dict[str, str]:
    """Mark an invented name."""
    return {}


@register.inclusion_tag("components/field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """Lay out one form field: label, hint, control, error beside it, and the ARIA that ties them."""
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    widget = field.field.widget
    is_tick = isinstance(widget, forms.CheckboxInput)
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    is_chosen = isinstance(widget, forms.RadioSelect) and field.value() not in (None, "")
    attrs: dict[str, Any] = {} if is_tick or isinstance(widget, forms.Select) else {"class": "in"}
    if isinstance(widget, forms.Textarea) and str(widget.attrs.get("rows")) == "10":  # Django's default is too tall
        attrs["rows"] = 4
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": field,
        "is_tick": is_tick,
        "is_group": is_group,
        "described": " ".join(described),
        "group_role": "radiogroup" if isinstance(widget, forms.RadioSelect) else "group",
        "optional": not field.field.required
        and not is_tick
        and not is_chosen
        and not _is_all_optional(field.form)
        and not getattr(field.field, "unmarked", False),
        "optional_words": getattr(field.field, "optional_words", ""),
        "widget": "" if is_group else field.as_widget(attrs=attrs),
    }


def _is_all_optional(form: forms.BaseForm) -> bool:
    """Tell whether a form of several boxes demands none of them: then to say so of each tells nothing."""
    shown = [field for field in form.visible_fields() if not isinstance(field.field.widget, forms.CheckboxInput)]
    return len(shown) > 1 and not any(field.field.required for field in shown)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """Gather the errors of a form above it, each a link to its field; nothing where there is none.

    A label that is a sentence stands there without its full stop. That nothing is lost is said only of a form that keeps
    all it was given: a file and a password must be given again.
    """
    bad_fields = (
        [(field, str(field.label).removesuffix(".")) for field in form if field.errors] if form.is_bound else []
    )
    general = form.non_field_errors() if form.is_bound else []
    is_kept = form.is_bound and not any(isinstance(field.field.widget, GIVEN_AGAIN) for field in form)
    return {"bad_fields": bad_fields, "general": general, "count": len(bad_fields) + len(general), "is_kept": is_kept}


@register.inclusion_tag("components/form_panel.html")
def form_panel(form: forms.BaseForm, title: str, button: str, **rest: Any) -> dict[str, Any]:
    """Give a whole form a panel of its own, with all its fields and one button.

    The rest, all as it may be: `action` (an address other than the page's), `act` (the value by which a view with several
    forms knows this one), `lead` (a sentence before the fields), `quiet` (a button that does not call).
    """
    ident = str(form.auto_id or "%s") % (rest.get("act") or type(form).__name__.removesuffix("Form").lower())
    return {"form": form, "title": title, "button": button, "ident": f"{ident}-title", **rest}


@register.inclusion_tag("components/form_fold.html")
def form_fold(form: forms.BaseForm, title: str, button: str, **rest: Any) -> dict[str, Any]:
    """Fold a whole form under its title, in the line of what it is about; it is open where it was refused.

    The rest is that of `form_panel`. Where several stand on a page, each form has an `auto_id` of its own, `row` and `number`
    say of which row it is, and `about` what the row is, for whoever hears the page.
    """
    return {"form": form, "title": title, "button": button, **rest}


@register.inclusion_tag("components/pagination.html")
def pagination(page: Page[Any], query: QueryDict | None = None, parameter: str = "page") -> dict[str, str]:
    """Say which entries are shown and lead to the pages before and after, keeping the rest of the query."""

    def address(number: int) -> str:
        kept = query.copy() if query is not None else QueryDict(mutable=True)
        kept[parameter] = str(number)
        return f"?{kept.urlencode()}"

    sentence = _("%(first)s–%(last)s of %(total)s") % {
        "first": in_words.whole(page.start_index()),
        "last": in_words.whole(page.end_index()),
        "total": in_words.whole(page.paginator.count),
    }
    return {
        "sentence": sentence,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
