"""What every test stands on: the small territory and the taxonomy once a session, folders of its own for each worker."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import settings as hypothesis_settings

from factories.installation import begin_from_model, begin_run, end_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# Pages make many objects that live on: to look through them again and again was a sixth of the time.
gc.set_threshold(200_000, 50, 50)

# On a busy machine any example may take long, and is right all the same.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

HERE = Path(__file__).parent
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def _own_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var")
    settings.VAR_DIR = folder
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the worker's database begin as a copy of one that is migrated: that is a tenth of the work."""
    begin_from_model()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object, _own_var: Path) -> None:
    """Load the vocabularies once: every test rolls back to them."""
    from filiera.common.instance import current_instance
    from filiera.competence.operations.load import load_vocabularies

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load_vocabularies(instance=current_instance(), municipalities=HERE / "fixtures" / "municipalities.csv")


def pytest_configure() -> None:
    """Name the run for its workers, and let the test client see pages without the lines of their templates."""
    begin_run()
    settings.MIDDLEWARE = ["squeezed.Squeezed", *settings.MIDDLEWARE]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw away what the workers of the run shared, when all have ended."""
    if not hasattr(config, "workerinput"):
        end_run()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest tests first, so that no worker ends alone with them, and those of the demo's content last.

    It is loaded once, and no test without it runs after. What needs no database is not run on a second one; nor is what pages
    and commands say of data, rules and access that have tests of their own: whether they can be drawn, the walk of everybody
    in `tests/worlds` sees on both.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        kept = [item for item in items if _needs_database(item) and not _is_of_a_surface(item.path.relative_to(HERE))]
        run = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in run])
        items[:] = kept
    items.sort(key=_turn)


DATABASE = {"db", "transactional_db", "django_db_setup"}
"""Fixtures by which a test comes by a database; those that make an installation of their own have it from their module."""


def _needs_database(item: pytest.Item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    has_own = hasattr(getattr(item, "module", None), "installation")
    return is_marked or has_own or bool(DATABASE & set(getattr(item, "fixturenames", ())))


SURFACES = ("_page", "_pages", "_command", "_commands", "_schema")


def _is_of_a_surface(path: Path) -> bool:
    return "views" in path.parts or path.parts[0] == "journeys" or path.stem.endswith(SURFACES)


def _turn(item: pytest.Item) -> int:
    if "demo_world" in getattr(item, "fixturenames", ()):
        return 2
    return 0 if item.path.parent.name == "worlds" else 1


@pytest.fixture(scope="session")
def demo_world(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Load the demo's whole content, with the small embedder, and take it back at the end."""
    from filiera.common.instance import current_instance
    from filiera.competence.operations.load import load_folder
    from filiera.competence.operations.map import update_map
    from filiera.observatory.operations import load_observatory
    from filiera.registry.operations.demo_accounts import make_demo_accounts
    from tests_clock import TODAY

    instance = current_instance()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer.__enter__()
        for name, is_example in (("actors", False), ("examples", True)):
            load_folder(folder=instance.folder / name, is_example=is_example)
        load_observatory(instance=instance)
        path = instance.folder / "examples" / "accounts.yaml"
        make_demo_accounts(path=path, password="prova-prova-prova", today=TODAY)
        update_map(today=TODAY)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _italian() -> Iterator[None]:
    """Begin every test in Italian, whatever the one before activated."""
    from django.utils import translation

    with translation.override("it"):
        yield


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Begin every test with nothing counted; in the database the test's own transaction sees to it."""
    from django.core.cache import caches
    from django.core.cache.backends.locmem import LocMemCache

    if isinstance(caches["limits"], LocMemCache):
        caches["limits"].clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium; its absence is a failure with a remedy, not a skipped test."""
    from playwright.sync_api import sync_playwright

    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    assert path, "The browser tests need Chromium: install it (on Debian: apt install chromium)."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()
