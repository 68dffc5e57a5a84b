"""The instruments the border rules cite: official name, days in force, and how their text is known here.

Codes are the platform's short forms. A place in an instrument is an `Article`; one that speaks only for a time (article 37 of the
Cybersecurity Law became 39) has days of its own. `in_force` keeps what was law on a day. Quoted names are facts; no text of law stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from exchange.rules.border.determination import Article
from kernel.decision import Certainty

EVER = date.min

CSL_FROM = date(2017, 6, 1)
M11_FROM = date(2022, 9, 1)
M13_FROM = date(2023, 6, 1)
P16_FROM = date(2024, 3, 22)
NDSR_FROM = date(2025, 1, 1)
RENUMBERED = date(2026, 1, 1)
"""The Cybersecurity Law as amended, and the certification measures."""
AUTO_FROM = date(2026, 2, 3)
BEIJING_LIST_FROM = date(2024, 8, 30)
BEIJING_CITY_FROM = date(2026, 5, 11)
"""From the 2025 edition on the list serves the whole city, before only bodies in the zone."""
GBA_HONG_KONG_FROM = date(2023, 12, 13)
GBA_MACAO_FROM = date(2024, 9, 10)


def before(day: date) -> date:
    return day - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Instrument:
    code: str
    title: str
    since: date
    certainty: Certainty = Certainty.STATUTE


_READ, _SECONDARY, _MEMORY, _PLATFORM = Certainty.STATUTE, Certainty.SECONDARY, Certainty.MEMORY, Certainty.PLATFORM

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType({each.code: each for each in (
    Instrument("CSL", "网络安全法", CSL_FROM),
    Instrument("DSL", "数据安全法", date(2021, 9, 1)),
    Instrument("PIPL", "个人信息保护法", date(2021, 11, 1)),
    Instrument("NDSR", "网络数据安全管理条例", NDSR_FROM),
    Instrument("M11", "数据出境安全评估办法", M11_FROM),
    Instrument("M13", "个人信息出境标准合同办法", M13_FROM, _SECONDARY),
    Instrument("P16", "促进和规范数据跨境流动规定", P16_FROM),
    Instrument("M20", "个人信息出境认证办法", RENUMBERED),
    Instrument("GSC2", "个人信息出境标准合同备案指南（第二版）", P16_FROM),
    Instrument("GSA3", "数据出境安全评估申报指南（第三版）", date(2025, 6, 27)),
    Instrument("BJNL", "北京数据出境管理清单（负面清单）", BEIJING_LIST_FROM, _SECONDARY),
    Instrument("GBASC", "粤港澳大湾区个人信息跨境流动标准合同实施指引", GBA_HONG_KONG_FROM, _SECONDARY),
    Instrument("ECL", "出口管制法", date(2020, 12, 1)),
    Instrument("DUR", "两用物项出口管制条例", date(2024, 12, 1)),
    Instrument("AFSL", "反外国制裁法", date(2021, 6, 10)),
    Instrument("AFSR", "实施《反外国制裁法》的规定", date(2025, 3, 23)),
    Instrument("HGR", "人类遗传资源管理条例", date(2019, 7, 1)),
    Instrument("SSL", "保守国家秘密法", date(1989, 5, 1), _MEMORY),
    Instrument("AUTO2026", "汽车数据出境安全指引（2026版）", AUTO_FROM, _SECONDARY),
    Instrument("PHI2014", "人口健康信息管理办法（试行）", date(2014, 5, 5), _MEMORY),
    Instrument("CC", "民法典", date(2021, 1, 1)),
    Instrument("GDPR", "Regulation (EU) 2016/679", date(2018, 5, 25), _SECONDARY),
    Instrument("DSP", "28 CFR Part 202", date(2025, 4, 8), _SECONDARY),
    Instrument("platform rules", "本平台规则", EVER, _PLATFORM),
)})


def art(code: str, place: str = "", *, since: date | None = None, until: date | None = None, certainty: Certainty | None = None) -> Article:
    known = INSTRUMENTS[code]
    return Article(code, place, since or known.since, until, certainty or known.certainty)


def in_force(articles: Iterable[Article], day: date | None) -> tuple[Article, ...]:
    """Those that speak on the day, each once; all of them where the day is not known."""
    found = dict.fromkeys(each for each in articles if day is None or (each.since <= day and (each.until is None or day <= each.until)))
    return tuple(found)


PLATFORM = art("platform rules", "border")
CSL_STORE = (art("CSL", "39", since=RENUMBERED), art("CSL", "37", until=before(RENUMBERED)))
SCOPE_GUIDE = art("GSC2", "1")
