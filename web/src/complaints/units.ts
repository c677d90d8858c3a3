/** The units whose files this person may read: the city's intake for whoever works everywhere, and their districts. */
import { computed } from "vue";
import { districtName } from "../districts";
import { pair } from "../i18n";
import { me, myDistricts } from "../me";
import { deskWords } from "../words/complaints_desk";

const CITY = "350200";

export const unitName = (code: string): string => (code === CITY ? pair(deskWords.unit_350200) : districtName(code));

export const myUnits = computed(() => [
  ...(me.value?.districts.length ? [] : [{ value: CITY, words: deskWords.unit_350200 }]),
  ...myDistricts.value.map(({ code, words }) => ({ value: code, words })),
]);
