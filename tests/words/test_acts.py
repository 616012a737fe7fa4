"""What a suggestion says to do, on the first page: one sentence, closed by its stop."""

import pytest

from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.model import Outcome
from clustermark.words.inline import plain
from clustermark.words.outcomes import act, body
from clustermark.words.voice import Voice


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "rule", [rule for rule in rules().values() if rule.kind == "suggestion"], ids=lambda rule: rule.id
)
def test_an_act_is_the_first_sentence_of_its_text(rule, language: str) -> None:
    voice = Voice(language)
    outcome = Outcome(rule.id, "a", "2021", "suggestion", rule.addressee, "fired", False, ())
    said, whole = plain(act(outcome, voice)), plain(body(outcome, voice))
    stop = voice.say("sentences.form.stop")
    assert whole.startswith(said)
    assert said.endswith(stop)
    assert said.count("\u3002") <= 1
