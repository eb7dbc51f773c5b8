/** Drafts: whose they are, and how long they stay. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});

const { beginSession } = await import('../src/auth/session');
const { useDraft } = await import('../src/forms/draft');

const signIn = (managerId: string) => beginSession({ managerId, email: `${managerId}@example.org`, groups: [] });
const draft = () => useDraft('member:new', { lastName: '' });

beforeEach(() => {
  kept.clear();
  signIn('one');
  draft().values.lastName = 'Caillebotte';
});

describe('a draft', () => {
  it('is there again for whoever typed it', () => {
    expect(draft()).toMatchObject({ values: { lastName: 'Caillebotte' }, restored: true });
  });

  it('is hidden from the next who signs in', () => {
    signIn('other');
    expect(draft()).toMatchObject({ values: { lastName: '' }, restored: false });
    signIn('one');
    expect(draft().values.lastName).toBe('Caillebotte');
  });

  it('is gone once forgotten, until something is typed again', () => {
    const { values, forget } = draft();
    forget();
    expect(draft().restored).toBe(false);
    values.lastName = 'Morisot';
    expect(draft().values.lastName).toBe('Morisot');
  });
});
