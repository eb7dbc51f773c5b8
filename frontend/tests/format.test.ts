/** Days and times as each language writes them. */
import { describe, expect, it, vi } from 'vitest';
import type { Language } from '../src/i18n';

// the language is chosen by the window, which there is none of here
vi.stubGlobal('location', { search: '' });
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
vi.stubGlobal('navigator', { languages: ['fr'] });

const { speak } = await import('../src/i18n');
const { useFormat } = await import('../src/i18n/format');

async function formats(language: Language) {
  await speak(language);
  return useFormat().value;
}

describe('a time of the day', () => {
  it.each<[Language, string, string]>([
    ['fr', '7\u00a0h\u00a045', '1er mai 2027 à 9\u00a0h\u00a005'],
    ['en', '07:45', '1 May 2027 at 09:05'],
  ])('is written one way in %s', async (language, clock, moment) => {
    const format = await formats(language);
    expect(format.clock('07:45:00')).toBe(clock);
    expect(format.moment('2027-05-01T07:05:00Z')).toBe(moment);
    expect(format.moment('2027-05-01T19:00:00Z')).toContain(language === 'fr' ? '21\u00a0h\u00a000' : '21:00');
  });

  it('counts no hour as a first day', async () => {
    const format = await formats('fr');
    expect(format.moment('2027-04-02T23:05:00Z')).toBe('3 avril 2027 à 1\u00a0h\u00a005');
  });
});
