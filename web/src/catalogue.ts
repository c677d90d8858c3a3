/** Kinds of instruments and of sites, as chalicelib/registry names them; a test holds the two lists together. */
import { pair } from "./i18n";

interface Named { value: string; words: readonly [zh: string, en: string] }

export const CATEGORIES: readonly Named[] = [
  { value: "price_scale", words: ["电子计价秤", "price-computing scale"] },
  { value: "platform_scale", words: ["电子台秤", "platform scale"] },
  { value: "truck_scale", words: ["电子汽车衡", "truck scale"] },
  { value: "automatic_scale", words: ["自动衡器", "automatic weighing instrument"] },
  { value: "fuel_dispenser", words: ["燃油加油机", "fuel dispenser"] },
  { value: "gas_dispenser", words: ["加气机", "gas dispenser"] },
  { value: "ev_charger", words: ["电动汽车充电桩", "EV charger"] },
  { value: "lensmeter", words: ["焦度计", "lensmeter"] },
  { value: "refractor", words: ["验光仪", "auto-refractor"] },
  { value: "trial_lenses", words: ["验光镜片箱", "trial lens set"] },
  { value: "pupilometer", words: ["瞳距仪", "pupilometer"] },
  { value: "keratometer", words: ["角膜曲率计", "keratometer"] },
  { value: "tonometer", words: ["眼压计", "tonometer"] },
  { value: "audiometer", words: ["听力计", "audiometer"] },
  { value: "blood_pressure_gauge", words: ["血压计", "blood pressure gauge"] },
  { value: "electronic_blood_pressure", words: ["无创自动测量血压计", "automatic sphygmomanometer"] },
  { value: "ecg", words: ["心电图机", "electrocardiograph"] },
  { value: "patient_monitor", words: ["多参数监护仪", "patient monitor"] },
  { value: "clinical_thermometer", words: ["体温计", "clinical thermometer"] },
  { value: "moisture_meter", words: ["水分测定仪", "moisture meter"] },
  { value: "taxi_meter", words: ["出租汽车计价器", "taxi meter"] },
  { value: "water_meter", words: ["水表", "water meter"] },
  { value: "gas_meter", words: ["燃气表", "gas meter"] },
  { value: "electricity_meter", words: ["电能表", "electricity meter"] },
];

/** Non-automatic weighing instruments: they have a class, e and Max. */
export const SCALES: readonly string[] = ["price_scale", "platform_scale", "truck_scale"];

export const VENUES: readonly Named[] = [
  { value: "market", words: ["集贸市场", "wet market"] },
  { value: "seafood_street", words: ["海鲜大排档", "seafood street"] },
  { value: "petrol_station", words: ["加油(气)站", "petrol station"] },
  { value: "supermarket", words: ["商超", "supermarket"] },
  { value: "hospital", words: ["医疗机构", "hospital"] },
  { value: "optical_shop", words: ["眼镜制配场所", "optical shop"] },
  { value: "packer", words: ["定量包装商品生产企业", "prepackage producer"] },
  { value: "grain_buyer", words: ["粮食收购", "grain buyer"] },
];

export function categoryName(code: string): string {
  return pair(CATEGORIES.find((one) => one.value === code)?.words ?? [code, code]);
}
export function venueWords(code: string): Named["words"] {
  return VENUES.find((one) => one.value === code)?.words ?? [code, code];
}
export function venueName(code: string): string {
  return pair(venueWords(code));
}
