"""Where sign-in leads, and in which frame the office reads what members read."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, UserFactory
from factories.association import member
from factories.convened import convened, representative
from filiera.accounts.models import User
from tests_clock import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "Una frase lunga 27"


def led_to(user: User) -> str:
    user.set_password(PASSWORD)
    user.save()
    values = {"login": user.email, "password": PASSWORD}
    with time_machine.travel(NOW, tick=False):
        return str(Client().post(reverse("account_login"), values)["Location"])


def test_members_are_led_to_the_association_and_strangers_home() -> None:
    assert led_to(representative("Alba")) == reverse("association")
    assert led_to(UserFactory()) == reverse("home")


def test_the_office_keeps_its_frame_on_what_members_read() -> None:
    alba, office = representative("Alba"), UserFactory(role="OFFICE")
    meeting = convened()
    found = {}
    for user in (alba, office):
        client = Client()
        client.force_login(user)
        with time_machine.travel(NOW, tick=False):
            pages = [
                reverse("resolutions"),
                reverse("books"),
                reverse("petitions"),
                reverse("meeting", args=[meeting.pk]),
            ]
            found[user.pk] = ['class="office' in client.get(page).content.decode() for page in pages]

    assert found[office.pk] == [True] * 4
    assert not any(found[alba.pk])


def test_a_delegate_of_two_chooses_where_what_waits_would_stand() -> None:
    user = UserFactory()
    rows = [member().organisation for _n in range(2)]
    for row in rows:
        DelegateFactory(organisation=row, user=user, role="REPRESENTATIVE")
    client = Client()
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        before = client.get(reverse("association")).content.decode()
        led = client.post(reverse("acting"), {"as-whom": rows[0].code, "next": reverse("association")})["Location"]
        after = client.get(reverse("association")).content.decode()

    assert "Scegli prima <em>per chi agisci</em>" in before
    assert led == reverse("association")
    assert "per chi agisci" not in after


def test_where_nobody_speaks_the_office_is_offered_the_representative_in_its_own_frame() -> None:
    silent = member().organisation
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW, tick=False):
        before = client.get(reverse("delegates", args=[silent.code])).content.decode()
        DelegateFactory(organisation=silent, role="REPRESENTATIVE")
        after = client.get(reverse("delegates", args=[silent.code])).content.decode()

    assert 'class="office' in before
    assert '<option value="REPRESENTATIVE" selected>' in before
    assert '<option value="CONTACT" selected>' in after
