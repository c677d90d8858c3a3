"""Kinds of instruments as people in the city name them, and where the law's catalogue has them."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.errors import Sentence

Category = Literal[
    "price_scale",
    "platform_scale",
    "truck_scale",
    "automatic_scale",
    "fuel_dispenser",
    "gas_dispenser",
    "ev_charger",
    "lensmeter",
    "refractor",
    "trial_lenses",
    "pupilometer",
    "keratometer",
    "tonometer",
    "audiometer",
    "blood_pressure_gauge",
    "electronic_blood_pressure",
    "ecg",
    "patient_monitor",
    "clinical_thermometer",
    "moisture_meter",
    "taxi_meter",
    "water_meter",
    "gas_meter",
    "electricity_meter",
]


@dataclass(frozen=True)
class Kind:
    """One category.

    catalogue   code in law/data/catalogue/compulsory.toml, empty where its entry was not read
    interval    name in law/data/catalogue/intervals.toml, empty where no interval was read
    """

    zh: str
    en: str
    catalogue: str = ""
    interval: str = ""

    @property
    def name(self) -> Sentence:
        """What it is called."""
        return Sentence(self.zh, self.en)


KINDS: dict[Category, Kind] = {
    "price_scale": Kind("电子计价秤", "price-computing scale", "weighing_instrument", "weighing_instrument"),
    "platform_scale": Kind("电子台秤", "platform scale", "weighing_instrument", "weighing_instrument"),
    "truck_scale": Kind("电子汽车衡", "truck scale", "weighing_instrument", "weighing_instrument"),
    "automatic_scale": Kind("自动衡器", "automatic weighing instrument", "automatic_weighing_instrument"),
    "fuel_dispenser": Kind("燃油加油机", "fuel dispenser", "fuel_dispenser", "fuel_dispenser"),
    "gas_dispenser": Kind("加气机", "gas dispenser", "gas_dispenser"),
    "ev_charger": Kind("电动汽车充电桩", "EV charger", "ev_charger", "ev_charger"),
    "lensmeter": Kind("焦度计", "lensmeter", "lensmeter", "lensmeter"),
    "refractor": Kind("验光仪", "auto-refractor", "auto_refractor", "auto_refractor"),
    "trial_lenses": Kind("验光镜片箱", "trial lens set", "trial_lens_set", "trial_lens_set"),
    "pupilometer": Kind("瞳距仪", "pupilometer", "pupilometer", "pupilometer"),
    "keratometer": Kind("角膜曲率计", "keratometer", "", "keratometer"),
    "tonometer": Kind("眼压计", "tonometer", "tonometer"),
    "audiometer": Kind("听力计", "audiometer", "audiometer"),
    "blood_pressure_gauge": Kind(
        "血压计", "blood pressure gauge", "blood_pressure_gauge", "blood_pressure_gauge"
    ),
    "electronic_blood_pressure": Kind(
        "无创自动测量血压计",
        "automatic sphygmomanometer",
        "blood_pressure_gauge",
        "automatic_sphygmomanometer",
    ),
    "ecg": Kind("心电图机", "electrocardiograph", "patient_monitor", "electrocardiograph"),
    "patient_monitor": Kind("多参数监护仪", "patient monitor", "patient_monitor"),
    "clinical_thermometer": Kind("体温计", "clinical thermometer", "clinical_thermometer"),
    "moisture_meter": Kind("水分测定仪", "moisture meter", "moisture_meter"),
    "taxi_meter": Kind("出租汽车计价器", "taxi meter", "taxi_meter", "taxi_meter"),
    "water_meter": Kind("水表", "water meter", "water_meter", "water_meter_dn25"),
    "gas_meter": Kind("燃气表", "gas meter", "gas_meter"),
    "electricity_meter": Kind(
        "电能表", "electricity meter", "electricity_meter", "electricity_meter_single_phase"
    ),
}
SCALES: frozenset[Category] = frozenset({"price_scale", "platform_scale", "truck_scale"})
"""Non-automatic weighing instruments: they have a class, e and Max."""
