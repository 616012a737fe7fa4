"""The report in high contrast (forced colours) and enlarged to 200 and 400 per cent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .test_report import LANGUAGES, WIDE, address, axe, show

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# At 200 per cent a browser lays a window of 1280 x 800 out as 640 x 400, two device pixels to one.
ZOOMS = {"200": ({"width": 640, "height": 400}, 2), "400": ({"width": 320, "height": 256}, 4)}
# The white copies of words in charts are outlines beneath the words.
WORDS = (
    ":is(svg text:not([stroke]), header a, .brand, .bar i, .cells .vd, .v, .tag, .three li, .lang label, .hd b):visible"
)
CONTRAST = """element => {
  const parts = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = colour => { const [r, g, b] = parts(colour).map(v => { v /= 255;
    return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const clear = colour => parts(colour)[3] === 0;
  let behind = element;
  while (behind && clear(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const paper = light(behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)');
  const style = getComputedStyle(element);
  const ink = light(element.closest('svg') ? style.fill : style.color);
  return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05); }"""


@pytest.fixture(params=["light", "dark"])
def contrasted(browser: Any, example_run: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The report in forced colours, black on white and white on black."""
    context = browser.new_context(viewport=WIDE, forced_colors="active", color_scheme=request.param)
    page = context.new_page()
    page.goto(address(example_run))
    yield page
    context.close()


@pytest.fixture(params=ZOOMS.values(), ids=ZOOMS)
def enlarged(browser: Any, example_run: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    viewport, scale = request.param
    context = browser.new_context(viewport=viewport, device_scale_factor=scale)
    page = context.new_page()
    page.goto(address(example_run))
    yield page
    context.close()


def test_forced_colours_are_on(contrasted: Any) -> None:
    assert contrasted.evaluate("() => matchMedia('(forced-colors: active)').matches")


def test_axe_finds_nothing_in_forced_colours(contrasted: Any) -> None:
    """Without its rule on contrast, which takes the canvas for white: the next test measures the words."""
    assert [line for line in axe(contrasted) if not line.startswith("color-contrast:")] == []


def test_words_stand_out_in_forced_colours(contrasted: Any) -> None:
    measured = contrasted.locator(WORDS).evaluate_all(f"all => all.map(e => [e.textContent, ({CONTRAST})(e)])")
    weak = [(text, round(contrast, 1)) for text, contrast in measured if contrast < 4.5]
    assert len(measured) > 50
    assert weak == []


def test_the_chosen_language_is_seen_in_forced_colours(contrasted: Any) -> None:
    looks = "label => getComputedStyle(label).backgroundColor"
    chosen = contrasted.locator(".lang input:checked + label").evaluate(looks)
    assert chosen != contrasted.locator(".lang input:not(:checked) + label").evaluate(looks)


def test_each_state_has_its_own_line_in_forced_colours(contrasted: Any) -> None:
    lines = contrasted.evaluate(
        """() => ['', 'lean', 'conf', 'none'].map(state => {
          const cell = document.querySelector('.cells a').cloneNode(true); cell.className = state;
          document.querySelector('.cells li').append(cell);
          const style = getComputedStyle(cell), line = style.borderTopWidth + ' ' + style.borderTopStyle;
          cell.remove(); return line; })"""
    )
    assert len(set(lines)) == 4
    assert not any(line.startswith("0px") for line in lines)


def test_a_bar_of_a_code_shows_its_length_in_forced_colours(contrasted: Any) -> None:
    pictures = []
    for length in ("0%", "67%", "100%"):
        contrasted.evaluate(
            """x => { document.querySelector('#trial')?.remove(); const bar = document.createElement('i');
               bar.className = 'm4'; bar.id = 'trial'; bar.style.setProperty('--x', x);
               bar.style.position = 'fixed'; bar.style.top = bar.style.left = '0'; document.body.append(bar); }""",
            length,
        )
        pictures.append(contrasted.locator("#trial").screenshot())
    assert len(set(pictures)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_when_enlarged(enlarged: Any, language: str) -> None:
    show(enlarged, language)
    wide, window = enlarged.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_off_when_enlarged(enlarged: Any, language: str) -> None:
    show(enlarged, language)
    cut = enlarged.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('svg'))
          .filter(e => { const s = getComputedStyle(e);
            return (['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1) ||
                   (['hidden', 'clip'].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1) ||
                   e.getBoundingClientRect().right > innerWidth + 1; })
          .filter(e => !e.closest('.mxw')).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == []


def test_axe_finds_nothing_when_enlarged(enlarged: Any) -> None:
    assert not axe(enlarged)


def test_evidence_opens_and_closes_when_enlarged(enlarged: Any) -> None:
    enlarged.locator("a.n:visible").first.focus()
    enlarged.keyboard.press("Enter")
    shown = enlarged.locator("[role=dialog]:visible")
    shown.wait_for()
    box = shown.bounding_box()
    window = enlarged.viewport_size
    assert box["x"] >= 0 and box["x"] + box["width"] <= window["width"] + 1
    assert box["y"] >= 0 and box["y"] + box["height"] <= window["height"] + 1
    enlarged.keyboard.press("Escape")
    shown.wait_for(state="hidden")
