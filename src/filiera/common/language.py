"""One fallback rule for editorial content in `name_it`, `name_en` columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, get_language_info

LANGUAGES = ("it", "en")


def current_language() -> str:
    """Give the two letters of the language of this request, Italian where none is active."""
    return (get_language() or "it")[:2]


def localised(thing: Any, field: str, lang: str | None = None) -> str:
    """Give `thing.<field>_<lang>`, or its other language where that one is empty."""
    lang = lang or current_language()
    for code in (lang, *(other for other in LANGUAGES if other != lang)):
        value = getattr(thing, f"{field}_{code}", "")
        if value:
            return str(value)
    return ""


def language_of(thing: Any, field: str, lang: str | None = None) -> str:
    """Give the language in which `localised` answers, for the `lang` attribute of what is shown."""
    lang = lang or current_language()
    return lang if getattr(thing, f"{field}_{lang}", "") else next((o for o in LANGUAGES if o != lang), lang)


def language_words(code: str) -> str:
    """Name a language in the language in force: "italiano", "English"; a code that is none stays as it is."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name.lower() if current_language() == "it" else name
