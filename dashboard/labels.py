"""The msgids of codes that stand in the data: categories, channels, kinds of branch, levels, states."""

from __future__ import annotations

from dashboard.i18n import Words, mark

CATEGORIES = {
    "environment": mark("Environment"),
    "parking": mark("Parking"),
    "surveillance": mark("Cameras"),
    "property_fee": mark("Property fee"),
    "property_service": mark("Property service"),
    "noise": mark("Noise"),
    "facilities": mark("Facilities"),
    "illegal_building": mark("Illegal building"),
    "utilities": mark("Utilities"),
    "self_government": mark("Self-government"),
    "other": mark("Other"),
}
CHANNELS = {
    "hotline": mark("12345 hotline"),
    "station": mark("Estate station"),
    "street": mark("Street office"),
    "online": mark("Online"),
    "letter": mark("Letter or visit"),
    "other": mark("Other"),
}
BRANCH_KINDS = {
    "independent": mark("Independent"),
    "joint": mark("Joint"),
    "functional": mark("Functional"),
    "none": mark("None"),
}
COMMITTEES = {
    "formed": mark("Formed"),
    "forming": mark("Being formed"),
    "none": mark("None"),
}
LEVELS = {
    "city": mark("City"),
    "district": mark("District"),
    "cluster": mark("Cluster"),
    "street": mark("Street"),
    "community": mark("Community"),
    "estate": mark("Estate"),
    "building": mark("Building"),
}
CHANGES = {
    "rename": mark("Renamed"),
    "split": mark("Split"),
    "merge": mark("Merged"),
    "move": mark("Moved"),
}
SEVERITIES = {
    "error": mark("Error"),
    "warning": mark("Warning"),
    "note": mark("Hint"),
}
STATUSES = {
    "accepted": mark("Accepted"),
    "superseded": mark("Superseded"),
    "withdrawn": mark("Withdrawn"),
    "refused": mark("Refused"),
}


def label(known: dict[str, str], code: str | None, _: Words) -> str:
    """Return the words for a code; one that is not in the list is shown as it is, a missing one as a dash."""
    return _(known[code]) if code in known else code or "–"
