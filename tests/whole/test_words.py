"""The same texts with the same slots in both languages."""

import re

import pytest
from tests.whole.test_hygiene import CHINESE

from clustermark.study.model import LANGUAGES
from clustermark.words.catalogue import texts

SLOT = re.compile(r"\{([^{}]*)\}")
FORMS = {"places": "place", "label": "place", "figure": "value"}  # the genitive; with its product; without its unit
ELSEWHERE = {"about"}  # what a clause does not say of the channel stands behind it


def slots(template: str) -> set[str]:
    return {FORMS.get(name, name) for name in SLOT.findall(template)} - ELSEWHERE


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_languages_have_the_same_keys(language: str) -> None:
    first, other = set(texts(LANGUAGES[0])), set(texts(language))
    assert sorted(first - other) == []
    assert sorted(other - first) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_languages_have_the_same_slots(language: str) -> None:
    first, other = texts(LANGUAGES[0]), texts(language)
    differing = [key for key in sorted(set(first) & set(other)) if slots(first[key]) != slots(other[key])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_a_broken_slot(language: str) -> None:
    broken = [
        key
        for key, template in texts(language).items()
        if template.count("{") != len(SLOT.findall(template)) or template.count("}") != len(SLOT.findall(template))
    ]
    assert broken == []


def test_english_holds_no_chinese() -> None:
    found = [key for key, template in texts("en").items() if CHINESE.search(template)]
    assert [key for key in found if not key.startswith(("cli.", "quarantine.", "input."))] == []
