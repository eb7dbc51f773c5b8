/** What a refusal is in words, in both languages. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import type { Refusal } from '../src/api/refusal';
import type { Language } from '../src/i18n';

// the language is chosen by the window, which there is none of here
vi.stubGlobal('location', { search: '' });
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
vi.stubGlobal('navigator', { languages: ['fr'] });

const { i18n, loadMessages, speak } = await import('../src/i18n');
const { useRefusalText } = await import('../src/i18n/refusals');

async function said(language: Language, refusal: Refusal): Promise<string> {
  await speak(language);
  let text = '';
  const app = createSSRApp({
    setup() {
      text = useRefusalText()(refusal);
      return () => null;
    },
  });
  await renderToString(app.use(i18n));
  return text.replaceAll('\u00a0', ' ');
}

beforeAll(async () => {
  for (const language of ['fr', 'en'] as const) {
    await loadMessages(['domain', 'refusals', 'forms'], language);
  }
});

describe('what a phase forbids', () => {
  const forbidden = (action: string, phase: string, until: string | null): Refusal => ({
    type: 'PhaseForbids',
    info: { action, phase, until },
  });
  it.each([
    [
      'before registration, until the day on which it opens',
      forbidden('ADD_SUBSTITUTE', 'BEFORE_REGISTRATION', '2027-03-18T23:00:00Z'),
      'Les inscriptions ne sont pas encore ouvertes : vous pourrez ajouter un remplaçant à partir du 19 mars.',
      'Registration has not opened yet: you can add a substitute from 19 March.',
    ],
    [
      'during registration, to its last day',
      forbidden('PAY', 'REGISTRATION', '2027-04-19T22:00:00Z'),
      'L’organisation a suspendu cette action pendant les inscriptions, qui durent jusqu’au 19 avril inclus : vous ne pouvez pas payer pour le moment.',
      'The organisers have suspended this during registration, which lasts until the end of 19 April: you cannot pay for now.',
    ],
    [
      'after closing, for good',
      forbidden('EDIT_CREW', 'PAYMENT_ONLY', '2027-05-01T22:00:00Z'),
      'Les inscriptions sont closes, vous ne pouvez plus modifier les équipages. Le paiement reste possible jusqu’au 1er mai inclus. Pour toute question, écrivez à l’organisation.',
      'Registration is closed, you can no longer change crews. You can still pay until the end of 1 May. If you have a question, write to the organisers.',
    ],
    [
      'in the last phase, which does not end',
      forbidden('SUBSTITUTE', 'CLOSED', null),
      'Les inscriptions et les paiements sont clos, vous ne pouvez plus remplacer un rameur. Pour toute question, écrivez à l’organisation.',
      'Registration and payment are closed, you can no longer substitute a rower. If you have a question, write to the organisers.',
    ],
  ])('%s', async (_, refusal, french, english) => {
    expect(await said('fr', refusal)).toBe(french);
    expect(await said('en', refusal)).toBe(english);
  });
});
