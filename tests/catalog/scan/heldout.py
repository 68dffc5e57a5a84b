"""The held-out set of the detectors: tables made by a generator that is not ours (Faker, zh_CN and en_US), under other headers.

Fixed before the detectors were tuned, and not read while tuning. Kinds appear at natural rates: most columns hold none, a tenth
of the tables has none at all; cells are missing, columns carry headers that say nothing, and look-alikes (order numbers, dates of
orders, places, companies) stand beside. Headers of the other columns are those of real catalogues where the folder with them is
present, else of a short list of the same kind.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faker import Faker
from stdnum.cn.uscc import calc_check_digit

ROWS, SEED = 80, 20_260_917
ROOT = Path(__file__).resolve().parents[3]
REAL = Path(os.environ.get("REAL_DATA", ROOT.parent / "shared" / "real-data"))
FALLBACK = ("数据集名称", "摘要", "数据标签", "数据领域", "首次发布日期", "更新频度", "数据提供方", "资源名称", "发布部门", "所属区县", "数据量", "title", "modified", "accessLevel", "license")
CHECKSUMMED = ("resident_id", "bank_card", "credit_code")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A column with the kinds it truly holds; most hold none."""

    header: str
    values: tuple[str, ...]
    kinds: frozenset[str] = frozenset()


Make = Callable[[], str]


def _kinds(zh: Faker, en: Faker, dice: random.Random) -> dict[str, tuple[tuple[str, ...], tuple[Make, ...]]]:
    """kind -> headers, generators. "c7" and "字段三" say nothing: the values must."""
    def credit_code() -> str:
        body = dice.choice("159") + dice.choice("1239") + dice.choice(("110105", "310115", "440305", "330106")) + "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
        return body + calc_check_digit(body)

    def landline() -> str:
        return zh.numerify(dice.choice(("010-%#######", "021-%#######", "0571-%#######", "(0755)%#######", "0898%#######")))

    def clinic() -> str:
        return dice.choice(("高血压", "2型糖尿病", "无", "冠心病", "急性阑尾炎", "青霉素过敏"))

    return {
        "resident_id": (("公民身份号码", "证件号", "c7", "idno", "被保险人证件"), (zh.ssn,)),
        "bank_card": (("收款卡号", "卡片", "c8", "pan", "card_no"), (lambda: en.credit_card_number("visa16"), lambda: en.credit_card_number("mastercard"), lambda: en.credit_card_number("visa19"))),
        "credit_code": (("组织统一编码", "供应商编号", "字段三", "uscc", "entity_id"), (credit_code,)),
        "mobile": (("联络方式", "tel", "c3", "手机", "收件人电话"), (zh.phone_number, lambda: "+86 " + zh.phone_number(), lambda: "{} {} {}".format(*(lambda n: (n[:3], n[3:7], n[7:]))(zh.phone_number())))),
        "landline": (("办公电话", "座机", "c4", "phone", "单位电话"), (landline,)),
        "passport": (("护照", "旅行证件号码", "passport_no", "ppt_number", "出境证件"), (lambda: zh.bothify("E########"), lambda: zh.bothify("G########"), lambda: "E" + dice.choice("ABCDEFGH") + zh.numerify("#######"))),
        "plate": (("车号", "车辆号牌", "c5", "plate", "违章车辆"), (lambda: zh.license_plate().replace("-", ""), zh.license_plate, lambda: dice.choice("京沪粤浙") + dice.choice("ABCD") + dice.choice("DF") + zh.numerify("#####"))),
        "email": (("邮件", "contact", "c6", "e-mail", "账单邮箱"), (en.email, zh.email, en.company_email)),
        "ip": (("访问来源", "src", "c9", "client_ip", "登录地址"), (en.ipv4, en.ipv6)),
        "name": (("姓名", "经办", "c1", "联系人", "收货人"), (zh.name,)),
        "address": (("住所", "收件地址", "c2", "home", "配送点"), (zh.address, lambda: zh.address().rsplit(" ", 1)[0])),
        "birth_date": (("出生年月日", "生日", "dob", "birth_day", "date_of_birth"), (lambda: en.date_of_birth(minimum_age=1, maximum_age=95).isoformat(), lambda: en.date_of_birth(minimum_age=1, maximum_age=95).strftime("%Y/%m/%d"))),
        "face": (("人脸图片", "面部采集", "face_img", "自拍照", "facial_photo"), (lambda: en.file_path(depth=2, category="image"), lambda: "https://img.example/" + en.file_name(category="image"))),
        "voice": (("录音文件", "语音样本", "voice_file", "voiceprint", "通话录音"), (lambda: en.file_path(depth=2, category="audio"), lambda: en.file_name(extension="wav"))),
        "health": (("诊断结果", "既往病史", "diagnosis_text", "过敏史", "blood_type"), (clinic,)),
        "account": (("登录账号", "银行账户", "账户余额", "account_balance", "user_account"), (lambda: en.user_name() + zh.numerify("##"), lambda: zh.numerify("%#####.##"))),
    }


def _other(zh: Faker, en: Faker, dice: random.Random) -> tuple[Make, ...]:
    """Columns with none of the kinds, some of them look-alikes."""
    return (
        zh.company, zh.job, zh.province, zh.city_name, zh.word, zh.sentence, zh.country, zh.color_name, en.catch_phrase, en.word, en.uuid4, en.md5, en.isbn13, en.ean13, en.url,
        lambda: en.date_this_decade().isoformat(), lambda: en.date_time_this_year().isoformat(" "), lambda: zh.numerify("%#################"), lambda: zh.numerify("2###########"),
        lambda: zh.numerify("%###############"), lambda: zh.numerify("%#####"), lambda: str(dice.randrange(1000)), lambda: f"{dice.gauss(20, 9):.1f}", lambda: f"{dice.random() * 100:.2f}%",
        lambda: f"{dice.uniform(-80, 80):.6f}", lambda: f"{dice.randrange(3)}.{dice.randrange(20)}.{dice.randrange(9)}", lambda: dice.choice(("是", "否")), lambda: dice.choice(("男", "女")),
        lambda: zh.bothify("??-#####").upper(), lambda: en.file_name(category="office"), lambda: zh.numerify("20%#0%1%"), lambda: f"{dice.randrange(1990, 2026)}年", lambda: zh.bothify("CA####"),
        lambda: dice.choice(("交通运输", "教育科技", "卫生健康", "城乡建设")), lambda: f"{dice.expovariate(1 / 5000):,.2f}", en.currency_code, zh.postcode, en.hostname, lambda: zh.numerify("3%#-####-##"),
    )


def headers() -> tuple[str, ...]:
    """Headers of real catalogues, or the short list."""
    found: list[str] = []
    for name in ("cn-shanghai.json", "cn-hangzhou.json", "us-doe-data.json"):
        path = REAL / name
        if path.exists():
            data = json.loads(path.read_text())
            rows = data["dataset"] if isinstance(data, dict) else data
            found += [key for row in rows[:50] for key in row]
    # these two name a contact, and are for the kinds
    return tuple(name for name in dict.fromkeys(found) if name not in ("联系方式", "联系电话", "contactPoint")) or FALLBACK


def tables(rows: int = ROWS) -> list[list[Labelled]]:
    """60 tables of 10 to 16 columns; each kind in 15 columns, in tables that have up to six kinds."""
    dice = random.Random(SEED)
    zh, en = Faker("zh_CN"), Faker("en_US")
    zh.seed_instance(SEED)
    en.seed_instance(SEED + 1)
    kinds, other, plain = _kinds(zh, en, dice), _other(zh, en, dice), headers()

    def column(header: str, make: Make, *of: str, missing: float = 0.0) -> Labelled:
        return Labelled(header, tuple("" if dice.random() < missing else make() for _ in range(rows)), frozenset(of))

    wanted = [(kind, turn) for kind in [*kinds, "location"] for turn in range(15)]
    dice.shuffle(wanted)
    found: list[list[Labelled]] = []
    for number in range(60):
        taken = [] if number % 10 == 0 else [wanted.pop() for _ in range(min(5, len(wanted)))]
        table: list[Labelled] = []
        for kind, turn in taken:
            missing = dice.choice((0.0, 0.1, 0.4))
            if kind == "location":
                table += _place(column, turn, dice)
                continue
            names, makers = kinds[kind]
            table.append(column(names[turn % len(names)], makers[turn % len(makers)], kind, missing=missing))
        used = {one.header for one in table}
        free = [name for name in plain if name not in used]
        table += [column(name, dice.choice(other), missing=dice.choice((0.0, 0.0, 0.2))) for name in dice.sample(free, min(len(free), dice.randrange(8, 12)))]
        dice.shuffle(table)
        unique = {one.header: one for one in table}
        found.append(list(unique.values()))
    return found


def _place(column: Callable[..., Labelled], turn: int, dice: random.Random) -> list[Labelled]:
    """A pair of columns, or both in one."""
    def north() -> str:
        return f"{dice.uniform(22, 45):.6f}"

    def east() -> str:
        return f"{dice.uniform(85, 125):.6f}"

    if turn % 3 == 2:
        return [column(("坐标", "position", "c12")[turn % 2], lambda: f"{east()},{north()}", "location")]
    latitude, longitude = (("纬度", "经度"), ("lat", "lng"), ("gps_y", "gps_x"))[turn % 3]
    return [column(latitude, north, "location"), column(longitude, east, "location")]
