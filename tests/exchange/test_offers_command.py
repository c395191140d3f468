"""The command `offers`: what it lists and shows, what it does, and the codes with which it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from commands import Spoken
from factories.needs import organisation
from factories.offers import SHEET, draft, offered
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.exchange.models import Offer
from filiera.exchange.operations.offer_replies import reply_to_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]
COMMAND = Spoken("offers")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
OWNER = "Prove Martesana"


def texts(folder: Path) -> list[str]:
    words: list[str] = []
    for name in ("problem", "solution"):
        path = folder / f"{name}.txt"
        path.write_text(SHEET[name], encoding="utf-8")
        words += [f"--{name}-file", str(path)]
    return words


def test_list_gives_published_ones_by_filter_and_the_kept_ones() -> None:
    Offer.objects.all().delete()
    out = offered(organisation(OWNER), "PK1.CMP.AIR", title="Una pompa airless", trl=9)
    kept = draft(organisation(OWNER), title="Una bozza")
    assert [one["id"] for one in shape("list")] == [out.code]
    assert [one["id"] for one in shape("list", "--kept")] == [kept.code]
    found = ("list", "--q", "airless", "--kind", "TECHNOLOGY", "--competence", "PK1.CMP.AIR", "--trl", "8")
    assert [one["id"] for one in shape(*found)] == [out.code]
    assert shape("list", "--kind", "SERVICE") == []
    assert "Una pompa airless" in said("list")


def test_offer_is_written_published_renewed_and_withdrawn(tmp_path: Path) -> None:
    words = ("--of", OWNER, "--title", "Un estratto", *texts(tmp_path))
    made = shape("write", *words)
    assert (made["state"], made["organisation_name"], made["problem"]) == ("DRAFT", OWNER, SHEET["problem"])
    code, why = refused("publish", made["id"], "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "Say how mature it is (TRL).")
    made = shape("write", *words, "--trl", "5", "--sought", "PILOT", "--title", "Un altro estratto", "--for-members")
    out = shape("publish", made["id"])
    assert (out["state"], out["trl"], out["sought"], out["for_members"]) == ("PUBLISHED", 5, ["PILOT"], True)
    assert shape("renew", made["id"])["expires_on"] == out["expires_on"]
    assert shape("withdraw", made["id"])["state"] == "WITHDRAWN"
    assert refused("renew", made["id"])[0] == WRONG_ARGUMENTS


def test_wrong_words_are_named_by_their_option(tmp_path: Path) -> None:
    words = ("--of", OWNER, "--title", "Un estratto", *texts(tmp_path))
    code, why = refused("write", *words, "--contact-email", "nessuna")
    assert (code, why.startswith("--contact-email: ")) == (WRONG_ARGUMENTS, True)
    assert refused("write", *words, "--trl", "12")[1].startswith("--trl: ")
    (tmp_path / "problem.txt").write_text("x" * 1300, encoding="utf-8")
    assert refused("write", *words)[1].startswith("--problem-file: ")
    assert not Offer.objects.filter(title="Un estratto").exists()


def test_answers_are_shown_and_decided() -> None:
    row, asks = offered(organisation(OWNER)), organisation("Casa Indaco")
    reply = reply_to_offer(offer=row, organisation=asks, note="Fa per noi.", now=timezone.now())
    shown, told = shape("show", row.code), said("show", row.code)
    assert [(one["id"], one["state"]) for one in shown["replies"]] == [(reply.pk, "OPEN")]
    assert f"- {reply.pk}  Casa Indaco" in told
    assert SHEET["problem"] in told
    assert shape("decide", str(reply.pk), "take")["replies"][0]["state"] == "TAKEN"
    assert refused("decide", str(reply.pk), "decline")[0] == WRONG_ARGUMENTS


def test_what_is_not_there_ends_as_a_missing_file_does() -> None:
    assert refused("show", "nessuna") == (NO_FILE, "Non c’è un’offerta «nessuna»: «offers list» dice quali ci sono.")
    assert refused("decide", "999999", "take")[0] == NO_FILE
