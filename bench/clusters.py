"""Precision and recall of proposed clusters on made-up complaints. `python -m bench.clusters [SEED]`.

A season of three months at some stalls: causes (a scale that shows too much, a price that is not kept, …) of which
several people tell in their own words, beside complaints that have nothing to do with them, also at the same stall at
the same time. A pair of files belongs together when both tell of one cause. No real complaint was at hand: the figures
show how the rule behaves and break when it is spoilt; they are no promise.
"""

import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from chalicelib.complaints.clusters import Clue, Rule, clusters, rule

SEASONS = 10
STALLS, CAUSES, ALONE, DAYS = 40, 45, 90, 92
FIRST = date(2026, 9, 1)
_OPENINGS = (
    "",
    "你好，",
    "我要反映一个问题，",
    "今天下午",
    "昨天早上",
    "周末",
    "带孩子去市场，",
    "下班路过，",
)
_ENDINGS = (
    "",
    "请查一查。",
    "希望你们管一管",
    "太过分了！",
    "老板不承认。",
    "要求退差价。",
    "附近邻居也遇到过。",
    "请给个说法，谢谢",
)
_GOODS = ("花蛤", "基围虾", "五花肉", "苹果", "青菜", "带鱼", "排骨", "紫菜", "鸡蛋", "荔枝")
_CAUSES = (
    (
        "买了{goods}，回家复称少了{n}克。",
        "在这个摊买{goods}，公平秤一称缺了{n}克，短斤少两",
        "{goods}付了两斤的钱，实际份量少了{n}克",
        "他家卖{goods}缺斤少两，我那份少了将近{n}克",
        "称{goods}的秤不准，少秤{n}克，找他理论",
    ),
    (
        "老板称{goods}的时候按了一下按键，数字就跳了，怀疑秤改装过",
        "这台秤没归零就称{goods}，而且按键有问题，怀疑作弊",
        "看见老板用遥控动秤，称{goods}时数字乱跳，是作弊秤",
        "称{goods}时连塑料袋一起称，不去皮，秤也改装了",
    ),
    (
        "秤上没有检定合格证，标签也看不清",
        "电子秤的检定标志过期了还在用",
        "摊上的秤没贴合格证，铅封也断了",
        "秤的合格证过期，问老板他说没检定",
    ),
    (
        "{goods}价签写的是一个价，付款时多收了{n}元",
        "标价和收的钱不一样，{goods}多收我{n}元",
        "{goods}没有标价，乱涨价，贵了{n}元",
    ),
    (
        "我问了一句{goods}怎么卖，老板就骂人，态度恶劣",
        "摊主态度很差，因为不买{goods}就骂我还推搡",
    ),
    (
        "买的{goods}不新鲜，回家发现已经变质发臭",
        "{goods}是死的，不新鲜，吃了拉肚子",
        "{goods}烂了一半，闻着有臭味，卖变质的",
    ),
    (
        "摊位把货摆到过道上，推车过不去",
        "过道都被他家的货占了，走不过去",
        "货物摆在过道，老人推车过不去",
    ),
)


@dataclass(frozen=True)
class Told:
    """A file as somebody told it, and the cause it tells of."""

    clue: Clue
    cause: int


def season(seed: int) -> list[Told]:
    """The files of three months; the same seed gives the same."""
    dice = random.Random(seed)  # noqa: S311 - made-up data
    told: list[Told] = []

    def tell(cause: int, stall: int, kind: int, goods: str, day: date) -> None:
        place = len(told)
        line = dice.choice(_CAUSES[kind]).format(goods=goods, n=dice.choice((30, 50, 80, 100, 120, 5, 8)))
        text = dice.choice(_OPENINGS) + line + dice.choice(_ENDINGS)
        things = frozenset({f"stl-{stall}"} | ({f"ins-{stall}"} if dice.random() < 0.5 else set()))  # noqa: PLR2004
        told.append(Told(Clue(f"cmp-{place}", f"cmp-{place}", day, things, text), cause))

    for cause in range(CAUSES):
        stall, kind = dice.randrange(STALLS), dice.randrange(len(_CAUSES))
        goods, begins, lasts = dice.choice(_GOODS), dice.randrange(DAYS), dice.randint(1, 25)
        for _ in range(dice.randint(2, 6)):
            what = goods if dice.random() < 0.7 else dice.choice(_GOODS)  # noqa: PLR2004 - one scale, other goods
            tell(cause, stall, kind, what, FIRST + timedelta(days=begins + dice.randint(0, lasts)))
    for alone in range(ALONE):
        stall, kind = dice.randrange(STALLS), dice.randrange(len(_CAUSES))
        day = FIRST + timedelta(days=dice.randrange(DAYS))
        tell(CAUSES + alone, stall, kind, dice.choice(_GOODS), day)
    return told


def figures(told: list[Told], by: Rule) -> tuple[int, int, int]:
    """Pairs that are rightly together, wrongly together, and missed."""
    causes = {one.clue.id: one.cause for one in told}
    proposed = {
        pair
        for cluster in clusters((one.clue for one in told), by)
        for pair in combinations(sorted(cluster.files), 2)
    }
    wanted = {pair for pair in combinations(sorted(causes), 2) if causes[pair[0]] == causes[pair[1]]}
    return len(proposed & wanted), len(proposed - wanted), len(wanted - proposed)


def shares(seeds: range, by: Rule) -> tuple[int, int, int]:
    """The figures of several seasons together."""
    right, wrong, missed = (
        sum(one) for one in zip(*(figures(season(seed), by) for seed in seeds), strict=True)
    )
    return right, wrong, missed


def main() -> None:
    """Print the figures of the rule in force and of its neighbours."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seeds, now = range(seed, seed + SEASONS), rule(FIRST)
    print(
        f"{SEASONS} seasons from seed {seed}, {sum(len(season(one)) for one in seeds):,} files at {STALLS} stalls"
    )
    print(f"{'':34}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}")
    others = [
        (f"in force: {now.alike} %, {now.window_days} days", now),
        ("same stall and days alone", now.model_copy(update={"alike_untold": 0, "topics": ()})),
        ("words alone, no topics", now.model_copy(update={"topics": ()})),
        ("topics alone, words not compared", now.model_copy(update={"alike": 0, "alike_untold": 0})),
        *((f"{percent} %", now.model_copy(update={"alike": percent})) for percent in (10, 20, 30)),
        *((f"{percent} % untold", now.model_copy(update={"alike_untold": percent})) for percent in (5, 30)),
        *((f"{days} days", now.model_copy(update={"window_days": days})) for days in (7, 30, 60)),
    ]
    for name, by in others:
        right, wrong, missed = shares(seeds, by)
        precision, recall = right / (right + wrong), right / (right + missed)
        print(f"{name:34}{right:7}{wrong:7}{missed:8}{precision:11.1%}{recall:8.1%}")


if __name__ == "__main__":
    main()
