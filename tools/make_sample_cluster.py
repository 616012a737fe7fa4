"""Writes examples/sample-cluster: a made-up town, its peers, and all the evidence about them.

    python tools/make_sample_cluster.py [FOLDER]

Every text, figure and answer is made here, from words that stand as data in tools/sample_cluster/words and one seed; no
real place, firm, outlet or person occurs. What was planted stands in planted.json, and tests find it again.
"""

import sys
from pathlib import Path

from sample_cluster.account import put_account
from sample_cluster.figures import put_figures, put_study
from sample_cluster.firm_survey import put_firm_survey
from sample_cluster.firms import put_firms
from sample_cluster.interviews import put_interviews
from sample_cluster.items import items
from sample_cluster.labels import put_labels
from sample_cluster.links import put_links
from sample_cluster.media import put_media
from sample_cluster.planted import put_planted
from sample_cluster.policies import put_policies
from sample_cluster.survey import put_survey
from sample_cluster.trade import put_trade
from sample_cluster.world import put_world

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "sample-cluster"


def make(folder: Path) -> None:
    """Write the whole example into a folder."""
    stories, found = items()
    put_study(folder)
    put_figures(folder)
    put_media(folder, found)
    put_survey(folder)
    put_policies(folder)
    put_labels(folder, stories)
    put_account(folder)
    put_firms(folder)
    put_firm_survey(folder)
    put_links(folder)
    put_trade(folder)
    put_world(folder)
    put_interviews(folder)
    put_planted(folder, stories, found)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE)
