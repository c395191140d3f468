"""The register of processing names every table in which something of a person stands, and no table that is not there."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client

from factories import UserFactory
from factories.traces import NOTHING_OF_PEOPLE
from filiera.common.instance import current_instance
from filiera.privacy import hooks
from filiera.privacy.processing import processing_register, read_processing

WITHOUT_PEOPLE = {
    "admin and vocabularies": ("auth.Group", "auth.Permission", "contenttypes.ContentType", "common.LimitCount"),
    "about organisations, places and competences": (
        "competence.Claim",
        "competence.ClaimProof",
        "competence.Competence",
        "competence.MapRun",
        "competence.Reading",
        "competence.Summary",
        "competence.Vector",
        "registry.Alias",
        "registry.AtecoCode",
        "registry.Group",
        "registry.Identifier",
        "registry.Municipality",
        "registry.Province",
        "registry.Site",
        "registry.Source",
        "registry.Stage",
    ),
    "days on which calls take applications": ("funding.CallCutOff",),
    "public figures and dates": (
        "observatory.ClusterEvent",
        "observatory.ClusterFunction",
        "observatory.Figure",
        "observatory.RegulatoryDeadline",
    ),
    "about the association, whose members are organisations": (
        "governance.Body",
        "governance.Book",
        "governance.FeeRate",
        "governance.Member",
        "governance.StatuteVersion",
    ),
    "names of circles; who stands in them is another table": ("common.Circle",),
    "counts": ("privacy.RetentionRun",),
}
"""Every table that holds nothing of a person, by reason. A new table goes here or into the register."""


def test_every_table_is_in_the_register_or_holds_nobody() -> None:
    register = processing_register()
    assert register is not None
    named = [table for activity in register.activities for table in activity.tables]
    without = [table for tables in WITHOUT_PEOPLE.values() for table in tables]
    assert sorted([*named, *without]) == sorted(model._meta.label for model in apps.get_models())


def test_what_may_stay_after_an_erasure_is_in_the_register() -> None:
    register = processing_register()
    assert register is not None
    named = {table for activity in register.activities for table in activity.tables}
    assert sorted(set(hooks.kept_traces) - named - {"common.Circle"}) == []


def test_planting_leaves_alone_only_tables_that_exist() -> None:
    assert sorted(set(NOTHING_OF_PEOPLE) - {model._meta.label for model in apps.get_models()}) == []


def test_register_says_all_in_both_languages() -> None:
    register = read_processing(current_instance().folder / "privacy")
    for one in register.activities:
        said = [one.name, one.purpose, one.basis, one.people, one.data, one.recipients, one.retention]
        assert [bool(text.it and text.en) for text in said] == [True] * 7


@pytest.mark.django_db
def test_office_takes_the_register_away(client: Client) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    file = json.loads(client.get("/it/office/people/processing/file/").content)
    register = processing_register()
    assert register is not None
    assert [one["id"] for one in file["activities"]] == [one.id for one in register.activities]
