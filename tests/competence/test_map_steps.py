"""The map is computed in steps that a page shows; of two who ask at once one computes, and nothing is counted twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, RunFactory, UserFactory
from factories.installation import installation, started, told
from filiera.competence import adapters
from filiera.competence.adapters import current_index
from filiera.competence.models import Claim, Evidence, MapRun, Summary, Vector
from filiera.competence.operations.map import advance_map, begin_map, computing, counts_of, update_map
from filiera.competence.queries.readiness import last_whole_run, map_standing, whole_run_under_way
from filiera.competence.views import preparing
from tests_clock import TODAY

TESTS = Path(__file__).parents[1]
WORDS = {"title_it": "Dosatore airless", "text_it": "Pompa airless per creme, sistema airless a doppia parete."}
COMPUTE, ADVANCE, PROGRESS = (f"/it/office/map/{name}/" for name in ("compute", "advance", "progress"))
PREPARE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(TESTS)!r})
from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.instance import current_instance
from filiera.competence.operations.load import load_vocabularies
from filiera.competence.operations.map import begin_map
from tests_clock import TODAY
load_vocabularies(instance=current_instance(), municipalities=Path({str(TESTS / "fixtures" / "municipalities.csv")!r}))
for number in range(230):
    organisation = OrganisationFactory(code=f"ditta-{{number}}")
    words = {{"title_it": f"Dosatore airless {{number}}", "text_it": "Pompa airless per creme."}}
    LinkFactory(organisation=organisation, evidence=EvidenceFactory(**words))
begin_map(today=TODAY)
"""
STEPS = """
from filiera.competence.operations.map import advance_map
from filiera.competence.queries.readiness import whole_run_under_way
print("ready", flush=True)
while whole_run_under_way() is not None:
    advance_map(budget_seconds=0.2)
"""
LOOK = """
from filiera.competence.models import Claim, MapRun, Summary
run, office = MapRun.objects.get(), Claim.objects.filter(seen_by="OFFICE")
print(run.counts["read"], run.counts["organisations"], Summary.objects.count(),
    run.counts["claims"] == office.filter(strength__gte=0.05).count() > 0, run.counts["changed"] == office.count())
"""


def some_evidence(organisations: int) -> None:
    for row in OrganisationFactory.create_batch(organisations):
        LinkFactory(organisation=row, evidence=EvidenceFactory(**WORDS))


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.mark.django_db
def test_computation_in_steps_gives_what_one_in_one_go_gives() -> None:
    some_evidence(3)
    begin_map(today=TODAY)
    steps = 0
    while (run := last_whole_run()) and run.finished_at is None:
        advance_map(budget_seconds=0)
        steps += 1
    values = ("organisation_id", "competence_id", "seen_by", "strength", "reason_it")
    by_steps = sorted(Claim.objects.values_list(*values))
    done = counts_of(MapRun.objects.get())
    held = Claim.objects.filter(seen_by="OFFICE", strength__gte=0.05).count()
    assert (done.read, done.organisations, done.claims, steps) == (3, 3, held, 3)
    again = update_map(today=TODAY)
    assert (again.read, again.organisations, again.claims, again.changed) == (0, 3, done.claims, 0)
    assert sorted(Claim.objects.values_list(*values)) == by_steps


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", ["si leggono le prove", "si ricavano le competenze"]),
        ("en", ["the evidence is read", "the competences are worked out"]),
    ],
)
def test_page_shows_how_far_it_is_until_the_map_is_ready(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: list[str]
) -> None:
    monkeypatch.setattr(preparing, "BUDGET_SECONDS", 0)
    some_evidence(2)
    client = office()
    root = f"/{lang}/office/map"
    first = client.post(f"{root}/compute/", follow=True)
    assert first.redirect_chain == [(f"{root}/progress/", 302)]
    htmx = {"headers": {"HX-Request": "true"}}
    parts = [first.content.decode(), client.post(f"{root}/advance/", **htmx).content.decode()]
    assert [words in part for words, part in zip(said, parts, strict=True)] == [True, True]
    assert f'hx-post="{root}/advance/"' in parts[1]
    done = client.post(f"{root}/advance/", **htmx)
    assert (done["HX-Redirect"], MapRun.objects.get().finished_at is not None) == (f"/{lang}/chain/", True)
    assert client.get(f"{root}/progress/")["Location"] == f"/{lang}/chain/"


@pytest.mark.django_db
def test_texts_are_embedded_a_few_at_a_time_and_none_twice() -> None:
    for number in range(40):
        LinkFactory(evidence=EvidenceFactory(title_it=f"Dosatore {number}", text_it=""))
    begin_map(today=TODAY)
    standings, kept = [], []
    while (run := last_whole_run()) and run.counts["phase"] == "index":
        advance_map(budget_seconds=0)
        standing = map_standing(last_whole_run())
        standings.append((standing.step, standing.at, standing.of))
        kept.append(Vector.objects.count())
    assert standings == [(1, 16, 40), (1, 32, 40), (2, 0, 40)]
    assert [number - kept[0] for number in kept] == [0, 16, 24]


@pytest.mark.django_db
def test_what_came_in_half_way_is_in_the_index_and_in_the_map_at_the_end() -> None:
    some_evidence(1)
    begin_map(today=TODAY)
    advance_map(budget_seconds=0)
    some_evidence(1)
    while whole_run_under_way() is not None:
        advance_map(budget_seconds=0)
    index = current_index()
    assert index is not None
    assert sorted(index.store.document_ids) == sorted(str(row.pk) for row in Evidence.objects.all())
    done = counts_of(MapRun.objects.get())
    assert (done.read, done.organisations, done.claims) == (2, 2, Claim.objects.filter(seen_by="OFFICE").count())


@pytest.mark.django_db
def test_step_reads_only_the_pieces_from_where_the_last_one_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapters, "PIECES_AT_ONCE", 20)
    for number in range(100):
        LinkFactory(evidence=EvidenceFactory(title_it=f"Dosatore {number}", text_it=""))
    begin_map(today=TODAY)
    with CaptureQueriesContext(connection) as first:
        advance_map(budget_seconds=0)
    with CaptureQueriesContext(connection) as second:
        advance_map(budget_seconds=0)
    assert map_standing(last_whole_run()).at == 32
    assert len(second) <= len(first) < 20


@pytest.mark.django_db
def test_computation_that_stopped_long_ago_is_still_told_and_gone_on_with() -> None:
    some_evidence(2)
    begin_map(today=TODAY)
    advance_map(budget_seconds=0)
    MapRun.objects.update(started_at=timezone.now() - timedelta(hours=30))
    assert "La mappa si sta calcolando" in office().get("/it/office/").content.decode()
    begin_map(today=TODAY)
    assert MapRun.objects.get().counts["phase"] == "reading"


@pytest.mark.django_db
def test_second_click_joins_who_computes_and_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    some_evidence(2)
    begin_map(today=timezone.localdate())
    client = office()
    with computing(wait=False) as is_alone:
        assert is_alone
        assert client.post(COMPUTE)["Location"] == PROGRESS
        assert client.post(ADVANCE)["Location"] == PROGRESS
        page = client.get(PROGRESS).content.decode()
    assert ("Passo 1 di 3" in page, MapRun.objects.count(), Summary.objects.count()) == (True, 1, 0)
    monkeypatch.setattr(preparing, "BUDGET_SECONDS", 0)
    client.post(COMPUTE)
    client.post(COMPUTE)
    assert MapRun.objects.get().counts["phase"] == "claims"


@pytest.mark.django_db
def test_computation_begun_before_the_evidence_changed_is_begun_anew() -> None:
    some_evidence(1)
    begin_map(today=TODAY)
    begin_map(today=TODAY)
    assert MapRun.objects.count() == 1
    some_evidence(1)
    begin_map(today=TODAY)
    assert MapRun.objects.count() == 2


@pytest.mark.django_db
def test_step_without_a_computation_begins_none() -> None:
    RunFactory()
    client = office()
    assert client.post(ADVANCE)["Location"] == "/it/chain/"
    assert MapRun.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", [COMPUTE, ADVANCE])
def test_steps_are_for_the_office(path: str) -> None:
    client = Client()
    client.force_login(UserFactory())
    assert (client.post(path).status_code, client.get(PROGRESS).status_code) == (404, 404)


def test_processes_at_once_compute_one_map_and_count_nothing_twice(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        told(PREPARE, place)
        both = [started(STEPS, place) for _number in range(2)]
        for process in both:
            process.communicate(timeout=120)
        assert [process.returncode for process in both] == [0, 0]
        assert told(LOOK, place) == "230 230 920 True True"
