/** A form on its way: what is wrong with its fields, whether it is being sent, and what came of it. */
import { nextTick, reactive, ref, shallowRef, watch } from 'vue';
import type { Refusal } from '@/api/refusal';
import { useFieldFault, type FieldFault } from '@/i18n/refusals';

/** What is wrong with a value: a code of `forms.invalid`, with its figures; undefined when nothing is. */
export type Rule<Values> = (values: Values) => FieldFault | undefined;
export type Rules<Values> = { [Field in keyof Values]?: Rule<Values> };

/**
 * @param values - reactive; the fields are bound to it.
 * @param rules - by field, in the order of the page.
 * @param send - does it; gives the refusal when there is one.
 */
export function useForm<Values extends object>(
  values: Values,
  rules: Rules<Values>,
  send: () => Promise<Refusal | undefined>,
) {
  type Field = keyof Values & string;
  const faultText = useFieldFault();
  const faults = reactive(new Map<string, FieldFault>());
  const busy = ref(false);
  const refusal = shallowRef<Refusal>();

  /** What to say at a field; undefined when it is right or was not yet looked at. */
  function error(field: Field): string | undefined {
    const fault = faults.get(field);
    return fault && faultText(fault);
  }

  // a field that was wrong is looked at again when it changes, or what its rule reads beside it;
  // others wait: an error that appears would move what is being pressed
  for (const field of Object.keys(values) as Field[]) {
    watch([() => values[field], () => rules[field]?.(values)?.code], () => faults.has(field) && judge(field));
  }

  /** Looks at one field; whether it is right. */
  function judge(field: Field): boolean {
    const fault = rules[field]?.(values);
    if (fault) {
      faults.set(field, fault);
    } else {
      faults.delete(field);
    }
    return !fault;
  }

  /** Sends the form when nothing is wrong with it; else goes to the first field that is. */
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) {
      return;
    }
    const form = event.currentTarget as HTMLFormElement;
    refusal.value = undefined;
    const right = (Object.keys(rules) as Field[]).map(judge).every(Boolean);
    if (right) {
      busy.value = true;
      try {
        take(await send());
      } finally {
        busy.value = false;
      }
    }
    if (faults.size > 0) {
      await nextTick();
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }

  /** Shows a refusal of one field at that field, any other on its own. */
  function take(answer: Refusal | undefined): void {
    const field = String(answer?.info.field ?? '').replace(/^input\./, '');
    if (answer?.type === 'Invalid' && field in values) {
      faults.set(field, { code: String(answer.info.code) });
    } else {
      refusal.value = answer;
    }
  }

  return { error, judge, submit, busy, refusal };
}
