"""What all commands share: the store, the form of the answer, and how a busy store ends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from etl import cli_output as out
from warehouse import periods
from warehouse.settings import SettingsError
from warehouse.store import Store, StoreBusy, StoreMissing

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_STORE = Path("store")


@dataclass
class Common:
    """The options that may stand before or after the command's name."""

    store: Path = DEFAULT_STORE
    as_json: bool = False

    def open(self) -> Store:
        """Open the store, or end with exit status 2 and what to do."""
        try:
            return Store(self.store)
        except (StoreMissing, SettingsError) as error:
            raise click.UsageError(str(error)) from error


def common(command: F) -> F:
    """Give a command --store and --json; what was said before the command's name is kept unless said again."""

    @click.option("--store", "store", type=click.Path(path_type=Path), help="The store's folder (or LINJU_STORE).")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
    @click.pass_context
    @wraps(command)
    def run(ctx: click.Context, *args: Any, store: Path | None, as_json: bool, **kwargs: Any) -> Any:
        options: Common = ctx.ensure_object(Common)
        options.store = store or options.store
        options.as_json = as_json or options.as_json
        try:
            return command(options, *args, **kwargs)
        except StoreBusy as error:
            out.failure(str(error), as_json=options.as_json)
            ctx.exit(3)

    return run  # type: ignore[return-value]


def parse_week(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Accept a week as 2026-W47, and nothing else."""
    if value is None:
        return None
    try:
        periods.start_of(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a week; write it as 2026-W47") from error
    return value
