"""How well the dictionary of policies does on passages that people coded."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured
from clustermark.lenses.rows import Row, origin_of, text
from clustermark.methods.intervals import bootstrap
from clustermark.methods.interviews.agreement import kappa
from clustermark.methods.policies import SIDES, Agreement, Flags, agreement, judged
from clustermark.methods.text.normalise import normalise

MEASURE, TABLE, METHOD = "communication.policy_agreement", "policy_codes", "communication.coded/1"
NOTHING = "nothing"  # the code of a passage without an instrument
LEAST = 20  # passages, fewer tell nothing
CHECKED, GOOD = 100, 0.6  # passages and kappa from which on the dictionary counts as checked


@dataclass(frozen=True, slots=True)
class Coded:
    """Passages on whose sides their coders agree: what people gave and what the dictionary names, (n, 3) each.

    `split` passages are left out, on which coders disagree; `kappa` is that of the two coders with most passages in
    common, NaN where nobody coded twice.
    """

    given: Flags
    named: Flags
    split: int
    coders: int
    kappa: float
    rows: tuple[Row, ...]

    @property
    def found(self) -> Agreement:
        """How the dictionary does."""
        return agreement(self.given, self.named)

    @property
    def checked(self) -> bool:
        """Whether enough passages were coded and the dictionary agrees with them."""
        return len(self.given) >= CHECKED and self.found.kappa >= GOOD


def coded_passages(context: Context) -> Coded:
    """The coded sample; where coders disagree on a passage it is left out and counted."""
    rows = context.evidence.rows(TABLE) if TABLE in context.evidence.tables else []
    given: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        passage = normalise(text(row, "passage"))[0]
        given[passage][text(row, "coder")].add(text(row, "side"))
    held, split = [], 0
    for passage, by_coder in given.items():
        answers = {frozenset(sides - {NOTHING}) for sides in by_coder.values()}
        split += len(answers) > 1
        if len(answers) == 1:
            held.append((passage, answers.pop()))
    coders = {coder for by_coder in given.values() for coder in by_coder}
    return Coded(*judged(held), split, len(coders), _between(list(given.values()), sorted(coders)), tuple(rows))


def _between(given: Sequence[dict[str, set[str]]], coders: Sequence[str]) -> float:
    """Cohen's kappa of the pair of coders with most passages in common, over passages and sides."""
    most, found = 0, float("nan")
    for at, one in enumerate(coders):
        for other in coders[at + 1 :]:
            both = [codes for codes in given if one in codes and other in codes]
            if len(both) > most:
                first, second = ([side in codes[who] for codes in both for side in SIDES] for who in (one, other))
                most, found = len(both), kappa(np.array(first, dtype=float), np.array(second, dtype=float))
    return found


def dictionary_agreement(context: Context, coded: Coded) -> Iterator[Finding]:
    """Kappa of the dictionary with the coded sample, its interval over passages, precision and recall by side."""
    focus = context.study.focus
    if not coded.rows:
        yield insufficient(context, MEASURE, focus, "index", "no-table", table=TABLE)
        return
    found = coded.found
    if found.n < LEAST or np.isnan(found.kappa):
        yield insufficient(context, MEASURE, focus, "index", "few-coded", n=found.n, least=LEAST)
        return

    def drawn(places: NDArray[np.intp]) -> float:
        return agreement(coded.given[places], coded.named[places]).kappa

    interval = bootstrap(drawn, found.n, seed=context.study.seed)
    references = [text(row, REFERENCE) for row in coded.rows]
    ground = Ground(references, [origin_of(row) for row in coded.rows], found.n, "passages", METHOD)
    yield measured(
        context, MEASURE, focus, found.kappa, ground, interval=interval, by="bootstrap", parameters=_told(coded, found)
    )


def _told(coded: Coded, found: Agreement) -> dict[str, object]:
    rates = {
        f"{name}-{side}": f"{rate:.3g}"
        for name, by_side in (("precision", found.precision), ("recall", found.recall))
        for side, rate in by_side.items()
        if not np.isnan(rate)
    }
    between = {} if np.isnan(coded.kappa) else {"kappa-of-coders": f"{coded.kappa:.3g}"}
    return {"coders": coded.coders, "split": coded.split, "enough": CHECKED, **between, **rates}
