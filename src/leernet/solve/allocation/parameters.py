"""What the search for an allocation is tuned with."""

from msgspec import Struct


class Parameters(Struct, frozen=True):
    """Numbers that decide how an answer is found; an answer that is proven is the same with all of them.

    Attributes:
        many_bundles: bundles; where somebody could have more, they are priced and not enumerated at once.
            Nine workshops at three moments give 64.
        most_columns: columns that are enumerated at once at most; so many take a few hundred megabytes.
        most_for_lots: columns among which lots choose at most; with more, only some are enumerated.
        best_each: bundles of each size that an agent type has when there is no time for more.
        widest: bundles of an agent type that are grown side by side where not the cheapest is needed.
        late_each: bundles, per agent type, that those who are placed last have at most.
        lots_each: bundles, per agent type, that lots choose among where not all are enumerated.
        most_work: units of work, about thirty seconds here, after which goals are no longer proven: the same
            on every machine. A unit is a simplex iteration on one row or column.
        dive_work: units of work for a first answer in very wide programmes with minimum numbers.
        first_work: units of work for making a first answer better, in very wide programmes.
        neighbour_work: units of work of that for one integer program.
        variants_each: bundles that differ at one moment or two, of each that somebody has.
        lots_seconds: seconds for lots once a limit is reached.
        placing_seconds: seconds for placing everybody in whole people after that.
        quick_work: units of work for either.
        worst_levels: levels below the best, tried until everybody can be held to one.
        many_classes: classes; of more a sample is solved first, whose duals are made exact on all of them.
        many_columns: columns; more are not all put into one linear problem.
        columns_each: columns that an agent type puts in at first, and whenever it has cheaper ones.
        largest_denominator: of the fractions to which duals are rounded.
        largest_scale: common denominator of duals that are no simple fractions.
        at_a_time: begun bundles that are worked on at once, which bounds the memory.
        begun_each: bundles that are begun for each that there may be; with more they are not enumerated.
        patterns_each: patterns of a set that a linear problem has at first, and whenever cheaper ones exist.
        most_searched: bundles among which an allocation in whole people is searched for.
        most_nodes: nodes of the search for rounds.
    """

    many_bundles: int = 1000
    most_columns: int = 1_000_000
    most_for_lots: int = 250_000
    best_each: int = 64
    widest: int = 512
    late_each: int = 1000
    lots_each: int = 100
    most_work: float = 1e9
    dive_work: float = 5e8
    first_work: float = 3e8
    neighbour_work: float = 2e7
    variants_each: int = 32
    lots_seconds: float = 10.0
    placing_seconds: float = 10.0
    quick_work: float = 5e8
    worst_levels: tuple[int, ...] = (2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
    many_classes: int = 1200
    many_columns: int = 10_000
    columns_each: int = 8
    largest_denominator: int = 1000
    largest_scale: int = 1 << 20
    at_a_time: int = 1 << 14
    begun_each: int = 100
    patterns_each: int = 4
    most_searched: int = 20_000
    most_nodes: int = 2_000


DEFAULTS = Parameters()
