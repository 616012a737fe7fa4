from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.origins import Printing, chains, count_origins

PRINTINGS = st.lists(
    st.builds(
        Printing,
        st.sampled_from("abc"),
        st.none() | st.integers(2000, 2010),
        st.booleans(),
        st.sampled_from(["", "p", "q"]),
    ),
    max_size=8,
)


def test_equal_figures_have_one_origin_however_many_pages_print_them():
    assert count_origins([Printing("a", 2005, page="p"), Printing("a", 2010, page="q"), Printing("a", page="r")]) == 1


def test_new_ground_is_a_new_origin():
    pages = [Printing("a", 2005, page="p"), Printing("a", 2010, True, "q"), Printing("a", 2012, page="r")]
    assert count_origins(pages) == 2
    assert [[one.year for one in chain] for chain in chains(pages)] == [[2005], [2010, 2012]]


def test_the_first_page_needs_no_new_ground():
    assert count_origins([Printing("a", 2005, True, "p")]) == 1


def test_different_figures_of_one_page_have_one_origin():
    assert count_origins([Printing("a", 2005, page="p"), Printing("b", 2006, page="p")]) == 1
    assert count_origins([Printing("a", 2005, page="p"), Printing("b", 2006, page="q")]) == 2
    shared = [Printing("a", 2005, page="p"), Printing("a", 2006, page="q"), Printing("b", 2006, page="q")]
    assert count_origins(shared) == 1


@given(PRINTINGS)
def test_origins_are_never_more_than_pages_nor_none(printings: list[Printing]):
    origins = count_origins(printings)
    assert (origins >= 1) == bool(printings)
    assert origins <= len(printings)
    assert origins == count_origins(printings[::-1])


@given(PRINTINGS)
def test_a_repetition_adds_no_origin(printings: list[Printing]):
    if printings and not printings[-1].fresh:
        repeated = Printing(printings[-1].key, None, False, "new")
        assert count_origins([*printings, repeated]) == count_origins(printings)
