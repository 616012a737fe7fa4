"""Takes the text out of a PDF file, in a process of its own: bytes on standard input, text on standard output.

A file from outside can keep a reader of PDF busy for ever or fill the memory; here it can do neither to the program.
Nothing in the file is run or opened. Exit codes: 0 done, 3 locked, 4 too much, 5 damaged, 6 no library installed.
"""

import io
import sys

LOCKED, TOO_MUCH, DAMAGED, NO_LIBRARY = 3, 4, 5, 6
MOST_PAGES = 1_000
MOST_SIGNS = 5_000_000
SECONDS, BYTES = 60, 2 * 1024**3
PAGE = "\f"


def main() -> int:
    """Read, write, and say how it went."""
    _bound()
    try:
        from pypdf import PdfReader
    except ImportError:
        return NO_LIBRARY
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return LOCKED
        if len(reader.pages) > MOST_PAGES:
            return TOO_MUCH
        parts, signs = [], 0
        for page in reader.pages:
            parts.append(page.extract_text().replace(PAGE, "\n"))
            signs += len(parts[-1])
            if signs > MOST_SIGNS:
                return TOO_MUCH
    except MemoryError:
        return TOO_MUCH
    except Exception:  # the library raises whatever the file makes it stumble over
        return DAMAGED
    sys.stdout.buffer.write(PAGE.join(parts).encode("utf-8", "replace"))
    return 0


def _bound() -> None:
    """Bound time and memory where the system can; elsewhere the caller's clock alone ends the process."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


if __name__ == "__main__":
    sys.exit(main())
