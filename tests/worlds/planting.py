"""A world in which every private thing bears a word of its own, with who may read it: papers, evidence, the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, SourceFactory, UserFactory
from factories.association import statute
from factories.documents import SINCE, make_circle, make_document
from factories.sheets import sheet_of, tried
from filiera.api.tokens import issue_token
from filiera.common import audit
from filiera.competence.models import Shortlist, Suggestion
from filiera.governance.enums import BodyKind, RegisterEvent
from filiera.governance.models import Body, Mandate, Member
from filiera.governance.operations.bodies import make_bodies
from filiera.governance.operations.register import Event, admit_member, write_line
from filiera.registry.enums import FactField, SourceKind
from filiera.registry.models import Delegate, Organisation, Person, PersonRole
from filiera.registry.operations.circles import enrol, sign_terms
from filiera.registry.operations.invitations import invite_delegate
from filiera.registry.operations.sources import FactDraft, record_facts
from tests_clock import NOW, TODAY
from worlds.people import PLAIN, USUAL, Cast
from worlds.reading import pdf_saying

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.common.models import Circle

LEAF = "PK1.CMP.AIR"
TITLE_AND_FILE = (
    ("PUBLIC", "PUBLIC"),
    ("MEMBERS", "MEMBERS"),
    ("TABLE", "TABLE"),
    ("BILATERAL", "BILATERAL"),
    ("NDA", "NDA"),
    ("PUBLIC", "MEMBERS"),
    ("MEMBERS", "NDA"),
    ("MEMBERS", "TABLE"),
    ("TABLE", "PUBLIC"),
)
"""Levels of the title and of the file of an organisation's papers."""

CLUSTERS = (("BOARD", "BOARD"), ("OFFICE", "OFFICE"), ("PUBLIC", "BOARD"), ("MEMBERS", "OFFICE"), ("PUBLIC", "OFFICE"))
"""Levels of the cluster's own papers."""


@dataclass(frozen=True)
class Secret:
    """A planted word: what bears it, who may read it. Whoever comes by an address that begins as one of `bearers` may too.

    `is_shown` is False for what no page shows to anybody; `mailed` are addresses that are written to about it.
    """

    word: str
    what: str
    readers: frozenset[str]
    is_shown: bool = True
    bearers: tuple[str, ...] = ()
    mailed: frozenset[str] = frozenset()


@dataclass
class World:
    """What was planted, and the arguments with which addresses are filled, by the names of `walking.VALUES`."""

    cast: Cast
    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    circles: dict[str, Circle] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    private: set[tuple[str, Any]] = field(default_factory=set)
    levels: tuple[str, ...] = PLAIN
    letters: list[Any] = field(default_factory=list)

    def word(self, what: str, readers: frozenset[str], **more: Any) -> str:
        """Plant a word."""
        word = word_of(what)
        self.secrets.append(Secret(word, what, readers, **more))
        return word

    def value(self, name: str, *values: Any) -> None:
        """Note values with which addresses are filled."""
        self.values.setdefault(name, []).extend(values)


def word_of(what: str) -> str:
    """Give the word of a thing: letters that occur nowhere else, the same for the same thing."""
    number, letters = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8]), ""
    for _place in range(9):
        number, rest = divmod(number, 23)
        letters += "bcdfghjklmnpqrstvwxyz"[rest % 21]
    return f"zqx{letters}"


def common_ground(cast: Cast = USUAL) -> World:
    """Give a world with its people and what everybody may see."""
    world = World(cast)
    statute()
    make_bodies()
    for code in ("alfa", "beta", "gamma"):
        world.organisations[code] = OrganisationFactory(name=f"Ditta {code}", code=code)
    _accounts(world)
    for code in ("alfa", "beta", "gamma"):
        _member(world, code)
    for code in ("alfa", "beta"):
        evidence = EvidenceFactory(title_it=f"Flaconi airless di {code}", text_it="Flaconi airless in vetro.")
        LinkFactory(organisation=world.organisations[code], evidence=evidence, band="IDENTIFIER")
        world.value("evidence", evidence.pk)
    for key, mandate in (
        ("director", "PRESIDENT"),
        *((one, "DIRECTOR") for one in sorted(cast.board() - {"director"})),
    ):
        if key in world.users:
            name = f"Consigliere {key} (esempio)"
            Mandate.objects.create(
                body=Body.objects.get(kind=BodyKind.BOARD),
                role=mandate,
                person_name=name,
                user=world.users[key],
                from_on=SINCE,
            )
    world.value("organisation", *(row.code for row in world.organisations.values()))
    world.value("body", *Body.objects.values_list("code", flat=True))
    return world


def _accounts(world: World) -> None:
    cast = world.cast
    hidden = OrganisationFactory(name=word_of("organisation BILATERAL"), code="ombra-bilateral", visibility="BILATERAL")
    world.organisations["ombra-bilateral"] = hidden
    for one in cast.people:
        if not one.has_account:
            continue
        beside = frozenset().union(*(cast.own(code) for code, _role in one.hats)) if one.hats else frozenset()
        address = f"{word_of(f'address of {one.key}')}@example.org"
        readers = frozenset({one.key}) | cast.office() | beside
        user = UserFactory(email=address, name=f"Persona {one.key} (esempio)", role=one.role)
        world.word(f"address of {one.key}", readers)
        for code, role in one.hats:
            words = world.word(f"deed of {one.key} for {code}", cast.own(code) | cast.office() | {one.key})
            used = NOW - timedelta(days=1) if one.wears == code else None
            Delegate.objects.create(
                user=user,
                organisation=world.organisations[code],
                role=role,
                act=f"Atto {words}",
                from_on=date(2021, 1, 1),
                used_at=used,
            )
        world.users[one.key] = user
        world.value("account", user.pk)


def _member(world: World, code: str) -> None:
    """Admit an organisation; gamma leaves again."""
    cast, row = world.cast, world.organisations[code]
    note = world.word(
        f"register line of {code}",
        cast.office() | cast.board() | cast.own(code),
        bearers=("/it/verify/", "/en/verify/", "/api/v1/certificates/"),
    )
    admitted = Event(RegisterEvent.ADMITTED, date(2024, 1, 15), "ordinary", note=f"atto {note}")
    member = admit_member(organisation=row, event=admitted, now=NOW)
    if code == "gamma":
        write_line(member=member, event=Event(RegisterEvent.WITHDRAWN, date(2025, 12, 31)), now=NOW)
        Member.objects.filter(pk=member.pk).update(leaves_on=date(2025, 12, 31), left_on=date(2025, 12, 31))
        Organisation.objects.filter(pk=row.pk).update(member_since_on=None)
    world.members[code] = Member.objects.get(pk=member.pk)
    world.value("member", member.number)


def plant(world: World, *, only_private: bool = False) -> World:
    """Plant what is private outside of the association's own books, and beside it what everybody may see unless told."""
    world.levels = tuple(level for level in PLAIN if not (only_private and level == "PUBLIC"))
    _hidden_organisations(world)
    _circles(world)
    _papers(world)
    _evidence(world)
    _register(world)
    _own_things(world)
    _office_things(world)
    for one in world.cast.people:
        if one.has_account:
            token = issue_token(world.users[one.key], code=one.acts_for)
            world.tokens[one.key] = token
            world.secrets.append(Secret(token.rsplit(":", 1)[-1], f"token of {one.key}", frozenset(), is_shown=False))
    return world


def _hidden_organisations(world: World) -> None:
    """Enter organisations that not everybody may know of, each with evidence that would be public."""
    for level in ("MEMBERS", "BILATERAL", "OFFICE"):
        code = f"ombra-{level.lower()}"
        word = world.word(f"organisation {level}", world.cast.readers(level, code))
        row = world.organisations.get(code) or OrganisationFactory(name=word, code=code, visibility=level)
        world.organisations[code] = row
        if code not in world.values["organisation"]:
            world.value("organisation", code)
        world.private.add(("organisation", code))
        if "PUBLIC" not in world.levels:
            continue
        evidence = EvidenceFactory(title_it="Macchina comune", text_it="Riempimento di flaconi airless.")
        LinkFactory(organisation=row, evidence=evidence, band="IDENTIFIER", mention=word)
        LinkFactory(organisation=world.organisations["beta"], evidence=evidence, role="PARTNER", band="IDENTIFIER")
        world.value("evidence", evidence.pk)


def _circles(world: World) -> None:
    """Open the table, the agreement and the circle of named organisations, and let people stand in them."""
    cast = world.cast
    enrolled = frozenset(one.key for one in cast.people if "enrolled" in cast.rights(one, ""))
    named = frozenset(one.key for one in cast.people if one.is_named)
    who = cast.own("alfa") | cast.office()
    table = make_circle("TABLE", f"Tavolo {world.word('title of the table', enrolled | who)}")
    agreement = make_circle("NDA", f"Accordo {world.word('title of the agreement', named | who)}")
    bilateral = make_circle("BILATERAL", "Indicati (esempio)")
    for one in cast.people:
        if one.is_enrolled:
            enrol(circle=table, user=world.users[one.key], today=SINCE)
        if one.is_named:
            place = enrol(circle=agreement, user=world.users[one.key], today=SINCE)
            if one.has_signed:
                user = world.users[one.key]
                sign_terms(member=place, name=user.name, read=agreement.terms_digest, now=NOW, actor=user)
    for circle, codes in ((table, cast.at_table), (bilateral, cast.named)):
        for code in sorted(codes):
            enrol(circle=circle, organisation=world.organisations[code], today=SINCE)
    world.circles = {"TABLE": table, "NDA": agreement, "BILATERAL": bilateral}
    world.value("circle", table.pk, agreement.pk, bilateral.pk)


def _papers(world: World) -> None:
    """Store papers whose title, summary, file name and content each bear a word."""
    for owner, pairs in (("alfa", TITLE_AND_FILE), ("", CLUSTERS)):
        for title, file in pairs:
            if title not in world.levels and title == "PUBLIC":
                continue
            add_paper(world, f"{title} with file {file}", title, file, owner)


def add_paper(world: World, what: str, title: str, file: str, owner: str) -> Any:
    """Store one paper."""
    reads = world.cast.readers(title, owner)
    opens = world.cast.readers(file, owner, within=[title])
    circle = next((world.circles[each] for each in (title, file) if each in world.circles), None)
    document = make_document(
        name=f"{world.word(f'name of {what}', opens)}.pdf",
        content=pdf_saying(world.word(f"content of {what}", opens)),
        title=f"Carta {world.word(f'title of {what}', reads)}",
        summary=f"Riassunto {world.word(f'summary of {what}', reads)}",
        owner=world.organisations[owner] if owner else None,
        visibility=title,
        content_visibility=file,
        circle=circle,
    )
    world.value("document", document.pk)
    if title != "PUBLIC":
        world.private.add(("document", document.pk))
    return document


def _evidence(world: World) -> None:
    """Record evidence of alfa at every level; beta is named in it by a like name alone, which opens nothing."""
    for level in world.levels:
        readers = world.cast.readers(level, "alfa")
        title, text = world.word(f"evidence {level}", readers), world.word(f"text of evidence {level}", readers)
        evidence = EvidenceFactory(
            title_it=f"Brevetto {title}",
            text_it=f"Flacone airless con pompa {text}.",
            kind="PATENT",
            visibility=level,
            source=SourceFactory(name=f"Fonte {world.word(f'source of evidence {level}', readers)}"),
        )
        LinkFactory(organisation=world.organisations["alfa"], evidence=evidence, band="IDENTIFIER")
        LinkFactory(organisation=world.organisations["beta"], evidence=evidence, band="SAME", role="PARTNER")
        world.value("evidence", evidence.pk)
        if level != "PUBLIC":
            world.private.add(("evidence", evidence.pk))


def _register(world: World) -> None:
    """Record facts and people of alfa at every level."""
    alfa = world.organisations["alfa"]
    for level in world.levels:
        readers = world.cast.readers(level, "alfa")
        source = SourceFactory(kind=SourceKind.SHEET, url="")
        drafts = [
            FactDraft(FactField.EMAIL, f"{world.word(f'mail {level}', readers)}@example.org", visibility=level),
            FactDraft(FactField.WEBSITE, f"https://{world.word(f'site {level}', readers)}.example", visibility=level),
            FactDraft(FactField.TOWN, world.word(f"town {level}", readers), visibility=level),
            FactDraft(FactField.LEGAL_NAME, world.word(f"legal name {level}", readers), visibility=level),
            FactDraft(FactField.ALIAS, world.word(f"other name {level}", readers), visibility=level),
        ]
        record_facts(organisation=alfa, source=source, drafts=drafts)
        person = Person.objects.create(name=f"Persona {world.word(f'person {level}', readers)}", visibility=level)
        PersonRole.objects.create(
            person=person, organisation=alfa, role_it="direttrice", role_en="head", certainty="SEEN", source=source
        )


def _own_things(world: World) -> None:
    """Keep shortlists, invite a colleague, write to the office."""
    cast = world.cast
    for key in ("contact_alfa", "stranger", "office"):
        readers = frozenset({key})
        question = world.word(f"question of {key}", readers)
        row = Shortlist.objects.create(owner=world.users[key], question=f"flaconi airless {question}")
        note = world.word(f"note of {key}", readers, is_shown=False)
        for code in ("alfa", "ombra-members", "ombra-bilateral", "ombra-office"):
            row.items.create(organisation=world.organisations[code], question=question, competences=[LEAF], note=note)
        world.value("shortlist", row.token)
    readers = cast.own("alfa") | cast.office()
    address = f"{word_of('address of the invited')}@example.org"
    mailed = frozenset({address})
    for what in ("address of the invited", "name of the invited"):
        world.word(what, readers, bearers=("/it/answer/", "/en/answer/"), mailed=mailed)
    rep = world.users["rep_alfa"]
    invite_delegate(
        organisation=world.organisations["alfa"],
        email=address,
        name=f"Invitata {word_of('name of the invited')}",
        language="it",
        until_on=None,
        actor=rep,
        now=NOW,
    )
    sender = frozenset({"stranger"})
    Suggestion.objects.create(
        kind="CORRECTION",
        organisation=world.organisations["alfa"],
        words=f"Non è vero {world.word('words to the office', cast.office() | sender)}",
        name=f"Chi scrive {world.word('name of who writes', cast.office() | sender)}",
        email=f"{world.word('address of who writes', cast.office() | sender)}@example.org",
        sent_by=world.users["stranger"],
    )


def _office_things(world: World) -> None:
    """Bring a sheet to its trial, and note an act in the trail."""
    office = world.cast.office()
    name = world.word("name in a waiting row", office)
    batch = tried(
        sheet_of(f"{name} srl;;Crema;12;www.{name}.example;{world.word('cell of a waiting row', office)};nota"),
        name=f"{world.word('name of a sheet', office)}.csv",
    )
    world.value("import", batch.pk)
    world.value("import-row", *((batch.pk, row) for row in batch.rows.values_list("pk", flat=True)))
    world.value("book-form", *(("board", form) for form in ("pdf", "json", "csv", "zip")), ("assembly", "json"))
    alfa = world.organisations["alfa"]
    readers = office | world.cast.own("alfa")
    audit.record(
        actor=world.users["office"],
        verb="change-organisation",
        thing=alfa,
        values={"note": world.word("values of an event", readers, is_shown=False)},
        why=world.word("reason of an event", readers, is_shown=False),
        about=alfa.code,
    )


__all__ = ["TODAY", "Secret", "World", "add_paper", "common_ground", "plant", "word_of"]
