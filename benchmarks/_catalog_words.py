"""The words of the catalogue benchmark, and their search vectors put together from pieces that the real analyzer cut once.

A piece is a run of one script between punctuation, beyond which the analyzer never looks: the words of a text are those of its pieces, one
after the other. The loader holds some of the vectors made so against the ones the exchange itself makes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

CITIES = ["北京", "上海", "广州", "深圳", "杭州", "成都", "重庆", "武汉", "西安", "南京", "天津", "苏州", "青岛", "长沙", "郑州", "沈阳", "大连", "厦门", "合肥", "福州", "济南", "昆明", "贵阳", "南宁", "海口", "兰州", "银川", "西宁", "乌鲁木齐", "拉萨"]
SUBJECTS = ["空气质量", "公交客流", "企业信用", "居民用电", "水文监测", "土地利用", "快递物流", "医保结算", "电商消费", "航班动态", "房屋租赁", "停车泊位", "道路拥堵", "气象预报", "卫星遥感", "专利文献", "招标采购", "农产品价格", "海关进出口", "碳排放", "电力负荷", "手机信令", "人口流动", "门诊就诊", "药品价格", "地铁刷卡", "共享单车", "餐饮评价", "旅游景区", "就业招聘"]
GRAINS, KINDS = ["小时", "日", "周", "月度", "季度", "年度", "分钟级", "实时"], ["数据集", "接口服务", "统计报告", "指标库", "知识图谱", "样本库", "训练语料", "明细表"]
# about one row of a hundred each, and one of two thousand
DISTRICTS = ["朝阳", "海淀", "浦东", "徐汇", "天河", "南山", "福田", "余杭", "西湖", "武侯", "渝北", "江岸", "雁塔", "鼓楼", "玄武", "吴中", "市南", "岳麓", "金水", "沈河", "中山", "思明", "包河", "仓山", "历下", "五华", "云岩", "青秀", "美兰", "城关", "金凤", "城西", "天山", "静安", "宝山", "松江", "越秀", "番禺", "龙华", "宝安", "萧山", "滨江", "锦江", "青羊", "江北", "南岸", "洪山", "汉阳", "碑林", "未央", "秦淮", "江宁", "和平", "河西", "姑苏", "虎丘", "崂山", "黄岛", "芙蓉", "雨花", "二七", "管城", "皇姑", "铁西", "沙河口", "湖里", "集美", "蜀山", "庐阳", "台江", "晋安", "市中", "槐荫", "盘龙", "官渡", "南明", "花溪", "兴宁", "江南", "龙岗"]
RARE = ["红树林", "珊瑚", "冰川", "候鸟", "地热", "沙尘暴", "溶洞", "火山", "冻土", "盐湖", "流星", "台风", "赤潮", "泥石流", "雪崩", "极光"]
WORDS = ["包含", "覆盖", "全市", "监测站点", "字段", "经过", "脱敏", "处理", "更新", "频率", "每日", "来源", "权威", "部门", "授权", "运营", "适用", "金融风控", "智慧城市", "科学研究", "商业选址", "保险定价", "供应链", "优化", "模型训练", "质量评估", "完整性", "及时性", "准确性", "坐标系", "经纬度", "时间戳", "指标", "维度", "行业", "分类", "编码", "合规", "审查", "通过", "提供", "样例", "下载"]
LATIN = ["air", "quality", "hourly", "traffic", "flow", "enterprise", "credit", "power", "load", "hydrology", "land", "use", "logistics", "insurance", "consumer", "flight", "housing", "parking", "weather", "satellite", "patent", "tender", "price", "customs", "carbon", "mobile", "population", "clinic", "drug", "metro", "bike", "rating", "tourism", "job"]
LATIN_WORDS = ["dataset", "covers", "monitoring", "stations", "fields", "anonymised", "updated", "daily", "official", "source", "licensed", "risk", "control", "smart", "city", "research", "site", "selection", "pricing", "supply", "chain", "model", "training", "quality", "completeness", "timeliness", "accuracy"]
SENTENCES = ["".join(words) for words in (random.Random(f"sentence {number}").choices(WORDS, k=8) for number in range(4_000))]
FIRST = ("上海市黄浦江罕见潮位观测数据集", "Rare tides of the Huangpu", "包含潮汐水位。", "Tide levels.")


def text(draw: random.Random, number: int) -> tuple[str, str, str, str]:
    """Titles and descriptions, zh and en; every fifth row has none in Chinese."""
    if number == 123:
        return FIRST
    en = f"{' '.join(draw.sample(LATIN, 4))} dataset {number}"
    body_en = " ".join(draw.choices(LATIN_WORDS, k=18))
    if number % 5 == 0:
        return en, en, "", body_en
    part = draw.choice(RARE) if draw.random() < 0.01 else draw.choice(DISTRICTS)
    zh = f"{draw.choice(CITIES)}市{draw.choice(SUBJECTS)}{draw.choice(GRAINS)}{draw.choice(KINDS)}（{part}）{draw.randrange(2015, 2027)}"
    subject = draw.choice(SUBJECTS)
    return zh, en, "。".join([f"可与{subject}一并使用", *draw.choices(SENTENCES, k=4)]), body_en


@cache
def words_of(piece: str) -> tuple[str, ...]:
    from catalog.search import analyzer

    return tuple(analyzer.index_words(piece))


@cache
def runs_of(text: str) -> tuple[str, ...]:
    from catalog.search import analyzer

    return tuple(analyzer._runs(text))


@cache
def constant(industry: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The pieces of the middle weight: industry in both languages and the provider's names."""
    from catalog.dataset.choices import INDUSTRIES
    from catalog.search.index import _both

    return tuple(runs_of(word) for word in (*_both(INDUSTRIES.get(industry, "")), *names))


def pieces(text: str) -> list[str]:
    """Where a title or description of `text` above falls apart by itself."""
    return text.translate(_PARTED).lower().split()


_PARTED = str.maketrans("（）。.", "    ")


class Vectors:
    """`stems`: the database's English stem of each Latin word of the lists, None for a word it leaves out."""

    def __init__(self, stems: dict[str, str | None]) -> None:
        self.stems = stems

    def of(self, titles: Sequence[str], middle: Iterable[str], body: Sequence[str]) -> tuple[str, str]:
        """Vector and headline as literals, from the pieces of titles, of the middle weight and of the descriptions."""
        from catalog.search.analyzer import MOST_OF_ONE_WORD

        head: dict[str, list[str]] = {}
        at = 0
        for weight, part in (("A", titles), ("C", middle)):
            for piece in part:
                for word in words_of(piece) if not piece.isascii() else (piece,):
                    at += 1
                    head.setdefault(word, []).append(f"{at}{weight}")
        whole = {word: [*places] for word, places in head.items()}
        self._english(head, at, titles, "A")
        for piece in body:
            for word in words_of(piece) if not piece.isascii() else (piece,):
                at += 1
                places = whole.setdefault(word, [])
                if len(places) < MOST_OF_ONE_WORD:
                    places.append(str(at))
        at = self._english(whole, at, titles, "A")
        self._english(whole, at, [*middle, *body], "")
        return _literal(whole), _literal(head)

    def _english(self, places: dict[str, list[str]], at: int, parts: Sequence[str], weight: str) -> int:
        """Adds the stems behind position `at`; answers the last position held."""
        last, begin = at, at
        for piece in parts:
            if piece.isascii():
                at += 1
                stem = self.stems.get(piece, piece)
                if stem is not None:
                    places.setdefault(stem, []).append(f"{at}{weight}")
                    last = at
        return last if last > begin else begin


def _literal(places: dict[str, list[str]]) -> str:
    return " ".join([f"{word}:{','.join(at)}" for word, at in places.items()])


def stems(connection: Any, words: Iterable[str]) -> dict[str, str | None]:
    found = connection.execute("select w, (tsvector_to_array(to_tsvector('english', w)))[1] from unnest(%s::text[]) w", [sorted(set(words))]).fetchall()
    return dict(found)
