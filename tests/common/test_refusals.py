"""Refusals are one family: whoever runs an operation says each of them, at the box that it concerns or as a message."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage

import filiera
from filiera.common.refusals import Refused, refusals_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import RequestFactory

NO_REFUSALS = {"LinkIsOver", "UnknownRegion"}
"""Exceptions of operations that never reach a reader: what raises them is answered otherwise."""


class NameForm(forms.Form):
    name = forms.CharField()


def own_exceptions() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(filiera.__file__).parent.glob("*/operations*")):
        for file in [path] if path.is_file() else sorted(path.glob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    yield from ((node.name, ast.unparse(base)) for base in node.bases)


def test_every_refusal_of_an_operation_is_of_the_family() -> None:
    found = list(own_exceptions())
    family = {"Refused"}
    while more := {name for name, base in found if base in family} - family:
        family |= more
    outside = {name for name, base in found if base.endswith(("Error", "Exception"))} - family
    assert outside == NO_REFUSALS


@pytest.mark.parametrize(("field", "shown_at"), [("name", "name"), ("other", "__all__"), ("", "__all__")])
def test_refusal_stands_at_the_box_that_it_concerns(field: str, shown_at: str) -> None:
    form = NameForm({"name": "Alba"})
    with refusals_in(form):
        raise Refused("Not this one.", field)
    assert dict(form.errors) == {shown_at: ["Not this one."]}


def test_refusal_of_a_page_is_a_message(rf: RequestFactory) -> None:
    request: Any = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    with refusals_in(request):
        raise Refused("Not now.")
    assert [str(one) for one in get_messages(request)] == ["Not now."]


def test_fault_of_ours_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError), refusals_in(NameForm({})):
        raise ZeroDivisionError
