"""Pseudonyms: proposed from names and forms, kept over calls, and nothing undecided is told."""

from dataclasses import replace

from tests.evidence.interviews.conftest import TALK, Make

from clustermark.evidence.interviews.pseudonyms import ALL, Key, key_of, merged, proposals, pseudonymised
from clustermark.evidence.specs import table_specs

KINDS = [str(kind) for kind in table_specs()["pseudonyms"].column("kind").allowed]
WORDS = dict.fromkeys(KINDS, "({n})") | {"person": "某人{n}", "firm": "某企业{n}", "telephone": "（电话）"}
MORE = TALK + "问：电话？\n李厂长：13912345678，示例织造有限公司的总机也行，李厂长接。\n"


def test_names_and_numbers_are_proposed_once_each(make: Make) -> None:
    made = make({"01.txt": MORE})
    found = proposals(made.interviews, key_of(made.evidence, made.interviews), WORDS)
    assert {(one.kind, one.text, one.pseudonym, one.decision) for one in found} == {
        ("person", "李厂长", "某人1", ""),
        ("firm", "示例织造有限公司", "某企业1", ""),
        ("telephone", "13912345678", "（电话）", ""),
    }
    assert all(one.times >= 1 for one in found)


def decided(key: Key, **rules: str) -> Key:
    places = {(kind.replace("_", "-"), text): value for kind_text, value in rules.items()
              for kind, _, text in [kind_text.partition("__")]}  # fmt: skip
    return replace(key, decisions=dict(places))


def test_nothing_undecided_is_told(make: Make) -> None:
    made = make({"01.txt": MORE})
    names = key_of(made.evidence, made.interviews)
    named = {
        ("person", "李厂长"): "某人1",
        ("firm", "示例织造有限公司"): "某企业1",
        ("telephone", "13912345678"): "（电话）",
    }
    key = replace(names, pseudonyms=named)
    text = "问李厂长，电话13912345678"
    assert pseudonymised(text, key) is None
    assert pseudonymised("价格由客户定", key) == "价格由客户定"
    one = replace(key, decisions={("person", "李厂长"): "replace"})
    assert pseudonymised(text, one) is None
    both = replace(key, decisions={("person", "李厂长"): "replace", ("telephone", ALL): "replace"})
    assert pseudonymised(text, both) == "问某人1，电话（电话）"
    kept = replace(key, decisions={("person", "李厂长"): "keep", ("telephone", ALL): "keep"})
    assert pseudonymised(text, kept) == text
    unnamed = replace(both, pseudonyms={})
    assert pseudonymised(text, unnamed) is None


def test_pseudonyms_and_decisions_stay_and_new_numbers_go_on(make: Make) -> None:
    made = make({"01.txt": MORE})
    rows = [
        {"kind": "person", "text": "李厂长", "pseudonym": "受访者甲", "decision": "replace", "cleared": None},
        {"kind": "firm", "text": "早先的企业", "pseudonym": "某企业1", "decision": "replace", "cleared": None},
        {"kind": "telephone", "text": ALL, "pseudonym": "", "decision": "replace", "cleared": None},
    ]
    names = key_of(made.evidence, made.interviews)
    key = Key(
        {**names.names, "早先的企业": "firm"},
        {("person", "李厂长"): "受访者甲", ("firm", "早先的企业"): "某企业1"},
        {("person", "李厂长"): "replace", ("telephone", ALL): "replace"},
    )
    found = proposals(made.interviews, key, WORDS)
    table = merged(found, rows, WORDS)
    assert [(row["text"], row["pseudonym"], row["decision"]) for row in table] == [
        ("李厂长", "受访者甲", "replace"),
        ("早先的企业", "某企业1", "replace"),
        (ALL, "", "replace"),
        ("示例织造有限公司", "某企业2", ""),
        ("13912345678", "（电话）", ""),
    ]
