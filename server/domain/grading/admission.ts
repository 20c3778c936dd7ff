// What other parts of an API server say with the same statuses as its admission plugins.
const others = [
  /User "[^"]*" cannot /,
  /is attempting to grant RBAC permissions/,
  /error looking up service account/,
  /because it is being terminated/,
  /does not support dry run/,
];
// How plugins say it whose refusals do not all have the status of something forbidden.
const plugins = [
  /admission webhook "[^"]*" denied the request/,
  /(Validating|Mutating)AdmissionPolicy '[^']*'/,
  /violates PodSecurity/,
];

/**
 * Did an admission plugin refuse an object? An API server also refuses for other reasons: who asks may not, the object is
 * not valid, its namespace is not there. None of those says anything about admission.
 */
export function isRejection(status: number, message: string): boolean {
  if (![400, 403, 422].includes(status) || others.some((pattern) => pattern.test(message))) return false;
  return (
    plugins.some((pattern) => pattern.test(message)) || (status === 403 && /is forbidden: /.test(message))
  );
}
