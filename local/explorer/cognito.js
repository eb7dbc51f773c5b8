/* Signing in by password at the local user pool. Tokens live in memory only: a reload signs out. */

async function ask(site, operation, request) {
  const answer = await fetch(site.cognitoEndpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(request),
  });
  const document = await answer.json();
  if (!answer.ok) {
    throw new Error(document.message);
  }
  return document;
}

/** Sign in; `{session}` or, when a second factor is due, `{challenge}`. */
export async function signIn(site, email, password) {
  const document = await ask(site, "InitiateAuth", {
    ClientId: site.userPoolClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  return nextStep(email, document);
}

/** Answer the second factor's challenge; what signIn gives. */
export async function answerSecondFactor(site, challenge, code) {
  const document = await ask(site, "RespondToAuthChallenge", {
    ClientId: site.userPoolClientId,
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    Session: challenge.session,
    ChallengeResponses: { USERNAME: challenge.username, SOFTWARE_TOKEN_MFA_CODE: code },
  });
  return nextStep(challenge.email, document);
}

/** Make the session's tokens worthless; nothing to say when they already are. */
export function signOut(site, session) {
  return ask(site, "GlobalSignOut", { AccessToken: session.accessToken }).catch(() => undefined);
}

function nextStep(email, document) {
  if (document.AuthenticationResult) {
    const accessToken = document.AuthenticationResult.AccessToken;
    return { session: { email, accessToken, groups: claims(accessToken)["cognito:groups"] ?? [] } };
  }
  return {
    challenge: {
      email,
      session: document.Session,
      username: document.ChallengeParameters.USER_ID_FOR_SRP,
    },
  };
}

function claims(token) {
  return JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
}
