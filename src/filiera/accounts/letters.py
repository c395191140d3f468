"""Letters of the rhythm: one that gathers several, its foot, and the receipt of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.common.letters import Letter

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.letter_kinds import Block
    from filiera.accounts.models import LetterWish

SIGNER = Signer(salt="filiera.letters")
"""Signs the number of an address's wish: who holds a letter may change how its address is written to, and nothing else."""


def address(path: str) -> str:
    """Give the whole address of a path."""
    return str(settings.SITE_URL).rstrip("/") + path


def foot_of(wish: LetterWish) -> list[str]:
    """Give what stands under a letter: where its addressee says how often and where to be written to, without an account."""
    url = address(reverse("letters-by-link", args=[SIGNER.sign(str(wish.pk))]))
    return [_("How often we write to you, and where: %(url)s") % {"url": url}]


def with_foot(letter: Letter, wish: LetterWish) -> Letter:
    """Give a letter with its foot."""
    return replace(letter, foot=foot_of(wish))


def gathered_letter(blocks: Sequence[Block], tail: Sequence[str] = ()) -> Letter:
    """Write one letter out of several blocks: under headings, by object, the newest first, each with its link."""
    groups = [(heading, list(rows)) for heading, rows in groupby(in_turn(blocks), key=lambda one: one.heading)]
    lines: list[str] = []
    for heading, rows in groups:
        if len(groups) > 1:
            said = heading.counted(len(rows)).upper()
            lines.append(f"{said}\n{'=' * len(said)}")
        lines += _of_heading(rows)
    if any(one.is_question for one in blocks):
        lines.append(_of_links(blocks))
    subject = ", ".join(heading.counted(len(rows)) for heading, rows in groups)
    return Letter(subject[:1].upper() + subject[1:], [*lines, *tail])


def _of_links(blocks: Sequence[Block]) -> str:
    """Say how the links are answered; those that ask nothing lead to pages of the site."""
    if all(one.is_question for one in blocks):
        return _("Each link is one question, answered on its page without an account; to open it changes nothing.")
    return _("Where a link leads to a question it is answered there without an account; the others open the site.")


def _of_heading(rows: Sequence[Block]) -> list[str]:
    """Say the blocks under a heading; the name of an object stands once, before the first that is about it."""
    before = ["", *(one.about for one in rows)]
    return [
        _said(number, one, is_new_object=bool(one.about) and one.about != before[number - 1])
        for number, one in enumerate(rows, 1)
    ]


def in_turn(blocks: Sequence[Block]) -> list[Block]:
    """Order blocks: by heading, objects by their newest block, within an object the newest first."""
    newest: dict[object, datetime] = {}
    for one in blocks:
        newest[one.key] = max(one.at, newest.get(one.key, one.at))
    by_time = sorted(blocks, key=lambda one: one.at, reverse=True)
    by_object = sorted(by_time, key=lambda one: (newest[one.key], repr(one.key)), reverse=True)
    return sorted(by_object, key=lambda one: one.heading.order)


def _said(number: int, block: Block, *, is_new_object: bool) -> str:
    """Say one block: its number and subject, its lines, its link."""
    head = [f"“{block.about}”"] if is_new_object and block.about not in block.letter.subject else []
    link = [address(block.path)] if block.path else []
    return "\n".join([*head, f"{number}. {block.letter.subject}", *(block.letter.gist or block.letter.lines), *link])


def chosen_letter(wish: LetterWish) -> Letter:
    """Tell an address what was chosen for it by a link: whoever else held the letter did no silent harm."""
    lines = [
        _("With the link at the foot of one of our letters somebody chose how we write to this address:"),
        wish.get_rhythm_display() if wish.channel == "MAIL" else wish.get_channel_display(),
        _("If it was not you, or you have changed your mind, choose again with the link below."),
    ]
    return Letter(_("How we write to you has changed"), lines)
