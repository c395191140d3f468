"""The books as files to take away: JSON that a stranger verifies, XLSX with real types, tagged PDF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from filiera.common.in_words import long_date, moment
from filiera.common.instance import current_instance
from filiera.common.typeset import typeset
from filiera.common.workbook import Sheet, write_workbook
from filiera.governance.enums import BookKind, MinutesState
from filiera.governance.exports_register import book_lines, members_book_pdf, members_book_xlsx
from filiera.governance.logic.chain import ChainedAct
from filiera.governance.models import BookEntry, Minutes, RegisterEntry
from filiera.governance.queries.register import content_of

TEMPLATE = Path(__file__).parent / "typst" / "minutes.typ"
FORMAT = "filiera-book-1"
ACTS_LANGUAGE = "it"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a book, as every form of the export tells it."""

    number: int
    title: str
    acted_on: date
    filed_at: datetime
    content: dict[str, Any]
    digest: str
    chain: str

    @property
    def chained(self) -> ChainedAct:
        """Give what the chain is verified on."""
        return ChainedAct(self.number, self.content, self.digest, self.chain)


def book_file_name(kind: BookKind) -> str:
    """Give the name of a book's file in the reader's language, without its day and ending."""
    names = {
        BookKind.MEMBERS: pgettext("name of a file", "members-register"),
        BookKind.ASSEMBLY: pgettext("name of a file", "assembly-book"),
        BookKind.BOARD: pgettext("name of a file", "board-book"),
        BookKind.AUDITORS: pgettext("name of a file", "auditor-book"),
    }
    return names[kind]


def acts_of(kind: str) -> list[Act]:
    """Give the acts of a book in order; of the members' register, its lines: two queries."""
    if kind == BookKind.MEMBERS:
        return [_of_line(line) for line in book_lines()]
    entries = BookEntry.objects.filter(book__kind=kind).order_by("number")
    return [
        Act(one.number, one.title, one.acted_on, one.filed_at, one.content, one.digest, one.chain) for one in entries
    ]


def _of_line(line: RegisterEntry) -> Act:
    content = content_of(line, line.member.number, line.corrects.number if line.corrects else None)
    title = f"{line.member.organisation.name}: {line.get_event_display()}"
    return Act(line.number, title, line.effective_on, line.recorded_at, content, line.digest, line.chain)


def book_json(kind: str) -> bytes:
    """Write a book as JSON; `docs/books.md` says how a stranger verifies it without us."""
    acts = [
        {
            "number": act.number,
            "title": act.title,
            "acted_on": act.acted_on.isoformat(),
            "filed_at": act.filed_at.isoformat(),
            "content": act.content,
            "digest": act.digest,
            "chain": act.chain,
        }
        for act in acts_of(kind)
    ]
    book = {
        "format": FORMAT,
        "association": current_instance().identity.official_name.it,
        "book": str(kind),
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "acts": acts,
    }
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


def book_xlsx(kind: str) -> bytes:
    """Write a book as a workbook, a line an act; text that looks like a formula stays text."""
    if kind == BookKind.MEMBERS:
        return members_book_xlsx()
    heads = [_("Number"), _("Title"), _("Day"), _("Filed"), _("Text"), _("Digest"), _("Link of the chain")]
    rows = [
        [act.number, act.title, act.acted_on, act.filed_at, "\n".join(text_of(act.content)), act.digest, act.chain]
        for act in acts_of(kind)
    ]
    return write_workbook(Sheet(str(BookKind(kind).label), heads, rows, (9, 48, 12, 18, 80, 66, 66)))


def text_of(content: dict[str, Any]) -> list[str]:
    """Give the words of an act, line by line: the sections of its minutes."""
    lines = []
    for section in content["minutes"]["sections"]:
        lines += [section["heading"], *section["paragraphs"]]
        if section.get("discussion"):
            lines.append(section["discussion"])
        lines += section.get("decision", [])
    return lines


def book_pdf(kind: str) -> bytes:
    """Write a whole book as one tagged PDF (PDF/UA-1), in Italian as its acts are."""
    with override(ACTS_LANGUAGE):
        if kind == BookKind.MEMBERS:
            return members_book_pdf()
        label = str(BookKind(kind).label)
        acts = [_act_on_paper(act) for act in acts_of(kind)]
        return _compiled({"title": label[:1].upper() + label[1:], "draft": "", "acts": acts})


def minutes_pdf(minutes: Minutes) -> bytes:
    """Write the minutes of one meeting as a tagged PDF (PDF/UA-1); until they are filed it says what they are."""
    with override(ACTS_LANGUAGE):
        is_filed = minutes.state == MinutesState.FILED
        entry = minutes.entry if is_filed else None
        content = {"minutes": minutes.content, "approved": minutes.approved_how, "signatures": _signatures(minutes)}
        act = Act(
            entry.number if entry else 0,
            minutes.content["title"],
            date.fromisoformat(minutes.content["held_on"]),
            entry.filed_at if entry else timezone.now(),
            content,
            minutes.digest,
            entry.chain if entry else "",
        )
        state = "" if is_filed else _("Minutes not filed yet: %(state)s") % {"state": minutes.get_state_display()}
        return _compiled({"title": minutes.content["title"], "draft": state, "acts": [_act_on_paper(act)]})


def _signatures(minutes: Minutes) -> list[dict[str, str]]:
    rows = minutes.signatures.order_by("role")
    return [{"role": row.role, "name": row.name, "signed_at": row.signed_at.isoformat()} for row in rows]


def _act_on_paper(act: Act) -> dict[str, Any]:
    """Give one act as the template takes it."""
    minutes = act.content["minutes"]
    roles = {"PRESIDENT": _("The president"), "SECRETARY": _("The secretary")}
    return {
        "number": _("Minutes no. %(n)s") % {"n": act.number} if act.number else "",
        "title": act.title,
        "meta": " · ".join(part for part in (minutes.get("body", ""), long_date(act.acted_on)) if part),
        "example": _("example") if minutes.get("is_example") else "",
        "sections": [
            {**section, "discussion": section.get("discussion") or "", "decision": section.get("decision", [])}
            for section in minutes.get("sections", [])
        ],
        "approved": _("Approved: %(how)s.") % {"how": act.content["approved"]} if act.content.get("approved") else "",
        "signatures": [
            f"{roles.get(one['role'], one['role'])}: {one['name']}, {moment(datetime.fromisoformat(one['signed_at']))}"
            for one in act.content.get("signatures", [])
        ],
        "digest": _("Digest %(digest)s") % {"digest": act.digest} if act.digest else "",
    }


def _compiled(data: dict[str, Any]) -> bytes:
    """Set acts of the association, in their language and under its name."""
    official = current_instance().identity.official_name.it
    return typeset(TEMPLATE, {"lang": ACTS_LANGUAGE, "association": official, **data})
