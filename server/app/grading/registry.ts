import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Question } from '#contract/observer.ts';
import type { ImageReference } from '#domain/grading/image-reference.ts';
import type { Scene } from './check-module.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import type { Place } from './places.ts';
import { jsonOf } from './subject.ts';

/** What a registry gave, and the digest that its bytes have, whatever the registry says. */
export interface Kept {
  readonly text: string;
  readonly digest: string;
}

const layer = z.object({
  mediaType: z.string(),
  digest: z.string(),
  annotations: z.record(z.string(), z.string()).default({}),
});
const Manifest = z.object({ layers: z.array(layer).default([]) });
export type Layer = z.infer<typeof layer>;

const Index = z.object({ manifests: z.array(z.object({ digest: z.string() })).default([]) });

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Registries refuse larger manifests; signatures are much smaller. */
const maxBytes = 4 * 1024 * 1024;

export interface RegistryAccess {
  readonly place: Place;
  readonly image: ImageReference;
  readonly plainHttp: boolean;
  /** PEM text. */
  readonly ca?: string;
  /** `host:port` of the registry, where its name does not lead there. */
  readonly connect?: string;
  readonly timeoutMs: number;
}

/** Reads one repository of a registry inside the lab, through the observer. What it answers is not believed but summed up. */
export class Registry {
  private readonly access: RegistryAccess;
  private readonly scene: Scene;

  constructor(access: RegistryAccess, scene: Scene) {
    this.access = access;
    this.scene = scene;
  }

  manifest(reference: string): Promise<Found<Kept>> {
    return this.read(`manifests/${reference}`);
  }

  blob(digest: string): Promise<Found<Kept>> {
    return this.read(`blobs/${digest}`);
  }

  /** The layers of a manifest; none when there is no such manifest. */
  async layers(reference: string): Promise<Found<readonly Layer[]>> {
    const kept = await this.manifest(reference);
    if (kept.kind !== 'found') return kept.kind === 'missing' ? found([]) : kept;
    return found(Manifest.safeParse(jsonOf(kept.value.text)).data?.layers ?? []);
  }

  /**
   * The digests of what refers to a manifest, asked of the registry, or where it does not know that question, of the tag that
   * stands for it. What each of them is the list does not tell: cosign writes the type of its configuration there.
   */
  async referrers(digest: string): Promise<Found<readonly string[]>> {
    const asked = await this.read(`referrers/${digest}`);
    const kept = asked.kind === 'missing' ? await this.manifest(digest.replace(':', '-')) : asked;
    if (kept.kind !== 'found') return kept.kind === 'missing' ? found([]) : kept;
    const { manifests = [] } = Index.safeParse(jsonOf(kept.value.text)).data ?? {};
    return found(manifests.map((manifest) => manifest.digest));
  }

  private async read(what: string): Promise<Found<Kept>> {
    const { place, image, plainHttp, ca, connect, timeoutMs } = this.access;
    const { observer, lab, signal } = this.scene;
    const question: Extract<Question, { kind: 'http' }> = {
      kind: 'http',
      netns: place.netns,
      url: `${plainHttp ? 'http' : 'https'}://${image.registry}/v2/${image.repository}/${what}`,
      headers: { accept: manifestTypes },
      ...(ca !== undefined && { ca }),
      ...(connect !== undefined && { connect }),
      maxBytes,
      timeoutMs,
    };
    const answer = await observer.ask(lab, place.machine, question, signal);
    if (answer.kind === 'unknown') return cannotTell(answer.reason);
    if (answer.outcome !== 'answered') return cannotTell(`the registry does not answer: ${answer.detail}`);
    if (answer.status === 404) return notThere(`the registry has no ${what}`);
    if (answer.status !== 200) return cannotTell(`the registry gave nothing: ${answer.detail}`);
    const bytes = Buffer.from(answer.body);
    if (bytes.length >= maxBytes) return cannotTell(`the registry gave too much for ${what}`);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    return found({ text: answer.body, digest });
  }
}
