/** What is left to do with the boat as it is. */
import { computed } from 'vue';
import { useI18n } from 'petite-vue-i18n';
import type { Refusal } from '@/api/refusal';
import type { Draft } from '@/team/composition';
import type { Eligibility } from '@/team/eligibility';

interface Given {
  draft: Draft;
  judgement: Eligibility | undefined;
  /** Whether the next judgement is under way, and why there was none. */
  judging: boolean;
  notJudged: Refusal | undefined;
}

export function useNextStep(given: () => Given) {
  const { t } = useI18n();
  const empty = computed(() => given().draft.seats.filter((memberId) => !memberId).length);

  /** Whether nothing is missing, by the last judgement. */
  const finished = computed(() => !empty.value && given().judgement?.missing.length === 0);

  /** In words; empty when nobody can say. */
  const nextStep = computed(() => {
    const { judgement, judging, notJudged } = given();
    // empty seats need no judge
    if (empty.value) {
      return t('crew-editor.next.SEATS', empty.value);
    }
    if (judging) {
      return t('crew-editor.next.JUDGING');
    }
    if (!judgement || notJudged) {
      return '';
    }
    const [missing = 'save'] = judgement.missing;
    return t(`crew-editor.next.${missing === 'RACE' && !judgement.allowed.length ? 'NONE' : missing}`);
  });

  return { finished, nextStep };
}
