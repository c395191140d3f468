"""The components: words, shapes and ARIA come together."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.utils import translation

from filiera.common.forms import form_of_row, shown_again
from filiera.engine.strength_words import figure
from filiera.web.templatetags.shell import form_field
from squeezed import squeezed


def render(source: str, **context: object) -> str:
    return squeezed(engines["django"].from_string("{% load shell pictures %}" + source).render(context))


class NeedForm(forms.Form):
    """A form with one control of each sort."""

    need = forms.CharField(label="Need", help_text="In a sentence.", widget=forms.Textarea)
    tried = forms.CharField(label="Tried", required=False)
    who = forms.ChoiceField(label="Who", choices=[("a", "All"), ("b", "Both")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")


@pytest.mark.parametrize(("lang", "words"), [("it", "22 novembre 2026"), ("en", "22 November 2026")])
def test_long_date_is_in_words(lang: str, words: str) -> None:
    with translation.override(lang):
        assert render("{{ day|long_date }}", day=date(2026, 11, 22)) == words


@pytest.mark.parametrize(
    ("precision", "words"), [("month", "November 2026"), ("year", "2026"), ("M", "November 2026"), ("Y", "2026")]
)
def test_long_date_writes_no_more_than_is_known(precision: str, words: str) -> None:
    with translation.override("en"):
        assert render("{{ day|long_date:precision }}", day=date(2026, 11, 22), precision=precision) == words


@pytest.mark.parametrize(
    ("lang", "precision", "html"),
    [
        ("it", "day", '<time datetime="2027-05-01">1<small>mag 2027</small></time>'),
        ("en", "day", '<time datetime="2027-05-01">1<small>May 2027</small></time>'),
        ("it", "month", '<time datetime="2027-05"><small>mag 2027</small></time>'),
        ("it", "year", '<time datetime="2027"><small>2027</small></time>'),
    ],
)
def test_due_day_is_no_more_exact_than_it_is_known(lang: str, precision: str, html: str) -> None:
    source = '{% include "components/due_day.html" with on=on precision=precision only %}'
    with translation.override(lang):
        assert render(source, on=date(2027, 5, 1), precision=precision).strip() == html


def test_long_date_of_nothing_says_undated() -> None:
    with translation.override("en"):
        assert render("{{ day|long_date }}", day=None) == "undated"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "0,84 2.940 310.000 € 65 %"),
        ("en", "0.84 2,940 €310,000 65%"),
    ],
)
def test_numbers_follow_the_language(lang: str, words: str) -> None:
    source = "{{ s|score }} {{ n|whole }} {{ e|euro }} {{ p|percent }}"
    with translation.override(lang):
        assert render(source, s=0.84, n=2940, e=310000, p=65) == words


@pytest.mark.parametrize("value", [0.6069, 0.3395, 0.6, 0.999, 0.125, 0.004, 1.0, 0.0])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_strength_is_rounded_alike_in_bars_tables_and_sentences(value: float, lang: str) -> None:
    with translation.override(lang):
        html = render("{% strength value %} {{ value|score }}", value=value)
    words = figure(value, lang)
    assert (f'<strong class="num">{words}</strong>' in html, html.split()[-1]) == (True, words)


@pytest.mark.parametrize(("kind", "css"), [("ok", "ok"), ("bad", "bad"), ("partial", "warn"), ("unknown", "unknown")])
def test_state_has_shape_colour_and_word(kind: str, css: str) -> None:
    html = render("{% state kind 'the word' %}", kind=kind)
    assert html.startswith(f'<span class="state state--{css}"><svg')
    assert html.rstrip().endswith("the word</span>")


def test_strength_draws_its_bar_in_every_language() -> None:
    with translation.override("it"):
        html = render("{% strength 0.84 %}")
    assert ('width="100.8"' in html, ">0,84<" in html) == (True, True)


def test_strength_of_zero_has_no_bar() -> None:
    assert "bar-fg" not in render("{% strength 0 %}")


def test_field_with_an_error_is_tied_to_its_hint_and_error() -> None:
    form = NeedForm({"tried": "x"})
    with translation.override("en"):
        html = render("{% form_field form.need %}", form=form)
    assert 'aria-describedby="id_need-hint id_need-error"' in html
    assert ('aria-invalid="true"' in html, 'class="field field--bad"' in html) == (True, True)


def test_field_without_an_error_is_plain_and_says_when_it_is_optional() -> None:
    with translation.override("en"):
        html = render("{% form_field form.tried %}", form=NeedForm())
    assert ("aria-invalid" in html, "(optional)" in html) == (False, True)


def test_group_of_choices_is_named_by_its_label() -> None:
    html = render("{% form_field form.who %}", form=NeedForm())
    assert 'role="radiogroup" aria-labelledby="id_who-label"' in html
    assert html.count('<label class="choice"') == 2


def test_error_summary_links_every_field_at_fault() -> None:
    with translation.override("en"):
        html = render("{% error_summary form %}", form=NeedForm({}))
    assert "3 things to put right" in html
    assert [part.split('"')[0] for part in html.split('href="')[1:]] == ["#id_need", "#id_who", "#id_agreed"]


def test_error_summary_takes_the_full_stop_off_a_label_that_is_a_sentence() -> None:
    class Statements(forms.Form):
        statute = forms.BooleanField(label="Ho letto lo statuto.", error_messages={"required": "Leggilo."})

    html = " ".join(render("{% error_summary form %}", form=Statements({})).split())

    assert ">Ho letto lo statuto: Leggilo.</a>" in html


def test_error_summary_of_a_good_form_is_empty() -> None:
    form = NeedForm({"need": "x", "who": "a", "agreed": "on"})
    assert render("{% error_summary form %}", form=form).strip() == ""


def test_pagination_keeps_the_rest_of_the_query() -> None:
    page = Paginator(range(60), 20).page(2)
    with translation.override("en"):
        html = render("{% pagination page query %}", page=page, query=QueryDict("q=airless&page=2"))
    assert ("21–40 of 60" in html, 'href="?q=airless&amp;page=1"' in html, 'href="?q=airless&amp;page=3"' in html) == (
        True,
        True,
        True,
    )


def test_versus_of_three_facts_has_three_columns() -> None:
    facts = [SimpleNamespace(value=str(n), what="staff", rows=[("source", "x")]) for n in range(3)]
    html = render('{% include "components/versus.html" %}', facts=facts)
    assert (html.count("versus--3"), html.count("versus__v")) == (1, 3)


def test_filter_can_be_taken_away() -> None:
    with translation.override("en"):
        html = render('{% include "components/filterline.html" %}', filters=[SimpleNamespace(url="?", label="SME")])
    assert '<a href="?">SME<span class="sr">, take the filter away</span></a>' in html


def test_a_form_has_its_panel_with_all_its_fields_and_its_act() -> None:
    out = render('{% form_panel form "The need" "Send it" action="/x/" lead="In short." act="need" %}', form=NeedForm())
    assert 'aria-labelledby="id_need-title"><h2 class="serif" id="id_need-title">The need</h2>' in out
    assert all(part in out for part in ('action="/x/"', 'name="act" value="need"', "In short."))
    assert all(f'id="id_{name}' in out for name in ("need", "tried", "who", "agreed"))
    assert "multipart" not in out


def test_a_form_with_a_file_is_sent_with_it() -> None:
    class PaperForm(forms.Form):
        paper = forms.FileField()

    assert 'enctype="multipart/form-data"' in render('{% form_panel form "A" "B" %}', form=PaperForm())


def test_of_the_forms_of_rows_the_refused_one_alone_is_open_and_its_errors_lead_to_its_boxes() -> None:
    refused = form_of_row(NeedForm, 2, {"need": ""})
    again = shown_again(refused)
    outs = [render('{% form_fold form "T" "B" %}', form=again(form_of_row(NeedForm, key))) for key in (1, 2)]

    assert [" open>" in out or " open " in out.split("summary")[0] for out in outs] == [False, True]
    assert [re.findall(r'href="#([^"]+)"', out) for out in outs] == [[], ["need-2-need", "need-2-who", "need-2-agreed"]]
    assert all(f'id="{target}"' in outs[1] for target in ("need-2-need", "need-2-who", "need-2-agreed"))
    assert (again.status, shown_again(None).status) == (422, 200)


class Boxes(forms.Form):
    """Boxes of which none is demanded, and a tick."""

    one = forms.CharField(required=False)
    other = forms.CharField(required=False)
    tick = forms.BooleanField()


def test_where_every_box_is_optional_none_says_so() -> None:
    form = Boxes()
    told = [form_field(form[name])["optional"] for name in ("one", "other")]
    form.fields["other"].required = True
    assert (told, form_field(form["one"])["optional"]) == ([False, False], True)
