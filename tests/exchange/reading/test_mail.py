"""Mails as they are pasted, and whole files of mails."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.exchange.reading.eml import is_eml
from filiera.exchange.reading.mail import Mail, read_mail, sender_of

ITALIAN = """Da: Ada Prova <ada@prova.example>
Inviato: lunedì 5 ottobre 2026 10:00
A: Ufficio <ufficio@cluster.example>; altri
 altro@cluster.example
Oggetto: Flaconi

Buongiorno,
cerchiamo un fornitore di flaconi.
Entro il 10 dicembre.

Cordiali saluti
Ada Prova
Tel. 0373 555 0101

Questo messaggio è riservato al destinatario.
"""
ENGLISH = """FYI

---------- Forwarded message ---------
From: Tom Trial <tom@trial.example>
Date: Fri, Oct 2, 2026 at 4:12 PM
Subject: Tubes
To: <office@cluster.example>

Dear all,
we need a tube.
Thanks
Tom

On 1 Oct 2026, Office wrote:
> what do you need?
"""


def parts_of(mail: Mail) -> list[str]:
    """Give the kinds of the parts in their order."""
    return [one.kind for one in mail.parts]


def test_an_italian_mail_is_taken_apart() -> None:
    mail = read_mail(ITALIAN)
    assert (mail.sender, mail.address, mail.sent_on, mail.subject) == (
        "Ada Prova",
        "ada@prova.example",
        date(2026, 10, 5),
        "Flaconi",
    )
    assert mail.body == "cerchiamo un fornitore di flaconi.\nEntro il 10 dicembre."
    assert [kind for kind in parts_of(mail) if kind != "body"] == ["header", "greeting", "closing", "disclaimer"]
    assert "".join(mail.text[one.start : one.end] for one in mail.parts) == ITALIAN


def test_a_forwarded_mail_is_the_one_that_is_meant() -> None:
    mail = read_mail(ENGLISH)
    assert (mail.sender, mail.address, mail.sent_on, mail.subject) == (
        "Tom Trial",
        "tom@trial.example",
        date(2026, 10, 2),
        "Tubes",
    )
    assert mail.body == "we need a tube."
    assert ("intro", "FYI\n\n---------- Forwarded message ---------\n") in mail.apart
    assert "what do you need?" in dict(mail.apart)["quoted"]


def test_a_long_text_above_a_header_is_the_message_itself() -> None:
    text = (
        "Cerchiamo un partner. " * 20
        + "\n\nDa: Ufficio <u@cluster.example>\nInviato: 1 ottobre 2026\nOggetto: x\n\nDite pure."
    )
    mail = read_mail(text)
    assert mail.body == ("Cerchiamo un partner. " * 20).strip()
    assert mail.sender == ""
    assert "Dite pure." in dict(mail.apart)["quoted"]


def test_of_a_chain_without_words_the_message_below_is_meant() -> None:
    text = (
        "Da: Collega <c@cluster.example>\nOggetto: I: tubi\n\nVedi sotto\n\n"
        "Da: Tom <tom@trial.example>\nInviato: 02/10/2026 10:00\nOggetto: tubi\n\nCi serve un tubo in carta.\n"
    )
    assert (read_mail(text).sender, read_mail(text).body) == ("Tom", "Ci serve un tubo in carta.")


def test_text_without_a_header_is_all_body_but_what_is_no_need() -> None:
    mail = read_mail("Salve,\ncerchiamo tappi.\nGrazie mille\nAda")
    assert (mail.sender, mail.sent_on, mail.body) == ("", None, "cerchiamo tappi.")


def test_a_farewell_above_more_text_ends_nothing() -> None:
    text = "Cerchiamo tappi.\nGrazie\n" + "Aggiungo che i tappi devono reggere " * 5 + "\nSaluti\nAda"
    assert read_mail(text).body.endswith("reggere")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Ada Prova <ada@prova.example>", ("Ada Prova", "ada@prova.example")),
        ('"Prova, Ada" [mailto:ada@prova.example]', ("Prova, Ada", "ada@prova.example")),
        ("ada@prova.example", ("", "ada@prova.example")),
        ("Ada Prova", ("Ada Prova", "")),
        ("", ("", "")),
    ],
)
def test_a_sender_has_a_name_or_an_address(written: str, wanted: tuple[str, str]) -> None:
    assert sender_of(written) == wanted


def made(*, html: bool = False) -> bytes:
    """Make the file of a mail."""
    message = EmailMessage()
    message["From"] = "Ada Prová <ada@prova.example>"
    message["Date"] = "Mon, 05 Oct 2026 10:00:00 +0200"
    message["Subject"] = "Tappi più leggeri"
    message["Message-ID"] = "<1@prova.example>"
    if html:
        message.set_content("<p>Buongiorno,</p><p>cerchiamo <b>tappi</b>.</p>", subtype="html")
    else:
        message.set_content("Buongiorno,\ncerchiamo tappi.\n\nSaluti\nAda\n")
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename="scheda.pdf")
    return message.as_bytes()


def test_the_file_of_a_mail_is_read() -> None:
    mail = read_mail(made())
    assert (mail.sender, mail.address, mail.sent_on, mail.subject, mail.attachments) == (
        "Ada Prová",
        "ada@prova.example",
        date(2026, 10, 5),
        "Tappi più leggeri",
        ("scheda.pdf",),
    )
    assert mail.body == "cerchiamo tappi."
    assert is_eml(made().decode())
    assert read_mail(made().decode()).body == "cerchiamo tappi."
    assert read_mail(made(html=True)).body == "cerchiamo tappi."


def test_what_is_no_mail_is_all_text() -> None:
    assert read_mail(b"\xff\xfe\x00").parts
    assert read_mail("").parts == ()


LINES = st.sampled_from(
    [
        "Da: a <a@b.example>", "From: c", "Oggetto: x", "Sent: 1 May 2026", "A: z", "", " ", ">", "> > ciao", "Grazie", "--",
        "Il giorno 1 ott Tom ha scritto:", "On 1 May, Tom", "wrote:", "-----Messaggio originale-----", "Buongiorno,", "x" * 200,
        "Questo messaggio è riservato",
        "Forwarded message", "cerchiamo tappi", "\u202e", "MIME-Version: 1.0", "Content-Type: a/b",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_nothing_of_a_mail_is_lost(text: str) -> None:
    mail = read_mail(text)
    assert "".join(mail.text[one.start : one.end] for one in mail.parts) == mail.text
    if not is_eml(text):
        assert mail.text == text


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_nothing_makes_it_fail(data: str | bytes) -> None:
    mail = read_mail(data)
    assert "".join(mail.text[one.start : one.end] for one in mail.parts) == mail.text


@given(st.integers(0, 700), st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_read_somehow(place: int, noise: bytes) -> None:
    whole = made()
    read_mail(whole[:place] + noise + whole[place + len(noise) :])


@pytest.mark.parametrize("piece", ["grazie\n", ">", "Da: a\nA: b\n", "\n", "il a", "Oggetto: x\n", " \n"])
def test_long_mails_take_no_long_time(piece: str) -> None:
    begun = perf_counter()
    read_mail(piece * (200_000 // len(piece)))
    assert perf_counter() - begun < 20
