"""Words of public policy that name one matter: 养老, 适老, 银发. A plan may take up a demand in other words.

They help to find an answer; no pair rests on them alone.
"""

from __future__ import annotations

from typing import Final

_GROUPS: Final = """
养老 适老 老年 银发 老人
就业 用工 劳动力 创业就业 岗位
融资 信贷 金融服务 投融资 贷款
智造 智能制造 智改数转 智能化改造 制造业数字化 智能工厂 数字化车间 数字车间
5g 第五代移动通信 千兆 光纤 光网
农业 农村 乡村 农产品 涉农
医疗 卫生 就医 诊疗 医院 健康
教育 学校 课程 课堂 教学
人才 引才 育才
知识产权 专利 商标
文旅 旅游 景区
交通 出行 道路 公路 轨道
网络安全 数据安全 信息安全 安全防护 安全保障
关键信息基础设施 工业信息安全
数据要素 数据交易 数据流通 数据资产 数据产权 数据确权
公共数据 政务数据 数据开放 数据共享 数据目录
政务服务 办事 审批 一网通办
社区 居民 家居 邻里 生活
电商 网上零售 网络零售 直播
贸易 外贸 跨境 口岸
一带一路 国际合作 国际交流 对外开放 外资
京津冀 协同发展 区域协同 长三角 大湾区
联席会议 领导小组 统筹协调 组织领导 顶层设计 组织保障
统计 监测 评估 考核
专家 智库 咨询
基金 社会资本 投资
财政 税收 专项资金 补贴
算力 数据中心 计算中心 超算
边缘计算 边缘算力
技术攻关 关键核心技术 卡脖子 联合攻关 揭榜挂帅
实验室 创新中心 研发中心 创新平台 创新载体
产学研 校企 产教融合 科研院所 高校
港口 航运 码头
应急 防灾 安全生产
环境 生态 污染 碳
车联网 智能网联 自动驾驶 无人驾驶
企业上云 上云 云计算 云服务
孵化 众创 创业
物流 配送 仓储
住房 租房 房屋
监管 执法 双随机
信用 诚信 失信
垄断 不正当竞争
体育 健身
水利 水务 供水
素养 数字技能
"""
MATTERS: Final[tuple[tuple[str, ...], ...]] = tuple(tuple(line.split()) for line in _GROUPS.split("\n") if line)


def matters_in(folded: str) -> frozenset[int]:
    """The matters that a folded text names, by their place in MATTERS."""
    return frozenset(at for at, words in enumerate(MATTERS) if any(word in folded for word in words))
