"""What calls ask for is read once, and again when text, words or taxonomy change; what the office says of it stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from factories import UserFactory
from factories.calls import call, draft
from filiera.common.instance import current_instance
from filiera.common.models import AuditEvent
from filiera.competence.models import Competence
from filiera.funding.drafts import WindowDraft
from filiera.funding.enums import CallSource
from filiera.funding.models import CallTopic
from filiera.funding.operations import topics
from filiera.funding.operations.calls import record_call
from filiera.funding.operations.edit import Edit, edit_call
from filiera.funding.operations.topics import decide_topic, read_some_topics, read_topics
from filiera.funding.queries import reading
from filiera.funding.queries.reading import calls_unread
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"
AIRLESS = {"title": "Flaconi airless (esempio)", "text": "Si cercano flaconi airless e pompe airless per sieri."}
# `calls_unread` reads the clock: this call stays open whenever the tests run.
ALWAYS = WindowDraft(opens=date(2020, 1, 1), closes=date(2999, 1, 1))


@pytest.fixture
def airless() -> Any:
    return call(window=ALWAYS, **AIRLESS)


def test_call_is_read_once(airless: Any) -> None:
    assert list(calls_unread()) == [airless]
    assert read_some_topics(budget_seconds=60) == 1
    assert (list(calls_unread()), read_some_topics(budget_seconds=60)) == ([], 0)
    topic = airless.topics.get(competence=LEAF)
    assert ("airless" in topic.passage.lower(), 0 < topic.weight <= 1, topic.origin) == (True, True, "READ")


def test_call_that_is_over_is_not_read() -> None:
    call(window=WindowDraft(opens=date(2019, 1, 1), closes=date(2019, 2, 1)))
    assert list(calls_unread()) == []


def test_call_is_read_again_when_its_words_change(airless: Any) -> None:
    read_topics(calls=[airless])
    values = {"summary_it": "Ora si parla di profumi."}
    edit_call(call=airless, values=values, edit=Edit(), now=NOW)
    assert list(calls_unread()) == [airless]


def test_call_is_read_again_when_the_taxonomy_changes(airless: Any) -> None:
    read_topics(calls=[airless])
    Competence.objects.filter(code=LEAF).update(label_it="Flaconi airless e simili")
    assert list(calls_unread()) == [airless]
    assert read_some_topics(budget_seconds=60) == 1


def test_what_the_office_says_stays_when_the_call_is_read_again(airless: Any) -> None:
    read_topics(calls=[airless])
    other = Competence.objects.filter(level=3, successor=None).exclude(pk__in=airless.topics.values("competence"))[0]
    decide_topic(call=airless, competence=Competence.objects.get(code=LEAF), is_asked=False, actor=UserFactory())
    decide_topic(call=airless, competence=other, is_asked=True)
    record_call(draft=draft(window=ALWAYS, **{**AIRLESS, "text": "Ancora flaconi airless, e pompe airless."}), now=NOW)
    airless.refresh_from_db()
    assert read_topics(calls=[airless]) == 1
    said = dict(CallTopic.objects.filter(origin="OFFICE").values_list("competence", "is_refused"))
    assert said == {LEAF: True, other.code: False}
    assert airless.topics.filter(competence=LEAF).count() == 1


def test_office_may_think_again_and_the_weight_of_the_reading_is_kept(airless: Any) -> None:
    read_topics(calls=[airless])
    leaf, weight = Competence.objects.get(code=LEAF), airless.topics.get(competence=LEAF).weight
    for is_asked in (False, True):
        decide_topic(call=airless, competence=leaf, is_asked=is_asked)
    topic = airless.topics.get(competence=LEAF)
    assert (topic.is_refused, topic.weight) == (False, weight)
    assert AuditEvent.objects.filter(verb="decide-topic").count() == 2


def test_time_that_is_over_leaves_the_rest_for_the_next_step() -> None:
    for number in range(6):
        call(f"N{number}", window=ALWAYS, **AIRLESS)
    assert (read_some_topics(budget_seconds=-1), calls_unread().count()) == (4, 2)


def test_reading_a_call_twice_in_one_second_is_harmless(airless: Any) -> None:
    read_topics(calls=[airless])
    before = list(airless.topics.values_list("competence", "weight"))
    airless.topics_read_as = ""
    read_topics(calls=[airless])
    assert list(airless.topics.values_list("competence", "weight")) == before
    assert airless.changed_at < NOW + timedelta(days=1)


NOTICE = """Avviso per le imprese (esempio). Le domande si presentano in via telematica sulla piattaforma dell'ente.
Possono presentare domanda le imprese attive da due anni. Ogni impresa presenta una sola domanda.
L'avviso sostiene sistemi airless e pompe airless. Le spese sono rendicontate entro sessanta giorni.
Il contributo è erogato a saldo. I beni restano in azienda per tre anni. Il bando finanzia progetti di partenariato."""


def test_sentence_that_names_a_competence_is_found_in_a_text_about_other_things() -> None:
    found = call(source=CallSource.TEXT, title="Avviso (esempio)", text=NOTICE)
    read_topics(calls=[found])
    topic = found.topics.get(competence=LEAF)
    assert topic.passage == "L'avviso sostiene sistemi airless e pompe airless."


def test_what_the_form_of_every_call_speaks_of_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = call(source=CallSource.TEXT, title="Avviso (esempio)", text=NOTICE)
    left_out = {code for one in current_instance().no_proof if one.kind == "call" for code in one.competences}
    read_topics(calls=[found])
    assert left_out & set(found.topics.values_list("competence", flat=True)) == set()
    bare = current_instance().model_copy(update={"no_proof": []})
    for module in (topics, reading):
        monkeypatch.setattr(module, "current_instance", lambda: bare)
    assert calls_unread().filter(pk=found.pk).exists()
    read_topics(calls=[found])
    assert left_out & set(found.topics.values_list("competence", flat=True)) == left_out
