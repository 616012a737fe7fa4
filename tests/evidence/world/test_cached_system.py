"""The kept inverse: found again by content, never believed."""

from pathlib import Path

import numpy as np
import pytest

from clustermark.evidence.world_tables import cached_system
from clustermark.methods.valuechain import System, WorldTable, decompose


def table(change: float = 0.0, **more: object) -> WorldTable:
    rng = np.random.default_rng(3)
    z, y = rng.gamma(0.5, 10.0, (12, 12)), rng.gamma(1.0, 60.0, (12, 3))
    z[4], z[:, 4], y[4] = 0.0, 0.0, 0.0
    z[0, 1] += change
    return WorldTable(z, y, ["A", "B", "C"], ["s", "t", "u", "v"], **more)  # type: ignore[arg-type]


def test_the_second_time_nothing_is_inverted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cached_system(table(), tmp_path)
    want = decompose(first, "wwz", level="bilateral-sector").values
    (file,) = tmp_path.iterdir()
    monkeypatch.setattr(System, "make_inverse", lambda self: pytest.fail("inverted again"))
    again = cached_system(table(year=1999), tmp_path)  # the year is no part of the inverse
    assert isinstance(again.inverse, np.memmap)
    assert np.array_equal(decompose(again, "wwz", level="bilateral-sector").values, want)
    assert file.name.startswith("inverse-") and file.suffix == ".npy"


def test_another_table_gets_another_file(tmp_path: Path) -> None:
    cached_system(table(), tmp_path)
    cached_system(table(1e-9), tmp_path)
    output = table().output * (1 + 1e-9)
    cached_system(table(output=output), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def damage(file: Path, how: str) -> None:
    inverse = np.load(file)
    if how == "numbers":
        inverse[2, 3] += 0.01
        np.save(file, inverse)
    elif how == "shape":
        np.save(file, inverse[:-1])
    elif how == "type":
        np.save(file, inverse.astype(np.float32))
    elif how == "nan":
        np.save(file, np.full_like(inverse, np.nan))
    elif how == "pickle":
        np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    else:
        file.write_bytes(file.read_bytes()[:300])


@pytest.mark.parametrize("how", ["numbers", "shape", "type", "nan", "pickle", "half"])
def test_a_damaged_file_is_made_again(tmp_path: Path, how: str) -> None:
    want = cached_system(table(), tmp_path).inverse.copy()
    (file,) = tmp_path.iterdir()
    damage(file, how)
    assert np.array_equal(cached_system(table(), tmp_path).inverse, want)
    assert np.array_equal(np.load(file), want)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert cached_system(table(), tmp_path / "file").has_inverse
