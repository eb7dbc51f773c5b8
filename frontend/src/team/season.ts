/** The edition that is entered for, and what its calendar lets a manager do today. */
import { computed } from 'vue';
import { useI18n } from 'petite-vue-i18n';
import { isAdmin } from '@/auth/session';
import { useFormat } from '@/i18n/format';
import { ask } from './ask';
import { SEASON, type Action, type Crew, type Edition } from './documents';
import { useLoaded } from './loading';

export function useSeason() {
  const { t } = useI18n();
  const format = useFormat();
  const loaded = useLoaded(() => ask(SEASON, {}));
  const edition = computed(() => loaded.value.value?.edition ?? undefined);
  const club = computed(() => loaded.value.value?.team.club ?? '');
  const exempt = computed(
    () =>
      isAdmin.value ||
      Boolean(
        loaded.value.value?.team.grants.some((grant) => !grant.revokedAt && Date.parse(grant.until) > Date.now()),
      ),
  );

  /** Whether registration has closed for this team: of the rowers of the closing day, half must stay in each crew. */
  const over = computed(
    () => !exempt.value && (edition.value?.phase === 'PAYMENT_ONLY' || edition.value?.phase === 'CLOSED'),
  );

  /** Whether the phase lets the action pass; the API has the last word. */
  function allowed(action: Action): boolean {
    const now = edition.value;
    return exempt.value || Boolean(now && cell(now, action));
  }

  /** Why the action is not possible now and until when; undefined while it is. */
  function forbidden(action: Action): string | undefined {
    const now = edition.value;
    if (!now || allowed(action)) {
      return undefined;
    }
    const { registrationOpens, registrationCloses, paymentDeadline } = now.calendar;
    return t(`entries.closed.${now.phase}`, {
      action: t(`domain.actions.${action}`),
      opens: format.value.day(registrationOpens),
      closes: format.value.day(registrationCloses),
      deadline: format.value.day(paymentDeadline),
    });
  }

  /** Whether somebody else may take a seat of the crew: once registration has closed, a skiff keeps its rower. */
  function substitutable({ boatClass }: Pick<Crew, 'boatClass'>): boolean {
    return allowed('SUBSTITUTE') && !(over.value && boatClass === 'SKIFF');
  }

  return { loaded, edition, club, over, allowed, forbidden, substitutable };
}

export type Season = ReturnType<typeof useSeason>;

function cell({ permissions, phase }: Edition, action: Action): boolean {
  return permissions.some(
    (permission) => permission.action === action && permission.phase === phase && permission.allowed,
  );
}
