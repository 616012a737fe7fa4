# ruff: noqa: E501 (headers stand as the services write them)
"""Media exports and crawls. Outlets, texts and figures are made up."""

import pytest

MELTWATER = """Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Language,Reach,Sentiment
2024-03-15,Towel town goes digital,https://example.com/a,Factories in the county,...the county's own brands...,Sample Daily,A. Writer,Sample Land,English,120000,Positive
2024-03-16,,https://example.com/b,,Proud of our towels,Sample Net,,Sample Land,English,530,Neutral
2024-03-17,,https://example.com/c,,,Sample Net,,Sample Land,English,530,Neutral
"""
BRANDWATCH = """Report:,Sample report
From:,2024-03-01

Query Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Sentiment,Page Type,Language,Country,Author,Likes
1,towels,2024-03-15 10:00:00.0,Towels,short,the whole text,https://example.org/x,example.org,neutral,news,en,Sample Land,someone,3
"""
TALKWALKER = """url,title,content,published,lang,source_type,sentiment,engagement,reach,extra_author_attributes.name,extra_source_attributes.name
https://example.org/y,Towels,text,1710460800000,en,"['ONLINE_NEWS', 'NEWS']",0,5,900,someone,Sample Daily
"""
MEDIA_CLOUD = """stories_id,publish_date,title,url,language,media_id,media_name,media_url
12,2024-03-15 00:00:00,Towels,https://example.org/z,en,1,Sample Daily,https://example.org
"""
WEIBO = """id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级
5012345678901234,Nabc12345,1000000001,示例用户,示例毛巾真舒服,,,,毛巾,3,5,1.2万,2024-03-15 10:20,示例客户端,,,,示例省,普通用户,,0
5012345678901299,Nabc12399,1000000002,示例日报,"展会开幕,人很多",,示例市,,,10,2,40,2024-03-16 08:00,网页版,,,,示例省,蓝V,,0
"""
XHS = """note_id,type,title,desc,video_url,time,last_update_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,image_list,tag_list,last_modify_ts,note_url,source_keyword,xsec_token
n1,normal,示例,示例毛巾,,1710460800000,,h,示例用户,10万+,2,3,4,,,1,https://example.org/n1,毛巾,t
"""
DOUYIN = """aweme_id,aweme_type,title,desc,create_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,last_modify_ts,aweme_url,source_keyword
a1,0,示例,示例毛巾,1710460800,h,示例用户,1,2,3,4,1,https://example.org/a1,毛巾
"""
MC_WEIBO = """note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count,last_modify_ts,note_url,creator_hash,nickname,source_keyword
w1,示例毛巾,1710460800,2024-03-15 08:00:00,1,2,3,1,https://example.org/w1,h,示例用户,毛巾
"""
COMMENTS = """comment_id,create_time,note_id,content,creator_hash,nickname,sub_comment_count,like_count
c1,1710460800,n1,真不错,h,示例用户,0,5
"""


@pytest.mark.parametrize(
    ("layout", "content", "fate"),
    [
        ("meltwater", MELTWATER, (2, 1, 1)),
        ("brandwatch", BRANDWATCH, (1, 0, 4)),
        ("talkwalker", TALKWALKER, (1, 0, 1)),
        ("media-cloud", MEDIA_CLOUD, (1, 0, 1)),
        ("weibo-search", WEIBO, (2, 0, 1)),
        ("mediacrawler-xhs", XHS, (1, 0, 1)),
        ("mediacrawler-douyin", DOUYIN, (1, 0, 1)),
        ("mediacrawler-weibo", MC_WEIBO, (1, 0, 1)),
        ("mediacrawler-comments", COMMENTS, (1, 0, 1)),
    ],
)
def test_recognised_with_every_row_accounted_for(read_file, fates, layout, content, fate):
    evidence = read_file("mentions", "a.csv", content)
    assert evidence.sources["file"].layout == layout
    assert fates(evidence) == fate
    assert {row["date"] for row in evidence.rows("mentions")} <= {"2024-03-15", "2024-03-16"}
    told = f"{evidence.rows('mentions')} {[dict(cells) for cells in evidence.raw.values()]}"
    assert not any(secret in told for secret in ("示例用户", "A. Writer", "someone", "1000000001"))


def test_opening_and_hit_sentence_make_the_text(read_file):
    first, second = read_file("mentions", "a.csv", MELTWATER).rows("mentions")
    assert first["text"] == "Factories in the county\n...the county's own brands..."
    assert (first["outlet"], first["reach"], first["place"]) == ("Sample Daily", 120000, "Sample Land")
    assert second["title"] is None and second["text"] == "Proud of our towels"


def test_only_verified_organisations_are_outlets(read_file):
    person, outlet = read_file("mentions", "a.csv", WEIBO).rows("mentions")
    assert (person["outlet"], person["likes"], person["item"]) == (None, 12000, "5012345678901234")
    assert (outlet["outlet"], outlet["text"], outlet["channel"]) == ("示例日报", "展会开幕,人很多", "shared")


def test_lists_and_milliseconds(read_file):
    (row,) = read_file("mentions", "a.csv", TALKWALKER).rows("mentions")
    assert (row["platform"], row["date"], row["reach"]) == ("ONLINE_NEWS", "2024-03-15", 900)


def test_utf_16_with_tabs(read_file, fates):
    text = "\n".join(line.replace(",", "\t", 10) for line in MELTWATER.splitlines() if '"' not in line)
    evidence = read_file("mentions", "a.csv", ("\ufeff" + text).encode("utf-16-le"))
    assert evidence.sources["file"].layout == "meltwater" and fates(evidence) == (2, 1, 1)
    assert evidence.rows("mentions")[0]["outlet"] == "Sample Daily"


def test_a_line_in_another_encoding_is_quarantined_in_a_known_layout_too(read_file, fates):
    lines = WEIBO.encode("utf-8").splitlines()
    broken = lines[1].replace("示例毛巾真舒服".encode(), "示例毛巾真舒服".encode("gb18030"))
    evidence = read_file("mentions", "a.csv", b"\n".join([lines[0], broken, *[lines[2]] * 6]) + b"\n")
    assert fates(evidence) == (6, 1, 1)
    assert (evidence.quarantined[0].row, evidence.quarantined[0].rule) == (2, "line.encoding")
    assert "示例用户" not in evidence.quarantined[0].raw
