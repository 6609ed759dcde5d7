/** What the usual variables of AWS say; what is absent was not set. */
export interface AwsVariables {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  region?: string;
  endpoint?: string;
  /** Which section of the file of credentials. */
  profile: string;
  /** Where that file lies, if anywhere. */
  credentialsFile?: string;
}

/** @param named the value of a variable; undefined where it is empty, too */
export function awsOf(named: (name: string) => string | undefined): AwsVariables {
  const home = named('HOME');
  const all = {
    accessKeyId: named('AWS_ACCESS_KEY_ID'),
    secretAccessKey: named('AWS_SECRET_ACCESS_KEY'),
    sessionToken: named('AWS_SESSION_TOKEN'),
    region: named('AWS_REGION') ?? named('AWS_DEFAULT_REGION'),
    endpoint: named('AWS_ENDPOINT_URL_S3') ?? named('AWS_ENDPOINT_URL'),
    credentialsFile:
      named('AWS_SHARED_CREDENTIALS_FILE') ??
      (home === undefined ? undefined : `${home}/.aws/credentials`),
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return { profile: named('AWS_PROFILE') ?? 'default', ...Object.fromEntries(given) };
}
