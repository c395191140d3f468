"""The Django application of `filiera.governance`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy

from filiera.common.acting import membership_over
from filiera.governance import hooks
from filiera.registry import hooks as registry_hooks

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.common.visibility import AudiencePart
    from filiera.governance.models import Resolution
    from filiera.registry.models import Organisation


class GovernanceConfig(AppConfig):
    """Register `filiera.governance` under the label `governance`, with its permissions."""

    name = "filiera.governance"
    label = "governance"

    def ready(self) -> None:
        """Load the permissions, let resolutions decide on applications, end rights with memberships, tell what waits here."""
        from filiera.common.visibility import audience_parts

        import_module("filiera.governance.rules")
        if _follow_resolution not in hooks.after_resolution:
            hooks.after_resolution.append(_follow_resolution)
            registry_hooks.waiting.append(_waiting)
            membership_over.append(_membership_over)
            registry_hooks.before_examples_go.append(_remove_examples)
            registry_hooks.merge_bars.append(_merge_bar)
            registry_hooks.after_merge.append(_after_merge)
        if _on_board not in audience_parts:
            audience_parts.append(_on_board)
            registry_hooks.waiting.append(_waiting_meetings)
            registry_hooks.falling_due.append(_meetings_due)
            _hang_on_privacy()
            registry_hooks.waiting.append(_waiting_acts)
            registry_hooks.letters_lost.append(_lost_notices)
            _name_things()


def _name_things() -> None:
    """Say how the audit trail calls what the association keeps."""
    from filiera.governance.queries.named import NAMED

    registry_hooks.thing_names.update(NAMED)


def _follow_resolution(resolution: Resolution) -> None:
    """Take over what a resolution decided on applications."""
    from filiera.governance.operations.admissions import follow_resolution

    follow_resolution(resolution)


def _merge_bar(kept: Organisation, gone: Organisation) -> str:
    """Say why two organisations that are members cannot be joined."""
    from filiera.governance.operations.membership_facts import merge_refusal

    return merge_refusal(kept, gone)


def _after_merge(organisations: Sequence[Organisation]) -> None:
    """Say again what the members' register knows of them."""
    from filiera.governance.operations.membership_facts import say_again

    say_again(organisations)


def _waiting() -> Sequence[registry_hooks.Waiting]:
    """Tell what of adhesion and fees waits for the office."""
    from filiera.governance.queries.waiting import waiting_of_members
    from filiera.governance.queries.waiting_delegates import waiting_of_delegates

    return [*waiting_of_members(), *waiting_of_delegates()]


def _meetings_due(now: datetime) -> Sequence[registry_hooks.DueLine]:
    """Tell which meetings are near."""
    from filiera.governance.queries.due import meetings_due

    return meetings_due(now=now)


def _waiting_meetings() -> Sequence[registry_hooks.Waiting]:
    """Tell what of meetings waits for the office."""
    from filiera.governance.queries.bodies import waiting_of_bodies
    from filiera.governance.queries.elected import waiting_of_elections
    from filiera.governance.queries.waiting_meetings import waiting_of_meetings

    return [*waiting_of_meetings(), *waiting_of_elections(), *waiting_of_bodies()]


def _waiting_acts() -> Sequence[registry_hooks.Waiting]:
    """Tell what of minutes and resolutions waits."""
    from filiera.governance.queries.waiting_acts import waiting_of_acts

    return waiting_of_acts()


def _lost_notices() -> Sequence[registry_hooks.Waiting]:
    """Tell which notices did not arrive."""
    from filiera.governance.queries.waiting_meetings import lost_notices

    return lost_notices()


def _on_board(user: Any, organisation_ids: frozenset[int], today: date) -> AudiencePart:
    """Tell whether a person sits on the board; loaded then, because no table is ready before."""
    from filiera.governance.queries.bodies import board_part

    return board_part(user, organisation_ids, today)


def _remove_examples() -> None:
    """Take the example association out before the organisations that it is made of."""
    from filiera.governance.operations.examples_removal import remove_association_examples

    remove_association_examples()


def _membership_over(today: date) -> object:
    """Tell of an organisation whether its membership has ended by itself."""
    from filiera.governance.queries.members import membership_over_on

    return membership_over_on(today)


def _hang_on_privacy() -> None:
    """Say what the association's life holds of people, what hinders an erasure, what is done every day."""
    from filiera.common.daily import DailyJob, add_job
    from filiera.governance import personal_data
    from filiera.privacy import hooks as privacy

    privacy.personal_data.append(personal_data.association_sections)
    privacy.erasers.append(personal_data.erase_from_association)
    privacy.hindrances.append(personal_data.offices_held)
    privacy.kept_traces.update(personal_data.KEPT_TRACES)
    privacy.retention.extend(personal_data.RULES)
    add_job(DailyJob("leavings", gettext_lazy("writes the withdrawals whose day has come"), _withdraw_members))
    add_job(DailyJob("seniority", gettext_lazy("tells members of a year of seniority"), _tell_seniority))
    add_job(DailyJob("fees", gettext_lazy("reminds of late fees"), _remind_of_fees))
    add_job(DailyJob("terms", gettext_lazy("ends the mandates whose term is over"), _end_terms))


def _withdraw_members(now: datetime) -> int:
    """Write the withdrawals whose day has come."""
    from filiera.governance.operations.register import withdraw_members

    return len(withdraw_members(today=timezone.localdate(now), now=now))


def _end_terms(now: datetime) -> int:
    """Write down the end of the mandates whose term is over."""
    from filiera.governance.operations.bodies import end_terms

    return len(end_terms(today=timezone.localdate(now)))


def _tell_seniority(now: datetime) -> int:
    """Tell members of a year of seniority."""
    from filiera.governance.operations.certificates import tell_seniority

    return len(tell_seniority(now=now))


def _remind_of_fees(now: datetime) -> int:
    """Send the reminders of fees that are due."""
    from filiera.governance.operations.fee_reminders import remind_late

    return len(remind_late(now=now))
