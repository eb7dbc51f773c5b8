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

  function phaseForbids(info: Refusal['info']): string {
    const action = t(`domain.actions.${info.action}`);
    const phase = t(`domain.phases.${info.phase}`);
    const until = info.until ? format.value.moment(String(info.until)) : undefined;
    return t(`refusals.types.PhaseForbids${until ? 'Until' : ''}`, { action, phase, until });
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
