"""Is this text a person's name, an address, a reference to a picture or a recording? Predicates on one value, by short word lists."""

from __future__ import annotations

import re

# the commonest 240 or so family names: more than 98 of 100 persons
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙"
    "黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳欧管柴蒙鲍华喻祁房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "长孙", "宇文")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?")
# what ends a place, a firm, a thing or a role and no given name
_NO_NAME_ENDS = tuple("市县省区州镇乡村色路街号队部局处科室厂店站所院校社司类型性率费量额数年月日")
_ENGLISH = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Miss)\.? )?[A-Z][a-z]+(?: [A-Z]\.)?(?: (?:[A-Z][a-z'-]+|Mc[A-Z][a-z]+|O'[A-Z][a-z]+)){1,2}(?: (?:Jr|Sr|MD|DDS|PhD|DVM|II|III)\.?)?")
_AREA = re.compile(r"[省市区县州旗镇乡]")
_SPOT = re.compile(r"(?:[路街道巷弄里村庄号栋幢座室楼苑园]|单元|小区|大厦)")
_DOOR = re.compile(r"\d|[A-Za-z一二三四五六七八九十百]+[座栋幢号室楼]")
_ENGLISH_ADDRESS = re.compile(
    r"\d{1,6}[A-Za-z]? [\w .'-]+ (?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|terrace|highway|hwy)\b.*", re.IGNORECASE | re.DOTALL
)
_PICTURE = re.compile(r"\S+\.(?:jpe?g|png|bmp|gif|webp|tiff?|heic)(?:\?\S*)?", re.IGNORECASE)
_RECORDING = re.compile(r"\S+\.(?:wav|mp3|amr|m4a|flac|ogg|opus|aac|wma)(?:\?\S*)?", re.IGNORECASE)


def is_chinese_name(value: str) -> bool:
    if not _CHINESE.fullmatch(value) or value.endswith(_NO_NAME_ENDS):
        return False
    return value[:2] in _COMPOUND or (value[0] in _SURNAMES and len(value) <= 3) or "·" in value


def is_english_name(value: str) -> bool:
    return len(value) <= 60 and bool(_ENGLISH.fullmatch(value))


def is_address(value: str) -> bool:
    if not 6 <= len(value) <= 200:
        return False
    if _AREA.search(value[:24]) and _SPOT.search(value[3:]) and _DOOR.search(value) and not value.endswith(("公司", "中心", "。")):
        return True
    return bool(_ENGLISH_ADDRESS.fullmatch(value))


def is_picture(value: str) -> bool:
    return len(value) <= 500 and bool(_PICTURE.fullmatch(value))


def is_recording(value: str) -> bool:
    return len(value) <= 500 and bool(_RECORDING.fullmatch(value))
