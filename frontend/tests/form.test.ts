/** Forms: when an error comes up at a field, and when it goes. */
import { describe, expect, it, vi } from 'vitest';
import { nextTick, reactive, ref } from 'vue';
import type { Refusal } from '../src/api/refusal';

vi.mock('../src/i18n/refusals', () => ({ useFieldFault: () => (fault: { code: string }) => fault.code }));
const { useForm } = await import('../src/forms/form');

const event = { preventDefault: () => undefined, currentTarget: { querySelector: () => null } } as unknown as Event;
const refusalAt = (field: string): Refusal => ({ type: 'Invalid', info: { field: `input.${field}`, code: 'TOO_YOUNG' } });

function form(answer?: Refusal) {
  const values = reactive({ name: '', day: '', password: undefined });
  const beside = ref('');
  const made = useForm(
    values,
    {
      name: ({ name }) => (name ? undefined : { code: 'EMPTY' }),
      password: () => (beside.value ? undefined : { code: 'EMPTY' }),
    },
    () => Promise.resolve(answer),
  );
  return { values, beside, ...made };
}

describe('an error at a field', () => {
  it('does not come up before the form is sent', async () => {
    const { values, error } = form();
    values.name = 'Berthe';
    await nextTick();
    values.name = '';
    await nextTick();
    expect(error('name')).toBeUndefined();
  });

  it('goes as soon as the field is right', async () => {
    const { values, error, submit } = form();
    await submit(event);
    expect(error('name')).toBe('EMPTY');
    values.name = 'Berthe';
    await nextTick();
    expect(error('name')).toBeUndefined();
  });

  it('goes when what its rule reads beside the values is right', async () => {
    const { beside, error, submit } = form();
    await submit(event);
    beside.value = 'Nympheas-1899';
    await nextTick();
    expect(error('password')).toBeUndefined();
  });

  it.each(['name', 'day'] as const)('goes with the next change where the API refused: %s', async (field) => {
    const { values, beside, error, submit } = form(refusalAt(field));
    Object.assign(values, { name: 'Berthe', day: '2020-01-14' });
    beside.value = 'Nympheas-1899';
    await nextTick();
    await submit(event);
    expect(error(field)).toBe('TOO_YOUNG');
    values[field] = '1991-01-14';
    await nextTick();
    expect(error(field)).toBeUndefined();
  });
});
