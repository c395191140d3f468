"""The Django application of `filiera.exchange`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.accounts.letter_kinds import Waiting as Basketed
    from filiera.common.visibility import Audience
    from filiera.competence.hooks import OfferShown
    from filiera.competence.models import Competence
    from filiera.registry.hooks import DueLine, Panel, Waiting
    from filiera.registry.models import Organisation


class ExchangeConfig(AppConfig):
    """Register `filiera.exchange` under the label `exchange`."""

    name = "filiera.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Load the permissions and the questions asked by mail; say what waits, what is held of people, what is done daily."""
        import_module("filiera.exchange.rules")
        import_module("filiera.exchange.questions")
        import_module("filiera.exchange.questions_content")
        import_module("filiera.exchange.questions_correct")
        import_module("filiera.exchange.questions_evidence")
        import_module("filiera.exchange.questions_named")
        import_module("filiera.exchange.letter_kinds")
        _hang_on_what_waits()
        _hang_on_the_register()
        _hang_on_privacy()
        _add_jobs()


def _hang_on_what_waits() -> None:
    from filiera.accounts.letter_kinds import baskets
    from filiera.registry import hooks

    if _basket not in baskets:
        baskets.append(_basket)
    if _waiting not in hooks.waiting:
        hooks.waiting.append(_waiting)
        hooks.falling_due.append(_falling_due)
        hooks.panels.append(_panel)
        hooks.waiting_for.append(_waiting_for)
        hooks.waiting.append(_waiting_offers)
        hooks.falling_due.append(_offers_due)


def _hang_on_the_register() -> None:
    from filiera.competence import hooks as competence
    from filiera.documents import hooks as files
    from filiera.registry import hooks

    if _name_files not in files.naming:
        files.naming.append(_name_files)
    if _offers_of not in competence.offers_of:
        competence.offers_of.append(_offers_of)
        competence.offers_that_bring.append(_offers_that_bring)
    if _merge_bar not in hooks.merge_bars:
        hooks.merge_bars.append(_merge_bar)


def _hang_on_privacy() -> None:
    from filiera.exchange import personal_data, personal_data_offers
    from filiera.privacy import hooks as privacy

    if personal_data.needs_sections not in privacy.personal_data:
        privacy.personal_data.append(personal_data.needs_sections)
        privacy.erasers.append(personal_data.erase_from_needs)
        privacy.retention.extend(personal_data.RULES)
        privacy.personal_data.append(personal_data_offers.offers_sections)
        privacy.erasers.append(personal_data_offers.erase_from_offers)
        privacy.retention.extend(personal_data_offers.RULES)


def _add_jobs() -> None:
    from filiera.common.daily import DailyJob, add_job

    add_job(DailyJob("needs-expire", gettext_lazy("lets needs expire whose time is over"), _expire))
    add_job(DailyJob("offers-expire", gettext_lazy("lets offers expire whose time is over"), _expire_offers))
    add_job(DailyJob("needs-warn", gettext_lazy("says which needs expire soon"), _warn_needs))
    add_job(DailyJob("offers-warn", gettext_lazy("says which offers expire soon"), _warn_offers))
    add_job(DailyJob("needs-chase", gettext_lazy("reminds solvers that have not answered"), _chase))
    add_job(DailyJob("needs-content", gettext_lazy("asks how introductions went"), _ask_contents))


def _waiting() -> Sequence[Waiting]:
    """Say what of needs waits for the office."""
    from filiera.exchange.queries.waiting import waiting_needs

    return waiting_needs(now=timezone.now())


def _basket(user: Any) -> Sequence[Basketed]:
    """Say what of needs and offers waits for a person."""
    from filiera.exchange.queries.basket import basket

    return basket(user)


def _waiting_for(user: Any, now: datetime) -> Sequence[Waiting]:
    """Say what of needs and offers waits for one person."""
    from filiera.exchange.queries.waiting_people import waiting_for_person

    return waiting_for_person(user)


def _falling_due(now: datetime) -> Sequence[DueLine]:
    """Say what of needs falls due soon."""
    from filiera.exchange.queries.due import needs_due

    return needs_due(now=now)


def _panel(now: datetime) -> Panel | None:
    """Show the funnel beside what waits."""
    from filiera.exchange.pages_today import funnel_panel

    return funnel_panel(now=now)


def _waiting_offers() -> Sequence[Waiting]:
    """Say which answers to offers have waited for long."""
    from filiera.exchange.queries.waiting_offers import waiting_offers

    return waiting_offers(now=timezone.now())


def _offers_due(now: datetime) -> Sequence[DueLine]:
    """Say which offers end soon."""
    from filiera.exchange.queries.waiting_offers import offers_due

    return offers_due(now=now)


def _offers_of(organisation: Organisation, audience: Audience) -> Sequence[OfferShown]:
    """Say what an organisation offers."""
    from filiera.exchange.queries.offers import offers_shown_of

    return offers_shown_of(organisation, audience=audience)


def _offers_that_bring(competence: Competence, audience: Audience) -> Sequence[OfferShown]:
    """Say which offers bring a competence."""
    from filiera.exchange.queries.offers import offers_shown_for

    return offers_shown_for(competence.code, audience=audience)


def _name_files() -> set[str]:
    """Give the digests of the files that papers of needs name."""
    from filiera.exchange.queries.papers import need_digests

    return need_digests()


def _merge_bar(kept: Organisation, gone: Organisation) -> str:
    """Say why two organisations cannot be joined."""
    from filiera.exchange.queries.merging import merge_bar

    return merge_bar(kept, gone)


def _expire(now: datetime) -> int:
    from filiera.exchange.operations.need_ends import expire_needs

    return expire_needs(now=now)


def _chase(now: datetime) -> int:
    from filiera.exchange.operations.chasing import chase_solvers

    return chase_solvers(now=now)


def _ask_contents(now: datetime) -> int:
    from filiera.exchange.operations.contents import ask_contents

    return ask_contents(now=now)


def _expire_offers(now: datetime) -> int:
    from filiera.exchange.operations.offers import expire_offers

    return expire_offers(now=now)


def _warn_needs(now: datetime) -> int:
    from filiera.exchange.operations.need_warnings import warn_of_ends

    return warn_of_ends(now=now)


def _warn_offers(now: datetime) -> int:
    from filiera.exchange.operations.offer_warnings import warn_of_expiry

    return warn_of_expiry(now=now)
