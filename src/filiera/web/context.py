"""What every page's shell needs: the cluster's identity, the menu, the other language, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, Resolver404, resolve, reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.models import User
from filiera.common.acting import Standing
from filiera.common.instance import current_instance
from filiera.common.language import current_language
from filiera.common.visibility import Role, Visibility, audience_of
from filiera.competence.filters import current_organisations
from filiera.competence.queries.shortlists import organisations_kept
from filiera.competence.views.shortlists import in_hand

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the menu."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class LanguageSwitch:
    """The same page, with the same query, in the other language."""

    url: str
    label: str
    lang: str


PUBLIC_MENU = (
    ("ask", ("ask",)),
    ("chain", ("chain", "competence")),
    ("directory", ("directory", "organisation")),
    (
        "calls",
        ("calls", "call", "wanted", "composition", "consortia", "consortium", "applicant", "projects", "project"),
    ),
    ("cluster", ("cluster",)),
    ("sources", ("sources",)),
)

OF_ASSOCIATION = (
    "association",
    "meeting",
    "meetings",
    "resolution",
    "resolutions",
    "book",
    "books",
    "minutes",
    "members",
)
MEMBER_MENU = (
    ("needs", ("needs", "need", "offers", "offer")),
    ("association", (*OF_ASSOCIATION, "petition", "petitions", "bodies", "ballot", "vote", "membership")),
)

DATA_MENU = (
    ("imports", ("imports", "import", "evidence-imports", "evidence-import")),
    ("duplicates", ("duplicates", "merge")),
    ("unknown-organisations", ("unknown-organisations",)),
    ("suggestions", ("suggestions",)),
)
"""The pages about the data, which the office's menu holds under one entry."""

OFFICE_MENU = (
    ("office", ("office", "claims-waiting", "letters")),
    ("imports", tuple(page for _name, group in DATA_MENU for page in group)),
    (
        "needs-office",
        ("needs-office", "need-office", "need-write-office", "need", "need-change"),
    ),
    (
        "calls-office",
        (
            *("calls-office", "calls-bring", "calls-import", "calls-reading"),
            *("call-office", "call-write", "call-read", "call-rule"),
            *("consortium", "project-write", "project-change"),
        ),
    ),
    (
        "members",
        ("members", "member-desk", "application-desk", "applications-desk", "fees-desk", "fee-desk", "delegates"),
    ),
    (
        "meetings-office",
        (
            *("meetings-office", "meeting", "meetings", "bodies-office", "mandate", "petitions", "petition"),
            *("minutes", "resolution", "resolutions", "book", "books", "vote", "ballot"),
        ),
    ),
    ("events", ("events",)),
    ("rights-requests", ("rights-requests", "rights-request", "processing", "breaches", "breach")),
)

ADMINISTRATOR_MENU = (("accounts", ("accounts", "account")),)


def _labels() -> dict[str, str]:
    return {
        "ask": _("Who can do it"),
        "chain": _("The chain"),
        "directory": _("Directory"),
        "calls": _("Calls"),
        "cluster": _("The cluster"),
        "sources": _("Sources"),
        "association": _("The association"),
        "office": _("Today"),
        "calls-office": _("Calls"),
        "needs": _("Needs"),
        "needs-office": _("Needs"),
        "meetings-office": _("Meetings"),
        "imports": _("Bring in data"),
        "duplicates": _("Duplicates"),
        "unknown-organisations": _("Not in the register"),
        "suggestions": _("Told by people"),
        "members": _("Members"),
        "events": _("What was done"),
        "rights-requests": _("People’s data"),
        "accounts": _("Accounts"),
    }


def _menu(entries: tuple[tuple[str, tuple[str, ...]], ...], here: str, **names: str) -> list[NavEntry]:
    labels = _labels() | names
    return [
        NavEntry(url, labels[name], any(here == prefix or here.startswith(f"{prefix}-") for prefix in group))
        for name, group in entries
        if (url := _address(name))
    ]


def _office_menu(audience: Audience, here: str) -> list[NavEntry]:
    """Give the menu of whoever works for the cluster; an administrator's has the accounts too."""
    if not audience.is_office:
        return []
    entries = OFFICE_MENU + (ADMINISTRATOR_MENU if audience.role == Role.ADMINISTRATOR else ())
    return _menu(entries, here, imports=_("The data"))


def _part_menu(audience: Audience, here: str) -> list[NavEntry]:
    """Give the pages beside this one where the office's menu holds several under one entry."""
    found = _menu(DATA_MENU, here) if audience.is_office else []
    return found if any(entry.current for entry in found) else []


def _own_organisations(audience: Audience) -> list[NavEntry]:
    """Give the pages of the organisations that the person acts for: one is simply one's own, of several each has its name."""
    found = []
    if audience.organisation_ids:
        own = current_organisations(audience).filter(pk__in=sorted(audience.organisation_ids)).order_by("search_name")
        rows = list(own.values_list("code", "name"))
        alone = _("My organisation") if len(rows) == 1 else ""
        found = [NavEntry(reverse("organisation", args=[code]), alone or name, False) for code, name in rows]
    return found


def _main_menu(audience: Audience, here: str) -> list[NavEntry]:
    """Give the menu of the public pages; whoever reads what members read has the association in it."""
    is_member = not audience.is_office and Visibility.MEMBERS in audience.levels
    # The sources stand in the footer too: the association takes their place.
    return _menu(PUBLIC_MENU[:-1] + MEMBER_MENU if is_member else PUBLIC_MENU, here)


@dataclass(frozen=True, slots=True)
class InHand:
    """The shortlist in hand: how many organisations it holds, and the words of its links, short and whole."""

    url: str
    label: str
    whole_label: str
    current: bool


def _in_hand(request: HttpRequest, audience: Audience, here: str) -> InHand | None:
    """Give the link to the shortlist in hand, counting what it holds; None on a page refused before anybody is known."""
    url = _address("shortlist")
    if not url or not hasattr(request, "user"):
        return None
    kept = organisations_kept(in_hand(request), audience=audience)
    if not kept:
        return InHand(url, _("Shortlist"), _("Your shortlist"), here == "shortlist")
    short, whole = _("Shortlist (%(n)s)") % {"n": kept}, _("Your shortlist (%(n)s)") % {"n": kept}
    return InHand(url, short, whole, here == "shortlist")


def _address(name: str) -> str:
    """Give the address of a page; empty where no feature of this installation has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _footer() -> list[list[NavEntry]]:
    first = [
        ("chain", _("The chain and its gaps")),
        ("directory", _("Directory")),
        ("calls", _("Open calls")),
        ("projects", _("Funded projects")),
        ("offers", _("Technology offers")),
        ("cluster", _("The cluster")),
        ("documents", _("Documents")),
    ]
    second = [
        ("sources", _("Sources of the data")),
        ("accessibility", _("Accessibility")),
        ("privacy", _("Privacy")),
        ("suggest", _("Report an error")),
    ]
    columns = [[NavEntry(reverse(name), label, False) for name, label in column] for column in (first, second)]
    columns[0] += [
        NavEntry(reverse("bodies"), _("Bodies"), False),
        NavEntry(reverse("statute"), _("The statute"), False),
        NavEntry(reverse("join"), _("Join"), False),
        NavEntry(reverse("verify"), _("Check a certificate"), False),
    ]
    columns[1].insert(1, NavEntry("/api/v1/docs", _("For programs"), False))
    return columns


def _here(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _switch(request: HttpRequest) -> LanguageSwitch:
    other = "it" if current_language() == "en" else "en"
    here = request.get_full_path()
    url = translate_url(here, other)
    if url == here:  # no page answers here: the same wrong address in the other language, or its beginning
        prefix = f"/{current_language()}/"
        url = f"/{other}/{here.removeprefix(prefix)}" if here.startswith(prefix) else f"/{other}/"
    return LanguageSwitch(url, "Italiano" if other == "it" else "English", other)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the variables that `base.html` expects on every page."""
    here = _here(request)
    user = getattr(request, "user", None)
    audience = audience_of(user) if user is not None else audience_of(None)
    standing = user.standing(timezone.localdate()) if isinstance(user, User) else Standing()
    return {
        "instance": current_instance(),
        "nav": _main_menu(audience, here),
        "office_nav": _office_menu(audience, here),
        "part_nav": _part_menu(audience, here),
        "own_nav": _own_organisations(audience),
        "shortlist_nav": _in_hand(request, audience, here),
        "footer_nav": _footer(),
        "switch_language": _switch(request),
        "audience": audience,
        "standing": standing,
        "acting": standing.acting,
        "frame": "base_office.html" if audience.is_office else "base.html",
        "acting_for": standing.acting.name if standing.acting else "",
        "role_label": audience.role.label,
        "here": here,
    }
