"""Where sentences and clauses begin."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import Words

OPENING = "“«„¿¡ \n"  # stands behind the last word of a sentence, before the next one
WILD = st.text(
    alphabet=st.sampled_from("aAZ3éйشा停ก .,;:!?…。،؟۔।–—-|·\"'”)\n\u00ad\ud800") | st.characters(),
    max_size=60,
)


def parts(text: str, starts: tuple[int, ...]) -> list[str]:
    """The text in pieces, each from one of the positions on."""
    words = Words(text)
    single = [
        start
        for start, first, after in zip(words.starts, words.firsts, words.afters, strict=True)
        if after == first + 1
    ]
    edges = [0, *(single[position] for position in starts), len(text)]
    return [text[start:end].strip() for start, end in pairwise(edges)]


def sentences(text: str) -> list[str]:
    return parts(text, Words(text).sentence_starts())


def clauses(text: str) -> list[str]:
    return parts(text, Words(text).clause_starts())


@pytest.mark.parametrize(
    "text",
    [
        # English
        "Talks stalled. | Envoys went home.",
        "“We will not go.” | That was all.",
        "“Will they come back?” she asked. | Silence.",
        "Mr. Holm met Dr. J. K. Lund of the U.S. Senate. | They talked.",
        "Troops leave the U.S. | The war goes on.",
        "Gen. Smith met Sen. Jones on Jan. 5 in St. Louis. | Nobody knows why.",
        "Did he agree? | No. | Talks go on.",
        "Envoy sees progress in No. 10 and on p. 4.",
        "Prices rose by 3.5 percent to 1,240.50. | Then they fell.",
        "The blast killed 12. | Rescuers are still digging.",
        "Talks... stalled again. | Yahoo! shares fell… | Nobody knows.",
        "Officials at Apple Inc. | The firm said so.",
        "It is 5 p.m. Monday in Washington.",
        "LIVE: Israel strikes Gaza",
        "Will it hold? | Gaza waits! | Nobody knows",
        "First paragraph without a stop | \nSecond paragraph",
        "See example.com for more. | See the rest.",
        "Group (the U.S. Navy) and (U.S.) Marines left. | All of them.",
        # French
        "M. Macron a rencontré Mme. Le Pen. | Ils ont parlé.",
        "« Nous restons. » | Le reste suit.",
        "M. Le Drian est arrivé. | « Rien ! » | Les pourparlers sont suspendus.",
        # German
        "Der Hafen bleibt bis zum 3. Mai zu. | Mehr folgt.",
        "Das gilt z.B. Ende Mai, z. B. Montag, d.h. bald. | Gut.",
        "Dr. Merz sprach am 80. Jahrestag mit Prof. Lund. | Er sagte: „Nein.“ | Dann ging er.",
        "Es gab 12. | Danach war Ruhe.",
        # Spanish
        "El Sr. López viajó a EE.UU. para hablar. | ¿Hay tregua? | ¡No! | El diálogo sigue.",
        "Viajó a EE.UU. | El presidente lo sabe.",
        # Russian
        "Переговоры сорваны. | Об этом сообщил А. С. Петров.",
        "Ущерб составил 5 млн руб. Компания молчит.",
        "Он родился в г. Москва на ул. Ленина. | В Дохе тихо.",
        "«Мы не уйдём!» | Так сказал министр.",
        # Arabic, Urdu
        "توقفت المحادثات. | عاد الوفد إلى القاهرة.",
        "هل تصمد الهدنة؟ | لا أحد يعلم.",
        "قال د. محمد إن المحادثات توقفت.",
        "بندرگاہ کھل گئی۔ | مزید تفصیل۔",
        # Hebrew
        'השיחות נתקעו. | דובר צה"ל הגיב.',
        "האם תחזיק הפסקת האש? | איש אינו יודע.",
        # Hindi
        "वार्ता रुक गई। | दल लौट आया।",
        "डॉ. सिंह ने कहा कि वार्ता रुकी है। | बाकी बाद में।",
        # Chinese, Japanese
        "谈判陷入僵局。 | 代表团回国。",
        "停火了吗？ | 没有！ | 谈判继续。",
        "停火了! | 谈判继续",
        "“停火。” | 总理说",
        "協議は中断した。 | 詳細は不明。",
    ],
)
def test_sentences(text: str) -> None:
    glued = re.sub(r"([。？！]) \| |([了”][!]?) \| (?=[谈总])", r"\1\2", text).replace(" | ", " ")
    expected = text.split(" | ")
    assert [each.strip(OPENING) for each in sentences(glued)] == [each.strip(OPENING) for each in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LIVE: Israel strikes Gaza", ["LIVE:", "Israel strikes Gaza"]),
        (
            "Talks, once hopeful; now stalled. Gaza waits",
            ["Talks,", "once hopeful;", "now stalled.", "Gaza waits"],
        ),
        ("1,240 killed at 10:30, a 2:1 vote", ["1,240 killed at 10:30,", "a 2:1 vote"]),
        (
            "Gaza talks stall – BBC News | World · Live",
            ["Gaza talks stall –", "BBC News |", "World ·", "Live"],
        ),
        ("Talks—the last—stalled", ["Talks—", "the last—", "stalled"]),
        ("talks--the last", ["talks--", "the last"]),
        ("cease-fire in 2023–24 and US–led", ["cease-fire in 2023–24 and US–led"]),
        (
            "“It is over,” he said. “All of it.” he added",
            ["“It is over,”", "he said. “", "All of it.”", "he added"],
        ),
        ("“Will it hold?” he asked", ["“Will it hold?”", "he asked"]),
        ("The U.S. envoy of EU:n", ["The U.S. envoy of EU:n"]),
        ("https://a.example/x?id=1.2", ["https://", "a.example/x?id=1.2"]),
        ("Paris, où M. Macron parle : « Non »", ["Paris,", "où M. Macron parle : «", "Non »"]),
        ("Москва — столица, да", ["Москва —", "столица,", "да"]),
        ("توقفت المحادثات، وعاد الوفد؛ لا اتفاق", ["توقفت المحادثات،", "وعاد الوفد؛", "لا اتفاق"]),
        ("השיחות נתקעו, המשלחת חזרה – דיווח", ["השיחות נתקעו,", "המשלחת חזרה –", "דיווח"]),
        ("वार्ता रुकी, दल लौटा।", ["वार्ता रुकी,", "दल लौटा।"]),
        (
            "谈判破裂，代表团、记者回国；加沙：等待。",
            ["谈判破裂，", "代表团、", "记者回国；", "加沙：", "等待。"],
        ),
        ("唐纳德·特朗普", ["唐纳德·特朗普"]),
        (
            "Die Gespräche stocken, so Scholz; mehr folgt",
            ["Die Gespräche stocken,", "so Scholz;", "mehr folgt"],
        ),
        ("Las conversaciones, según Sánchez, siguen", ["Las conversaciones,", "según Sánchez,", "siguen"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert clauses(text) == expected


@given(WILD)
def test_starts_ascend_and_lie_between_words(text: str) -> None:
    words = Words(text)
    both = words.sentence_starts(), words.clause_starts()
    assert set(both[0]) <= set(both[1])
    for starts in both:
        assert all(0 < position < words.count for position in starts)
        assert all(one < other for one, other in pairwise(starts))
    assert (words.sentence_starts(), words.clause_starts()) == both


def test_positions_count_a_joined_word_by_its_parts() -> None:
    assert Words("A cease-fire. Air strikes stop, now").clause_starts() == (3, 6)
