"""What accounts, privacy and the trail of acts hold of a person; features above add theirs to `hooks.personal_data`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.accounts.devices import device_words
from filiera.accounts.models import AnswerLink, LetterWish
from filiera.common.audit_things import thing_words
from filiera.common.audit_words import verb_words
from filiera.common.language import language_words
from filiera.common.models import AuditEvent, OutgoingMail
from filiera.privacy.enums import Fate
from filiera.privacy.hooks import Section
from filiera.privacy.models import Consent, NoticeSeen, RightsRequest
from filiera.privacy.queries.names import addresses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.accounts.models import User


def account_sections(user: User) -> Sequence[Section]:
    """Give what sign-in holds: the account, its addresses and second factors, where it is signed in, links in mails."""
    return [
        _account(user),
        _addresses(user),
        _factors(user),
        _sessions(user),
        _links(user),
        _letters(user),
        _wish(user),
    ]


def privacy_sections(user: User) -> Sequence[Section]:
    """Give the notices seen, the consents with their texts, and what was asked by a right."""
    seen = NoticeSeen.objects.filter(user=user).order_by("seen_at", "pk")
    consents = Consent.objects.filter(user=user).order_by("given_at", "pk")
    asked = RightsRequest.objects.filter(user=user).order_by("received_at", "pk")
    return [
        Section(
            "notices",
            _("Notices that you were shown"),
            [("version", _("Version")), ("language", _("Language")), ("seen_at", _("When")), ("digest", _("Digest"))],
            [(row.version, language_words(row.language), row.seen_at, row.digest) for row in seen],
        ),
        Section(
            "consents",
            _("Consents, with their history"),
            [
                ("purpose", _("What for")),
                ("text", _("Text")),
                ("given_at", _("Given")),
                ("given_how", _("How")),
                ("withdrawn_at", _("Withdrawn")),
                ("digest", _("Digest")),
            ],
            [
                (
                    str(row.get_purpose_display()),
                    row.text,
                    row.given_at,
                    str(row.get_given_how_display()),
                    row.withdrawn_at,
                    row.digest,
                )
                for row in consents
            ],
            Fate.PARTED,
            _("that a consent was asked has to be shown, without your name (art. 7.1)"),
        ),
        Section(
            "requests",
            _("What you asked of us by a right"),
            [
                ("right", _("What")),
                ("received_at", _("When")),
                ("due_on", _("Answer due")),
                ("done_at", _("Answered")),
                ("answer", _("Answer")),
            ],
            [(str(row.get_right_display()), row.received_at, row.due_on, row.done_at, row.answer) for row in asked],
            Fate.PARTED,
            _("that you were answered has to be shown, without your name (art. 5.2)"),
        ),
    ]


def trail_sections(user: User) -> Sequence[Section]:
    """Give what the person did, as the trail of acts holds it."""
    events = AuditEvent.objects.filter(actor=user).order_by("pk")
    return [
        Section(
            "acts",
            _("What you did here"),
            [("at", _("When")), ("act", _("What")), ("thing", _("On what")), ("as_whom", _("For whom"))],
            [
                (event.at, verb_words(event.verb), thing_words(event.object_type, event.object_id), event.as_whom)
                for event in events.iterator()
            ],
            Fate.PARTED,
            _("the trail of acts cannot be shortened; what it says of you is erased from it"),
        )
    ]


def _account(user: User) -> Section:
    return Section(
        "account",
        _("Your account"),
        [
            ("name", _("Name")),
            ("email", _("E-mail")),
            ("language", _("Language")),
            ("role", _("Role")),
            ("joined_at", _("Opened")),
            ("last_login", _("Last sign-in")),
        ],
        [
            (
                user.name,
                user.email,
                language_words(user.language),
                str(user.get_role_display()),
                user.joined_at,
                user.last_login,
            )
        ],
    )


def _addresses(user: User) -> Section:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return Section(
        "addresses",
        _("Addresses of mail"),
        [("email", _("E-mail")), ("confirmed", _("Confirmed")), ("main", _("Main one"))],
        [(row.email, row.verified, row.primary) for row in rows],
    )


def _factors(user: User) -> Section:
    rows = Authenticator.objects.filter(user=user).order_by("pk")
    return Section(
        "factors",
        _("Second factors"),
        [("kind", _("Kind")), ("since", _("Since")), ("used", _("Last used"))],
        [(str(row.get_type_display()), row.created_at, row.last_used_at) for row in rows],
    )


def _sessions(user: User) -> Section:
    rows = UserSession.objects.filter(user=user).order_by("pk")
    return Section(
        "sessions",
        _("Where you are signed in"),
        [
            ("device", _("Device")),
            ("address", _("Network address")),
            ("began_at", _("Since")),
            ("seen_at", _("Last seen")),
        ],
        [(device_words(row.user_agent), row.ip, row.created_at, row.last_seen_at) for row in rows],
    )


def _letters(user: User) -> Section:
    rows = OutgoingMail.objects.filter(email__in=addresses_of(user)).order_by("pk")
    return Section(
        "letters",
        _("Letters that left for you, or wait"),
        [("email", _("E-mail")), ("subject", _("About")), ("queued_at", _("Written")), ("sent_at", _("Sent"))],
        [(row.email, row.subject, row.queued_at, row.sent_at) for row in rows],
    )


def _wish(user: User) -> Section:
    rows = LetterWish.objects.filter(email__in=addresses_of(user)).order_by("pk")
    return Section(
        "letters-chosen",
        _("How we write to you"),
        [
            ("email", _("E-mail")),
            ("channel", _("Where")),
            ("rhythm", _("How often")),
            ("held", _("Waiting for the next letter")),
            ("at", _("Since")),
        ],
        [
            (row.email, row.get_channel_display(), row.get_rhythm_display(), row.held.count(), row.begun_at)
            for row in rows
        ],
    )


def _links(user: User) -> Section:
    rows = AnswerLink.objects.filter(Q(user=user) | Q(email__in=addresses_of(user))).order_by("pk")
    return Section(
        "links",
        _("Questions that we mailed to you"),
        [
            ("email", _("E-mail")),
            ("sent_at", _("Sent")),
            ("expires_at", _("Until")),
            ("answered_at", _("Answered")),
            ("choice", _("Answer")),
            ("note", _("Note")),
        ],
        [(row.email, row.sent_at, row.expires_at, row.answered_at, row.choice, row.note) for row in rows],
    )
