/** Which members are in sight, and in what order. */
import { computed, reactive } from 'vue';
import type { AgeCategory, LicenceState, Member } from '@/team/documents';
import { folded, nameOf } from '@/team/words';

export const COLUMNS = ['name', 'age', 'gender', 'club', 'licence', 'crew'] as const;
export type Column = (typeof COLUMNS)[number];

export interface View {
  search: string;
  category: AgeCategory | '';
  club: string;
  licenceState: LicenceState | '';
  sortBy: Column;
  descending: boolean;
}

/** @param crewName - what the crew of a member is called; empty without one. */
export function useView(members: () => readonly Member[], crewName: (member: Member) => string) {
  const view = reactive<View>({
    search: '',
    category: '',
    club: '',
    licenceState: '',
    sortBy: 'name',
    descending: false,
  });

  const keys: Record<Column, (member: Member) => string> = {
    name: (member) => `${member.lastName} ${member.firstName}`,
    age: (member) => `${9999 - Number(member.dateOfBirth.slice(0, 4))}${member.lastName}`,
    gender: (member) => member.gender,
    club: (member) => member.club,
    licence: (member) => `${member.licenceState} ${member.licence}`,
    crew: crewName,
  };

  const shown = computed(() => {
    const words = folded(view.search).split(/\s+/).filter(Boolean);
    const found = members().filter((member) => {
      const text = folded(`${nameOf(member)} ${member.club} ${member.licence}`);
      return (
        words.every((word) => text.includes(word)) &&
        (!view.category || member.category === view.category) &&
        (!view.club || member.club === view.club) &&
        (!view.licenceState || member.licenceState === view.licenceState)
      );
    });
    const key = keys[view.sortBy];
    const sign = view.descending ? -1 : 1;
    return found.sort((one, other) => sign * key(one).localeCompare(key(other)));
  });

  const clubs = computed(() =>
    [...new Set(members().map(({ club }) => club))].sort((one, other) => one.localeCompare(other)),
  );

  function sort(column: Column): void {
    view.descending = view.sortBy === column && !view.descending;
    view.sortBy = column;
  }

  function clear(): void {
    Object.assign(view, { search: '', category: '', club: '', licenceState: '' });
  }

  return { view, shown, clubs, sort, clear };
}
