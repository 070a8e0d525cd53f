"""What a reader could work out of small numbers: worked out again here by trying every value."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.report.inference import ANY, LEAST, Cell, cells, is_small, left, protect, rounded
from campaigns.report.shape import FEW, HIDDEN

FAR = 50  # What is hidden is tried up to here: no whole is larger.


def tree(shape: object) -> Cell:
    """A cell from its parts: a number, or a list of parts, or a tuple of lists that each divide it."""
    if isinstance(shape, int):
        return Cell(shape)
    ways = shape if isinstance(shape, tuple) else (shape,)
    groups = [[tree(part) for part in way] for way in ways]
    whole = Cell(max(sum(part.value for part in group) for group in groups))
    whole.groups = [
        [*group, Cell(whole.value - sum(part.value for part in group), is_hidden=True)]
        if sum(part.value for part in group) < whole.value
        else group
        for group in groups
    ]
    return whole


def values(cell: Cell) -> Iterator[int]:
    low, high = cell.interval
    return iter(range(low, (FAR if cell.is_hidden else high) + 1))


def possible(cell: Cell, value: int, wanted: Cell, is_it: int) -> bool:
    """Whether there are values for all below that fit, with the wanted cell having this one. By trying."""
    if cell is wanted and value != is_it:
        return False
    return all(fits(group, value, wanted, is_it) for group in cell.groups)


def fits(parts: list[Cell], total: int, wanted: Cell, is_it: int) -> bool:
    if not parts:
        return total == 0
    first, *others = parts
    return any(
        possible(first, value, wanted, is_it) and fits(others, total - value, wanted, is_it)
        for value in values(first)
        if value <= total
    )


def consistent(whole: Cell, wanted: Cell) -> set[int]:
    """Every value of a cell for which all that is shown could be true."""
    return {
        is_it
        for is_it in values(wanted)
        if any(possible(whole, value, wanted, is_it) for value in values(whole))
    }


def published(whole: Cell) -> list[int | str]:
    return [cell.published for cell in cells(whole)]


@pytest.mark.parametrize(
    ("value", "reads"), [(0, 0), (1, FEW), (9, FEW), (10, 10), (12, 10), (13, 15), (28_002, 28_000)]
)
def test_a_count_reads_as_few_or_to_the_nearest_five(value, reads):
    assert Cell(value).published == reads


@pytest.mark.parametrize("value", [-12, -3, 0, 7, 33])
def test_rounding_moves_a_number_by_two_at_most(value):
    assert abs(rounded(value) - value) <= 2
    assert rounded(value) % 5 == 0


def test_a_small_part_beside_many_numbers_needs_no_more_hidden():
    whole = tree([1200, 340, 77, 3])
    protect(whole)

    assert published(whole) == [1620, 1200, 340, 75, FEW]


def test_a_number_is_hidden_where_the_sum_would_tell_the_small_part():
    whole = tree([91, 9])  # 100 less 90 is 8 or more.
    protect(whole)

    assert published(whole) == [100, HIDDEN, FEW]


def test_two_small_parts_of_a_number_are_told_apart_by_nobody():
    whole = tree([9, 9])
    protect(whole)

    assert sorted(map(str, published(whole))) == ["20", FEW, HIDDEN]
    assert all(len(consistent(whole, part)) >= LEAST for part in whole.groups[0])


def test_what_is_hidden_is_not_told_by_its_own_parts():
    whole = tree([[21, 20], 9])
    protect(whole)
    small = whole.groups[0][1]

    assert whole.groups[0][0].is_hidden
    assert any(part.is_hidden for part in whole.groups[0][0].groups[0])
    assert len(consistent(whole, small)) >= LEAST


def test_each_way_to_divide_a_whole_is_looked_after_by_itself():
    whole = tree(([91, 9], [50, 50]))
    protect(whole)

    assert published(whole) == [100, HIDDEN, FEW, 50, 50]


def test_many_that_are_one_each_are_not_told_by_a_small_whole():
    whole = tree(([1] * 7, [7]))
    protect(whole)

    for cell in cells(whole):
        assert not is_small(cell.value) or len(consistent(whole, cell)) >= LEAST


def test_a_nought_stays_a_nought():
    whole = tree([0, 50, 0])
    protect(whole)

    assert published(whole) == [50, 0, 50, 0]


counts = st.one_of(st.integers(0, 12), st.sampled_from([0, 1, 9, 13, 17, 18]))
groups = st.lists(counts, min_size=1, max_size=3)
shapes = st.one_of(
    groups,
    st.tuples(groups, groups),
    st.lists(st.one_of(counts, st.lists(counts, min_size=1, max_size=2)), min_size=1, max_size=3),
).filter(lambda shape: tree(shape).value <= 30)


@settings(max_examples=150, deadline=None)
@given(shapes)
@example([9, 9])
@example(([1, 1], [2]))
@example([[9, 1], 9])
def test_every_small_count_could_be_four_others_at_least(shape):
    whole = tree(shape)
    protect(whole)

    for cell in cells(whole):
        if is_small(cell.value):
            assert len(consistent(whole, cell)) >= LEAST


@settings(max_examples=60, deadline=None)
@given(shapes)
def test_what_is_said_to_be_left_is_possible(shape):
    whole = tree(shape)
    protect(whole)

    for _, _, part, (low, high) in left(whole):
        if is_small(part.value):
            tried = consistent(whole, part)
            assert set(range(low, min(high, FAR, whole.value) + 1)) <= tried


@settings(max_examples=100, deadline=None)
@given(shapes)
def test_the_truth_is_among_what_is_left(shape):
    whole = tree(shape)
    protect(whole)

    for _, _, part, (low, high) in left(whole):
        assert low <= part.value <= high <= ANY


def test_a_wide_table_is_quick():
    whole = tree([*itertools.chain.from_iterable(itertools.repeat([1, 50, 900], 3000))])
    protect(whole)

    assert sum(cell.published == FEW for cell in cells(whole)) == 3000
