"""Under /accounts/. The names are allauth's, which looks its own pages up by them."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import path, re_path

from workstate.accounts import entrance, views

urlpatterns = [
    path("login/", entrance.SignInView.as_view(), name="account_login"),
    path("logout/", entrance.SignOutView.as_view(), name="account_logout"),
    path("signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("inactive/", allauth_views.AccountInactiveView.as_view(), name="account_inactive"),
    path("confirm-email/", allauth_views.EmailVerificationSentView.as_view(), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", entrance.ConfirmEmailView.as_view(), name="account_confirm_email"),
    path("password/change/", entrance.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/set/", entrance.PasswordSetView.as_view(), name="account_set_password"),
    path("password/reset/", entrance.PasswordResetView.as_view(), name="account_reset_password"),
    path("password/reset/done/", allauth_views.PasswordResetDoneView.as_view(), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth_views.PasswordResetFromKeyDoneView.as_view(),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
]
