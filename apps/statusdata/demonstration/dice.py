"""Chance that falls the same way every time: what the demonstration makes up is drawn from the school's code and the year."""

from decimal import Decimal
from math import ceil, floor
from random import Random


class Dice(Random):
    """A throw for each thing by its name: ``Dice("3661900001", 2024)``."""

    def __init__(self, *names):
        super().__init__("/".join(map(str, names)))

    def part(self, whole, low, high):
        """A whole number of ``whole``, between these shares of it and never more than it."""
        return floor(whole * self.uniform(low, high))

    def about(self, mean, spread, least=0):
        return max(least, round(self.gauss(mean, spread)))

    def share(self, mean, spread, low, high):
        return min(high, max(low, self.gauss(mean, spread)))


def money(amount):
    """万元 or m² with two decimals."""
    return Decimal(round(amount * 100)) / 100


def split(total, weights):
    """``total`` in whole parts by ``weights``, the largest remainders first; the parts sum to ``total``."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [floor(part) for part in exact]
    for place in sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])[: total - sum(parts)]:
        parts[place] += 1
    return parts


def at_least(amount, share):
    return ceil(amount * share)
