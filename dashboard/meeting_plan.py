"""What a meeting shows: which scenes, how fast, of which pack; it stands in the URL. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.i18n import mark

HEADLINE, MAP, RANKING, COMPLAINTS, MISSING, SINCE, QUESTIONS = (
    "headline", "map", "ranking", "complaints", "missing", "since", "questions",
)  # fmt: skip
SCENES = {
    HEADLINE: mark("Key figures"),
    MAP: mark("Map"),
    RANKING: mark("Furthest behind, most improved"),
    COMPLAINTS: mark("Complaints"),
    MISSING: mark("Not submitted"),
    SINCE: mark("Since the last meeting"),
    QUESTIONS: mark("Follow-ups"),
}
SECONDS = (0, 10, 20, 30, 60)
SCENE, SHOWN, PLAY, PACK, PART, VERSION = "scene", "scenes", "play", "pack", "part", "version"
OWN = (SCENE, SHOWN, PLAY, PACK, PART, VERSION)  # of the URL, beside the filters


@dataclass(frozen=True)
class Plan:
    """One meeting. seconds: of auto-play, 0 = moved by hand; pack_id: "" where it was not saved."""

    scenes: tuple[str, ...]
    seconds: int = 0
    pack_id: str = ""


def running(query: Mapping[str, str]) -> bool:
    """Say whether a URL is that of a meeting that goes on, and not of its start screen."""
    return query.get(SCENE, "").isdigit()


def plan_of(query: Mapping[str, str]) -> Plan:
    """Return the meeting of a URL; scenes that do not exist are left out, without any all are shown."""
    wanted = tuple(key for key in query.get(SHOWN, "").split(".") if key in SCENES)
    seconds = query.get(PLAY, "")
    return Plan(
        tuple(dict.fromkeys(wanted)) or tuple(SCENES),
        min(int(seconds), 3600) if seconds.isdigit() else 0,
        query.get(PACK, ""),
    )


def query_of(plan: Plan, version: str) -> dict[str, str]:
    """Return a meeting's own part of the URL, at its first scene; what is as by default is left out."""
    asked = {SCENE: "1", VERSION: version}
    if plan.scenes != tuple(SCENES):
        asked[SHOWN] = ".".join(plan.scenes)
    if plan.seconds:
        asked[PLAY] = str(plan.seconds)
    if plan.pack_id:
        asked[PACK] = plan.pack_id
    return asked


def ordered(chosen: list[str]) -> tuple[str, ...]:
    """Return chosen scenes in the order in which they are shown."""
    return tuple(key for key in SCENES if key in chosen)
