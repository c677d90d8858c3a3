/** Where something was bought: a registered instrument's stall, a stall or site picked from the lists, or words. */
import { useDraft } from "../formdraft";
import type { PublicInstrument } from "../types";

/** All text, so that a draft keeps it; empty where it is not known. `name` and `address` are as the buyer calls them. */
export interface Place { number: string; site: string; siteName: string; stall: string; stallName: string; keeper: string; district: string; name: string; address: string }
export const nowhere = (): Place => ({ number: "", site: "", siteName: "", stall: "", stallName: "", keeper: "", district: "", name: "", address: "" });

/** Kept on this phone, for a complaint after the weighing. */
export const usePlace = (): ReturnType<typeof useDraft<{ place: Place }>> => useDraft("place", () => ({ place: nowhere() }));

export const isKnown = (place: Place): boolean => [place.number, place.site, place.district].some(Boolean);

export function placeOf(one: PublicInstrument): Place {
  return { ...nowhere(), number: one.number, siteName: one.site_name, stallName: one.stall, keeper: one.merchant_name };
}

/** Why a scale's label does not let it decide: its verification, what it is, or that it is the seller's own. Empty when it does. */
export function objection(fair: PublicInstrument, seller: string): "" | "not_valid" | "not_scale" | "same_scale" {
  if (!fair.e_g || !fair.accuracy_class) return "not_scale";
  if (!["valid", "due_soon"].includes(fair.standing)) return "not_valid";
  return fair.number === seller ? "same_scale" : "";
}
