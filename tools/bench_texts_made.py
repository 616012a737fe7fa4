"""Texts made up for the benchmark, from a list of words and a fixed seed: no place, firm or product in them exists."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

FILES, WORDS, RARE, ODD = 20, 20, 20_000, 8  # files, words an item, kinds of rare words, one item in ODD a copy
PLACES = ("sampleton", "northport", "eastmill", "lowbridge", "hillgate")
NAMES = {
    "sampleton": ("\u793a\u4f8b\u9547", "Sampleton"),
    "northport": ("\u5317\u6e2f\u9547", "Northport"),
    "eastmill": ("\u4e1c\u78e8\u9547", "Eastmill"),
    "lowbridge": ("\u4f4e\u6865\u9547", "Lowbridge"),
    "hillgate": ("\u5c71\u95e8\u9547", "Hillgate"),
}


def words() -> dict[str, object]:
    return tomllib.loads((Path(__file__).parent / "bench_words.toml").read_text(encoding="utf-8"))


def texts(count: int, seed: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Items (date, outlet, channel, title, text) in stretches; three of four Chinese, one of eight a copy."""
    told = words()
    rng = np.random.default_rng(seed)
    syllables = np.array(str(told["syllables"]).split())
    rare = ["".join(row) for row in syllables[np.random.default_rng(0).integers(0, len(syllables), (RARE, 3))]]
    common = {language: str(told[language]).split() for language in ("zh", "en")}
    outlets, again = list(told["outlets"]), list(told["again"])  # type: ignore[call-overload]
    channels = ("earned", "earned", "shared", "owned", "paid")
    recent: list[tuple[str, str]] = []
    for start in range(0, count, 10_000):
        many = min(10_000, count - start)
        kind, which, month, day = (rng.integers(0, high, many).tolist() for high in (ODD, 1000, 24, 28))
        length = rng.poisson(WORDS - 4, many).tolist()
        drawn = (rng.random((many, 3 * WORDS)) ** 2.5).tolist()
        for at in range(many):
            language = "en" if kind[at] % 4 == 1 else "zh"
            own, join = common[language], " " if language == "en" else ""
            if kind[at] == 0 and recent:
                title, body = recent[which[at] % len(recent)]
                body = again[which[at] % len(again)] + body
            else:
                place = NAMES[PLACES[min(4, int(drawn[at][-1] * 8))]][language == "en"] if which[at] % 5 else ""
                picked = [own[int(x * len(own))] for x in drawn[at][: length[at]]]
                picked[3:3] = [f" {rare[int(drawn[at][-2] * RARE)]} "]
                title = join.join([place, *picked[:3]])
                body = join.join([*picked[3:8], place, *picked[8:]])
                recent = [*recent[-400:], (title, body)]
            date = f"{2021 + month[at] // 12}-{month[at] % 12 + 1:02d}-{day[at] + 1:02d}"
            yield date, outlets[which[at] % len(outlets)], channels[which[at] % 5], title, body


def make_file(path: Path, count: int, seed: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("date,outlet,channel,title,text\n")
        out.writelines(",".join(item) + "\n" for item in texts(count, seed))


def make_study(folder: Path, items: int) -> None:
    """Places, and the mentions in files; the last file, of one per cent more, is not yet a source."""
    rows = [f"{place},cluster,{zh},{en}" for place, (zh, en) in NAMES.items()]
    (folder / "places.csv").write_text("\n".join(["id,kind,name_zh,name_en", *rows]) + "\n", encoding="utf-8")
    for number in range(FILES):
        make_file(folder / f"mentions-{number:02d}.csv", items // FILES, number)
    make_file(folder / "more.csv", items // 100, FILES)


def study_of(folder: Path, *, more: bool):  # type: ignore[no-untyped-def]
    from clustermark.study.model import Source, Study, Text

    names = [f"mentions-{number:02d}" for number in range(FILES)] + (["more"] if more else [])
    sources = [Source(id="places", path="places.csv", table="places", origin="illustrative")]
    sources += [Source(id=name, path=f"{name}.csv", table="mentions", origin="illustrative") for name in names]
    return Study(
        title=Text(zh="\u793a\u4f8b", en="Sample"),
        focus=PLACES[0],
        clusters=PLACES[1:],
        period="2021-2022",
        sources=tuple(sources),
        folder=folder,
    )
