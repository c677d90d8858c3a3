"""A small made-up month: everything that should be found is, and honest trouble alone raises nothing."""

from dataclasses import replace

from bench.copied_labels import COPIED, GROUPS, run
from bench.market_month import Month

SMALL = Month(
    seed=7, days=10, markets=6, stalls=12, officers=4, scan_rate=1.0, copied_away=4, copied_beside=2
)
HONEST = replace(
    SMALL, copied_away=0, copied_beside=0, swapped=0, scrapped=0, moved=0, moved_late=0, mistypes=0
)


def test_the_month_is_the_same_for_the_same_seed() -> None:
    assert run(SMALL) == run(SMALL)


def test_the_alarms_of_the_small_month_are_these() -> None:
    month = run(replace(SMALL, moved_late=0))
    assert {name.strip(): month.figures(kinds) for name, kinds in GROUPS.items()} == {
        "copied (either kind)": (6, 0, 0),
        "label_at_two_stalls": (6, 0, 0),
        "label_in_two_places": (1, 0, 5),
        "scanned_out_of_use": (5, 0, 0),
        "serial_mismatch": (5, 0, 1),
    }


def test_bad_positions_odd_clocks_and_late_sending_raise_nothing() -> None:
    for seed in range(5):
        bad = replace(
            HONEST, seed=seed, far_off=0.1, indoors=0.4, odd_clocks=0.5, offline=0.5, wrong_site=0.1
        )
        assert run(replace(bad, far_visits=0)).alarms == frozenset()


def test_moves_on_record_raise_nothing() -> None:
    moved = run(replace(HONEST, moved=20, offline=0))
    assert [label for kind, label in moved.alarms if kind in COPIED] == []
