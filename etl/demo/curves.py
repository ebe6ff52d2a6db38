"""The shapes of progress over the weeks. Time is counted back from the last week, so a short demo shows the end."""

from __future__ import annotations

import numpy as np

from etl.demo.city import Bools, Floats, Ints

SPAN = 155  # weeks from the start of a curve to its end


def back(weeks: int) -> Floats:
    """Return the weeks before the last one: ..., -2, -1, 0."""
    return np.arange(weeks, dtype=np.float64) - (weeks - 1)


def climb(
    weeks: int, start: Floats | float, end: Floats | float, middle: Floats | float = -90.0, width: float = 22.0
) -> Floats:
    """Return an S-shaped rise from start (155 weeks before the end) to end; arrays give a row each."""
    begin, finish, at = (np.atleast_1d(np.asarray(item, dtype=np.float64))[:, None] for item in (start, end, middle))

    def raw(x: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-(x - at) / width)))

    low, high = raw(np.array([-float(SPAN)])), raw(np.zeros(1))
    return np.asarray(begin + (finish - begin) * np.clip((raw(back(weeks)) - low) / (high - low), 0, 1))


def ranks(rng: np.random.Generator, number: int) -> Floats:
    """Return evenly spread numbers between 0 and 1 in random order: a share of them is met nearly exactly."""
    return (rng.permutation(number) + 0.5) / number


def apportion(weights: Floats, total: int) -> Ints:
    """Share a total out in whole numbers by weight."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole


def grow(rng: np.random.Generator, final: Ints, share: Floats) -> Ints:
    """Return whole numbers (unit, week) that rise with the share of the final number, each at its own moment."""
    return (
        np.floor(final[:, None] * share + rng.random(len(final))[:, None]).astype(np.int64).clip(max=final[:, None])
    )


def holidays(week_of_year: Ints) -> Floats:
    """Return how much goes on in a week: little around Spring Festival, more around 1 July."""
    quiet = 0.45 * np.exp(-(((week_of_year - 6) / 1.5) ** 2))
    busy = 0.3 * np.exp(-(((week_of_year - 26) / 2.0) ** 2))
    return np.asarray(1 - quiet + busy)


def chance(rng: np.random.Generator, shape: tuple[int, int], share: float) -> Bools:
    """Return True at random for this share of cells."""
    return np.asarray(rng.random(shape, dtype=np.float32) < share)
