"""The generated page of the commands: their own help."""

import os
import subprocess
import sys

from docs_markdown import title


def command_names() -> list[str]:
    """The commands of the program, in its order."""
    from clustermark.cli.main import app

    return [command.name for command in app.registered_commands if command.name]


def help_of(*arguments: str) -> str:
    """What `clustermark ... --help` prints in English."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "CLUSTERMARK_LANGUAGE": "en", "PYTHONUTF8": "1"}
    asked = [sys.executable, "-m", "clustermark.cli.main", *arguments, "--help"]
    shown = subprocess.run(asked, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    return "\n".join(line.rstrip() for line in shown.stdout.strip("\n").splitlines())


def commands_page() -> str:
    """The help of the program and of each command."""
    lead = "What each command says of itself. `--language zh` gives the same in Chinese."
    lines = title("Commands", lead)
    lines += ["```text", help_of(), "```", ""]
    for name in command_names():
        lines += [f"## clustermark {name}", "", "```text", help_of(name), "```", ""]
    return "\n".join(lines)
