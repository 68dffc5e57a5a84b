"""What the name of a column says, in Chinese and English. Chinese words are found within the name, English ones as whole words."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")

# kind -> (Chinese parts of a name, English words); two English words that must stand together are joined by a space
WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "resident_id": (("身份证", "公民身份", "证件号"), ("idcard", "id card", "id number", "identity", "idno", "id no", "sfz", "sfzh", "citizen id")),
    "passport": (("护照", "旅行证件", "出入境证件", "出境证件"), ("passport", "travel document")),
    "bank_card": (("银行卡", "卡号", "借记卡", "信用卡"), ("card", "pan", "bankcard", "creditcard")),
    "mobile": (("手机", "移动电话", "联系电话", "联系方式"), ("mobile", "cellphone", "cell", "phone", "tel", "telephone", "sj", "msisdn")),
    "landline": (("座机", "固话", "固定电话", "办公电话", "电话"), ("phone", "tel", "telephone", "landline", "fax")),
    "email": (("邮箱", "电子邮件", "邮件"), ("email", "mail", "e mail")),
    "ip": (("地址", "来源"), ("ip", "ipv4", "ipv6")),
    "plate": (("车牌", "号牌", "车号"), ("plate", "license plate", "licence plate")),
    "name": (("姓名", "联系人", "负责人", "经办人", "法人", "法定代表人", "患者", "收件人", "收货人", "户主", "客户名"), ("fullname", "full name", "contact name", "customer name", "patient name", "person", "surname", "employee name", "owner name", "xm")),
    "address": (("住址", "住所", "家庭地址", "通讯地址", "收货地址", "收件地址", "居住", "户籍地"), ("address", "addr", "residence")),
    "birth_date": (("出生", "生日"), ("birth", "birthday", "birthdate", "dob", "born", "csrq")),
    "latitude": (("纬度",), ("lat", "latitude", "gps")),
    "longitude": (("经度",), ("lon", "lng", "long", "longitude", "gps")),
    "face": (("人脸", "面部", "脸部", "自拍", "面容", "证件照", "人像"), ("face", "facial", "selfie", "portrait", "headshot", "faceid")),
    "voice": (("录音", "语音", "声纹", "声音", "嗓音"), ("voice", "voiceprint", "recording", "speech", "call audio")),
    "health": (
        ("诊断", "病史", "病历", "病情", "疾病", "症状", "过敏", "用药", "处方", "血型", "血压", "血糖", "手术", "住院", "体检", "检验结果", "医嘱", "残疾", "怀孕", "妊娠", "传染病", "精神障碍"),
        ("diagnosis", "disease", "symptom", "symptoms", "allergy", "allergies", "medication", "prescription", "blood", "patient", "medical", "icd", "icd10", "surgery", "illness", "pregnancy", "disability", "hiv"),
    ),
    "financial_account": (
        ("银行账", "银行帐", "余额", "开户", "支付账", "支付宝", "证券账", "存款", "贷款", "征信", "公积金账"),
        ("balance", "iban", "bank account", "account balance", "deposit balance", "credit score", "loan"),
    ),
    "account": (("账号", "帐号", "账户", "帐户", "用户名", "登录名"), ("account", "username", "user name", "login", "userid", "user account")),
}


def says(header: str) -> frozenset[str]:
    """The kinds that the name of a column speaks of."""
    words = f" {' '.join(part.lower() for part in _CAMEL.split(header) if part)} "
    return frozenset(kind for kind, (chinese, english) in WORDS.items() if any(part in header for part in chinese) or any(f" {word} " in words for word in english))
