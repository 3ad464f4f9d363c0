"""How Chinese writes figures. The fields: Tongue."""

# ruff: noqa: RUF001 - letters of this language look like others

from monitor.core.text.figures.tongue import Bound, Tongue, phrases, ranges, values, words


def _written(text: str) -> str:
    """Phrases of characters, each a word of its own."""
    return "|".join(" ".join(phrase) for phrase in text.split())


CHINESE = Tongue(
    marks=",",
    values=values("零/〇=0 一=1 二/两/兩=2 三=3 四=4 五=5 六=6 七=7 八=8 九=9"),
    scales=values("十=10 百=100 千=1000 万/萬=10000 亿/億=100000000"),
    positional=True,
    vague=ranges("数/數/几/幾=2-9 上=1-"),
    before=phrases(
        at_least=_written("至少 最少 不少于 不少於 不低于 少なくとも"),
        more=_written("超过 超過 逾 超 突破 多于 多於 高于 高達超過"),
        at_most=_written("最多 至多 不超过 不超過"),
        less=_written("不到 不足 少于 少於"),
        nearly=_written("近 将近 將近 接近"),
        about=_written("约 約 大约 大約 约莫"),
    ),
    after={("多",): Bound.MORE, ("余",): Bound.MORE, ("餘",): Bound.MORE}
    | phrases(at_least=_written("以上 或更多"), at_most=_written("以下"), about=_written("左右")),
    connectors=words("至 到"),
    spanning=words("至 到"),
    measures=words(
        "年 月 日 号 號 岁 歲 歳 点 點 分 秒 小 时 時 天 周 週 米 公 里 吨 噸 度 元 块 塊 美 欧 歐 英 镑 鎊 日 届 屆 章 节 節 楼 樓 层 層 级 級 路 线 線 版 集 倍 成 比 期 円 ドル % 个月 世"
    ),
    never=words("第"),
    names=words("号 编 分 之"),
    counted=words(
        "人 名 位 个 個 死 伤 傷 枚 具 架 辆 輛 艘 起 次 条 條 只 隻 家 所 座 栋 棟 户 戶 件 者 万 萬 多 余 餘 以 左"
    ),
)
