"""What acts are done on, in words: the kinds of things, their fields, and how the trail names a thing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from filiera.common.in_words import quoted

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from filiera.common.models import AuditDetail

THINGS: dict[str, _StrPromise] = {
    "accounts.AnswerLink": _("link in a mail"),
    "accounts.LetterWish": _("way of writing to an address"),
    "accounts.User": _("account"),
    "common.AuditDetail": _("details of the audit trail"),
    "common.Circle": _("circle"),
    "common.OutgoingMail": _("letter"),
    "competence.Evidence": _("piece of evidence"),
    "competence.Shortlist": _("shortlist"),
    "competence.Suggestion": _("message"),
    "documents.Document": _("document"),
    "exchange.Collaboration": _("collaboration"),
    "exchange.Match": _("need asked of a solver"),
    "exchange.Need": _("need of an organisation"),
    "exchange.NeedPaper": _("paper of a need"),
    "exchange.Offer": _("offer of an organisation"),
    "exchange.OfferReply": _("answer to an offer"),
    "exchange.SolverRules": _("rules of a solver"),
    "funding.ApplicantProfile": _("what is said for calls"),
    "funding.Call": _("call for applications"),
    "funding.CallFeed": _("private calendar of calls"),
    "funding.CallImport": _("files of calls"),
    "funding.Consortium": _("consortium"),
    "funding.ExpressionOfInterest": _("interest in a call"),
    "funding.FundedProject": _("funded project"),
    "funding.PartnerWanted": _("notice of partners wanted"),
    "governance.AgendaItem": _("item of an agenda"),
    "governance.ApplicationCheck": _("check of an application"),
    "governance.Body": _("body of the association"),
    "governance.BookEntry": _("act filed in a book"),
    "governance.Fee": _("membership fee"),
    "governance.FeePayment": _("payment of a fee"),
    "governance.FeeRate": _("fee of a class"),
    "governance.Mandate": _("office in a body"),
    "governance.Meeting": _("meeting"),
    "governance.Member": _("member of the association"),
    "governance.MembershipApplication": _("application to join"),
    "governance.Minutes": _("minutes"),
    "governance.MinutesAmendment": _("change asked of minutes"),
    "governance.Petition": _("request for an assembly"),
    "governance.Proxy": _("proxy"),
    "governance.Resolution": _("resolution"),
    "governance.SeniorityCertificate": _("certificate of seniority"),
    "governance.StatuteVersion": _("version of the statute"),
    "privacy.Breach": _("breach"),
    "privacy.Consent": _("consent"),
    "privacy.NoticeSeen": _("privacy notice"),
    "privacy.RetentionRun": _("retention"),
    "privacy.RightsRequest": _("request about data"),
    "registry.Delegate": _("delegation"),
    "registry.DuplicateDecision": _("answer about a name"),
    "registry.ImportBatch": _("import"),
    "registry.ImportRow": _("row of an import"),
    "registry.Invitation": _("invitation"),
    "registry.Merge": _("merge"),
    "registry.Organisation": _("organisation"),
    "registry.RememberedColumns": _("columns remembered of a sheet"),
    "registry.TwinDecision": _("answer about two organisations"),
}
"""By the label of the model. What is recorded of a kind that is not here makes a warning, which fails the tests."""

FIELDS: dict[str, _StrPromise] = {
    "accounts_filed": _("years of filed accounts"),
    "acronym": _("acronym"),
    "act": _("naming act"),
    "act_on": _("day of the act"),
    "awards_known": _("all de minimis aid is listed"),
    "balance_sheet_eur": _("balance sheet total"),
    "call": _("call of a meeting"),
    "candidates": _("who stands"),
    "channel": _("where it is read"),
    "circle": _("circle"),
    "civil_only": _("for civil purposes alone"),
    "code": _("public id"),
    "competences": _("competences looked for"),
    "confirmed_on": _("confirmed on"),
    "content_visibility": _("who opens the file"),
    "cost_eur": _("cost"),
    "country": _("country"),
    "created_at": _("entered"),
    "criteria": _("points by criterion"),
    "cup": _("CUP"),
    "decided_on": _("decided on"),
    "discussion": _("notes for the minutes"),
    "documents": _("documents that are ready"),
    "duration_months": _("duration in months"),
    "elects": _("who elects"),
    "employees": _("employees"),
    "ended_on": _("ended on"),
    "ended_why": _("why it ended"),
    "ends_on": _("ends on"),
    "experimental_development_eur": _("experimental development"),
    "figures_year": _("year of the figures"),
    "fills": _("body elected"),
    "first_at": _("first call"),
    "founded_year": _("year of foundation"),
    "from_on": _("from the day"),
    "grant_eur": _("grant to the whole"),
    "group": _("group"),
    "headcount": _("headcount"),
    "in_difficulty": _("in difficulty"),
    "industrial_research_eur": _("industrial research"),
    "inkind_pct": _("in kind"),
    "is_example": _("example"),
    "is_innovative": _("innovative"),
    "is_nonprofit": _("not for profit"),
    "kind": pgettext_lazy("a field that changed", "kind"),
    "lat": _("latitude"),
    "least_points": _("points that are needed"),
    "legal_name": _("legal name"),
    "legal_personality": _("legal personality"),
    "level": _("whose programme"),
    "lon": _("longitude"),
    "member_since_known": _("day of membership known"),
    "member_since_on": _("member since"),
    "min_batch": _("minimum batch"),
    "municipality": _("municipality by its code"),
    "name": _("name"),
    "note": _("note"),
    "offers": _("what it would bring"),
    "operating_seats": _("operating seats"),
    "other_applications": _("applications elsewhere"),
    "outputs": _("results"),
    "partners": _("partners"),
    "place": pgettext_lazy("of a meeting", "place"),
    "plan_sections": _("sections of the plan"),
    "position": _("place on the agenda"),
    "programme": _("programme"),
    "proposal": _("proposal to vote on"),
    "province": _("province"),
    "recognitions_known": _("all recognitions are listed"),
    "remote_url": _("address to take part remotely"),
    "renews": _("renews the whole body"),
    "research_may_publish": _("research may publish"),
    "rhythm": _("how often letters leave"),
    "role": _("role"),
    "s3_priority": _("priority of the S3"),
    "search_name": _("name as it is looked for"),
    "seats": _("seats to elect"),
    "second_at": _("second call"),
    "shares_known": _("all shareholders are listed"),
    "signed_on": _("signed on"),
    "size": _("size"),
    "source": _("source"),
    "stage": _("stage of the chain"),
    "start_on": _("work begins on"),
    "starts_on": _("begins on"),
    "state": pgettext_lazy("a field that changed", "state"),
    "summary": _("summary"),
    "summary_en": _("summary in English"),
    "summary_it": _("summary in Italian"),
    "supplier_kind": _("kind of supplier"),
    "supplier_name": _("supplier"),
    "tasks": _("what it does"),
    "text": _("text"),
    "title": _("title"),
    "title_en": _("title in English"),
    "title_it": _("title in Italian"),
    "total_cost_eur": _("cost of the whole"),
    "total_points": _("points in all"),
    "town": _("town"),
    "trl_end": _("TRL at the end"),
    "trl_start": _("TRL at the start"),
    "turnover_eur": _("turnover"),
    "until_on": _("to the day"),
    "updated_at": _("last changed"),
    "user_id": _("account"),
    "verdict": _("outcome of the check"),
    "visibility": _("who reads it"),
    "vote_mode": _("how it is voted"),
    "website": _("web site"),
    "wide_dissemination": _("wide dissemination"),
    "women_or_youth": _("led by women or young people"),
}
"""By the name of the field, whatever it is a field of: what is called the same must mean the same."""

OWN_NAMES: dict[str, str] = {
    "common.Circle": "title",
    "funding.CallImport": "name",
    "funding.PartnerWanted": "title",
    "governance.AgendaItem": "title",
    "governance.Meeting": "title",
    "governance.Resolution": "number",
    "registry.ImportBatch": "file",
}
"""By kind, the fact of an act that is the name of the thing it was on, where the act happens to carry it."""


def thing_words(label: str, number: str = "") -> str:
    """Name what an act was on: its kind in words where there are any, and its number.

    The number is the trail's own, marked so that nobody takes it for the one that a resolution or a member bears.
    """
    return f"{THINGS.get(label, label)} {f'#{number}' if number.isdigit() else number}".strip()


def own_name(label: str, detail: AuditDetail | None) -> str:
    """Give the name that a thing bears, a title in quotes, where the act itself says it; empty where it does not."""
    fact = OWN_NAMES.get(label)
    if detail is None or fact is None:
        return ""
    name = next((str(facts[fact]) for facts in (detail.after, detail.before, detail.values) if facts.get(fact)), "")
    return quoted(name) if name and fact != "number" else name


def field_words(name: str) -> str:
    """Name a field that changed."""
    return str(FIELDS.get(name, name))


def unsaid(label: str, fields: set[str]) -> list[str]:
    """Give which of a kind of thing and of some fields nobody has given words to."""
    return [*({label} - set(THINGS)), *sorted(fields - set(FIELDS))]
