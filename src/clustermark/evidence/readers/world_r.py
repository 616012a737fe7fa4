"""World tables as R data: WIOD 2013 as the list of the wiod package, WIOD 2016 as its wide data frame."""

import re
from collections.abc import Mapping

import numpy as np

from clustermark.evidence.readers.r_data import RVector, matrix, text
from clustermark.evidence.readers.world_blocks import Array, Blocks, Key
from clustermark.methods.valuechain import TableError, WorldTable

_COLUMN = re.compile(r"v?([A-Za-z]{3})(\d+)")
_LIST = ("countries", "industries", "final", "inter")


def has_wiod_list(objects: Mapping[str, RVector]) -> bool:
    """Whether one of the objects is a list with inter, final, countries and industries."""
    return any(set(_LIST) <= set(item.names) for item in objects.values())


def wiod_list(objects: Mapping[str, RVector], *, year: int | None, unit: str) -> WorldTable:
    """wiot_1995.RData and the like: a list of inter, final, countries, industries, output. Raises TableError.

    Numbers are rounded to integers there, and value added holds taxes, margins and adjustments: no row gives them.
    """
    found = [item for item in objects.values() if set(_LIST) <= set(item.names)]
    if len(found) != 1:
        raise TableError("layout", f"the file holds several lists with {', '.join(_LIST)}", list(objects))
    table = found[0]
    its_year = int(table["year"].values[0]) if "year" in table.names else year
    if year is not None and its_year != year:
        raise TableError("year", f"the file is of {its_year}, not {year}")
    published = {"output": np.asarray(table["output"].values, dtype=np.float64)} if "output" in table.names else None
    return WorldTable(
        matrix(table["inter"]),
        matrix(table["final"]),
        text(table["countries"]),
        text(table["industries"]),
        year=its_year,
        unit=unit,
        published=published,
    )


def wiod_frame(objects: Mapping[str, RVector], *, year: int | None) -> tuple[Blocks, int | None]:
    """WIOT2014_October16_ROW.RData and the like: the data frame `wiot`. Raises TableError."""
    found = [item for item in objects.values() if {"IndustryCode", "Country", "RNr"} <= set(item.names)]
    if len(found) != 1:
        wanted = "no list with countries, industries, final, inter, and no data frame with IndustryCode, Country, RNr"
        raise TableError("layout", f"the file holds {wanted}", list(objects))
    frame = found[0]
    codes, countries = text(frame["IndustryCode"]), text(frame["Country"])
    numbers = np.asarray(frame["RNr"].values, dtype=np.float64)
    its_year = int(float(text(frame["Year"])[0])) if "Year" in frame.names else year
    if year is not None and its_year != year:
        raise TableError("year", f"the file is of {its_year}, not {year}")
    cells = [i for i, country in enumerate(countries) if country != "TOT"]
    by_number = {int(numbers[i]): codes[i] for i in cells}
    rows: list[Key] = [(countries[i], codes[i]) for i in cells]
    z, y, finals, place = _columns(frame, cells, by_number)
    order = [place[key] for key in rows if key in place]
    if len(order) != len(rows) or len(place) != len(rows):
        raise TableError(
            "labels", "rows and columns have not the same cells", [" ".join(k) for k in rows if k not in place]
        )
    totals = {codes[i]: i for i, country in enumerate(countries) if country == "TOT"}
    given = _given(frame, totals, by_number)
    return Blocks(rows, finals, z[:, order], y, {name: total[order] for name, total in given.items()}), its_year


def _columns(
    frame: RVector, cells: list[int], by_number: dict[int, str]
) -> tuple[Array, Array, list[Key], dict[Key, int]]:
    """Intermediate and final columns, the labels of the final ones, and the place of each intermediate one."""
    z: list[Array] = []
    y: list[Array] = []
    finals: list[Key] = []
    place: dict[Key, int] = {}
    for name in frame.names:
        found = _COLUMN.fullmatch(name)
        if not found:
            continue
        values = np.asarray(frame[name].values, dtype=np.float64)[cells]
        number = int(found[2])
        if number in by_number:
            place[found[1], by_number[number]] = len(place)
            z.append(values)
        else:
            finals.append((found[1], f"c{number}"))
            y.append(values)
    if not z or not y:
        raise TableError("layout", "the data frame has no columns such as CHN6 and CHN57", frame.names[:8])
    return np.column_stack(z), np.column_stack(y), finals, place


def _given(frame: RVector, totals: dict[str, int], by_number: dict[int, str]) -> dict[str, Array]:
    """Published output, and value added with taxes, margins and adjustments."""
    names = [n for n in frame.names if (found := _COLUMN.fullmatch(n)) and int(found[2]) in by_number]
    below = {code: np.array([float(frame[name].values[row]) for name in names]) for code, row in totals.items()}
    added = [total for code, total in below.items() if code not in ("GO", "II_fob")]
    given = {"output": below["GO"]} if "GO" in below else {}
    return given | ({"value_added": np.sum(added, axis=0)} if added else {})
