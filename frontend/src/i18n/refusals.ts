/** Refusals of the API and of sign-in, in the visitor's words: what happened, and what to do. */
import { useI18n } from 'petite-vue-i18n';
import type { Refusal } from '@/api/refusal';
import { hasMessage } from '.';
import { useFormat } from './format';

/** What is wrong with one field: a code of `refusals.invalid`, and figures for its sentence. */
export interface FieldFault {
  code: string;
  [figure: string]: unknown;
}

/** The sentence for a refusal. */
export function useRefusalText(): (refusal: Refusal) => string {
  const { t } = useI18n();
  const format = useFormat();
  const faultText = useFieldFault();

  /** `until` is the first instant after the phase: what opens does so on its day, what lasts ends on the day before. */
  function phaseForbids({ action, phase, until }: Refusal['info']): string {
    const end = Date.parse(String(until));
    const day = until ? format.value.dayOf(phase === 'BEFORE_REGISTRATION' ? end : end - 1) : '';
    return t(`refusals.phases.${phase}`, { action: t(`domain.actions.${action}`), day });
  }

  return ({ type, info }) => {
    if (type === 'PhaseForbids') {
      return phaseForbids(info);
    }
    if (type === 'Invalid') {
      return faultText({ ...info, code: String(info.code) });
    }
    if (type === 'NotEligible') {
      return t(firstKey(`refusals.reasons.${info.code}`) ?? 'refusals.types.NotEligible', info);
    }
    const keys = [`forms.failures.${type}`, `account-fields.refusals.${type}`, `refusals.types.${type}`];
    return t(firstKey(...keys) ?? 'forms.failures.InternalFailure', info);
  };
}

/** The sentence for what is wrong with a field. */
export function useFieldFault(): (fault: FieldFault) => string {
  const { t } = useI18n();
  return (fault) =>
    t(firstKey(`forms.invalid.${fault.code}`, `refusals.invalid.${fault.code}`) ?? 'forms.invalid.OTHER', fault);
}

function firstKey(...keys: string[]): string | undefined {
  return keys.find(hasMessage);
}
