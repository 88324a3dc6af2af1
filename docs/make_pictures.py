"""Draws docs/pictures/ from what the commands really print: `python -m docs.make_pictures`. No font is fetched from anywhere."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from docs.make_examples import output_of

FOLDER = Path(__file__).parent / "pictures"
PICTURES = {"demo.svg": "forecast demo --lang vi", "demo-en.svg": "forecast demo --lang en"}
MARGIN = 2  # columns right of the longest line

# As rich draws a terminal, without its fonts from the web and its window buttons.
FRAME = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>{unique_id}</title>
<style>
.{unique_id}-matrix {{
    font-family: "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""
THEME = TerminalTheme((24, 28, 36), (226, 230, 236), [(24, 28, 36)] * 8, [(140, 190, 255)] * 8)


def picture(command: str, name: str) -> str:
    """A terminal with a command and all that it prints, as SVG."""
    lines = [f"$ {command}", *output_of(command)[1].splitlines()]
    width = max(map(len, lines)) + MARGIN
    console = Console(record=True, width=width, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    for line in lines:
        console.print(Text(line), soft_wrap=True, highlight=False)
    return console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id=name)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, command in PICTURES.items():
        drawn = picture(command, file.removesuffix(".svg"))
        (FOLDER / file).write_text(drawn, encoding="utf-8", newline="\n")
