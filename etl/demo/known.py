"""A number of the truth: exact, in whole thousandths, and where it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etl.demo.city import Bools, Ints


@dataclass(frozen=True)
class Known:
    """A number in thousandths and where it is known."""

    value: Ints
    known: Bools

    def where(self, other: Known) -> Known:
        """Return the same number, known only where the other is known too (the two sides of a rate)."""
        return Known(self.value, self.known & other.known)

    def minus(self, other: Known) -> Known:
        """Return the difference, known where both are."""
        return Known(self.value - other.value, self.known & other.known)


Sum = Callable[[Known], Known]
Pairs = dict[str, tuple[Known, Known | None]]
