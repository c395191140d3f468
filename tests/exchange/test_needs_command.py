"""The command `needs`: what it lists and shows, what it does, and the codes with which it ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from commands import Spoken
from factories.needs import TITLE, WORDS, asked, letters_to, need, organisation, read
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.exchange.models import Match, Need
from filiera.exchange.operations.answers import accept_terms
from filiera.exchange.operations.requesters import meet_solver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]
COMMAND = Spoken("needs")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
SOLVER = "Prove Martesana"
MAIL = """From: Ambra Sottoriva <alba@altrove.example>
Date: Mon, 23 Nov 2026 09:00:00 +0100
Subject: Challenge test per un siero
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset={charset}
Content-Transfer-Encoding: 8bit

Ci serve un challenge test su un siero senza conservanti: è urgente.
"""


def interested(*, meets: bool = False) -> Match:
    """Give a match whose solver has said yes, told to the office; the requester too, where it `meets`."""
    (match,) = asked(read(need()), SOLVER)
    accept_terms(match=match, name="Bea Rispondente", now=timezone.now())
    shape("answer", match.code, "yes")
    match.refresh_from_db()
    return meet_solver(match=match, meets=True, now=timezone.now()) if meets else match


def test_list_gives_the_needs_of_the_desk_and_of_one_state() -> None:
    row = need()
    assert [(one["id"], one["state"]) for one in shape("list", "--state", "PUBLISHED")] == [(row.code, "PUBLISHED")]
    assert shape("list", "--state", "SOLVED") == []
    assert "Codice pubblico" in said("list")
    assert TITLE in said("list")


def test_show_tells_words_topics_matches_and_who_saw_what() -> None:
    (match,) = asked(read(need()), SOLVER)
    shown, told = shape("show", match.need.code), said("show", match.need.code)
    assert (shown["own"]["words"], shown["own"]["asked"]) == (WORDS, 1)
    assert [(one["id"], one["steps"][0]["step"]) for one in shown["desk"]["matches"]] == [(match.code, "asked_at")]
    assert [one["who"] for one in shown["desk"]["shown"]] == [SOLVER]
    assert f"- {SOLVER} ({match.code}): interpellato" in told
    assert "Chi ha visto che cosa:" in told


def test_write_takes_words_from_a_file_and_hands_the_need_in(tmp_path: Path) -> None:
    path = tmp_path / "parole.txt"
    path.write_text(WORDS, encoding="utf-8")
    words = ("--for", "Alba Cosmetici", "--title", TITLE, "--words-file", str(path), "--email", "chiede@example.org")
    written = shape("write", *words, "--secrecy", "SECRET")
    assert (written["state"], written["secrecy"], written["organisation"]) == ("PUBLISHED", "SECRET", "alba-cosmetici")
    row = Need.objects.get(code=written["id"])
    assert (row.channel, row.contact_email, row.topics.exists()) == ("PHONE", "chiede@example.org", True)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_write_begins_from_a_mail_in_any_letters(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(MAIL.format(charset=charset).encode(charset))
    written = shape("write", "--by-mail", str(path), "--for", "alba-cosmetici")
    row = Need.objects.get(code=written["id"])
    assert (row.title, row.channel, row.contact_email) == (
        "Challenge test per un siero",
        "MAIL",
        "alba@altrove.example",
    )
    assert "è urgente" in row.words
    code, why = refused("write", "--by-mail", str(path), "--lang", "en")
    assert (code, why.startswith("--for: say whose need it is")) == (WRONG_ARGUMENTS, True)


def test_read_asks_to_look_at_what_should_not_leave(tmp_path: Path) -> None:
    row, path = need(), tmp_path / "testo.txt"
    path.write_text("Alba Cosmetici cerca un laboratorio.", encoding="utf-8")
    code, why = refused("read", row.code, "--brief-file", str(path), "--lang", "en")
    assert (code, why.startswith("Take these out, or say that you have looked: “Alba Cosmetici”")) == (2, True)
    assert shape("read", row.code, "--brief-file", str(path), "--looked")["state"] == "MATCHING"
    assert Need.objects.get(pk=row.pk).brief == "Alba Cosmetici cerca un laboratorio."
    path.write_bytes(b"\xff\xfe\xe8")
    assert refused("read", row.code, "--brief-file", str(path))[0] == WRONG_ARGUMENTS
    assert refused("read", row.code, "--brief-file", str(tmp_path / "nessuno"))[0] == NO_FILE


def test_solvers_are_ranked_with_reasons_bars_in_words_and_whom_to_ask() -> None:
    row = read(need())
    found = shape("solvers", row.code)
    assert [one["rank"] for one in found["items"]] == list(range(1, len(found["items"]) + 1))
    assert all(one["reason"] for one in found["items"])
    barred = [gate["label"] for one in found["items"] for gate in one["bars"]]
    told = said("solvers", row.code)
    assert all(f"Da non interpellare: {words}" in told for words in barred)
    assert any(one["chosen"] for one in found["items"]) == ("Da interpellare ora." in told)


def test_ask_asks_each_once_by_id_or_name() -> None:
    row = read(need())
    told = shape("ask", row.code, SOLVER, "--email", "prove@example.org", "--looked")
    assert [(one["name"], one["state"], one["email"]) for one in told["desk"]["matches"]] == [
        (SOLVER, "ASKED", "prove@example.org")
    ]
    shape("ask", row.code, organisation(SOLVER).code, "--looked")
    assert len(letters_to("prove@example.org")) == 1
    code, why = refused("ask", row.code, SOLVER, "Casa Indaco", "--email", "prove@example.org", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "--email: it is the address of one solver; ask the others by themselves.")


def test_remind_keeps_the_quiet_days() -> None:
    now = timezone.now()
    (match,) = asked(read(need(now=now - timedelta(days=11)), now=now - timedelta(days=11)), SOLVER, now=now)
    code, why = refused("remind", match.code, "--lang", "en")
    assert (code, why.startswith("It was written to a few days ago")) == (WRONG_ARGUMENTS, True)
    long_ago = now - timedelta(days=10)
    Match.objects.filter(pk=match.pk).update(asked_at=long_ago, told_at=long_ago)
    told = shape("remind", match.code)
    assert "reminded_at" in [one["step"] for one in told["desk"]["matches"][0]["steps"]]


def test_remind_writes_nothing_after_the_letter_that_said_it_was_the_last() -> None:
    now = timezone.now()
    (match,) = asked(read(need(now=now - timedelta(days=32)), now=now - timedelta(days=32)), SOLVER, now=now)
    long_ago = now - timedelta(days=30)
    Match.objects.filter(pk=match.pk).update(asked_at=long_ago, told_at=long_ago, escalated_at=now - timedelta(days=8))
    code, why = refused("remind", match.code, "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "The time of letters is over: a telephone call, or somebody else.")


def test_answers_told_to_the_office_are_written_down() -> None:
    (match,) = asked(read(need()), SOLVER)
    day = timezone.localdate() + timedelta(days=20)
    assert shape("answer", match.code, "later", "--on", day.isoformat())["desk"]["matches"][0]["state"] == "LATER"
    shape("answer", match.code, "other", "--who", "Carla Terza carla@example.org")
    match.refresh_from_db()
    assert (match.later_on, match.email) == (day, "carla@example.org")
    assert isinstance(match.later_on, date)
    assert refused("answer", match.code, "no", "--lang", "en") == (WRONG_ARGUMENTS, "Choose why.")
    said("answer", match.code, "no", "--why", "NO_CAPACITY", "--note", "Siamo pieni.")
    match.refresh_from_db()
    assert (match.state, match.refusal, match.note) == ("REFUSED", "NO_CAPACITY", "Siamo pieni.")


def test_introduce_waits_for_both() -> None:
    first = interested()
    code, why = refused("introduce", first.code, "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "Both have to say yes before they are introduced.")
    meet_solver(match=first, meets=True, now=timezone.now())
    assert shape("introduce", first.code, "--note", "Buon lavoro.")["desk"]["matches"][0]["state"] == "INTRODUCED"
    assert "Buon lavoro." in letters_to("chiede@example.org")[-1].body


def test_end_closes_with_its_reason() -> None:
    row = need()
    ended = shape("end", row.code, "--why", "ELSEWHERE", "--note", "Altrove.")
    assert (ended["state"], ended["own"]["closed_why"], ended["own"]["closed_note"]) == (
        "CLOSED",
        "ELSEWHERE",
        "Altrove.",
    )


def test_figures_give_the_funnel() -> None:
    match = interested(meets=True)
    assert match.state == "MUTUAL"
    found = shape("figures")
    assert found["entered"] >= found["read"] >= found["asked"] >= found["answered"] >= 1
    assert "con una risposta" in said("figures")


def test_what_is_not_there_ends_as_a_missing_file_does() -> None:
    assert refused("show", "nessuna") == (
        NO_FILE,
        "Non c’è un’esigenza «nessuna»: «needs list» dice quali ci sono.",
    )
    assert refused("remind", "nessuno")[0] == NO_FILE


def test_paper_is_added_looked_at_let_out_and_kept_back(tmp_path: Path) -> None:
    row, file = need(), tmp_path / "alba-nota.txt"
    file.write_text("Capitolato di Alba Cosmetici", encoding="utf-8")
    assert [one["name"] for one in shape("paper", row.code, str(file))["own"]["papers"]] == ["alba-nota.txt"]
    assert "- 1: alba-nota.txt, nessuno l’ha ancora guardato: “Alba Cosmetici”" in said("show", row.code)
    assert "- 1: alba-nota.txt, esce" in said("release", row.code, "1")
    assert "- 1: alba-nota.txt, C’è il nome." in said("keep-back", row.code, "1", "--why", "C’è il nome.")
    assert "Non c’è l’allegato 2" in refused("release", row.code, "2")[1]
    assert refused("paper", row.code, str(tmp_path / "manca.pdf"))[0] == NO_FILE
