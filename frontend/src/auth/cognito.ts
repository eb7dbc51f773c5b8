/** Signing up, in and out at Cognito, through Amplify. Imported on demand only: it is heavy. */
import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn as amplifySignIn,
  signOut as amplifySignOut,
  signUp as amplifySignUp,
  updateMFAPreference,
  updatePassword,
  verifyTOTPSetup,
  type SignInOutput,
} from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { sessionStorage } from 'aws-amplify/utils';
import { configuration } from '@/api/configuration';
import { beginSession } from './session';

let ready: Promise<void> | undefined;

/** Tells Amplify where the user pool is; called by everything here that needs it. */
function configured(): Promise<void> {
  ready ??= configuration().then(
    ({ userPoolId, userPoolClientId, cognitoEndpoint }) => {
      const pool = { userPoolId, userPoolClientId, ...(cognitoEndpoint && { userPoolEndpoint: cognitoEndpoint }) };
      Amplify.configure({ Auth: { Cognito: pool } });
      // nobody is remembered once the tab is closed
      cognitoUserPoolsTokenProvider.setKeyValueStorage(sessionStorage);
    },
    (problem: unknown) => {
      ready = undefined;
      throw problem;
    },
  );
  return ready;
}

export interface NewAccount {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  phone: string;
  club: string;
  language: 'fr' | 'en';
}

/** The versions of the texts that somebody agrees to at sign-up. */
export interface ConsentVersions {
  privacy: string;
  terms: string;
}

/** What has to follow a password: nothing, a code of the second factor, or the confirmation of the address. */
export type SignInStep = 'DONE' | 'SECOND_FACTOR' | 'CONFIRMATION';

export async function signUp(account: NewAccount): Promise<void> {
  await configured();
  await amplifySignUp({
    username: account.email,
    password: account.password,
    options: {
      userAttributes: {
        email: account.email,
        given_name: account.firstName,
        family_name: account.lastName,
        phone_number: account.phone,
        locale: account.language,
        'custom:club': account.club,
      },
    },
  });
}

export async function confirm(email: string, code: string, consents?: ConsentVersions): Promise<void> {
  await configured();
  const clientMetadata = consents && { ...consents };
  await confirmSignUp({ username: email, confirmationCode: code, options: { clientMetadata } });
}

export async function sendCodeAgain(email: string): Promise<void> {
  await configured();
  await resendSignUpCode({ username: email });
}

export async function signIn(email: string, password: string): Promise<SignInStep> {
  const { authFlow } = await configuration();
  await configured();
  // tokens of a session that ended without a network are in the way
  await signOut();
  const output = await amplifySignIn({ username: email, password, options: { authFlowType: authFlow } });
  return begun(output, email);
}

/** Answers the second factor. */
export async function answerSecondFactor(email: string, code: string): Promise<SignInStep> {
  return begun(await confirmSignIn({ challengeResponse: code }), email);
}

async function begun({ nextStep }: SignInOutput, email: string): Promise<SignInStep> {
  switch (nextStep.signInStep) {
    case 'DONE': {
      const { tokens } = await fetchAuthSession();
      const claims = tokens?.accessToken.payload;
      const groups = (claims?.['cognito:groups'] as string[] | undefined) ?? [];
      beginSession({ managerId: claims?.sub ?? '', email, groups });
      return 'DONE';
    }
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return 'SECOND_FACTOR';
    case 'CONFIRM_SIGN_UP':
      return 'CONFIRMATION';
    default:
      throw new Error(nextStep.signInStep);
  }
}

/** Makes the tokens worthless, as far as the network allows, and forgets them. */
export async function signOut(): Promise<void> {
  await configured();
  await amplifySignOut();
}

/** The access token, renewed when it is about to end; null when that is refused. */
export async function accessToken(): Promise<string | null> {
  await configured();
  const { tokens } = await fetchAuthSession();
  return tokens?.accessToken.toString() ?? null;
}

export async function forgotPassword(email: string): Promise<void> {
  await configured();
  await resetPassword({ username: email });
}

export async function choosePassword(email: string, code: string, password: string): Promise<void> {
  await configured();
  await confirmResetPassword({ username: email, confirmationCode: code, newPassword: password });
}

export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  await configured();
  await updatePassword({ oldPassword, newPassword });
}

export async function hasSecondFactor(): Promise<boolean> {
  await configured();
  const { enabled } = await fetchMFAPreference();
  return enabled?.includes('TOTP') ?? false;
}

/** What an authenticator application needs: the secret, and an address that a QR code carries. */
export async function newSecondFactor(email: string): Promise<{ secret: string; uri: string }> {
  await configured();
  const details = await setUpTOTP();
  const uri = details.getSetupUri('Course des Impressionnistes', email);
  return { secret: details.sharedSecret, uri: uri.toString() };
}

export async function turnOnSecondFactor(code: string): Promise<void> {
  await configured();
  await verifyTOTPSetup({ code });
  await updateMFAPreference({ totp: 'PREFERRED' });
}

export async function turnOffSecondFactor(): Promise<void> {
  await configured();
  await updateMFAPreference({ totp: 'DISABLED' });
}
