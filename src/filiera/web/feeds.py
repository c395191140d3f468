"""The latest public evidence as an Atom feed, in the language of its address."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from filiera.common.instance import current_instance
from filiera.common.views import public
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.queries.latest import LatestLine, latest_evidence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ENTRIES = 30


class LatestFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is new, as a visitor may see it, whoever asks: readers of feeds keep what they get."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Name the cluster."""
        title = _("The latest evidence")
        return f"{current_instance().name}: {title}"

    def subtitle(self) -> str:
        """Say what the feed holds."""
        return _("Newest first")

    def link(self) -> str:
        """Give the page that the feed follows."""
        return reverse("home")

    def items(self) -> list[LatestLine]:
        """Give the newest evidence, an organisation once."""
        return latest_evidence(audience=PUBLIC_AUDIENCE, today=timezone.localdate(), limit=ENTRIES)

    def item_title(self, item: LatestLine) -> str:
        """Name the organisation and the evidence, what is invented marked; plain text here, escaped by the writer."""
        is_example = item.entry.is_example or item.newest.is_example
        mark = _("example")
        name = f"{item.entry.name} ({mark})" if is_example else item.entry.name
        return f"{name}: {item.newest.title}"

    def item_description(self, item: LatestLine) -> str:
        """Give the text with its source."""
        return f"{item.newest.text} ({item.newest.source_name})".strip()

    def item_link(self, item: LatestLine) -> str:
        """Lead to the row of the evidence."""
        return item.newest.url

    def item_guid(self, item: LatestLine) -> str:
        """Name the entry for ever, whatever its date becomes."""
        return f"urn:x-filiera:{current_instance().id}:evidence:{item.newest.id}"

    def item_updateddate(self, item: LatestLine) -> datetime:
        """Give the day of the evidence itself."""
        day = item.newest.start or timezone.localdate()
        return datetime.combine(day, time.min, UTC)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Give the feed."""
    return LatestFeed()(request)
