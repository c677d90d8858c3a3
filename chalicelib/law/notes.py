"""What the codes in a verdict's notes say, in words a stall-keeper reads."""

from chalicelib.errors import Sentence

NOTES: dict[str, Sentence] = {
    # why a verdict is only indicative
    "text_carried_forward": Sentence(
        "现行文本的数值未能读到，暂用上一版的数值，结论仅供参考。",
        "The text in force could not be read; the numbers of the one before stand in. The verdict is only indicative.",
    ),
    "first_day_in_doubt": Sentence(
        "该版本的起止日期未能核实，结论仅供参考。",
        "The first or last day of this version could not be verified. The verdict is only indicative.",
    ),
    "number_not_settled": Sentence(
        "所用数值的来源尚不充分，结论仅供参考，须由人对照原文确认。",
        "A number used is not sufficiently sourced. The verdict is only indicative until a person confirms the text.",
    ),
    # retail weighing
    "live_poultry": Sentence("活禽不在表内。", "Live poultry is outside the table."),
    "live_fish": Sentence("活鱼不在表内。", "Live fish is outside the table."),
    "water_soaked": Sentence("水发物不在表内。", "Water-soaked goods are outside the table."),
    "live_other_aquatic": Sentence(
        "活虾蟹贝类由执法人员认定。", "An officer decides on live crustaceans and shellfish."
    ),
    "class_or_price_needed": Sentence("请补充商品类别或单价。", "Add the class of food or its price."),
    "row_by_price_differs": Sentence(
        "按单价属于另一档，已按商品类别判定。", "By price another row would apply; the named class decides."
    ),
    "above_last_band": Sentence("超出表列范围。", "Above the range of the table."),
    "actual_mass_in_another_band": Sentence(
        "实际重量落在另一档，已按结算重量取档。",
        "The actual mass lies in another band; the settled mass picks the band.",
    ),
    "reference_assumed_adequate": Sentence(
        "没有填写核对器具的误差，按符合要求处理。",
        "The error of the reference was not stated; it is taken to be good enough.",
    ),
    "reference_too_coarse": Sentence("核对器具误差太大。", "The reference is too coarse."),
    "scale_not_checked_with_weights": Sentence(
        "还没有用砝码核对原秤。", "The scale was not checked with weights yet."
    ),
    "scale_wrong_with_weights": Sentence(
        "用砝码核对，原秤超差。", "Checked with weights the scale is wrong."
    ),
    "weights_assumed_equal_to_reading": Sentence(
        "没有填写砝码标称值，按等于复称读数处理。",
        "The mass of the weights was not stated; it is taken to equal the reading.",
    ),
    "weights_differ_from_reading": Sentence(
        "砝码标称值与复称读数不同，应使用等值砝码。",
        "The weights do not equal the reading; the method asks for equal ones.",
    ),
    # prepackages
    "rounding_in_doubt": Sentence(
        "允许短缺量的修约方式未核实，另一种修约会得出不同的值。",
        "How T is rounded could not be verified; another manner gives another T.",
    ),
    "sample_size_differs": Sentence("样本量与方案不符。", "The sample is not of the plan's size."),
    "mean_not_tested": Sentence("小批量不检验平均值。", "For a small lot the mean is not tested."),
    "mean_factor_derived": Sentence(
        "全检时平均值修正系数为0，系推导得出。",
        "For a lot taken whole the factor of the mean is 0; this is derived.",
    ),
    "recommendation_not_chinese_law": Sentence(
        "OIML 建议，不是中国法规。", "An OIML recommendation, not Chinese law."
    ),
    "unit_not_prescribed": Sentence(
        "该类商品没有规定单位。", "No unit is prescribed for this kind of content."
    ),
    "unit_wrong": Sentence("计量单位使用不当。", "The unit is not the prescribed one."),
    # weighing instruments
    "load_outside_range": Sentence(
        "载荷不在可判定的范围内。", "The load is outside the range that is judged."
    ),
    "rounding_not_eliminated": Sentence(
        "示值含有化整误差。", "The indication contains the rounding of the display."
    ),
    "confirm_with_added_weights": Sentence(
        "读数接近限值，建议用附加小砝码确认。", "Close to the limit: confirm it with small added weights."
    ),
    "interval_unusual_for_class": Sentence(
        "分度值与准确度等级不相称，请核对铭牌。",
        "The interval e does not fit the accuracy class; check the nameplate.",
    ),
    "intervals_unusual_for_class": Sentence(
        "分度数与准确度等级不相称，请核对铭牌。",
        "Max / e does not fit the accuracy class; check the nameplate.",
    ),
    "min_unusual_for_class": Sentence(
        "最小称量与准确度等级不相称，请核对铭牌。",
        "Min does not fit the accuracy class; check the nameplate.",
    ),
    "successor_text_unread": Sentence(
        "若为电子计价秤，2027年起适用的 JJG 1204-2025 限值未能读到。",
        "For price-computing scales the limits of JJG 1204-2025 apply from 2027 and could not be read.",
    ),
    # identity of price-computing scales
    "verify_again_before_use": Sentence("须重新检定合格后使用。", "To be verified again before it is used."),
    "software_not_compared": Sentence(
        "没有比对软件标识。", "The software was not compared with the one approved."
    ),
    "software_differs": Sentence("软件标识与批准的不一致。", "The software differs from the one approved."),
    "sources_differ_by_a_day": Sentence(
        "过渡期最后一天各来源相差一天。", "Sources differ by one day about the end of the term."
    ),
    # fuel dispensers
    "standard_measure_small": Sentence(
        "标准量器容量小于规定。", "The standard measure is smaller than asked."
    ),
    "material_needed": Sentence("请补充标准量器的材质。", "Add what the standard measure is made of."),
    "repeatability_not_tested": Sentence("未检验重复性。", "Repeatability was not tested."),
    "repeatability_beyond_limit": Sentence("重复性超出允许值。", "Repeatability is beyond its limit."),
    "fewer_runs_than_asked": Sentence("测量次数少于规程要求。", "Fewer runs than the regulation asks for."),
    # spectacles
    "axis_outside_table": Sentence("柱镜度不在轴位表内。", "The table of axes has no row for this cylinder."),
    "axis_not_tested": Sentence("未检验轴位。", "The axis was not tested."),
    "axis_missing": Sentence("只给出一个轴位。", "Only one of the two axes is given."),
    "addition_only_for_progressive": Sentence(
        "附加顶焦度只对渐变焦镜片判定。", "An addition is judged for progressive lenses only."
    ),
    "addition_not_tested": Sentence("未检验附加顶焦度。", "The addition was not tested."),
    "power_between_rows": Sentence("屈光度不在表列档位内。", "The power lies between the rows of the table."),
    "each_eye_not_limited": Sentence(
        "当时的标准没有单眼限值。", "The text of that day has no limit for each eye."
    ),
    "vertical_not_limited": Sentence(
        "当时的标准没有垂直互差限值。", "The text of that day has no limit for the vertical difference."
    ),
    "vertical_power_needed": Sentence("请补充垂直方向的屈光度。", "Add the power of the vertical meridian."),
    "limit_is_one_sided": Sentence("限值只针对偏大。", "The limit is for distances that are too large."),
    "only_distance_limited_for_ready_made": Sentence(
        "老视成镜只判定水平距离。", "For ready-made spectacles only the distance is judged."
    ),
    # other instruments
    "unit_not_in_table": Sentence("单位与限值表不同。", "The unit is not that of the table."),
    "class_needed": Sentence("请补充准确度等级。", "Add the accuracy class."),
    "class_not_in_table": Sentence("准确度等级不在表内。", "The accuracy class is not in the table."),
    # certificates
    "not_compulsory": Sentence("不属于强制检定。", "Not under compulsory verification."),
    "conclusion_not_stated": Sentence(
        "没有填写检定结论，按合格处理。", "The conclusion was not stated; it is taken to be a pass."
    ),
    "conclusion_unknown": Sentence(
        "检定结论不是规定用语。", "The conclusion is not one of the words in use."
    ),
    "valid_until_needed": Sentence("请补充有效期。", "Add the end of validity."),
    "verified_later": Sentence("证书晚于所问日期。", "The certificate is later than the day asked about."),
    "dates_contradict": Sentence("证书日期自相矛盾。", "The dates of the certificate contradict each other."),
}
"""Every code a verdict may note, with its sentence."""
