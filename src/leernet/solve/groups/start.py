"""Numbers of people, groups and rounds in; rounds of groups in which few or none meet twice out.

Person i is in row i // G and column i % G. Round k puts a person in group column + k * row, counted
modulo G or in the field of G elements. Two people share a group in two rounds k and m only when
(k - m) * (difference of their rows) = 0: never in a field, and never modulo G when those products are no
multiple of G. In the square of G rows the rows themselves are one more round.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

# Fields of p ** k elements: p, and an irreducible polynomial, highest power first, without its leading 1.
_FIELDS: dict[int, tuple[int, tuple[int, ...]]] = {
    4: (2, (1, 1)),
    8: (2, (0, 1, 1)),
    9: (3, (0, 1)),
    16: (2, (0, 0, 1, 1)),
    25: (5, (0, 2)),
    27: (3, (0, 2, 1)),
    32: (2, (0, 0, 1, 0, 1)),
    49: (7, (0, 1)),
}


def constructed_rounds(people: int, groups: int, rounds: int) -> Numbers:
    """The group of each person in each round, as few meeting twice as the construction allows.

    Returns:
        (rounds, people) group numbers from 0; the groups of a round differ by at most one in size.
        Rounds beyond what the construction has start again from the first.
    """
    row, column = np.divmod(np.arange(people), groups)
    plus, times = _arithmetic(groups, rounds, -(-people // groups))
    classes = [plus[column, times[k][row % groups]] for k in range(min(rounds, groups))]
    if people == groups * groups:
        classes.append(row)
    return np.stack([classes[k % len(classes)] for k in range(rounds)])


def _arithmetic(groups: int, rounds: int, rows: int) -> tuple[Numbers, Numbers]:
    """(groups, groups) sums and products: of a field where counting modulo groups falls short."""
    numbers = np.arange(groups)
    cyclic = all(k * d % groups for k in range(1, min(rounds, groups)) for d in range(1, rows))
    if cyclic or groups not in _FIELDS:
        return np.add.outer(numbers, numbers) % groups, np.multiply.outer(numbers, numbers) % groups
    prime, polynomial = _FIELDS[groups]
    elements = [_digits(number, prime, len(polynomial)) for number in range(groups)]
    sums = [
        [_number([(x + y) % prime for x, y in zip(a, b, strict=True)], prime) for b in elements]
        for a in elements
    ]
    products = [[_number(_field_product(a, b, prime, polynomial), prime) for b in elements] for a in elements]
    return np.array(sums), np.array(products)


def _digits(number: int, prime: int, length: int) -> list[int]:
    """The number's digits in base ``prime``, highest first: the coefficients of a polynomial."""
    return [number // prime**place % prime for place in reversed(range(length))]


def _number(digits: list[int], prime: int) -> int:
    total = 0
    for digit in digits:
        total = total * prime + digit
    return total


def _field_product(a: list[int], b: list[int], prime: int, polynomial: tuple[int, ...]) -> list[int]:
    """Product of two polynomials modulo the irreducible one, by Horner's rule."""
    product = [0] * len(a)
    for digit in a:
        carried = product[0]
        product = [*product[1:], 0]
        product = [
            (p - carried * r + digit * y) % prime for p, r, y in zip(product, polynomial, b, strict=True)
        ]
    return product
