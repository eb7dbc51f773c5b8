/* The bar above GraphiQL: who is signed in, the form to sign in, and the way out. */

import { useState } from "react";
import { answerSecondFactor, signIn, signOut } from "./cognito.js";

export function SignInBar({ site, session, onChange }) {
  const [challenge, setChallenge] = useState(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setProblem("");
    try {
      const step = challenge
        ? await answerSecondFactor(site, challenge, fields.code)
        : await signIn(site, fields.email, fields.password);
      setChallenge(step.challenge ?? null);
      onChange(step.session ?? null);
    } catch (refusal) {
      setProblem(refusal.message);
    } finally {
      setBusy(false);
    }
  }

  function leave() {
    signOut(site, session);
    onChange(null);
  }

  return (
    <header className="bar">
      <a href="/" className="bar-title">
        Course des Impressionnistes
      </a>
      {session ? (
        <>
          <span className="bar-who">
            <strong>{session.email}</strong> {session.groups.join(", ") || "no group"}
          </span>
          <button type="button" onClick={leave}>
            Sign out
          </button>
        </>
      ) : (
        <>
          <span className="bar-who">API key</span>
          <form onSubmit={submit}>
            {challenge ? (
              <input
                key="code"
                name="code"
                aria-label="Code of the second factor"
                placeholder="Code"
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                autoFocus
              />
            ) : (
              <>
                <input
                  key="email"
                  name="email"
                  type="email"
                  aria-label="Email"
                  placeholder="Email"
                  autoComplete="username"
                  required
                />
                <input
                  key="password"
                  name="password"
                  type="password"
                  aria-label="Password"
                  placeholder="Password"
                  autoComplete="current-password"
                  required
                />
              </>
            )}
            <button type="submit" disabled={busy}>
              Sign in
            </button>
          </form>
        </>
      )}
      <p className="bar-problem" role="alert">
        {problem}
      </p>
    </header>
  );
}
