"""Help pages in the language of the user, from `words/<language>/cli.toml`, without loading anything heavy."""

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from clustermark.cli.language import spoken_language
from clustermark.cli.layout import WIDTH, listed, wrapped
from clustermark.cli.usage import WrongUsageError, parameter_name
from clustermark.words import has_text, text, texts


class Command(TyperCommand):
    """A command whose help comes from `words`."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return command_help(self, ctx.command_path, spoken_language())


class Group(TyperGroup):
    """The program itself: its help lists the commands; an unknown command is told with its nearest."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return program_help(self, ctx.command_path, spoken_language())

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name. Raises WrongUsageError for an unknown one."""
        if args and args[0] not in self.commands:
            near = get_close_matches(args[0], list(self.commands), n=1)
            key = "no-such-command-near" if near else "no-such-command"
            raise WrongUsageError(key, value=args[0], nearest=near[0] if near else "", known=", ".join(self.commands))
        return super().resolve_command(ctx, args)


def program_help(group: Any, path: str, language: str) -> str:
    """Usage, what the program does, its commands, its options and how to go on."""
    summaries = [(name, text(f"cli.commands.{name}.summary", language)) for name in group.commands]
    blocks = [
        [text("cli.help.usage", language, usage=f"{path} {text('cli.help.command-usage', language)}")],
        wrapped(text("cli.help.about", language), WIDTH),
        [text("cli.help.commands", language), *listed(summaries)],
        [text("cli.help.options", language), *listed(_options(group, "", language))],
        [text("cli.help.codes", language), *text("cli.help.code-list", language).splitlines()],
        wrapped(text("cli.help.more", language), WIDTH),
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def command_help(command: Any, path: str, language: str) -> str:
    """Usage, what the command does, its arguments and options, and examples."""
    name = str(command.name)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    usage = [path, *(_in_usage(param, language) for param in arguments), text("cli.help.option-usage", language)]
    explained = [(parameter_name(param.name, language), _explained(name, param.name, language)) for param in arguments]
    blocks = [[text("cli.help.usage", language, usage=" ".join(usage))]]
    blocks += [wrapped(part, WIDTH) for part in text(f"cli.commands.{name}.about", language).split("\n")]
    if explained:
        blocks.append([text("cli.help.arguments", language), *listed(explained)])
    blocks.append([text("cli.help.options", language), *listed(_options(command, name, language))])
    examples = text(f"cli.commands.{name}.examples", language).splitlines()
    blocks.append([text("cli.help.examples", language), *(f"  {line}" for line in examples)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _in_usage(param: Any, language: str) -> str:
    name = parameter_name(param.name, language)
    return name if param.required else f"[{name}]"


def _options(command: Any, name: str, language: str) -> list[tuple[str, str]]:
    rows = []
    for param in command.params:
        if param.param_type_name == "option":
            key = f"cli.metavars.{param.name}"
            value = (
                "" if getattr(param, "is_flag", False) or not has_text(key, language) else " " + texts(language)[key]
            )
            rows.append((param.opts[0] + value, _explained(name, param.name, language)))
    return [*rows, ("--help", text("cli.parameters.help", language))]


def _explained(command: str, parameter: str, language: str) -> str:
    own = f"cli.commands.{command}.parameters.{parameter}"
    return text(own if has_text(own, language) else f"cli.parameters.{parameter}", language)
