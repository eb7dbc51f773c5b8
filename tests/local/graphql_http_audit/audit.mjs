// Prints the outcome of every audit as JSON. Arguments: the endpoint, an API key that it accepts.
import { auditServer } from 'graphql-http';

const [url, apiKey] = process.argv.slice(2);
const fetchFn = (target, init = {}) =>
  fetch(target, { ...init, headers: { ...init.headers, 'x-api-key': apiKey } });

const outcomes = [];
for (const result of await auditServer({ url, fetchFn })) {
  outcomes.push({ id: result.id, name: result.name, status: result.status, reason: result.reason ?? null });
  // An answer left unread keeps its connection open.
  await result.response?.body?.cancel().catch(() => undefined);
}
console.log(JSON.stringify(outcomes));
