"""What headings of catalogue tables commonly mean, in Chinese and English; and what words of an access column mean.

Sharing between departments (共享) is no opening to the public: such a column says nothing of access here and is kept as it is.
"""

from __future__ import annotations

import re

from catalog.interchange.reading.entry import Access

KEY, ACCESS = "key", "access"
HEADINGS: dict[str, str] = {
    "title": "数据集名称 资源名称 数据资源名称 目录名称 数据目录名称 信息资源名称 数据名称 名称 标题 资源标题 数据集标题 接口名称 title name datasetname dataset datasettitle resourcename resourcetitle catalogname cataname cataloguename catatitle resname dataname servicename apiname",
    "title_zh": "中文名称 中文标题 namezh titlezh titlecn namecn chinesename", "title_en": "英文名称 英文标题 nameen titleen englishname englishtitle",
    "description": "摘要 简介 描述 说明 数据集描述 数据描述 资源摘要 数据摘要 数据资源摘要 信息资源摘要 数据简介 数据集简介 内容简介 目录描述 资源描述 abstract description summary notes desc intro introduction catalogdesc resdesc resabstract datadesc",
    "publisher": "数据提供方 发布部门 提供部门 提供单位 数据提供单位 数据提供部门 来源部门 责任部门 发布机构 数据来源 所属部门 发布单位 资源提供方 信息资源提供方 机构名称 提供方 来源单位 部门 单位 "
                 "publisher provider organization organisation organizationname agency department dataprovider orgname publishername deptname unitname providername providedept sourcedept organname officename departmentname",
    "keywords": "数据标签 标签 关键词 关键字 资源标签 keywords keyword tags tag labels",
    "themes": "数据领域 所属领域 主题 国家主题分类 所属主题 主题分类 主题名称 行业分类 领域 行业 所属行业 资源分类 数据分类 theme themes category categories topic topics subject group groups domain sector",
    "license": "许可 许可协议 开放协议 授权协议 使用许可 license licence licensetitle licenseid licencetitle",
    "issued": "首次发布日期 首次发布时间 发布时间 发布日期 上线日期 上线时间 创建时间 创建日期 issued released releasedate publishdate publisheddate datepublished published created createdat publishtime metadatacreated releasetime createtime createdate pubtime pubdate issuetime issuedate publishat",
    "modified": "更新日期 更新时间 最后更新时间 最后更新日期 最近更新 最近更新时间 最近更新日期 数据更新时间 修改时间 修改日期 modified updated lastupdated lastupdate lastmodified updatetime updatedat datemodified updatedate metadatamodified lastupdatetime modifytime modifieddate gmtmodified dataupdatetime updatetimestamp",
    "page": "详情页网址 详情网址 链接 网址 网页 数据集链接 详情链接 详情页 详情地址 来源网址 landingpage url link page homepage detailurl permalink webpage",
    "url": "下载地址 数据下载地址 接口地址 下载链接 下载网址 downloadurl accessurl dataurl resourceurl fileurl endpoint",
    "formats": "数据格式 格式 资源格式 文件格式 信息资源格式 下载格式 文件类型 format formats filetype fileformat resourceformat dataformat resformat",
    ACCESS: "开放属性 开放等级 开放类型 开放条件 开放方式 开放级别 访问权限 公开属性 access accesslevel accessrights openlevel openness visibility opentype openattribute opencondition openattr",
    KEY: "编号 目录编号 数据集编号 资源编码 资源编号 信息资源代码 数据集id 标识 标识符 目录编码 资源代码 唯一标识 数据编号 id identifier uid uuid guid datasetid catalogid resourceid cataid catacode resid rescode resourcecode catalogcode",
}  # fmt: skip
LEVELS: dict[str, str] = {
    Access.PUBLIC: "无条件开放 完全开放 普遍开放 全部开放 社会开放 公开 开放 无条件 主动公开 open public yes unrestricted",
    Access.RESTRICTED: "有条件开放 登录开放 申请开放 依申请开放 受限开放 授权开放 注册开放 实名开放 实名认证开放 有条件 受限 依申请公开 依申请 restricted restrictedpublic onrequest registered",
}
_WORDS = {alias: field for field, aliases in HEADINGS.items() for alias in aliases.split()}
_LEVELS = {word: level for level, words in LEVELS.items() for word in words.split()}
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
_CLUTTER = re.compile(r"[(（\[【<].*?[)）\]】>]|[\s_\-*:：#.\"'　]")
_HAN = re.compile(r"[一-鿿]{4,}\Z")


def plain(heading: str) -> str:
    """Without brackets and what is in them, spaces, underscores, hyphens; small letters."""
    return _CLUTTER.sub("", heading).lower()


def meaning(heading: str) -> str:
    """The field a heading stands for by its words, or nothing."""
    return _WORDS.get(plain(heading), "")


def near_meaning(heading: str) -> str:
    """As `meaning`, for a heading that ends in a known one of four Han characters or more: 市级数据资源名称."""
    said = plain(heading)
    return next((_WORDS[alias] for alias in _LONGEST_FIRST if _HAN.match(alias) and said.endswith(alias)), "")


def level(word: str) -> str:
    """The access level of a word; what is not known is not public."""
    return _LEVELS.get(plain(word), Access.NON_PUBLIC)
