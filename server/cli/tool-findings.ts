import { existsSync } from 'node:fs';
import { findGo } from '#adapters/images/go-toolchain.ts';
import type { Finding } from '#contract/doctor.ts';
import { asFault } from '#domain/fault.ts';
import type { Config } from '../config.ts';

const group = 'platform';

/** What building images needs. */
export async function toolFindings(
  config: Config,
  needsImages: boolean,
  signal: AbortSignal,
): Promise<Finding[]> {
  return [await goFinding(needsImages, signal), caFinding(config.caBundle)];
}

async function goFinding(isNeeded: boolean, signal: AbortSignal): Promise<Finding> {
  try {
    const { version } = await findGo(signal);
    return { group, mark: 'ok', fact: `Go ${version.replace('go', '')}` };
  } catch (error) {
    const fault = asFault(error);
    return { group, mark: isNeeded ? 'bad' : 'warn', fact: fault.message, remedy: fault.remedy };
  }
}

function caFinding(bundle: string | undefined): Finding {
  if (bundle === undefined) {
    return { group, mark: 'ok', fact: 'no extra certificate authority for image builds' };
  }
  if (existsSync(bundle)) return { group, mark: 'ok', fact: `image builds trust ${bundle}` };
  return {
    group,
    mark: 'bad',
    fact: `${bundle} does not exist, but image builds should trust it`,
    remedy: 'Correct CKSLAB_CA_BUNDLE or SSL_CERT_FILE.',
  };
}
