"""The quotations that were cleared: by the coder, and by the consent of everyone who speaks in them."""

from clustermark.lenses.interviews.coded import OTHERS, Coded, Part

MOST_OF_A_CODE = 3


def find(coded: Coded) -> Part:
    """At most three of a code that may be told, key quotes first; what is not cleared is never told."""
    rows: list[tuple[object, ...]] = []
    for place, code in enumerate(coded.codes):
        if code.id not in coded.told:
            continue
        own = sorted(
            ((not key, interview, text, row) for interview, at, text, row, key in coded.cleared if at == place),
            key=lambda one: one[:2],
        )
        texts: list[str] = []
        for later, interview, text, row in own:
            if text not in texts and len(texts) < MOST_OF_A_CODE:
                texts.append(text)
                number = None if coded.roles[interview] == OTHERS else interview + 1
                where = (coded.subject, code.id, number, " ".join(code.informs), coded.roles[interview])
                rows.append((*where, text, not later, [row]))
    return Part((), {"quotations": rows})
