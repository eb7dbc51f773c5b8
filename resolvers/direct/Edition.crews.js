// pipeline: page
import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

const EVENT = '^(M|SM)\\.?$';
const RACE = '^\\d{3}$';
const NUMBER = '^(M|SM)\\.\\d{1,2}(\\.\\d{0,5})?$';

export function request(ctx) {
  const { key, event } = sought((ctx.arguments.startsWith ?? '').trim().toUpperCase());
  const crews = { GSI1PK: { eq: `CREWS#${ctx.source.year}` } };
  return query({
    index: 'GSI1',
    query: key ? { ...crews, GSI1SK: { beginsWith: key } } : crews,
    filter: event ? { event: { eq: event } } : null,
    limit: ctx.stash.limit,
    nextToken: ctx.arguments.nextToken,
  });
}

export function response(ctx) {
  if (ctx.error?.type === 'DynamoDB:UserIllegalArgumentException') {
    const info = { field: 'nextToken', code: 'UNKNOWN_TOKEN' };
    util.error('nextToken comes from another query: leave it out to start over.', 'Invalid', null, info);
  }
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  return ctx.result;
}

/**
 * How the keys sought begin, and the event of a number: the key alone would not tell `M.15` from `SM.15`.
 * An event alone is a filter alone.
 */
function sought(text) {
  if (text === '') {
    return {};
  }
  if (util.matches(RACE, text)) {
    return { key: `${text}#` };
  }
  if (util.matches(EVENT, text)) {
    return { event: eventOf(text.replaceAll('[.]', '')) };
  }
  if (!util.matches(NUMBER, text)) {
    const info = { field: 'startsWith', code: 'FORMAT' };
    util.error('startsWith is of a crew number, as SM. or SM.15., or a race, as 015.', 'Invalid', null, info);
  }
  const [letters, order, sequence] = text.replaceAll('[.]', '#').split('#');
  const race = `00${order}`.slice(-3);
  return {
    key: sequence ? `${race}#${`0000${sequence}`.slice(-5)}` : `${race}#`,
    event: eventOf(letters),
  };
}

function eventOf(letters) {
  return letters === 'M' ? 'MARATHON' : 'SEMI_MARATHON';
}
