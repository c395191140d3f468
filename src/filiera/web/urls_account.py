"""Addresses of sign-in and of the own account, each view named one by one: what is not here cannot be reached."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from filiera.web.sign_in import own, views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="login"),
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-in/passkey/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-step/", views.SecondStepView.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", views.begin_again, name="sign-in-again"),
    path("sign-up/", views.SignUpView.as_view(), name="account_signup"),
    path("sign-up/confirm/", views.ConfirmAddressView.as_view(), name="account_email_verification_sent"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("password/", views.ForgottenView.as_view(), name="account_reset_password"),
    path("password/sent/", views.ForgottenSentView.as_view(), name="account_reset_password_done"),
    path(
        "set-password/<slug:uidb36>/<str:key>/", views.SetPasswordView.as_view(), name="account_reset_password_from_key"
    ),
    path("account/", own.own_account, name="own-account"),
    path("account/", own.own_account, name="mfa_index"),
    path("account/password/", own.ChangePasswordView.as_view(), name="account_change_password"),
    path("account/address/", own.ChangeAddressView.as_view(), name="account_email"),
    path("account/again/", own.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("account/again/code/", own.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("account/again/passkey/", own.PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", own.AddAppView.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", own.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", own.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", own.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("account/passkeys/new/", own.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", own.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", own.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]
