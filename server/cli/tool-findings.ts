import { existsSync } from 'node:fs';
import { findEngine } from '#adapters/engine/find-engine.ts';
import { findGo } from '#adapters/images/go-toolchain.ts';
import { asFault } from '#domain/fault.ts';
import type { Config } from '../config.ts';
import { openImages } from '../lab-side.ts';
import { isLabImage } from './lab-images.ts';
import type { Finding } from './machine-findings.ts';

/** The engine, the images, and what building images needs. */
export async function toolFindings(config: Config, signal: AbortSignal): Promise<Finding[]> {
  const engine = await engineFinding(signal);
  const missing = engine.mark === 'ok' ? await missingImages(config, signal) : undefined;
  const findings = [engine, await goFinding(missing?.length !== 0, signal), caFinding(config.caBundle)];
  return missing === undefined ? findings : [...findings, imagesFinding(missing)];
}

async function engineFinding(signal: AbortSignal): Promise<Finding> {
  try {
    const engine = await findEngine(process.env, signal);
    if (engine !== undefined) return { mark: 'ok', fact: `Docker engine ${engine.version} answers` };
    return {
      mark: 'bad',
      fact: 'no Docker engine answers',
      remedy: './ckslab up installs or starts one where it may, and otherwise says how.',
    };
  } catch (error) {
    const fault = asFault(error);
    return { mark: 'bad', fact: fault.message, remedy: fault.remedy };
  }
}

async function missingImages(config: Config, signal: AbortSignal): Promise<string[]> {
  const images = await (await openImages(config)).list(signal);
  return images.filter((image) => isLabImage(image) && image.state !== 'ready').map((image) => image.name);
}

const imagesFinding = (missing: readonly string[]): Finding =>
  missing.length === 0
    ? { mark: 'ok', fact: 'all images are built' }
    : {
        mark: 'warn',
        fact: `images not built yet: ${missing.join(', ')}`,
        remedy: 'The running server builds them in the background; ./ckslab images build does it now.',
      };

async function goFinding(isNeeded: boolean, signal: AbortSignal): Promise<Finding> {
  try {
    const { version } = await findGo(signal);
    return { mark: 'ok', fact: `Go ${version.replace('go', '')}` };
  } catch (error) {
    const fault = asFault(error);
    return { mark: isNeeded ? 'bad' : 'warn', fact: fault.message, remedy: fault.remedy };
  }
}

function caFinding(bundle: string | undefined): Finding {
  if (bundle === undefined) return { mark: 'ok', fact: 'no extra certificate authority for image builds' };
  if (existsSync(bundle)) return { mark: 'ok', fact: `image builds trust ${bundle}` };
  return {
    mark: 'bad',
    fact: `${bundle} does not exist, but image builds should trust it`,
    remedy: 'Correct CKSLAB_CA_BUNDLE or SSL_CERT_FILE.',
  };
}
