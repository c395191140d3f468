"""Addresses of votes, under their language."""

from __future__ import annotations

from django.urls import path

from filiera.governance.views import votes, votes_hands

urlpatterns = [
    path("meetings/<int:pk>/items/<int:position>/vote/", votes.ballot, name="ballot"),
    path("meetings/<int:pk>/items/<int:position>/lead/", votes.lead_vote, name="vote-lead"),
    path("meetings/<int:pk>/items/<int:position>/hands/", votes_hands.hands, name="vote-hands"),
    path("meetings/<int:pk>/items/<int:position>/result/", votes.vote_result, name="vote-result"),
    path("meetings/<int:pk>/items/<int:position>/ballots.json", votes.ballots_file, name="vote-ballots"),
]
