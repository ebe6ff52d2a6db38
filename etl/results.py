"""What `check` and `refresh` give back: the JSON of the commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from etl.issues import ERROR, Issue

EFFECT = ("indicator_id", "org_unit_id", "period_id", "before", "after")


@dataclass(frozen=True)
class SubmissionResult:
    """What became of one file. status: accepted, refused, or unchanged where the same bytes were loaded before."""

    id: str
    file: str
    sender: str | None
    period: str | None
    data_sets: tuple[str, ...]
    rows: int
    accepted: bool
    status: str
    issues: tuple[Issue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the submission as `--json` gives it; issues is their number, they are listed beside."""
        return {
            "id": self.id,
            "file": self.file,
            "sender": self.sender,
            "period": self.period,
            "data_sets": list(self.data_sets),
            "rows": self.rows,
            "accepted": self.accepted,
            "status": self.status,
            "issues": len(self.issues),
        }


@dataclass(frozen=True)
class CheckResult:
    """What a check found. effect: what loading would move; failures: the rules that the new figures would break.

    general: issues of no received file, such as a correction that does not hold.
    """

    submissions: list[SubmissionResult]
    effect: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)
    version: str | None = None
    general: list[Issue] = field(default_factory=list)

    @property
    def issues(self) -> list[Issue]:
        """Return all issues: those of no received file, then file by file."""
        return self.general + [item for submission in self.submissions for item in submission.issues]

    @property
    def ok(self) -> bool:
        """Return False where a file was, or would be, refused, or nothing could be published."""
        fine = all(item.status != "refused" for item in self.submissions) and not self.failures
        return fine and all(item.severity != ERROR for item in self.general)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the command."""
        return {
            "version": self.version,
            "submissions": [item.to_dict() for item in self.submissions],
            "issues": [item.to_dict() for item in self.issues],
            "effect": [{key: move[key] for key in EFFECT} for move in self.effect],
        }


class RefreshResult(CheckResult):
    """What a refresh did. version: the version that it published, None where nothing changed."""
