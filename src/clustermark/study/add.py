"""Adds a source to a study file that is there, so that nobody needs to edit TOML; comments and order stay."""

import tomllib
from pathlib import Path

from clustermark.study.model import Source
from clustermark.study.paths import study_file
from clustermark.study.write import source_toml, write_text


def add_source(folder: Path, source: Source) -> bool:
    """Put a source at the end of the study file in a folder; False where the file is written in another way.

    A file that lists its sources in one line cannot be added to like this and stays as it is. Raises OSError.
    """
    file = study_file(folder)
    text = file.read_text(encoding="utf-8-sig")
    longer = text.rstrip("\n") + "\n\n" + source_toml(source)
    try:
        before = tomllib.loads(text).get("sources", [])
        after = tomllib.loads(longer).get("sources", [])
    except tomllib.TOMLDecodeError:
        return False
    if after[:-1] != before or after[-1].get("id") != source.id:
        return False
    write_text(file, longer)
    return True
