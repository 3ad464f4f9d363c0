"""Identity of articles: what makes two entries one article, and one article two texts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.articles import Keyed, first_sentence, from_entries, newest_first
from monitor.core.articles.links import comparable
from monitor.core.feeds import Feed
from monitor.core.ids import FeedId
from monitor.core.parsing import Entry, Parsed

NOW = datetime(2025, 5, 5, 12, tzinfo=UTC)
FEED = Feed(id=FeedId("herald"), url="https://herald.example/rss", outlet="Herald", tags=("world",))
STRIKE = Entry(
    guid="herald-20417",
    link="https://herald.example/strike",
    title="Ferry strike ends",
    summary="Crews return on Monday. Two routes stay closed.",
)


def articles(*entries: Entry, feed: Feed = FEED, language: str | None = None) -> tuple[Keyed, ...]:
    return from_entries(feed, Parsed(language=language, entries=entries), fetched=NOW)


def one(entry: Entry, feed: Feed = FEED) -> Keyed:
    (keyed,) = articles(entry, feed=feed)
    return keyed


def known(entry: Entry, after: Entry) -> bool:
    """The rule of the store: two keys seen before, or the only one."""
    keys, seen = one(entry).keys, set(one(after).keys)
    return len(seen.intersection(keys)) >= min(2, len(keys))


def kinds(keyed: Keyed) -> str:
    return "".join(key[0] for key in keyed.keys)


def test_an_entry_becomes_an_article_of_its_feed() -> None:
    article = one(replace(STRIKE, published=NOW, author="Ida", categories=("Transport",))).article

    assert (article.feed, article.outlet, article.tier, article.tags) == ("herald", "Herald", 3, ("world",))
    assert (article.title, article.lead) == ("Ferry strike ends", "Crews return on Monday.")
    assert (article.published, article.fetched, article.author) == (NOW, NOW, "Ida")
    assert article.link == "https://herald.example/strike"
    assert article.categories == ("Transport",)


def test_keys_are_short_and_in_order() -> None:
    keys = one(STRIKE).keys

    assert [key[:2] for key in keys] == ["g:", "l:", "t:"]
    assert {len(key) for key in keys} == {18}


@pytest.mark.parametrize(
    "later",
    [
        replace(STRIKE, title="Ferry strike is over"),
        replace(STRIKE, guid="changes at every build 7512"),
        replace(STRIKE, link="https://herald.example/moved/strike"),
        replace(
            STRIKE, link="http://HERALD.example:80/strike/?utm_source=rss&fbclid=x#xtor=RSS-1", title="Other"
        ),
        replace(STRIKE, summary="A new text altogether."),
        replace(STRIKE, title="FERRY  strike\nends", guid="another id"),
    ],
)
def test_one_change_leaves_an_article_known(later: Entry) -> None:
    assert known(later, after=STRIKE)


@pytest.mark.parametrize(
    "later",
    [
        replace(STRIKE, guid="herald-20418", link="https://herald.example/other"),  # the same headline again
        replace(STRIKE, guid="herald-20418", title="Bridge opens"),  # all links lead to one page
        replace(STRIKE, link="https://herald.example/bridge", title="Bridge opens"),  # all ids are the same
    ],
)
def test_an_article_that_shares_one_key_is_new(later: Entry) -> None:
    assert not known(later, after=STRIKE)


def test_without_a_guid_a_rewritten_headline_is_an_edit() -> None:
    before, after = replace(STRIKE, guid=""), replace(STRIKE, guid="", title="Strike over")

    assert known(after, after=before)
    assert one(after).article.id == one(before).article.id
    assert one(after).article.fingerprint != one(before).article.fingerprint


def test_a_place_in_the_list_is_no_guid() -> None:
    first, second = (
        replace(STRIKE, guid="1"),
        replace(STRIKE, guid="1", link="https://herald.example/b", title="B"),
    )

    assert one(first).article.id != one(second).article.id
    assert one(replace(STRIKE, guid="2")).article.id == one(first).article.id


def test_ids_that_repeat_within_a_document_identify_nothing() -> None:
    bridge = replace(STRIKE, link="https://herald.example/bridge", title="Bridge opens")

    assert [kinds(keyed) for keyed in articles(STRIKE, bridge)] == ["lt", "lt"]


def test_links_that_repeat_within_a_document_identify_nothing() -> None:
    live = Entry(link="https://herald.example/live", title="Live: 10:00")

    assert [kinds(keyed) for keyed in articles(live, replace(live, title="Live: 10:05"))] == ["t", "t"]


def test_a_front_page_identifies_nothing() -> None:
    assert kinds(one(Entry(link="https://herald.example/", title="Bridge opens"))) == "t"


def test_an_article_always_has_a_key() -> None:
    same = Entry(guid="same id", link="https://herald.example/live", title="Live")

    keyed = articles(replace(same, summary="One."), replace(same, summary="Two."))

    assert [kinds(one) for one in keyed] == ["x", "x"]
    assert keyed[0].article.id != keyed[1].article.id


def test_exact_repetitions_are_one_article() -> None:
    assert len(articles(STRIKE, STRIKE, replace(STRIKE, author="other"))) == 1


def test_the_same_words_under_two_addresses_are_two_articles() -> None:
    weather = Entry(
        guid="https://herald.example/weather/1", link="https://herald.example/weather/1", title="Weather"
    )
    tomorrow = replace(
        weather, guid="https://herald.example/weather/2", link="https://herald.example/weather/2"
    )

    assert len(articles(weather, tomorrow)) == 2


def test_an_entry_that_says_nothing_is_none() -> None:
    assert articles(Entry(), Entry(author="Ida", published=NOW)) == ()


def test_feeds_of_one_outlet_share_ids_and_outlets_do_not() -> None:
    sport = replace(FEED, id=FeedId("herald-sport"), url="https://herald.example/sport")
    other = replace(FEED, outlet="Tribune")

    assert one(STRIKE, sport).article.id == one(STRIKE).article.id
    assert one(STRIKE, other).article.id != one(STRIKE).article.id


def test_a_guid_that_is_an_address_and_a_link_give_one_id() -> None:
    by_guid = Entry(guid="http://herald.example/strike", title="A")
    by_link = Entry(link="https://herald.example/strike/?utm_medium=rss", title="A")

    assert one(by_guid).article.id == one(by_link).article.id


def test_without_a_title_the_first_sentence_stands_in() -> None:
    article = one(Entry(guid="note-1", summary="The harbour is closed today. More at noon.")).article

    assert article.title == article.lead == "The harbour is closed today."


@pytest.mark.parametrize(
    ("entry", "feed", "document", "expected"),
    [
        ("fr-CA", "en", "de", "fr"),
        (None, "EN_us", "de", "en"),
        (None, None, "zh-hant", "zh"),
        (None, None, None, None),
    ],
)
def test_language_is_the_most_particular_claim(
    entry: str | None, feed: str | None, document: str | None, expected: str | None
) -> None:
    (keyed,) = articles(replace(STRIKE, language=entry), feed=replace(FEED, language=feed), language=document)

    assert keyed.article.language == expected


def test_a_date_of_change_stands_in_for_a_missing_date() -> None:
    assert one(replace(STRIKE, updated=NOW)).article.published == NOW


def test_newest_first_puts_the_undated_last_in_their_order() -> None:
    dates = [None, NOW - timedelta(hours=2), NOW, None, NOW - timedelta(hours=1)]
    entries = [
        Entry(guid=f"id {number}", title=str(number), published=date) for number, date in enumerate(dates)
    ]

    assert [keyed.article.title for keyed in newest_first(articles(*entries))] == ["2", "4", "1", "0", "3"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("HTTPS://Herald.Example:443/A/b/", "//herald.example/A/b"),
        ("http://herald.example/a?b=1&utm_campaign=x&c=2", "//herald.example/a?b=1&c=2"),
        ("http://herald.example:8080/a", "//herald.example:8080/a"),
        ("https://www.bbc.example/news/c0ff#3", "//www.bbc.example/news/c0ff"),
        ("https://a.example/notes#May_05_2025", "//a.example/notes#May_05_2025"),
        ("https://a.example/#/news/5", "//a.example#/news/5"),
        ("https://a.example/?p=1204", "//a.example?p=1204"),
        ("https://a.example/?ref=rss", ""),
        ("https://a.example/x?source=rss----7f3c", "//a.example/x?source=rss----7f3c"),
        ("https://a.example:port/x", "https://a.example:port/x"),
        ("http://[::1", "http://[::1"),
        ("tag:a.example,2025:1", "tag:a.example,2025:1"),
        ("", ""),
    ],
)
def test_spellings_of_an_address(link: str, expected: str) -> None:
    assert comparable(link) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court ruled on Monday. An appeal is likely.", "The court ruled on Monday."),
        ("Mr. Holm met Dr. J. Lund in the U.S. Senate on Friday. They talked.", "Mr. Holm met Dr. J. Lund in the U.S. Senate on Friday."),
        ("Prices rose by 3.5 percent in St. Ives! Nobody knows why.", "Prices rose by 3.5 percent in St. Ives!"),
        ("“We will not go back to work today.” That was all.", "“We will not go back to work today.”"),
        ("“Will they ever come back?” she asked the crowd. Silence.", "“Will they ever come back?” she asked the crowd."),
        ("Der Hafen bleibt bis zum 3. Mai geschlossen. Mehr folgt.", "Der Hafen bleibt bis zum 3. Mai geschlossen."),
        ("Live. The harbour is closed. More at noon.", "Live. The harbour is closed."),
        ("LONDON, 5 May, Reuters\nThe court ruled.", "LONDON, 5 May, Reuters"),
        ("LONDON\nThe court ruled on Monday. More.", "LONDON The court ruled on Monday."),
        ("政府は月曜日に港の再開を正式に発表したと伝えられた。詳細は不明。", "政府は月曜日に港の再開を正式に発表したと伝えられた。"),
        ("وزیر اعظم نے پیر کو بندرگاہ کھولنے کا اعلان کیا۔ مزید تفصیل۔", "وزیر اعظم نے پیر کو بندرگاہ کھولنے کا اعلان کیا۔"),
        ("No end in sight", "No end in sight"),
        ("", ""),
    ],
)  # fmt: skip
def test_where_the_first_sentence_ends(text: str, expected: str) -> None:
    assert first_sentence(text) == expected


def test_a_first_sentence_without_end_is_cut_between_words() -> None:
    lead = first_sentence("word " * 1_000)

    assert lead.endswith("word…")
    assert len(lead) <= 400


texts = st.text(max_size=60)
entries = st.builds(
    Entry,
    guid=texts,
    link=texts | st.sampled_from(["https://a.example/1", "http://a.example/1#x", "https://a.example/"]),
    title=texts,
    summary=texts,
    language=st.none() | texts,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
)
feeds_of_entries = st.lists(entries, max_size=8)


def test_twins_under_a_link_and_a_guid_of_the_same_text_are_one_article() -> None:
    (one,) = articles(Entry(title="Talks", link="0000"), Entry(title="Talks", guid="0000", link="other"))
    (other,) = articles(Entry(title="Talks", guid="0000", link="other"), Entry(title="Talks", link="0000"))

    assert [key[0] for key in one.keys] == ["g", "l", "t"]
    assert one.keys == other.keys


@given(feeds_of_entries)
def test_every_article_has_keys_of_its_own_and_none_is_doubled(several: list[Entry]) -> None:
    keyed = articles(*several)

    assert all(1 <= len(one.keys) <= 3 for one in keyed)
    assert len({(one.article.id, one.article.fingerprint) for one in keyed}) == len(keyed)
    assert len(newest_first(keyed)) == len(keyed)


@given(feeds_of_entries, st.randoms())
def test_order_changes_neither_ids_nor_keys(several: list[Entry], random: Random) -> None:
    shuffled = list(several)
    random.shuffle(shuffled)

    assert identities(several) == identities(shuffled)


@given(feeds_of_entries)
def test_white_space_changes_neither_ids_nor_keys(several: list[Entry]) -> None:
    spaced = [
        replace(one, title=one.title.replace(" ", " \n "), summary=f"  {one.summary}\n", guid=f" {one.guid} ")
        for one in several
        if one.title
    ]

    assert identities(spaced) == identities([one for one in several if one.title])


@given(st.text())
def test_a_first_sentence_is_one_short_line(text: str) -> None:
    lead = first_sentence(text)

    assert len(lead) <= 400
    assert lead == " ".join(lead.split())
    assert bool(lead) == bool(text.strip())


@given(st.text())
def test_any_link_can_be_compared_and_comparing_twice_changes_nothing(link: str) -> None:
    assert comparable(comparable(link)) == comparable(link)


def identities(several: list[Entry]) -> set[tuple[str, str, frozenset[str]]]:
    return {(one.article.id, one.article.fingerprint, frozenset(one.keys)) for one in articles(*several)}
