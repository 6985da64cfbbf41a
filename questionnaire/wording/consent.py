"""Sentences of the review page on whether an assessment may be taken as it is: whole, with places, as in web.py."""

from __future__ import annotations

CONSENT = "Trying changes of the knowledge base"
MEANS = (
    "Whoever runs this app can walk the stored assessments under a changed knowledge base, to see which conclusions "
    "change. For that they take out what was chosen, without names and without anything that was typed; who knows a "
    "project may still recognize it. As it is, with names, notes, evidence and links, they can take this assessment "
    "(and its variants) only where you allow it. Nothing else depends on it. Taking it back does not reach what was "
    "taken out before."
)
NOT_ALLOWED = "This assessment may **not** be taken as it is."
ALLOWED = "This assessment **may be taken as it is**, since {when}."
ALLOW, TAKE_BACK = "Allow it", "Take it back"
OWNER_ALLOWS = "Only the owner of an assessment says whether it may be taken as it is."
