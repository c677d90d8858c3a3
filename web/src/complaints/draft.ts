/** What is being filled in: the form, the place and the weighing, kept together and forgotten together. */
import { useDraft } from "../formdraft";
import { usePlace, type Place } from "./place";
import { useSale, type Typed } from "./sale";
import { dropPicture, picturesOf } from "./shelf";
import { done } from "../undo";
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
  /** Given up, pictures and all; for some seconds one tap brings it back. */
  discard: (what: string) => Promise<void>;
}

export function useComplaint(): Draft {
  const { form, forget: forgetForm } = useDraft<Form>("complaint", freshForm);
  const { form: kept, forget: forgetPlace } = usePlace();
  const { form: sale, forget: forgetSale } = useSale();
  const forget = async (): Promise<void> => void (await Promise.all([forgetForm(), forgetPlace(), forgetSale()]));
  const snapshot = (): Snapshot => JSON.parse(JSON.stringify({ form, place: kept.place, sale })) as Snapshot;
  function restore(before: Snapshot): void {
    Object.assign(form, before.form);
    Object.assign(sale, before.sale);
    kept.place = before.place;
  }
  return {
    form, kept, sale, forget, snapshot, restore,
    async discard(what) {
      const before = snapshot();
      await forget();
      await done(what, () => restore(before), async () => {
        for (const { id } of await picturesOf(before.form.complaint)) await dropPicture(id);
      });
    },
  };
}
