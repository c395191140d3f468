"""The acts of the audit trail in words, as people say what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: dict[str, _StrPromise] = {
    "accept-application": _("admitted an organisation"),
    "accept-invitation": _("accepted the invitation to act for the organisation"),
    "accept-proposal": _("made a proposal evidence"),
    "accept-reminder": _("accepted the reminder of competition law"),
    "add-application-paper": _("added a document to an application"),
    "add-item": _("put an item on an agenda"),
    "answer-by-link": _("answered a question by a link in a mail"),
    "answer-institution": _("said which organisation an institution is"),
    "answer-objection": _("answered an objection"),
    "answer-office": _("answered the office about an application"),
    "application-on-agenda": _("put an application on an agenda"),
    "application-to-ratify": _("passed an application on to the assembly"),
    "appoint": _("gave an office in a body"),
    "ask-applicant": _("asked an applicant for more"),
    "attach-paper": _("attached a paper to a meeting"),
    "begin-application": _("began an application"),
    "begin-on-behalf": _("began to act on behalf of whoever called"),
    "cancel-meeting": _("cancelled a meeting"),
    "change-item": _("changed an item of an agenda"),
    "change-meeting": _("changed a meeting"),
    "change-role": _("gave an account another role"),
    "check-application": _("checked an application"),
    "check-in": _("marked that somebody has come"),
    "check-out": _("marked that somebody has left"),
    "claim-application": _("took over an application begun without an account"),
    "close-account": _("closed an account"),
    "close-meeting": _("closed a meeting"),
    "close-petition": _("closed a request for an assembly"),
    "close-request": _("answered a request about data"),
    "confirm-profile": _("confirmed that the page is right"),
    "convene-meeting": _("convened a meeting"),
    "coopt": _("co-opted somebody into a body"),
    "create-account": _("opened an account"),
    "decide-claim": _("decided on a competence"),
    "decide-duplicate": _("decided on a duplicate"),
    "declare-conflict": _("declared a conflict of interest"),
    "declare-no-quorum": _("declared that the quorum was missing"),
    "defer-item": _("left an item to another meeting"),
    "delegate-not-registered": _("could not register a delegate"),
    "detach-paper": _("took a paper off a meeting"),
    "discuss-item": _("opened the discussion of an item"),
    "end-delegation": _("ended a delegation"),
    "end-mandate": _("ended a mandate"),
    "end-on-behalf": _("stopped acting on behalf of whoever called"),
    "erase-details": _("erased details of the audit trail"),
    "erase-person": _("erased a person"),
    "extend-request": _("took more time for a request about data"),
    "forget-answer": _("had a remembered answer forgotten"),
    "forget-applications": _("erased applications that came to nothing"),
    "give-consent": _("gave a consent"),
    "give-proxy": _("gave a proxy"),
    "handle-suggestion": _("answered a message"),
    "import": _("brought data in"),
    "import-rows": _("brought rows in"),
    "invite-delegate": _("invited a colleague to act for the organisation"),
    "issue-certificate": _("issued a certificate of seniority"),
    "issue-fee": _("made a fee"),
    "make-body": _("made a body of the association"),
    "merge": _("joined two organisations"),
    "move-item": _("moved an item of an agenda"),
    "note-breach": _("wrote down who was told of a breach"),
    "object": _("objected to an item"),
    "open-meeting": _("opened a meeting"),
    "open-petition": _("asked for an assembly"),
    "petition-due": _("found that an assembly must be called"),
    "plan-meeting": _("planned a meeting"),
    "receive-request": _("took in a request about data"),
    "record-breach": _("wrote down a breach"),
    "record-payment": _("recorded a payment"),
    "refuse-invitation": _("refused the invitation to act for the organisation"),
    "register": _("entered an organisation in the register"),
    "register-delegate": _("registered a delegate"),
    "reject-application": _("rejected an application"),
    "remind-delegate": _("told a delegate that the term ends"),
    "remind-fee": _("reminded of a late fee"),
    "remove-examples": _("took the examples out"),
    "remove-item": _("took an item off an agenda"),
    "remove-organisation": _("took an organisation out of the register"),
    "reopen-account": _("opened a closed account again"),
    "reopen-invitation": _("took back the refusal of an invitation"),
    "revoke-answer-links": _("made links in mails void"),
    "revoke-certificate": _("revoked a certificate of seniority"),
    "revoke-proxy": _("revoked a proxy"),
    "run-retention": _("carried out retention"),
    "see-notice": _("was shown the privacy notice"),
    "send-answer-link": _("sent a question by mail"),
    "send-notices": _("sent the notices of a meeting"),
    "send-shortlist": _("sent a shortlist by mail"),
    "set-fee-rate": _("set the fee of a class"),
    "settle-name": _("said which organisation a name is"),
    "sign-petition": _("signed a request for an assembly"),
    "stop-item": _("stopped an item"),
    "submit-application": _("sent an application"),
    "suggest": _("wrote to the office"),
    "take-application": _("began to examine an application"),
    "take-back-confirmation": _("took back the confirmation of the page"),
    "tell-apart": _("said that two organisations are not the same"),
    "tell-seniority": _("told a member of its seniority"),
    "undo-import": _("took an import back"),
    "undo-merge": _("parted two organisations again"),
    "void-votes": _("took out the votes of an item that was stopped"),
    "waive-fee": _("waived a fee"),
    "weigh-breach": _("weighed a breach"),
    "withdraw-application": _("took an application back"),
    "withdraw-consent": _("withdrew a consent"),
    "withdraw-invitation": _("took an invitation back"),
    "withdraw-signature": _("took back a signature"),
    "write-discussion": _("kept notes for the minutes"),
    "write-register": _("wrote a line of the members' register"),
}


THINGS: dict[str, _StrPromise] = {
    "accounts.AnswerLink": _("link in a mail"),
    "accounts.User": _("account"),
    "common.AuditDetail": _("details of the audit trail"),
    "competence.ClaimDecision": _("competence decided on"),
    "competence.Evidence": _("evidence"),
    "competence.Shortlist": _("shortlist"),
    "competence.Suggestion": _("message"),
    "registry.Delegate": _("delegation"),
    "registry.ImportBatch": _("import"),
    "registry.Invitation": _("invitation"),
    "registry.Merge": _("merge"),
    "registry.Organisation": _("organisation"),
}

FIELDS: dict[str, _StrPromise] = {
    "act": _("naming act"),
    "act_on": _("day of the act"),
    "confirmed_on": _("confirmed on"),
    "ended_on": _("ended on"),
    "ended_why": _("why it ended"),
    "from_on": _("from the day"),
    "role": _("role"),
    "until_on": _("to the day"),
    "user_id": _("number of the account"),
}


def thing_words(label: str, number: str = "") -> str:
    """Name what an act was on: its kind in words where there are any, and its number."""
    return f"{THINGS.get(label, label)} {number}".strip()


def field_words(name: str) -> str:
    """Name a field that changed."""
    return str(FIELDS.get(name, name))


def verb_words(verb: str) -> str:
    """Say an act in words; one that has none yet is given by its name."""
    return str(WORDS.get(verb, verb))
