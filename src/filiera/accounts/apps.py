"""The Django application of `filiera.accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register `filiera.accounts` under the label `accounts`."""

    name = "filiera.accounts"
    label = "accounts"
