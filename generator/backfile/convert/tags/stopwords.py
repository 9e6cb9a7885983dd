"""What is never a tag, by category, written for this project.

Chinese lists are words that news and research prose uses of every subject; a tag has to tell articles apart.
"""

from __future__ import annotations


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Single characters that cannot stand in a name of several segments: particles, pronouns, prepositions, adverbs, auxiliaries.
FUNCTION = frozenset(
    "的了是在和与及或也都就还又而但并被把将对从向由为以于等着过地得之其这那该此某每各很更最太非不没未会能可要让使给"
    "用说做有无到起来去出入啊吧呢吗呀哦嘛么只再已正便却即则若如因所且仅曾才刚请想看它他她我你您们个们吗呗啦嗯哈自谁"
    "何几些样跟比按当至靠像叫令经据则越虽乃乎者们哪怎谓愿"
)
NUMERALS = frozenset("零一二三四五六七八九十百千万亿两")
# First and last characters of chance sequences: measure words, plural marks, localisers.
BAD_FIRST = frozenset("首新旧本另次第号款项篇张条名位届倍种份层页行里后前时中上下内外间旗")
BAD_LAST = frozenset("个次种些般时里中后前上下内外间吗吧呢年月日号款倍篇名位届条份层度")

_RESEARCH = """
    研究 论文 实验 结果 方法 模型 数据 数据集 参数 算法 训练 学习 推理 优化 任务 样本 特征 结构 框架 机制 策略 指标
    公式 向量 矩阵 函数 变量 概率 分布 测试集 训练集 验证集 基准 基准测试 消融实验 实验结果 论文地址 论文链接
    项目地址 项目主页 代码 源代码 测试 评测 评估 预测 检测 分类 生成 预训练 微调 语言模型 基础模型 下游任务
    泛化能力 推理能力 性能提升 准确率 损失函数 研究方向 研究人员 研究者 研究团队 研究成果 科研 科研人员 学术 学术界
    理论 假设 证明 结论 摘要 引言 附录 定义 概念 原理 本质 维度 层面 步骤 阶段 过程 流程 范式 架构 模块 组件 序列
    输入 输出 大小模型 相关论文 最新研究 新研究 论文作者 通讯作者 第一作者 共同一作 一作 模态 多任务 训练数据
    测试数据 训练过程 推理过程 权重 张量 梯度 迭代 收敛 上下文 提示词 标注 采样 编码 解码 词元 语料 语料库 网络结构
    实证 综述 期刊 子刊 顶会 文献 引用 评审 审稿 审稿人 结果表明 实验表明 计算量 计算资源 参数量 数据量 小模型
    模型参数 验证器 编码器 解码器 生成器 判别器 分类器 检测器 适配器 优化器 调度器 控制器 预测器 采样器 伪代码 隐向量
"""
_TECHNOLOGY = """
    技术 系统 软件 硬件 程序 网络 互联网 平台 工具 应用 功能 接口 插件 版本 设备 机器 电脑 计算机 手机 屏幕 芯片组
    文件 图片 图像 视频 音频 文本 语言 语音 视觉 语义 信息 内容 科技 人工智能 智能 智能化 数字化 计算 算力 存储
    内存 服务器 云 云端 终端 浏览器 客户端 按钮 界面 窗口 网页 网站 页面 数字 开源 上线 升级 部署 运行 编程
    编程语言 程序员 工程师 开发者 开发人员 代码库 自动化 智能科技 科技公司 互联网公司 人工智能技术 技术能力
    解决方案 场景 应用场景 落地 产品 新产品 用户 用户体验 体验 服务 需求 性能 效率 效果 成本 质量 速度 精度 能力
    水平 规模 容量 体积 画面 画质 分辨率 像素 链路 底座 底层 前端 后端 全栈 精准 获奖 高质量 第一性 热议 推文 显式
    隐式 越大 越多 全面评估 依赖关系 原始视频 正负样本 基线模型 衍生模型 泛化 泛化性 鲁棒性 反直觉 攻击成功率
    打标签 单页 单帧 长序列 自相矛盾 灾难性 剧情 偏差 网格 社交 科学研究 数据分布 交互式 轨迹 科普 打脸 技术细节
    虚拟世界 登顶 高达 顶流大咖 助手 全景 建模 复现 文档 华人 分割 引擎 实时 离线 在线 端到端 大厂 模型能力 生态
    生态系统 引擎 机器之心 视频生成 图像生成 文本生成
"""
_ROLES = """
    作者 教授 副教授 助理教授 博士 博士生 研究生 硕士 本科生 学生 大学生 高中生 中学生 同学 老师 导师 院士 专家
    学者 科学家 首席科学家 团队 团队成员 成员 实验室 研究院 学院 大学 学校 高校 公司 企业 机构 组织 部门 政府 国家
    城市 地区 创始人 联合创始人 创始成员 创业者 投资人 投资者 负责人 首席执行官 首席技术官 总裁 副总裁 董事长
    总经理 经理 高管 老板 员工 客户 消费者 读者 观众 网友 粉丝 嘉宾 主持人 记者 编辑 主编 博主 大佬 大牛 大神 新人
    高手 人才 人物 专业人士 业内人士 知情人士 人类 人们 大家 朋友 家人 孩子 父母 男子 女子 女性 男性 青年 年轻人
    老人 医生 患者 律师 官方 发言人 代表 委员 合伙人 产品经理 创业公司 初创公司 初创企业 科技企业 顶流 元老 功臣
    打工人 候选人 合作伙伴 竞争对手 对手 股东 董事会 高层 领导 领导人 团队负责人 核心成员 毕业生 校友 本人 全球
    世界 国内 国外 国际 海外 中国 美国 英国 日本 中外 全国 各国 国产
"""
_PAGE = """
    公众号 微信 微信公众号 微博 评论区 评论 留言 点赞 在看 转发 收藏 关注 订阅 链接 原文 原文链接 参考链接 参考资料
    阅读原文 投稿 转载 授权 来源 图源 出处 封面 头条 标题 正文 目录 全文 文章 报道 消息 最新消息 新闻 独家 专访
    采访 访谈 直播 回放 视频号 频道 栏目 节目 播客 博客 专栏 专题 话题 热搜 热点 榜单 排名 排行榜 奖项 评选 活动
    大会 峰会 会议 论坛 沙龙 报名 参会 门票 扫码 二维码 官网 主页 账号 邮箱 电话 地址 下图 上图 如图 左图 右图 图表
    表格 图注 截图 备注 说明 声明 问答 提问 回答 答案 分享 演讲 解读 圆桌 圆桌论坛 干货 盘点 合集 攻略 教程 入门
    指南 白皮书 报告 年度 征集 策划 年度策划 案例 示例 例子 动态 动图 小程序 社群 交流群 一键三连 往期 推荐
    推荐阅读 编译 整理 发布会
"""
_TIME_QUANTITY = """
    今天 昨天 明天 今年 去年 明年 近日 日前 目前 现在 未来 过去 如今 当时 当年 此前 此后 之后 之前 最近 时间 时候
    时代 时期 年代 世纪 小时 分钟 一年 两年 一个月 一天 一周 周末 上午 下午 晚上 凌晨 早上 月份 季度 上半年 下半年
    第一 第二 第三 第一个 第一次 首次 首个 一次 一步 第一步 第二步 一种 一些 一点 一半 一系列 多个 多种 数量 数字
    数十 上百 上千 全部 部分 大部分 总数 比例 比率 百分之 百分点 倍数 金额 美元 亿美元 万美元 亿元 万元 人民币 人次
    千万 百万 十万 万亿 千亿 百亿 十亿 单位 分数 总分 满分 排行 名次 速率 长度 高度 宽度 深度 大小 毫秒 秒钟
    比特 公里 千米 厘米 毫米 公斤 千克 公顷 平方米 立方米 平方公里 摄氏度
"""
_ABSTRACT = """
    问题 难题 挑战 机会 机遇 风险 价值 意义 作用 影响 趋势 变化 进展 突破 创新 发展 进步 竞争 合作 战略 管理 经验
    知识 观点 看法 想法 思路 思维 角度 视角 方式 方面 方向 领域 行业 产业 市场 商业 业务 项目 工作 事情 东西 情况
    状态 环境 条件 因素 原因 关系 关键 重点 核心 基础 整体 细节 目标 目的 计划 方案 规划 标准 规则 规律 逻辑 秘密
    秘诀 真相 现象 现场 现实 现实世界 历史 故事 生活 社会 经济 文化 教育 健康 科学 哲学 艺术 世界观 优势 劣势 缺点
    局限 区别 差异 差距 特点 特性 优点 可能性 潜力 能量 动力 压力 精神 态度 情绪 感觉 意识 认知 记忆 行为 动作 运动
    位置 距离 路径 空间 对象 物体 类别 类型 种类 形式 形状 颜色 声音 样子 名字 名称 标签 关键词 主题 话语 内部 外部
    地方 赛道 风口 定位 格局 局面 主流 本土 前沿 前身 去向 动向 下一代 新一代 全新 完整 免费 独立 成果 成功 成就
    成绩 失败 错误 误差 收入 利润 营收 估值 融资 投资 资金 资本 价格 费用 成交 交易 合同 专利 法律 政策 监管 安全
    隐私 伦理 责任 权利 义务 自由 公平 真实 自然 人生 梦想 职业 职位 岗位 技能 课程 考试 作业 题目 单词 词汇 句子
    段落 文字 对话 聊天 交互 指令 提示 角色 身份 资源 材料 物品 食物 大脑 身体 心理 眼睛 双手 家庭 房间 道路 车辆
    天空 地面 水果 动物 植物 中文 英文 汉字 中心 研究中心 部队 人群 群体 个体 个人 集体 双方 各方 一方 彼此 领先
    首席 高级 高级研究 知名 著名 顶级 一流 世界一流 创业 创业项目 创业方向 发现 表现 表示 表明 显示 实现 使用 采用
    进行 引入 支持 结合 提出 提升 提高 推出 改进 增加 减少 降低 得到 获得 达到 成为 认为 介绍 宣布 包括 需要 相比
    比较 完成 解决 增强 加入 离职 入职 任职 曝光 官宣 成立 负责 担任 推进 布局 筹备 组建 转向 开发 研发 设计 构建
    制造 生产 销售 采购 运营 营销 推广 培训 招聘 招募 面试 选择 决定 尝试 努力 准备 参与 参加 接受 拒绝 打造 探索
    追求 追赶 讨论 思考 理解 分析 总结 回顾 展望 梳理 操作 控制 处理 执行 调用 调整 调度 对齐
"""
_NEIGHBOURHOOD = """
    市民 居民 村民 业主 住户 邻居 路人 行人 乘客 旅客 游客 顾客 食客 店主 店家 店员 摊主 摊位 摊贩 商户 商家 商贩 司机 师傅
    保安 门卫 民警 警察 警方 辅警 嫌疑人 犯罪嫌疑人 受害人 被害人 当事人 目击者 志愿者 义工 社工 群众 百姓 老百姓
    老乡 乡亲 村子 村里 村庄 小镇 县城 乡镇 市区 城区 郊区 街道 社区 小区 街头 路口 路边 门口 附近 周边 沿线 当地 外地
    本地 家里 家中 楼下 楼上 门店 店铺 工地 车位 停车 停车场 大门 电梯间 窗口 现场会 全市 全省 全县 全区 县里 市里 区里
    省里 镇里 市长 县长 镇长 村长 书记 局长 处长 科长 科员 干部 工作人员 值班人员 执法人员 相关部门 有关部门 主管部门
    爷爷 奶奶 外公 外婆 爸爸 妈妈 父亲 母亲 儿子 女儿 丈夫 妻子 老公 老婆 哥哥 姐姐 弟弟 妹妹 夫妻 夫妇 亲戚 亲人 家属
    大爷 大妈 大叔 大姐 大哥 阿姨 叔叔 小伙 小伙子 姑娘 老伴 老爷子 老太太 男孩 女孩 小孩 宝宝 婴儿 少年 老年人 中年人
"""
_CLINIC = """
    病人 病患 患儿 家长 护士 护理 医护 医护人员 医务人员 医师 主任医师 主治医师 药师 门诊 急诊 病房 病床 住院 出院
    入院 就诊 就医 看病 挂号 问诊 确诊 诊断 诊疗 治疗 疗法 疗效 药品 用药 服药 吃药 剂量 副作用 不良反应 症状 病情 病例
    病史 病因 发病 发病率 死亡率 患病 病变 疾病 手术 术后 术前 检查 体检 化验 指标异常 阳性 阴性 感染 感染者 炎症 疼痛
    高危 人群中 早期 晚期 中晚期 复发 康复 预防 指南推荐 临床 临床试验 器械
"""
_MARKETS = """
    股价 涨幅 跌幅 涨停 跌停 同比 环比 增速 增幅 降幅 上涨 下跌 上行 下行 走势 行情 大盘 指数 板块 个股 股份 股权 市值
    净利润 净利 毛利 毛利率 营业收入 营业额 销售额 销量 收益 收益率 回报 回报率 利率 利息 现金 现金流 账户 额度 余额
    存量 增量 债务 负债 资产 总资产 净资产 本金 差价 溢价 折价 买入 卖出 持有 持仓 加仓 减仓 建仓 抛售 申购 赎回 募集
    上市公司 券商 机构投资者 散户 庄家 大股东 季报 年报 半年报 中报 公告 招股书 业绩 业绩会 董事 监事 份额 市场份额
    消费 需求端 供给 供给侧 预期 拐点 周期 景气 红利 泡沫
"""
_STAGE = """
    演员 歌手 主演 主角 配角 角色扮演者 编剧 剧组 剧本 剧情 镜头 画面感 票房 上映 首映 首演 开机 杀青 开播 播出 收视率
    作品 新作 代表作 处女作 原著 序言 后记 章节 篇章 评论家 书评 影评 乐评 展览 展品 展厅 展馆 特展 舞台 剧场 剧院 演出
    表演 票价 门票钱 比分 冠军 亚军 季军 奖金 奖牌 赛事 比赛 选手 教练 球员 球迷 主场 客场
"""
_SCHOOL = """
    校方 校长 副校长 院长 系主任 班主任 辅导员 师生 师兄 师姐 师弟 师妹 学弟 学妹 学长 学姐 女生 男生 女学生 男学生 班级 全班
    班里 校内 校外 校区 宿舍 寝室 教室 课堂 院系 教研室 新生 高三 大一 大二 大三 大四 研一 研二 母校 团委 校团委
"""
_SPEECH = """
    回应 质疑 声援 呼吁 控诉 指控 抗议 谴责 声讨 道歉 致歉 澄清 否认 承认 申请 公开 沟通 交涉 表态 发声 喊话 点名 通报
    告知 提醒 警告 批评 表扬 称赞 转述 爆料 传闻 清理 青春 理想 勇气 希望 恐惧 愤怒 悲伤
"""
# Of texts in traditional characters, the words of the lists above that they use most.
_TRADITIONAL = """
    論文 實驗 結果 數據 資料 訓練 學習 任務 技術 系統 軟件 軟體 硬件 網絡 網路 互聯網 應用 設備 機器 電腦 手機 視頻 圖片
    語言 內容 資訊 訊息 產品 用戶 服務 質量 規模 學生 同學 老師 導師 專家 學者 科學家 團隊 成員 實驗室 學院 大學 學校 企業
    機構 組織 部門 政府 國家 地區 負責人 員工 客戶 讀者 觀眾 網友 記者 編輯 人類 人們 國內 國際 中國 美國 評論 報道 報導
    新聞 採訪 訪問 專訪 活動 會議 報告 現在 未來 過去 時間 時候 時代 時期 世紀 小時 分鐘 問題 挑戰 機會 風險 價值 意義 影響
    趨勢 變化 發展 經驗 知識 觀點 領域 行業 市場 情況 狀態 環境 條件 關係 關鍵 目標 計劃 規則 歷史 故事 生活 社會 經濟 文化
    藝術 行為 運動 位置 空間 聲音 主題 內部 回應 質疑 聲援 呼籲 抗議 申請 公開 溝通 批評 校長 師生 行動 調查 處理 處分 證據
    聲明 記錄 關注 告別 討論 支持 要求 認為 表示
"""
_LOGICAL = """
    猜想 定律 定理 法则 格式 顺序 次序 张力 协同 模块化 时空 可视化 精细化 常态化 多样性 复杂性 不确定性 稳定性 必要性
    重要性 有效性 合理性 积极性 解耦 解析 转型 转变 变革 改革 改造 改进版 升级版 崛起 爆发 出圈 出海 破局 突围 逆袭 翻车
    刷屏 爆火 走红 围观 吐槽 热潮 浪潮 风波 争议 危机 困境 困局 痛点 堵点 难点 亮点 看点 卖点 爆点 焦点 起点 终点 节点
    支点 要点 疑点 弊端 短板 门槛 壁垒 瓶颈 天花板 护城河 风向标 里程碑 分水岭 催化剂 双刃剑 基本盘 基本面 新纪元
"""
STOP_ZH = _table(
    " ".join(
        (
            *(_RESEARCH, _TECHNOLOGY, _ROLES, _PAGE, _TIME_QUANTITY, _ABSTRACT),
            *(_NEIGHBOURHOOD, _CLINIC, _MARKETS, _STAGE, _SCHOOL, _SPEECH, _TRADITIONAL, _LOGICAL),
        )
    )
)
# A sequence that begins or ends with one of these says something about a name but is none.
GENERIC_HEADS = _table(
    """
    首个 首次 全球 国内 国产 最新 全新 一个 一种 这个 该 本文 相关 具体 主要 重要 不同 多个 多种 所有 其他 目前
    实现 提出 发布 推出 使用 采用 基于 通过 利用 进行 支持 成为 来自 包括 官宣 宣布 回应 曝光 加入 离职 打造 构建
    解决 提升 提高 完成 开源 免费 上线 入选 登上 登顶 高达 现场 真正 超过 达到 发现 表示 认为 前 原 现任 中国 美国
    无需 无须 不再 不用 知名 著名 顶级 高级 普通 第一 下一代 新一代 研究 论文 团队 作者 网友 如何 为什么 什么 怎么 可能 一步 一键
    """
)
GENERIC_TAILS = _table(
    """
    团队 公司 技术 方法 能力 问题 领域 任务 平台 研究 论文 作者 教授 博士 老师 同学 性能 效果 结构 过程 质量 阶段
    数据 产品 项目 场景 情况 部分 功能 服务 行业 市场 业务 方向 方案 策略 框架 企业 机构 人员 用户 版本 员工 账号
    链接 地址 官网 模式 水平 程度 进展 成果 成员 赛道 峰会 大会 论坛 圆桌 家 者 创始人 负责人 工程师 科学家 研究员
    研究者 开发者 创业 时代 世界 时间 方式 效率 成本 速度 规模 参数 结果 实验 提出 发布 推出 表示 认为 实现 提升
    优化 使用 进行 创业者 总裁 副总裁 高管 参数量 量 率 性 化 型 级 类 版 力 界 圈 们 感 集 层 图 表 值 数 里 上 下
    中 内 外 前 后 时 间 元老 系列 计划 学家 学生 校友 女生 男生 毕业生 本科生 博士生 研究生
    """
)

LATIN_NOISE = _table(
    """
    a an the in on at by for from of to with without and or but nor so yet if as is are was were be been being it
    its this that these those we our us you your they their them he she his her him i my me not no yes do does did
    done has have had can could will would should may might must shall what how why when where which who whom whose
    while than then there here all any both each few more most other some such only own same too very just one two
    three four five six seven eight nine ten first second third last next new now today also even still let lets
    get got go goes make made see read figure fig table section sec appendix image photo source via note step part
    vol chapter page day top best ok ps pc vs pk no nr ie eg etc ceo cto cfo coo cpo cmo vp svp evp phd dr mr mrs
    ms prof jr sr founder cofounder president director chief api app apps url http https www com org net html css
    json xml gif jpg png pdf svg ppt vc ui ux gui cli ide sdk faq kpi roi q a q1 q2 q3 q4 ai it pr hr gpu gpus cpu
    cpus tpu npu ram kb mb gb tb flop flops tflops fps hz ghz kv fp16 fp32 int8 bf16 id ip os web wifi usb 2d 3d 4k lab labs demo
    demos benchmark benchmarks oral poster spotlight workshop keynote sota baseline token tokens prompt prompts
    model models data dataset code paper papers blog attention memory user users agent team people meet get paper
    github arxiv reddit twitter youtube x email link links click here follow star end mmlu gsm8k imagenet coco glue
    superglue squad hellaswag humaneval mbpp bleu rouge fid psnr ssim map auc math pro plus max mini ultra lite
    beta alpha version release edition preview large base small medium chat instruct monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec am pm est et pst utc gmt inc ltd llc corp co vip ok
    hello hi thanks thank please welcome dear however although because since before after during about into over
    under again once between through against therefore thus instead meanwhile finally additionally moreover
    furthermore unfortunately fortunately recently currently initially generally usually often sometimes perhaps
    maybe indeed like many much several another every either neither whether until unless despite though where's
    it's don't i'm we're we've you're they're that's i've introduction conclusion summary overview background
    abstract results discussion references acknowledgements contents update updates announcement note notes todo
    weeks months days years
    tbd na n/a and/or readme license changelog faq faqs
    """
)
# Capitalised words that name nothing when they stand alone: the rest of the name is elsewhere.
GENERIC_NAMES = _table(
    """
    office department act state city county council board committee commission agency bureau ministry center centre
    institute university college school foundation association society company group organization service services
    program project initiative division section team park street avenue river lake north south east west national
    federal american european international global internet standard standards statement bill law article amendment
    report guide handbook manual playbook conference summit meeting session award prize fellow fellows member chair
    chairman secretary minister king queen management operations consulting engineering design research science
    technology development security health education general special major senior junior english language hand
    hands action actions hub core self
    """
)
# Last words that make a name of several Latin words longer than its subject.
LATIN_TAILS = _table(
    """
    team inc ltd llc corp lab labs blog paper model models dataset
    """
)

ENGLISH_STOP = LATIN_NOISE | _table(
    """
    able across add added adding already u.s along always among around ask away back become began behind better big
    bring build building built call called came change changes come common comes consider create created day days
    different doing down early easy enough example examples expect few find fine focus found full future gave
    general give given giving good great group had happen hard help helped helps high him hold hope idea important
    include included including issue issues keep kind know known large later lead learn learned learning least left
    less life line list little local long look looking lot low main making matter mean means might month months
    move must name near need needed needs never nothing number off offer often old open order out part parts
    particular past place plan plans point possible post posts power present problem process product provide public
    put question questions quick quite rather ready real really reason recent related report right run running said
    say set share short show side similar simple single size small something soon sort specific start started state
    stay stop support sure system systems take talk task tell ten thing things think thought time times together
    took tool tools try trying turn type types understand up upon use used useful user users uses using usual value
    variety want way ways week weeks well went whole wide word words work worked working works world write writing
    wrote year years lots ve re ll don doesn isn t s d m based using via per
    """
)
# Names of places and words that mostly say where something happened or what a piece is, not what it is about.
BROAD_PLACES = _table(
    """
    中国 美国 北京 上海 深圳 广州 杭州 香港 英国 日本 法国 德国 印度 韩国 欧洲 亚洲 非洲 加州 纽约 伦敦 东京 巴黎
    sanfrancisco newyork newyorkcity washington washingtondc chicago boston losangele seattle london pari tokyo
    硅谷 旧金山 西雅图 中关村 海淀 浦东 america china us usa uk eu europe asia unitedstate unitedkingdom federalgovernment
    """
)
# Nouns of daily use that are subjects all the same: what sections of a newspaper and fields of science are called.
SUBJECTS = _table(
    """
    农业 粮食 渔业 林业 畜牧业 水利 电力 能源 石油 天然气 煤炭 核电 风电 光伏 太阳能 电池 储能 钢铁
    化工 纺织
    制造业 建筑 房地产 楼市 住房 物业 城市规划 交通 铁路 高铁 地铁 航空 航天 火箭 卫星 飞船 空间站
    月球 火星 航运
    港口 汽车 电动车 自行车 摩托车 物流 快递 外卖 电商 零售 餐饮 旅游 酒店 民航 股票 股市 基金 债券
    期货 银行 保险
    黄金 白银 原油 存款 贷款 理财 房价 租房 彩票 信托 证券 外汇 汇率 通胀 税收 财政 关税 贸易 出口
    进口 就业 失业 工资 养老 养老金 医保 社保 医疗 医学 医院 药物
    新药 疫苗 疫情 流感 癌症 肿瘤 糖尿病 艾滋病 抑郁症 心脏病 阿尔茨海默病 核酸 基因 细胞 蛋白质 病毒
    细菌 抗体
    免疫 神经科学 脑科学 遗传学 生物学 生物医学 制药 中医 营养 减肥 睡眠 生育 人口 婚姻 育儿 幼儿园
    高考 考研 留学
    学术不端 数学 物理 化学 天文 天文学 地理 地质 气象 气候 气候变化 环保 污染 垃圾分类 塑料 水污染
    雾霾 台风 暴雨
    洪水 干旱 地震 火山 海啸 火灾 矿难 车祸 空难 考古 文物 博物馆 图书馆 出版 文学 小说 诗歌 戏剧
    电影 电视剧
    纪录片 动画 动漫 漫画 音乐 舞蹈 绘画 书法 摄影 设计师 时尚 体育 足球 篮球 排球 乒乓球 羽毛球
    网球 游泳 田径
    马拉松 围棋 象棋 电竞 游戏 滑雪 奥运 亚运会 军事 战争 导弹 核武器 航母 外交 选举 议会 法院 宪法
    立法 司法 反腐
    犯罪 诈骗 毒品 恐怖主义 移民 难民 人权 性别 宗教 佛教 基督教 伊斯兰教 民族 扶贫 乡村 农民 农民工
    户籍 隐私 版权
    著作权 知识产权 反垄断 网络安全 数据安全 黑客 勒索软件 加密货币 比特币 操作系统 数据库 编译器
    搜索引擎 浏览器
    社交网络 短视频 直播带货 黑洞 超导 量子力学 相对论 引力波 暗物质 粒子物理 纳米 石墨烯 半导体 显卡
    服务机器人
    京剧 昆曲 越剧 豫剧 川剧 粤剧 秦腔 黄梅戏 评弹 评书 相声 皮影戏 木偶戏 话剧 歌剧 音乐剧 交响乐 民乐 民歌 摇滚
    说唱 篆刻 国画 油画 雕塑 陶瓷 瓷器 紫砂 刺绣 剪纸 年画 古琴 古籍 甲骨文 书店 出版社 诗人 散文 科幻 童话 民俗 庙会
    春节 端午 中秋 清明 春晚 春运 庙宇 寺庙 古镇 古城 长城 故宫 敦煌 兵马俑 丝绸之路 大运河 茶叶 白酒 啤酒 葡萄酒 咖啡
    奶茶 火锅 小龙虾 螃蟹 大闸蟹 水稻 小麦 玉米 大豆 棉花 蔬菜 猪肉 生猪 养殖 化肥 农药 种子 沙漠 湿地 森林 草原 长江
    黄河 珠江 三峡 候鸟 熊猫 大熊猫 老虎 大象 鲸鱼 珊瑚 滑坡 泥石流 溺水 食物中毒 食品安全 过敏 失眠 近视 牙齿 骨折
    中风 心脏 肾病 肝炎 肺炎 结核病 哮喘 甲状腺 乳腺 前列腺 妇科 产科 儿科 眼科 牙科 急救 献血 器官移植 安乐死 临终关怀
    殡葬 墓地 遗嘱 遗产 离婚 彩礼 家暴 领养 拐卖 传销 赌博 酒驾 医闹 拆迁 征地 违建 消防 环卫 供暖 电梯 路灯 公交 出租车
    网络游戏 网红 偶像 综艺 流行音乐 选秀 女足 男足 女排 国足 中超 冬奥会 体操 跳水 举重 击剑 射击 拳击 太极拳
    """
)
