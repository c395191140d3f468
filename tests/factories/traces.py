"""One row, or more, of every table in which something of a person may stand, and the person's name put into all of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, models, transaction

from factories import DelegateFactory, EvidenceFactory, LinkFactory, OrganisationFactory, SourceFactory
from factories.assemblies import Assembly
from factories.association import application, resolution
from factories.documents import make_circle, make_document, make_signer
from filiera.accounts.models import AnswerLink, LetterWish
from filiera.common import audit
from filiera.common.models import OutgoingMail
from filiera.competence.models import ClaimDecision, Shortlist, ShortlistItem, Suggestion
from filiera.documents.models import LevelProposal
from filiera.exchange import models as e
from filiera.funding import models as f
from filiera.governance import models as g
from filiera.privacy.models import Breach, RightsRequest
from filiera.privacy.operations.consents import give_consent
from filiera.privacy.operations.notices import record_notice_seen
from filiera.privacy.queries.traces import text_fields
from filiera.registry import models as r
from tests_clock import NOW, TODAY

LATER = NOW + timedelta(days=30)
NOTHING_OF_PEOPLE = {
    **dict.fromkeys(
        ("auth.Group", "auth.Permission", "contenttypes.ContentType", "common.LimitCount", "sessions.Session"),
        "names of programs and keys of machines",
    ),
    **dict.fromkeys(
        ("competence.Competence", "competence.MapRun", "competence.Reading", "competence.Vector", "competence.Summary"),
        "vocabulary, or computed from evidence",
    ),
    **dict.fromkeys(("competence.Claim",), "computed from evidence, about organisations"),
    **dict.fromkeys(
        (
            "observatory.Figure",
            "observatory.RegulatoryDeadline",
            "observatory.ClusterEvent",
            "observatory.ClusterFunction",
        ),
        "public figures and dates, from the instance's folder",
    ),
    **dict.fromkeys(
        (
            "registry.Group",
            "registry.Site",
            "registry.Alias",
            "registry.Identifier",
            "registry.AtecoCode",
            "registry.Stage",
            "registry.Province",
            "registry.Municipality",
            "registry.Source",
            "registry.Merge",
            "registry.TwinDecision",
            "registry.RememberedColumns",
        ),
        "about organisations and places",
    ),
    **dict.fromkeys(("registry.ImportFile",), "the sheet itself, which cannot be edited; told by its reason"),
    **dict.fromkeys(
        (
            "governance.Body",
            "governance.Book",
            "governance.FeeRate",
            "governance.Member",
            "governance.StatuteVersion",
            "governance.SeniorityCertificate",
        ),
        "about the association and its members, which are organisations",
    ),
    **dict.fromkeys(
        (
            "governance.BookEntry",
            "governance.MinutesSignature",
            "governance.RegisterEntry",
            "governance.Petition",
            "governance.Urn",
        ),
        "books: kept by law, as their reason says",
    ),
    **dict.fromkeys(("exchange.RoutingRun", "exchange.SolverRules"), "codes and figures about organisations"),
    **dict.fromkeys(("registry.CircleMember",), "signed by the person in the world that is planted"),
    **dict.fromkeys(
        (
            *("account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession", "accounts.User"),
            "accounts.LetterWish",
        ),
        "of the account alone, and erased with it",
    ),
    **dict.fromkeys(("common.AuditDetail", "common.AuditEvent"), "planted by acts, as they cannot be changed"),
    **dict.fromkeys(("privacy.RetentionRun",), "counts"),
    **dict.fromkeys(
        (
            *("account.EmailConfirmation", "governance.FeeReminder", "governance.ReminderAcceptance"),
            *("privacy.NoticeSeen", "funding.CallFeed", "funding.ConsortiumPaper"),
        ),
        "digests and codes beside an address or an account, which the world fills in",
    ),
}
"""Tables with text that the planted world does not fill, each with its reason."""

CODES = frozenset({"digest", "chain", "code", "key", "fingerprint", "uid", "token", "signature", "visibility", "lang"})

WRITTEN_BY_PROGRAMS = frozenset(
    {
        "accounts.HeldLetter.arguments",
        "competence.ShortlistItem.competences",
        "exchange.Match.features",
        "exchange.Match.reason_en",
        "exchange.Match.reason_it",
        "exchange.Offer.sought",
        "exchange.RoutingRun.lines",
        "exchange.RoutingRun.parameters",
        "exchange.SolverRules.provinces",
        "exchange.SolverRules.sizes",
        "exchange.SolverRules.unwanted",
        "exchange.SolverRules.wanted",
        "funding.CallImport.counts",
        "funding.FundedProject.cup",
        "funding.FundedProject.source_ref",
        "funding.FundedProject.source_values",
        "funding.FundedProject.evidence_uid",
        "funding.ComposingRun.codes",
        "funding.ComposingRun.needs",
        "funding.ComposingRun.result",
        "funding.ComposingRun.solver",
        "funding.ComposingRun.status",
        "funding.Consortium.needs",
        "funding.Consortium.supplier_kind",
        "funding.Partner.kind",
        "funding.Partner.country",
        "competence.ShortlistItem.evidence",
        "funding.PartnerWanted.competences",
        "governance.FollowUp.reminders",
        "privacy.Consent.text",
        "privacy.RightsRequest.outcome",
        "registry.ImportBatch.headers",
        "registry.ImportBatch.guesses",
        "registry.ImportBatch.mapping",
        "registry.ImportBatch.counts",
        "registry.ImportedValue.column",
    }
)
"""Columns of ids, headings and texts of our own, in tables that hold something of people in others."""


def leave_traces(person: Any) -> None:
    """Let a person leave a row everywhere."""
    _account(person)
    _register(person)
    _map(person)
    _papers(person)
    _association(person)
    _calls(person)
    _wanted_of_calls(person)
    _consortia(person)
    _needs(person)
    audit.record(actor=person, verb="suggest", thing=person, values={"by": f"{person.name} <{person.email}>"})
    audit.record(actor=None, verb="merge", thing=person, why=f"chiesto da {person.name.upper()}")


def _account(person: Any) -> None:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email="seconda@example.org", verified=True)
    Authenticator.objects.create(user=person, type="totp", data={})
    session = SessionStore()
    session.create()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="192.0.2.1", user_agent="Firefox")
    for email in (person.email, "altra@example.org"):
        AnswerLink.objects.create(
            kind="x", email=email, digest=email, sent_at=NOW, expires_at=LATER, user=person, sent_by=person
        )
    for email in (person.email, "altra@example.org"):
        OutgoingMail.objects.create(email=email, subject="x", body="x", verb="x", queued_at=NOW, next_at=NOW)
    for email in (person.email, "un.altro@example.org"):
        LetterWish.objects.create(email=email, begun_at=NOW).held.create(kind="x", held_at=NOW, words="x")
    record_notice_seen(user=person, occasion="sign-up", language="it", now=NOW)
    for how, purpose in (("PAPER", "PHOTOS"), ("ACCOUNT", "NEWSLETTER")):
        give_consent(user=person, purpose=purpose, language="it", now=NOW, actor=person, how=how, note="faldone")
    RightsRequest.objects.create(
        right="ACCESS", email=person.email, received_at=NOW, due_on=TODAY, extended_at=NOW, extended_why="x"
    )
    RightsRequest.objects.create(
        right="ACCESS", user=person, received_at=NOW, due_on=TODAY, done_at=NOW, extended_at=NOW, extended_why="x"
    )
    Breach.objects.create(known_at=NOW, title="Posta persa", nature="posta", recorded_at=NOW)


def _register(person: Any) -> None:
    firm, source = OrganisationFactory(name="Ditta Tracce", summary_it="x"), SourceFactory()
    DelegateFactory(user=person, organisation=firm)
    for email in (person.email, "seconda@example.org"):
        r.Invitation.objects.create(organisation=firm, email=email, name="x", act="x", sent_at=NOW, expires_at=LATER)
    public = r.Person.objects.create(name=person.name)
    r.PersonRole.objects.create(
        person=public, organisation=firm, role_it="x", role_en="x", certainty="SEEN", source=source
    )
    for field, value in (("EMAIL", person.email), ("PHONE", "x")):
        r.Fact.objects.create(organisation=firm, field=field, value=value, certainty="SEEN", source=source)
    batch = r.ImportBatch.objects.create(file_name="x.csv", digest="d", report={"a": ["x"]})
    row = r.ImportRow.objects.create(batch=batch, line=1, raw=["x"], fixes={"a": "x"}, said=[["x"]])
    r.ImportedValue.objects.create(row=row, organisation=firm, column="x", value="x")
    r.DuplicateDecision.objects.create(fingerprint="f", organisation=firm, verdict="SAME", said={"a": "x"})
    make_signer(make_circle("NDA"), person)
    r.CircleMember.objects.create(circle=make_circle(), user=person, from_on=TODAY)
    r.Opening.objects.create(at=NOW, user=person, act="READ", level="TABLE", thing="x:1", title="Carta")


def _map(person: Any) -> None:
    firm = OrganisationFactory(name="Ditta Mappa")
    mine = Shortlist.objects.create(owner=person, question="x")
    other = Shortlist.objects.create(question="x", sent_to=person.email)
    for one in (mine, other):
        ShortlistItem.objects.create(shortlist=one, organisation=firm, question="x", note="x")
    Suggestion.objects.create(kind="ERROR", words="x", name="x", email=person.email, sent_by=person)
    Suggestion.objects.create(kind="ERROR", words="x", name="x", email="terza@example.org", answer="x")
    ClaimDecision.objects.create(
        organisation=firm, competence_id="PK1.CMP.AIR", verdict="REFUSED", note="x", decided_by=person, decided_as="x"
    )
    LinkFactory(evidence=EvidenceFactory(), organisation=firm)


def _papers(person: Any) -> None:
    paper = make_document()
    paper.versions.update(uploaded_by=person, note="x")
    LevelProposal.objects.create(
        document=paper, visibility="PUBLIC", content_visibility="PUBLIC", reason="x", proposed_at=NOW
    )


def _calls(person: Any) -> None:
    firm = OrganisationFactory(name="Ditta Bandi")
    call = f.Call.objects.create(
        code="x", source="HAND", ref="x", title_it="x", search_text="x", created_at=NOW, changed_at=NOW
    )
    call.versions.create(number=1, digest="d", text="x", recorded_at=NOW, recorded_by=person)
    call.rules.create(name="docs", value=["x"], origin="OFFICE", clause="x", changed_at=NOW, changed_by=person)
    call.topics.create(competence_id="PK1.CMP.AIR", weight=1, passage="x", decided_by=person)
    call.proposals.create(field="aid", value="x", sentence="x")
    f.CallImport.objects.create(token="x", name="x", brought_at=NOW, brought_by=person)
    f.ApplicantProfile.objects.create(
        organisation=firm, visibility="BILATERAL", other_applications=["x"], changed_at=NOW, changed_by=person
    )
    f.Shareholding.objects.create(held=firm, holder_name=person.name, share_pct=60, visibility="BILATERAL")
    f.DeMinimisAward.objects.create(
        organisation=firm, granted_on=TODAY, amount_eur=1, measure="x", visibility="BILATERAL"
    )
    f.Recognition.objects.create(organisation=firm, name="CTL", state="HELD", act="x", visibility="BILATERAL")


def _association(person: Any) -> None:
    assembly = Assembly(2)
    seat, item = assembly.seats[0], assembly.election("Uno (esempio)", "Due (esempio)")
    stay = seat.stays.get()
    stay.user, stay.person_name = person, person.name
    stay.save()
    g.OpenVote.objects.create(item=item, seat=seat, choice="FOR", cast_by=person, cast_at=NOW)
    g.BallotMark.objects.create(item=item, seat=seat)
    g.NoticeDelivery.objects.create(meeting=assembly.meeting, seat=seat, email=person.email, sequence=0)
    g.ConflictDeclaration.objects.create(item=item, seat=seat, reason="x", declared_at=NOW, declared_by=person)
    g.Objection.objects.create(item=item, seat=seat, reason="x", made_at=NOW, made_by=person)
    minutes = g.Minutes.objects.create(meeting=assembly.meeting, content={"who": "x"})
    g.MinutesAmendment.objects.create(minutes=minutes, seat=seat, user=person, about="x", text="x", proposed_at=NOW)
    g.MinutesSignature.objects.create(
        minutes=minutes, role="PRESIDENT", name=person.name, user=person, signed_at=NOW, digest="d"
    )
    decided = resolution()
    g.FollowUp.objects.create(resolution=decided, what="x", owner_email=person.email, owner_name="x", due_on=TODAY)
    g.Mandate.objects.create(
        body=decided.body,
        role="DIRECTOR",
        person_name=person.name,
        user=person,
        from_on=TODAY - timedelta(days=900),
        ended_on=TODAY - timedelta(days=30),
        ended_how="RESIGNED",
    )
    row = application(applicant=person)
    g.ApplicationCheck.objects.get_or_create(application=row, criterion="x", defaults={"note": "x"})
    fee = g.Fee.objects.create(member=seat.member, year=2026, amount_eur=10, due_on=TODAY)
    g.FeeReminder.objects.create(fee=fee, days=10, sent_at=NOW, email=person.email)
    g.FeePayment.objects.create(
        fee=fee, paid_on=TODAY, amount_eur=1, receipt_year=2026, receipt_number=1, recorded_at=NOW, reference="x"
    )


def _wanted_of_calls(person: Any) -> None:
    """Let the person keep and follow, be told, and write for an organisation."""
    call, firm = f.Call.objects.get(code="x"), OrganisationFactory(name="Ditta Interessata")
    f.CallDigest.objects.create(user=person)
    f.CallSearch.objects.create(user=person, name="x", query="q=x", kept_at=NOW)
    f.CallWatch.objects.create(user=person, call=call, since_at=NOW)
    f.CallTold.objects.create(user=person, call=call, what="NEW", told_at=NOW)
    f.CallFeed.objects.create(user=person, digest="d", made_at=NOW)
    said = {"call": call, "organisation": firm}
    f.ExpressionOfInterest.objects.create(**said, note="x", said_at=NOW, said_by=person, visibility="BILATERAL")
    notice = f.PartnerWanted.objects.create(
        **said, title="x", text="x", opened_at=NOW, opened_by=person, visibility="MEMBERS"
    )
    f.WantedReply.objects.create(notice=notice, organisation=firm, note="x", said_at=NOW, said_by=person)


def _consortia(person: Any) -> None:
    """Let the person begin, compose, do and write down in a consortium that was funded."""
    call, firm = f.Call.objects.get(code="x"), OrganisationFactory(name="Ditta Capofila")
    row = f.Consortium.objects.create(
        code="x", call=call, name="x", visibility="BILATERAL", created_at=NOW, changed_at=NOW, created_by=person
    )
    partner = f.Partner.objects.create(consortium=row, name="x", invited_email=person.email, answer="x", tasks="x")
    f.ConsortiumTask.objects.create(consortium=row, what="x", made_at=NOW, done_at=NOW, done_by=person)
    paper = f.ConsortiumPaper.objects.create(consortium=row, document=make_document(title="Accordo (esempio)"))
    f.PaperSignature.objects.create(paper=paper, partner=partner, signed_on=TODAY, noted_by=person)
    f.OutcomeCriterion.objects.create(consortium=row, ordinal=1, name="x", comment="x")
    f.ComposingRun.objects.create(call=call, solver="x", digest="d", status="x", seconds=1, made_at=NOW, made_by=person)
    project = f.FundedProject.objects.create(
        code="x", title_it="x", recorded_at=NOW, changed_at=NOW, source=SourceFactory()
    )
    f.ProjectPartner.objects.create(project=project, organisation=firm)
    f.ProjectResult.objects.create(project=project, title="x")


def _needs(person: Any) -> None:
    """Let the person write a need, be asked about another, answer, sign, and end it."""
    firm, solver = OrganisationFactory(name="Ditta Cercante"), OrganisationFactory(name="Ditta Solvente")
    said = {"title": "x", "words": "x", "created_at": NOW, "changed_at": NOW, "visibility": "BILATERAL"}
    row = e.Need.objects.create(
        code="x", organisation=firm, asked_by=person, contact_name="x", contact_email=person.email, **said
    )
    row.topics.create(competence_id="PK1.CMP.AIR", passage="x")
    row.proposals.create(field="place", value="x", sentence="x")
    file = {"file_name": "x", "media_type": "x", "size": 1, "digest": "d"}
    row.papers.create(number=1, stage="NAMES", sent_at=NOW, sent_by=person, **file)
    row.exits.create(kind="LAB", note="x", made_at=NOW, made_by=person)
    row.exclusions.create(organisation=solver)
    run = row.runs.create(matcher="x", router="x", input_digest="d", made_at=NOW, made_by=person)
    times = {"suggested_at": NOW, "asked_at": NOW, "solver_yes_at": NOW, "requester_yes_at": NOW, "mutual_at": NOW}
    match = e.Match.objects.create(
        code="x", need=row, solver=solver, run=run, state="INTRODUCED", email=person.email, introduced_at=NOW, **times
    )
    match.disclosures.create(stage="NAMES", at=NOW, user=person, email=person.email, name="x")
    match.satisfactions.create(side="SOLVER", after_days=30, asked_at=NOW, note="x")
    e.Collaboration.objects.create(match=match, began_at=NOW, state_at=NOW, changed_by=person)
    texts = {"title": "x", "problem": "x", "solution": "x", "visibility": "BILATERAL"}
    offer = e.Offer.objects.create(
        code="x", organisation=firm, written_by=person, created_at=NOW, changed_at=NOW, **texts
    )
    offer.topics.create(competence_id="PK1.CMP.AIR", passage="x")
    offer.replies.create(organisation=solver, note="x", said_at=NOW, said_by=person)
    e.SolverRules.objects.create(organisation=solver, changed_at=NOW, changed_by=person)


def plant(person: Any) -> set[str]:
    """Write the person's name and address into every free text of every row that there is; give the tables."""
    from django.apps import apps

    planted = set()
    for model in apps.get_models():
        if model._meta.label in NOTHING_OF_PEOPLE or not model._default_manager.exists():
            continue
        plain, written = text_fields(model)
        values = {name: f"{person.name} {person.email}" for name in plain if _is_free(model, name)}
        values |= {name: {"a": [person.name, f"di {person.email} e {person.name}"]} for name in written}
        values = {name: one for name, one in values.items() if f"{model._meta.label}.{name}" not in WRITTEN_BY_PROGRAMS}
        if values:
            _write(model, values)
            planted.add(model._meta.label)
    return planted


def _write(model: type[models.Model], values: dict[str, Any]) -> None:
    """Write into every row, or into one where rows may not be alike."""
    try:
        with transaction.atomic():
            model._default_manager.update(**values)
    except IntegrityError:
        first = model._default_manager.order_by("pk").values("pk")[:1]
        model._default_manager.filter(pk__in=list(first.values_list("pk", flat=True))).update(**values)


def _is_free(model: type[models.Model], name: str) -> bool:
    field: Any = model._meta.get_field(name)
    is_long = field.max_length is None or field.max_length >= 100
    is_plain = not isinstance(field, models.EmailField | models.URLField | models.SlugField)
    return is_long and is_plain and not field.unique and name not in CODES and not name.startswith("search_")
