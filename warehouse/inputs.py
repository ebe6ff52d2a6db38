"""What a build stands on besides the facts: register, settings, catalogue; live in the store or kept in a version."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from warehouse import catalogue, corrections, register, settings, workdays
from warehouse.store import Store, file_sha256

MODELS = Path(__file__).parent / "models"
RULES = Path(__file__).parent / "rules"
_REFERENCE_FILES = (
    "data_sets.toml",
    "indicators.toml",
    "sections.toml",
    "reference_figures.csv",
    "correction_words.toml",
)
CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Inputs:
    """The files of one build; they are read at first use and then kept."""

    org_units: Path
    changes: Path
    config: Path
    reference: Path
    corrected: Path

    @cached_property
    def register(self) -> register.Register:
        """Return the register; RegisterError where it can not be used."""
        return register.load(self.org_units, self.changes)

    @cached_property
    def settings(self) -> settings.Settings:
        """Return the settings; SettingsError where one is wrong."""
        return settings.load(self.config)

    @cached_property
    def catalogue(self) -> catalogue.Catalogue:
        """Return the catalogue; CatalogueError where an entry can not be computed."""
        return catalogue.load(self.reference)

    @property
    def holidays(self) -> Path:
        """Return the table of holidays: the store's own where it has one, else the one that comes along."""
        own = self.config.with_name(workdays.FILE)
        return own if own.exists() else self.reference / workdays.FILE

    @cached_property
    def workdays(self) -> workdays.Workdays:
        """Return the due calendar; CalendarError where it can not be used."""
        return workdays.load(self.holidays)

    @cached_property
    def correction_lines(self) -> list[corrections.Line]:
        """Return the reviewed corrections, in their order."""
        return corrections.load(self.corrected)

    def files(self) -> dict[str, Path]:
        """Return every file by the name under which a version keeps it."""
        found = {"org_units.csv": self.org_units, "org_unit_changes.csv": self.changes, "linju.toml": self.config}
        found[workdays.FILE] = self.holidays
        found |= {f"reference/{name}": self.reference / name for name in _REFERENCE_FILES}
        if self.correction_lines:  # a table without a line is as good as none
            found[CORRECTIONS] = self.corrected
        return found

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every file that is there."""
        return {name: file_sha256(path) for name, path in self.files().items() if path.exists()}

    def copy_to(self, folder: Path) -> None:
        """Keep a copy of every file below a folder."""
        for name, path in self.files().items():
            if path.exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / name)


def of_store(store: Store) -> Inputs:
    """Return the inputs as they are now."""
    return Inputs(store.org_units, store.org_unit_changes, store.config, catalogue.REFERENCE, store.corrections)


def of_version(folder: Path) -> Inputs:
    """Return the inputs that a version keeps."""
    kept = folder / "inputs"
    files = (
        kept / name for name in ("org_units.csv", "org_unit_changes.csv", "linju.toml", "reference", CORRECTIONS)
    )
    return Inputs(*files)


def models_sha256() -> str:
    """Return one hash over all models and rules: when they change, every week is built anew."""
    digest = hashlib.sha256()
    for path in [*sorted(MODELS.rglob("*.*")), *sorted(RULES.glob("*.sql"))]:
        digest.update(path.relative_to(MODELS.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
