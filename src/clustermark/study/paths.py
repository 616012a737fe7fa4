"""Paths of sources: relative, inside the study folder or beside it, the same on Windows and elsewhere."""

import re
from pathlib import Path, PureWindowsPath

STUDY_FILE = "study.toml"

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"|?*]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def study_file(path: Path) -> Path:
    """The study file that `path`, a folder or the file itself, names."""
    return path if path.suffix.lower() == ".toml" else path / STUDY_FILE


def safe_path(text: str) -> tuple[str, str]:
    """A source's path with forward slashes, and "" or the code of what is wrong with it.

    Both slashes part folders. A path is wrong if it is empty, absolute, names a drive or device, holds characters that
    a file name cannot have on Windows, or leads further up than the folder beside the study.
    """
    given = PureWindowsPath(text.strip())
    if not given.parts:
        return "", "study.path-empty"
    if given.drive or given.root:
        return "", "study.path-absolute"
    kept: list[str] = []
    up = 0
    for part in given.parts:
        if part == "..":
            if kept:
                kept.pop()
            else:
                up += 1
        elif _NOT_IN_NAMES.search(part) or part.split(".")[0].strip().lower() in _DEVICES:
            return "", "study.path-characters"
        else:
            kept.append(part)
    if up > 1:
        return "", "study.path-outside"
    if not kept:
        return "", "study.path-empty"
    return "/".join(["..", *kept] if up else kept), ""
