"""What each fault of a bundle means, in plain words."""

from chalicelib.errors import Sentence

SENTENCES: dict[str, Sentence] = {
    "bundle.missing": Sentence("缺少文件。", "A file is missing."),
    "bundle.malformed": Sentence(
        "文件内容不符合规定格式，可能被改动。", "The file is not of its form; it may have been changed."
    ),
    "freeze.digest": Sentence(
        "冻结文件与当时公布的不是同一份。", "The freeze is not the one that was published."
    ),
    "plan.other": Sentence("文件属于另一个抽查计划。", "The file belongs to another plan."),
    "pool.order": Sentence(
        "名录库的条目次序不对或有重复。", "Entries of the pool are out of order, or one stands twice."
    ),
    "pool.size": Sentence(
        "名录库的条目数与冻结时公布的不符。", "The pool has another number of entries than was published."
    ),
    "pool.stratum": Sentence(
        "名录库的条目属于没有公布的分层。", "An entry is of a stratum that was not published."
    ),
    "pool.weight": Sentence("名录库的条目权重为零。", "An entry has no weight."),
    "pool.root": Sentence(
        "名录库与冻结时公布的根值不符，冻结之后被改动过。",
        "The pool does not have the root that was published: it was changed after the freeze.",
    ),
    "officers.order": Sentence(
        "检查人员名录的次序不对或有重复。", "Officers are out of order, or one stands twice."
    ),
    "officers.size": Sentence(
        "检查人员数与冻结时公布的不符。", "There is another number of officers than was published."
    ),
    "officers.root": Sentence(
        "检查人员名录与冻结时公布的根值不符。", "The officers do not have the root that was published."
    ),
    "source.too_early": Sentence(
        "随机数在冻结之前就已产生，可能被事先知道。",
        "The randomness existed before the freeze; it could have been known.",
    ),
    "randomness.unnamed": Sentence(
        "使用了冻结时没有公布的随机数来源，或没有说明改用备用来源的原因。",
        "The source was not named at the freeze, or the reason for the fall-back is missing.",
    ),
    "randomness.signature": Sentence(
        "随机数的签名不对，不是该来源公布的。",
        "The signature is wrong: the source did not publish this randomness.",
    ),
    "randomness.form": Sentence(
        "随机数的内容不符合该来源的格式。", "The outcome is not of the source's form."
    ),
    "secret.hash": Sentence(
        "公开的密值不是冻结时承诺的那个。", "The secret is not the one committed at the freeze."
    ),
    "secret.late": Sentence(
        "密值没有按期公开，本次抽取作废。", "The secret was opened after the deadline: the draw is void."
    ),
    "result.seed": Sentence("种子值与重新计算的不符。", "The seed is not the one recomputed."),
    "result.drawn": Sentence("抽中名单与重新计算的不符。", "The entries drawn are not those the rule gives."),
    "result.substitutes": Sentence(
        "候补名单与重新计算的不符。", "The substitutes are not those the rule gives."
    ),
    "result.ticket": Sentence("签号与重新计算的不符。", "A ticket is not the one recomputed."),
    "pairs.commitment": Sentence(
        "公开的回避关系不是冻结时承诺的。", "The conflicts opened are not those committed."
    ),
    "pairs.pair": Sentence("检查人员的搭配与规则不符。", "A pair of officers is not the one the rule gives."),
}
