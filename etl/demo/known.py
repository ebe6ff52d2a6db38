"""A number of the truth: exact, in whole thousandths, and where it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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


@dataclass(frozen=True)
class Groups:
    """To which unit of a level each row adds: at first, and from a week on, when one community has moved.

    Rows of one unit are neighbours in either.
    """

    first: Ints
    then: Ints
    week: int

    def of(self, row: Ints, week: Ints) -> Ints:
        """Return the unit of each row in its week."""
        return np.where(week < self.week, self.first[row], self.then[row])

    def total(self, item: Known) -> Known:
        """Return the sum of each unit and week; known where any of its rows is."""
        first, then = _summed(item, self.first), _summed(item, self.then)
        late = np.arange(item.value.shape[1]) >= self.week
        return Known(np.where(late, then.value, first.value), np.where(late, then.known, first.known))


def _summed(item: Known, group: Ints) -> Known:
    starts = np.searchsorted(group, np.arange(int(group.max()) + 1))
    value = np.add.reduceat(np.where(item.known, item.value, 0), starts, axis=0)
    return Known(value, np.logical_or.reduceat(item.known, starts, axis=0))


Sum = Callable[[Known], Known]
Pairs = dict[str, tuple[Known, Known | None]]
