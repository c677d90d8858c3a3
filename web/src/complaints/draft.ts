/** What is being filled in: the form, the place and the weighing, kept together and forgotten together. */
import { useDraft } from "../formdraft";
import { usePlace, type Place } from "./place";
import { useSale, type Typed } from "./sale";
import { dropPicture, picturesOf } from "./shelf";
import { freshForm, type Form } from "./submission";

export interface Snapshot { form: Form; place: Place; sale: Typed }
export interface Draft {
  form: Form;
  kept: { place: Place };
  sale: Typed;
  snapshot: () => Snapshot;
  restore: (before: Snapshot) => void;
  /** After it was handed over; its pictures go along. */
  forget: () => Promise<void>;
  /** Given up, pictures and all. */
  discard: () => Promise<void>;
}

export function useComplaint(): Draft {
  const { form, forget: forgetForm } = useDraft<Form>("complaint", freshForm);
  const { form: kept, forget: forgetPlace } = usePlace();
  const { form: sale, forget: forgetSale } = useSale();
  const forget = async (): Promise<void> => void (await Promise.all([forgetForm(), forgetPlace(), forgetSale()]));
  return {
    form, kept, sale, forget,
    snapshot: () => JSON.parse(JSON.stringify({ form, place: kept.place, sale })) as Snapshot,
    restore(before) {
      Object.assign(form, before.form);
      Object.assign(sale, before.sale);
      kept.place = before.place;
    },
    async discard() {
      for (const { id } of await picturesOf(form.complaint)) await dropPicture(id);
      await forget();
    },
  };
}
