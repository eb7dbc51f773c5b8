/* The explorer: GraphiQL under a bar that says as whom its requests are sent. */

import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { SignInBar } from "./sign_in_bar.jsx";
import "./explorer.css";

const FIRST_QUERY = `# Sent with the API key until you sign in above.
query CurrentEdition {
  edition {
    year
    phase
    races {
      code
      name
    }
  }
}
`;

function Explorer({ site }) {
  const [session, setSession] = useState(null);
  const current = useRef(null);
  current.current = session;

  const fetcher = useMemo(
    () => async (request) => {
      const credentials = current.current
        ? { authorization: current.current.accessToken }
        : { "x-api-key": site.apiKey };
      const answer = await fetch(site.graphqlEndpoint, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", ...credentials },
        body: JSON.stringify(request),
      });
      return answer.json().catch(() => ({ errors: [{ message: `The server answered ${answer.status}.` }] }));
    },
    [site],
  );

  return (
    <>
      <SignInBar site={site} session={session} onChange={setSession} />
      <main>
        <GraphiQL
          fetcher={fetcher}
          defaultQuery={FIRST_QUERY}
          isHeadersEditorEnabled={false}
          shouldPersistHeaders={false}
        />
      </main>
    </>
  );
}

const root = createRoot(document.getElementById("explorer"));
fetch("/config.json")
  .then((answer) => answer.json())
  .then((site) => root.render(<Explorer site={site} />))
  .catch(() => root.render(<p role="alert">The server does not answer. Is it still running?</p>));
