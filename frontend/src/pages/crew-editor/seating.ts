/** Who sits in each seat of the boat, and what is wrong with that. */
import { computed } from 'vue';
import { useI18n } from 'petite-vue-i18n';
import type { Refusal } from '@/api/refusal';
import { isCox, type BoatKind } from '@/team/boats';
import type { Crew, Member } from '@/team/documents';
import { useWords } from '@/team/words';
import type { Seating } from './BoatSeats.vue';
import type { Draft } from '@/team/composition';
import type { Eligibility } from '@/team/eligibility';

const YOUNGEST_ROWER = 15;

interface Given {
  draft: Draft;
  boat: BoatKind;
  members: readonly Member[];
  crews: readonly Crew[];
  /** The crew being edited. */
  crewId: string | undefined;
  judgement: Eligibility | undefined;
  /** What was refused last, of a judgement or of saving. */
  refusal: Refusal | undefined;
}

export function useSeating(given: () => Given) {
  const { t } = useI18n();
  const words = useWords();
  const byId = computed(() => new Map(given().members.map((member) => [member.id, member])));

  /** The crew, other than the one being edited, in which somebody sits. */
  function elsewhere(member: Member): Crew | undefined {
    const { crewId, crews } = given();
    return member.crewId && member.crewId !== crewId ? crews.find(({ id }) => id === member.crewId) : undefined;
  }

  function fault(memberId: string, position: number): string | undefined {
    const { boat, judgement, refusal } = given();
    const member = byId.value.get(memberId);
    if (!member) {
      return t('crew-editor.fault.gone');
    }
    const other = elsewhere(member);
    if (other || (refusal?.type === 'AlreadySeated' && refusal.info.memberId === memberId)) {
      return other ? t('crew-editor.fault.seatedIn', { crew: words.crew(other) }) : t('crew-editor.fault.seated');
    }
    if (isCox(boat, position)) {
      return undefined;
    }
    const obstacle = judgement?.refused.find(
      ({ race, details }) => race.boatClass === boat.boatClass && memberIdsOf(details).includes(memberId),
    );
    return obstacle && t(`crew-editor.fault.${obstacle.code}`);
  }

  const seating = computed<Seating[]>(() => {
    const { draft, judgement } = given();
    return draft.seats.map((memberId, index) => ({
      position: index + 1,
      memberId,
      member: memberId ? byId.value.get(memberId) : undefined,
      fault: memberId ? fault(memberId, index + 1) : undefined,
      swaps: judgement?.coxSwaps.includes(index + 1) ?? false,
    }));
  });

  /** Why somebody can't take a position; undefined when he can. */
  function unavailable(member: Member, position: number): string | undefined {
    const { draft, boat } = given();
    const other = elsewhere(member);
    if (other) {
      return t('crew-editor.fault.seatedIn', { crew: words.crew(other) });
    }
    if (draft.seats[position - 1] === member.id) {
      return t('crew-editor.sitsThere');
    }
    if (member.age < YOUNGEST_ROWER && !isCox(boat, position)) {
      return t('crew-editor.fault.TOO_YOUNG_TO_ROW');
    }
    return undefined;
  }

  /** Where somebody sits in this boat already: choosing him moves him. */
  function remark(member: Member): string | undefined {
    const { draft, boat } = given();
    const position = draft.seats.indexOf(member.id) + 1;
    return position ? t('crew-editor.sitsAt', { seat: words.seat(boat.boatClass, position) }) : undefined;
  }

  return { seating, unavailable, remark };
}

function memberIdsOf(details: string | null): string[] {
  const figures = details ? (JSON.parse(details) as { memberIds?: string[] }) : {};
  return figures.memberIds ?? [];
}
