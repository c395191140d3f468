"""What is refused as a password, and the words of the refusal in both languages."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from filiera.accounts.models import User

SHORT = {
    "it": "Questa password è troppo corta: servono almeno 12 caratteri.",
    "en": "This password is too short: it needs 12 characters or more.",
}
NEAR = {
    "it": "Questa password somiglia troppo al tuo nome o al tuo indirizzo e-mail: altri potrebbero indovinarla.",
    "en": "This password is too near to your name or to your e-mail address: others could guess it.",
}
COMMON = {
    "it": "Questa password la usano in molti: scegline un’altra, per esempio qualche parola in fila.",
    "en": "Many people use this password: choose another, for instance a few words in a row.",
}


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("pioggia-7", [SHORT]),
        ("mario.brambilla1", [NEAR]),
        ("alessia-ferri-2", [NEAR]),
        ("password1234", [COMMON]),
        ("abc123", [SHORT, COMMON]),
    ],
)
def test_weak_password_is_refused_in_the_readers_language(
    lang: str, password: str, sentences: list[dict[str, str]]
) -> None:
    person = User(email="mario.brambilla@example.org", name="Alessia Ferri")
    with override(lang), pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert refused.value.messages == [sentence[lang] for sentence in sentences]


def test_long_password_of_plain_words_is_taken() -> None:
    person = User(email="mario.brambilla@example.org", name="Alessia Ferri")
    assert validate_password("dodici-lettere-e-piu", person) is None
