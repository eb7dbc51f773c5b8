/** What is left for a manager to do, the most pressing first. */
import { computed } from 'vue';
import { useI18n } from 'petite-vue-i18n';
import { useFormat } from '@/i18n/format';
import type { Crew, Member } from '@/team/documents';
import type { Season } from '@/team/season';
import { nameOf, useWords } from '@/team/words';

export interface Step {
  key: string;
  text: string;
  /** Where it is done. */
  to: string;
  action: string;
}

interface Given {
  season: Season;
  members: readonly Member[];
  crews: readonly Crew[];
}

export function useSteps(given: () => Given) {
  const { t } = useI18n();
  const words = useWords();
  const format = useFormat();

  function issues({ members, crews }: Given): Step[] {
    const ofMembers = members.flatMap((member) =>
      member.issues
        .filter((issue) => issue.state === 'OPEN')
        .map((issue) => ({ issue, who: nameOf(member), to: '/roster' })),
    );
    const ofCrews = crews.flatMap((crew) =>
      crew.issues
        .filter((issue) => issue.state === 'OPEN')
        .map((issue) => ({ issue, who: words.crew(crew), to: `/crews/${crew.id}` })),
    );
    return [...ofMembers, ...ofCrews].map(({ issue, who, to }) => ({
      key: issue.id,
      text: t('team.steps.issue', { who, text: issue.text }),
      to,
      action: t('team.steps.look'),
    }));
  }

  function incomplete({ season, crews }: Given): Step[] {
    return crews
      .filter((crew) => crew.status === 'INCOMPLETE')
      .map((crew) => ({
        key: crew.id,
        text: t(`team.steps.${lost(crew, season) ? 'incompleteForGood' : 'incomplete'}`, {
          crew: crew.race ? `${words.crew(crew)}, ${words.race(crew.race)}` : words.crew(crew),
          missing: format.value.list(crew.missing.map((missing) => t(`entries.missing.${missing}`))),
        }),
        to: season.allowed('EDIT_CREW') ? `/crews/${crew.id}/edit` : `/crews/${crew.id}`,
        action: t(season.allowed('EDIT_CREW') ? 'team.steps.finish' : 'team.steps.look'),
      }));
  }

  /** Withdrawn crews may owe their participation; what the others cost is an estimate. */
  function payment({ season, crews }: Given): Step[] {
    const due = crews
      .filter(({ status }) => status === 'COMPLETE' || status === 'WITHDRAWN')
      .reduce((sum, { price }) => sum + price.due, 0);
    const edition = season.edition.value;
    if (!due || !edition) {
      return [];
    }
    const day = format.value.day(edition.calendar.paymentDeadline);
    const key = edition.phase === 'CLOSED' ? 'payLate' : 'pay';
    const text = t(`team.steps.${key}`, { day, amount: format.value.money(due) });
    return [{ key, text, to: '/crews', action: t('team.steps.toCrews') }];
  }

  function licences({ members }: Given): Step[] {
    const invalid = members.filter((member) => member.licenceState === 'INVALID');
    return invalid.map((member) => ({
      key: member.id,
      text: t('team.steps.licence', { who: nameOf(member), licence: member.licence }),
      to: '/roster',
      action: t('team.steps.mend'),
    }));
  }

  function beginnings({ season, members, crews }: Given): Step[] {
    if (members.length === 0 && season.allowed('EDIT_ROSTER')) {
      return [
        { key: 'roster', text: t('team.steps.roster'), to: '/roster', action: t('team.steps.toRoster') },
        { key: 'import', text: t('team.steps.import'), to: '/roster/import', action: t('team.steps.toImport') },
      ];
    }
    if (crews.every((crew) => crew.status === 'WITHDRAWN') && season.allowed('EDIT_CREW')) {
      return [{ key: 'crew', text: t('team.steps.crew'), to: '/crews/new', action: t('team.steps.toCrew') }];
    }
    return [];
  }

  return computed<Step[]>(() => {
    const now = given();
    return [...beginnings(now), ...issues(now), ...incomplete(now), ...licences(now), ...payment(now)];
  });
}

/** Whether the manager can't complete the crew any more: registration is over, and another person would not help. */
function lost(crew: Crew, season: Season): boolean {
  const mends = { SEATS: false, RACE: false, RACE_NOT_ALLOWED: season.substitutable(crew), BOAT: true };
  return season.over.value && !season.allowed('EDIT_CREW') && !crew.missing.every((missing) => mends[missing]);
}
