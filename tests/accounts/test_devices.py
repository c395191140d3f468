"""Two words by which a person knows a device again."""

from __future__ import annotations

import pytest

from filiera.accounts.devices import device_words

APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
GOOGLE = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {GOOGLE} Edg/141.0.0.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/18.0 Safari/605.1.15", "Safari, macOS"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {APPLE} Mobile Safari/604.1", "Safari, iPhone"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {GOOGLE}", "Chrome, Linux"),
        (f"Mozilla/5.0 (Linux; Android 15) {GOOGLE}", "Chrome, Android"),
        ("curl/8.5.0", "Dispositivo sconosciuto"),
        ("", "Dispositivo sconosciuto"),
    ],
)
def test_device_is_said_by_browser_and_system(description: str, words: str) -> None:
    assert device_words(description) == words
