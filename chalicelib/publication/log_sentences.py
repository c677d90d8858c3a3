"""What each fault of a log means, in plain words."""

from chalicelib.errors import Sentence

SENTENCES: dict[str, Sentence] = {
    "checkpoint.missing": Sentence("没有检查点。", "There is no checkpoint."),
    "checkpoint.malformed": Sentence("检查点不符合规定格式。", "The checkpoint is not of its form."),
    "checkpoint.signature": Sentence(
        "检查点没有这个日志的有效签名。", "The checkpoint has no valid signature of this log."
    ),
    "checkpoint.origin": Sentence("检查点属于另一个日志。", "The checkpoint is of another log."),
    "copy.malformed": Sentence("自己保存的副本读不了。", "The copy that was kept cannot be read."),
    "tile.missing": Sentence("缺少哈希文件。", "A file of hashes is missing."),
    "tile.malformed": Sentence("哈希文件的长度不对。", "A file of hashes has another length."),
    "tile.changed": Sentence("哈希文件被改动过。", "A file of hashes was changed."),
    "root.differs": Sentence(
        "日志与签过名的检查点不是同一份：签名之后被改动过。",
        "The log is not the one the checkpoint signed: it was changed afterwards.",
    ),
    "bundle.missing": Sentence("缺少条目文件。", "A file of entries is missing."),
    "bundle.malformed": Sentence("条目文件不完整。", "A file of entries ends too early."),
    "entry.changed": Sentence("这一条被改动过。", "This entry was changed."),
    "entry.removed": Sentence("这一条被删掉了。", "This entry was removed."),
    "entry.added": Sentence("这一条是后来塞进去的。", "This entry was added where it does not belong."),
    "entry.reordered": Sentence("这一条被换了位置。", "This entry was moved to another place."),
    "entry.malformed": Sentence("这一条不符合规定格式。", "This entry is not of its form."),
    "entry.twice": Sentence("同一件事记了两次。", "The same event was entered twice."),
    "content.changed": Sentence(
        "公示的内容与日志记下的不符。", "What is published is not what the log is committed to."
    ),
    "content.missing": Sentence(
        "公示的内容不见了，日志里却没有撤下的记录。",
        "What was published is gone, and no later entry takes it back.",
    ),
    "content.not_erased": Sentence(
        "已经撤下的内容仍然能看到。", "What a later entry took back can still be read."
    ),
    "log.rolled_back": Sentence(
        "日志比以前见过的短：被退回到了旧的状态。", "The log is shorter than it was: it was rolled back."
    ),
    "view.split": Sentence(
        "同样的条数有两份不同的日志：给不同的人看的不一样。",
        "There are two different logs of this size: people are shown different ones.",
    ),
    "history.rewritten": Sentence(
        "现在的日志不是以前那份的延续：历史被改写。",
        "The log does not continue the one seen before: its history was rewritten.",
    ),
    "proof.missing": Sentence(
        "缺少一致性证明，请同时指定日志。", "There is no proof of consistency. Name the log as well."
    ),
    "receipt.not_included": Sentence(
        "回执里的条目不在日志里。", "The entry of the receipt is not in the log."
    ),
}
