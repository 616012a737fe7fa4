"""Turns of transcripts as the programs of the trade write them, and as people type them."""

import pytest

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.front import front_of, people
from clustermark.evidence.interviews.plain import plain
from clustermark.evidence.interviews.subtitles import looks_like_subtitles, subtitle_text
from clustermark.evidence.interviews.turns import turns_of


def said(text, declared=None, times=()):
    """[(speaker, words, since)]"""
    kept = plain(text)
    roles = {fold(name): role for name, role in (declared or {}).items()}
    turns = turns_of(kept.text, times, roles, front_of(kept.text).lines)
    return [(turn.speaker, kept.text[turn.start : turn.end], turn.since) for turn in turns]


def test_iflytek_numbers_voices_and_puts_times_above_the_words():
    text = "2024年3月15日 访谈录音 42分钟\n\n说话人1 00:03\n请先介绍一下贵公司。\n\n"
    text += "说话人2 00:11:13\n做了二十年。\n主要代工。\n"
    assert said(text) == [
        ("说话人1", "请先介绍一下贵公司。", 3.0),
        ("说话人2", "做了二十年。\n主要代工。", 673.0),
    ]


def test_feishu_keywords_are_nobody_and_milliseconds_are_kept():
    text = "关键词\n订单、品牌\n\n文字记录\n张三 00:00:02.500 \n开始吧。\n李四 00:00:09.000 \n好。\n"
    assert said(text) == [("张三", "开始吧。", 2.5), ("李四", "好。", 9.0)]


def test_otter_has_unknown_speakers_lines_of_times_and_a_footer():
    text = "Unknown Speaker  0:15  \nHello there.\n\n0:31\nStill me.\n\nLi Hua  1:02:03  \nYes.\n\nTranscribed by https://otter.ai\n"
    assert said(text) == [
        ("Unknown Speaker", "Hello there.", 15.0),
        ("Unknown Speaker", "Still me.", 31.0),
        ("Li Hua", "Yes.", 3723.0),
    ]


def test_zoom_names_a_speaker_once_and_goes_on_without_a_name():
    text = (
        "WEBVTT\n\n1\n00:00:02.656 --> 00:00:06.230\nLi Hua: We make parts\n\n2\n00:00:06.500 --> 00:00:07.010\n"
        "for two brands.\n\n3\n00:00:08.000 --> 00:00:09.000\nInterviewer: Since when?\n"
    )
    assert looks_like_subtitles(text)
    shown, times = subtitle_text(text)
    assert shown == "Li Hua: We make parts for two brands.\nInterviewer: Since when?"
    assert said(shown, times=times) == [
        ("Li Hua", "We make parts for two brands.", 2.656),
        ("Interviewer", "Since when?", 8.0),
    ]
    assert [shown[at : at + 4] for at, _, _ in times] == ["We m", "for ", "Sinc"]


def test_teams_marks_voices_and_entities_are_read():
    text = "WEBVTT\n\nNOTE made by a program\n\n00:01.000 --> 00:02.000\n<v Wang>R&amp;D <b>first</b></v>\n"
    assert subtitle_text(text)[0] == "Wang: R&D first"


def test_srt_without_names_has_a_line_a_sentence():
    cues = (("01,000", "02,000", "价格"), ("02,000", "03,500", "客户定。"), ("04,000", "05,000", "厂里跟。"))
    text = "".join(f"{n}\r\n00:00:{a} --> 00:00:{b}\r\n{said}\r\n\r\n" for n, (a, b, said) in enumerate(cues))
    shown, times = subtitle_text(text.replace("\r\n", "\n"))
    assert shown == "价格客户定。\n厂里跟。"
    assert times == ((0, 1.0, 2.0), (2, 2.0, 3.5), (7, 4.0, 5.0))


def test_cues_without_blank_lines_between_them_keep_no_numbers():
    text = "1\n00:00:01,000 --> 00:00:02,000\none.\n2\n00:00:02,000 --> 00:00:03,000\ntwo.\n"
    assert subtitle_text(text)[0] == "one.\ntwo."


def test_a_sentence_with_a_colon_is_no_speaker():
    text = "问：怎么看？\n答：我的想法是：先做品牌。\n其中：一家占七成。\n原因有三个：价格、交期。\n例如：外套。\n"
    text += "答：http://a.b 看不到。\n"
    assert [speaker for speaker, _, _ in said(text)] == ["问", "答", "答"]
    english = "Q: Why?\nA: There is one reason: price.\nThe following: price, time.\nFor example: coats.\nA: None.\n"
    assert [speaker for speaker, _, _ in said(english)] == ["Q", "A", "A"]


def test_a_name_may_end_like_a_word_or_be_a_login():
    text = "Chris: One.\nadmin-1: Two.\nadmin-1: Three.\nadmin-1: Four.\nThe answer is: five.\nthe answer is: six.\n"
    assert [speaker for speaker, _, _ in said(text)] == ["Chris", "admin-1", "admin-1", "admin-1"]


def test_who_is_declared_counts_and_what_is_declared_as_none_does_not():
    text = "李厂长（示例织造）：有三个问题。\n小结：没有了。\n小结：完了。\n"
    assert said(text)[-1][0] == "小结"
    assert [speaker for speaker, _, _ in said(text, {"小结": "none", "李厂长（示例织造）": "enterprise"})] == [
        "李厂长（示例织造）"
    ]


def test_a_name_alone_with_its_words_below_and_blank_lines_between():
    text = "王主任：\n\n先看规划。\n\n再看补贴。\n\n问：\n什么时候？\n"
    assert said(text) == [("王主任", "先看规划。\n\n再看补贴。", None), ("问", "什么时候？", None)]


def test_a_text_without_speakers_has_a_turn_a_line():
    assert said("第一段话。\n\n第二段话。") == [("", "第一段话。", None), ("", "第二段话。", None)]


def test_lines_on_top_say_who_and_when_and_are_no_turns():
    text = "# 访谈三\n日期：2021-05-12\n集群：sampleton\n受访人：李（企业，示例厂）；问（访谈人）\n\n"
    text += "问：几家？\n李：两家。\n"
    front = front_of(plain(text).text)
    assert front.said == {
        "date": "2021-05-12",
        "subject": "sampleton",
        "speakers": "李（企业，示例厂）；问（访谈人）",
    }
    assert [speaker for speaker, _, _ in said(text)] == ["问", "李"]


def test_a_label_that_comes_again_is_a_speaker_and_no_line_on_top():
    text = "访谈人：您好\n受访人：您好\n访谈人：几家？\n受访人：两家。\n"
    assert front_of(text).said == {}
    assert [speaker for speaker, _, _ in said(text)] == ["访谈人", "受访人", "访谈人", "受访人"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "Li (enterprise, Sample Ltd, East); Q (interviewer)",
            [("Li", "enterprise", "Sample Ltd, East"), ("Q", "interviewer", "")],
        ),
        ("李（示例协会，协会）", [("李", "association", "示例协会")]),
        ("李厂长", []),
        ("李（不知道）", []),
    ],
)
def test_people_of_a_line(line, found):
    assert [(person.label, person.role, person.firm) for person in people(line)] == found


def test_positions_survive_the_signs_that_are_left_out():
    text = "\ufeff  一\u202e二\r\n三\r四\u2028五 "
    kept = plain(text)
    assert kept.text == "一二\n三\n四\n五"
    for sign in "一二三四五":
        assert kept.position(text.index(sign)) == kept.text.index(sign)
        assert kept.original(kept.text.index(sign)) == text.index(sign)
    assert plain(kept.text) == type(kept)(kept.text, kept.hash)  # what is kept stays as it is
