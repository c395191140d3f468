"""The command that loads the cluster's folder: what is missing is said with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def test_missing_municipalities_are_said_with_the_remedy(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError) as refused:
        call_command("instance")
    place = tmp_path / "territory" / "municipalities.csv"
    expected = f"Manca l’elenco dei comuni ({place}): dai «make setup», che lo scrive, poi riprova."
    assert str(refused.value) == expected


def test_folder_that_is_no_cluster_is_said(settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE_DIR = tmp_path
    with pytest.raises(CommandError) as refused:
        call_command("instance")
    assert str(refused.value) == (
        f"Nella cartella {tmp_path} non c’è instance.yaml: FILIERA_INSTANCE deve indicare la cartella di un cluster."
    )
