"""Papers of a need: cleaned, looked at before they go out, given at their stage, taken away; and nothing is half stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from factories.needs import asked, need, organisation, person_of, read
from factories.papers import letter, png
from filiera.documents.files import folder, path_of
from filiera.documents.operations.receiving import Sent
from filiera.documents.operations.refusals import DocumentRefused
from filiera.documents.queries.documents import named_digests
from filiera.exchange.enums import Disclosed
from filiera.exchange.logic.papers import Standing, is_given
from filiera.exchange.models import Disclosure, Match, Need, NeedPaper
from filiera.exchange.operations.answers import accept_terms, pass_on, refuse, say_yes
from filiera.exchange.operations.need_ends import end_need
from filiera.exchange.operations.papers import (
    MOST_PAPERS,
    add_paper,
    give_paper,
    keep_paper_back,
    release_paper,
    remove_paper,
)
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.requesters import meet_solver
from filiera.exchange.queries.matches import request_of
from filiera.exchange.queries.papers import own_copy, own_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

WRITER = "Alba Cosmetici"
SECTOR, PROBLEM, NAMES = Disclosed.SECTOR, Disclosed.PROBLEM, Disclosed.NAMES


def sent(name: str = "alba-specifica.pdf", words: str = "La crema si separa") -> Sent:
    return Sent(name, [letter(WRITER, words)])


def added(row: Need, file: Sent | None = None, stage: str = "PROBLEM", **values: Any) -> NeedPaper:
    return add_paper(need=row, file=file or sent(), stage=stage, now=timezone.now(), **values)


def out(row: Need, **values: Any) -> NeedPaper:
    return release_paper(paper=added(row, **values), now=timezone.now())


def reading(row: Need) -> Match:
    """Give a match of a need that is read, whose solver has accepted the terms."""
    (match,) = asked(read(row), "Prove Martesana")
    return accept_terms(match=match, name="Mara Provvisoria", now=timezone.now())


def shown(match: Match) -> list[tuple[int, str]]:
    found = request_of(Match.objects.select_related("need__organisation", "solver").get(pk=match.pk))
    return [(one.number, one.label) for one in found.papers] if found else []


@pytest.mark.parametrize("stage", [PROBLEM, NAMES])
@pytest.mark.parametrize("reached", [None, SECTOR, PROBLEM, NAMES])
@pytest.mark.parametrize("is_released", [False, True])
@pytest.mark.parametrize("is_clean", [False, True])
def test_who_gets_a_paper(stage: Disclosed, reached: Disclosed | None, is_released: bool, is_clean: bool) -> None:
    given = is_given(Standing(stage, is_released, is_clean), reached)
    assert given is (is_released and (reached == NAMES or (reached == PROBLEM == stage and is_clean)))


def test_paper_is_kept_with_a_copy_that_names_nobody() -> None:
    row = added(need())
    assert (row.number, row.file_name, row.pages, row.released_at) == (1, "alba-specifica.pdf", 1, None)
    assert "separa" in row.text
    assert WRITER.encode() in path_of(row.digest).read_bytes()
    assert WRITER.encode() not in path_of(row.clean_digest).read_bytes()
    assert {row.digest, row.clean_digest} <= named_digests()
    assert not list((folder() / "aside").glob("*"))


def test_solver_reads_what_the_office_let_out_by_its_number() -> None:
    row = need()
    paper, match = added(row), reading(row)
    assert shown(match) == []
    release_paper(paper=paper, now=timezone.now())
    assert shown(match) == [(1, "Documento 1")]
    copy = give_paper(match=match, number=1, now=timezone.now())
    assert copy is not None
    assert (copy.name, copy.media_type) == ("documento-1.pdf", "application/pdf")
    seen = Disclosure.objects.filter(match=match).latest("pk")
    assert (seen.stage, seen.what) == ("PROBLEM", "Documento 1")


def test_numbers_of_what_is_given_tell_of_nothing_that_is_kept_back() -> None:
    row, now = need(enough=1), timezone.now()
    named, kept, third, fourth = (
        added(row, file=sent(f"{words}.pdf", words), stage=stage)
        for words, stage in (("uno", "NAMES"), ("due", "PROBLEM"), ("tre", "PROBLEM"), ("quattro", "PROBLEM"))
    )
    match = reading(row)
    for place, paper in enumerate((named, fourth, third)):
        release_paper(paper=paper, now=now + timedelta(minutes=place))
    keep_paper_back(paper=kept, why="C’è il marchio", now=now)
    assert shown(match) == [(1, "Documento 1"), (2, "Documento 2")]
    copy = give_paper(match=match, number=1, now=now)
    assert copy is not None
    assert (copy.name, copy.path) == ("documento-1.pdf", path_of(fourth.clean_digest))
    assert Disclosure.objects.filter(match=match).latest("pk").what == "Documento 4"
    assert [give_paper(match=match, number=number, now=now) for number in (3, 4)] == [None, None]
    release_paper(paper=kept, now=now + timedelta(hours=1))
    assert shown(match) == [(1, "Documento 1"), (2, "Documento 2"), (3, "Documento 3")]
    say_yes(match=match, now=now)
    meet_solver(match=match, meets=True, now=now + timedelta(hours=2))
    match.refresh_from_db()
    assert shown(match) == [(1, "quattro.pdf"), (2, "tre.pdf"), (3, "due.pdf"), (4, "uno.pdf")]


def test_paper_for_the_names_is_given_with_them_as_it_was_sent() -> None:
    row = need(enough=1)
    out(row, file=Sent("foglio-alba.csv", [b"grado;prova\n"]), stage="NAMES")
    match = reading(row)
    assert shown(match) == []
    say_yes(match=match, now=timezone.now())
    meet_solver(match=match, meets=True, now=timezone.now())
    match.refresh_from_db()
    assert shown(match) == [(1, "foglio-alba.csv")]
    copy = give_paper(match=match, number=1, now=timezone.now())
    assert copy is not None
    assert copy.name == "foglio-alba.csv"


def test_nothing_is_given_before_the_terms_are_accepted_nor_to_whom_it_was_not_asked() -> None:
    row = need()
    out(row)
    (match,) = asked(read(row), "Prove Martesana")
    assert give_paper(match=match, number=1, now=timezone.now()) is None
    assert give_paper(match=match, number=2, now=timezone.now()) is None
    assert not Disclosure.objects.filter(match=match, what__gt="").exists()


def test_who_said_no_is_shown_nothing_that_was_let_out_later() -> None:
    row = need()
    out(row)
    match = reading(row)
    refuse(match=match, why="NO_CAPACITY", now=timezone.now())
    later = added(row, file=sent("due.pdf", "Altro"))
    release_paper(paper=later, now=timezone.now() + timedelta(hours=1))
    assert shown(match) == [(1, "Documento 1")]


def test_office_is_told_what_in_a_paper_gives_away_who_asks() -> None:
    row = need()
    added(row, file=sent(words="Capitolato di Alba Cosmetici, 3 euro al pezzo"))
    (line,) = own_papers(row, is_office=True)
    assert {one.code for one in line.doubtful} == {"OWN_NAME", "PRICE"}
    assert own_papers(row, is_office=False)[0].doubtful == ()


def test_paper_is_kept_back_with_its_reason_and_let_out_again() -> None:
    row = need()
    paper = out(row)
    kept = keep_paper_back(paper=paper, why="  C’è il marchio  in alto. ", now=timezone.now())
    assert (kept.released_at, kept.kept_back_why) == (None, "C’è il marchio in alto.")
    with pytest.raises(ExchangeRefused, match="perché"):
        keep_paper_back(paper=paper, why=" ", now=timezone.now())
    again = release_paper(paper=kept, now=timezone.now())
    assert (again.released_at is None, again.kept_back_why) == (False, "")


def test_paper_taken_away_leaves_its_number_and_who_saw_it() -> None:
    row = need()
    paper, match = out(row), reading(row)
    give_paper(match=match, number=1, now=timezone.now())
    gone = remove_paper(paper=paper, now=timezone.now())
    assert (gone.digest, gone.clean_digest, gone.text, gone.file_name) == ("", "", "", "")
    assert remove_paper(paper=paper, now=timezone.now()).removed_at == gone.removed_at
    assert (shown(match), give_paper(match=match, number=1, now=timezone.now())) == ([], None)
    assert own_copy(gone, is_clean=False) is None
    assert Disclosure.objects.filter(match=match, what="Documento 1").count() == 1
    assert added(row).number == 2
    with pytest.raises(ExchangeRefused, match="tolto"):
        release_paper(paper=gone, now=timezone.now())


def test_same_file_sent_twice_is_one_paper() -> None:
    row = need()
    assert added(row).pk == added(row).pk


def test_same_file_sent_for_another_stage_is_not_taken_for_kept() -> None:
    """Who would rather have it read with the names must not believe that it is so."""
    row = need()
    added(row)
    with pytest.raises(ExchangeRefused, match="prima toglilo") as refused:
        added(row, stage="NAMES")
    assert refused.value.field == "stage"
    assert row.papers.get().stage == "PROBLEM"


def test_paper_is_given_by_what_stands_now_not_by_what_was_read_before() -> None:
    row = need()
    paper, match = out(row), reading(row)
    before = Match.objects.select_related("need__organisation", "solver").get(pk=match.pk)
    pass_on(match=match, who="Mara mara@example.org", now=timezone.now())
    assert give_paper(match=before, number=paper.number, now=timezone.now()) is None


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (Sent("capitolato.pdf", [b"%PDF-1.4 niente"]), "ridisegnare"),
        (Sent("capitolato.png", [png(WRITER)[:60]]), "ridisegnare"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_the_names(file: Sent, said: str) -> None:
    row = need()
    with pytest.raises(ExchangeRefused, match=said) as refused:
        added(row, file=file)
    assert refused.value.field == "file"
    assert (row.papers.count(), list((folder() / "aside").glob("*"))) == (0, [])


def test_other_refusals_have_their_place() -> None:
    row = need()
    for file in (Sent("a.exe", [b"MZ"]), Sent("vuoto.pdf", [])):
        with pytest.raises(DocumentRefused) as refused:
            added(row, file=file)
        assert refused.value.field == "file"
    with pytest.raises(ExchangeRefused) as wrong:
        added(row, stage="SECTOR")
    assert wrong.value.field == "stage"


def test_no_more_than_some_papers_go_with_a_need() -> None:
    row = need()
    for number in range(MOST_PAPERS):
        added(row, file=Sent(f"{number}.txt", [f"testo {number}".encode()]))
    with pytest.raises(ExchangeRefused, match="10"):
        added(row, file=Sent("undici.txt", [b"testo"]))


def test_nothing_is_added_to_a_need_that_is_over() -> None:
    row = end_need(need=need(), solved=True, now=timezone.now())
    with pytest.raises(ExchangeRefused):
        added(row)


def test_database_gives_no_unclean_paper_before_the_names() -> None:
    paper = added(need())
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedPaper.objects.filter(pk=paper.pk).update(clean_digest="")


def test_person_reads_which_papers_it_sent() -> None:
    from filiera.exchange.personal_data import needs_sections

    user = person_of(organisation(WRITER), "spedisce@example.org")
    added(need(), actor=user)
    section = next(one for one in needs_sections(user) if one.code == "needs-papers")
    assert [row[0] for row in section.rows] == ["alba-specifica.pdf"]
