import { z } from 'zod';

/** What a bill of materials says of itself and of what is inside. */
export interface Sbom {
  readonly format: 'spdx' | 'cyclonedx';
  /** Names, versions, package URLs and checksums of what it is about. */
  readonly subject: readonly string[];
  /** Package URLs. */
  readonly packages: readonly string[];
}

const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

const SpdxPackage = z.object({
  SPDXID: z.string(),
  name: z.string(),
  versionInfo: z.string().optional(),
  checksums: list(z.object({ checksumValue: z.string() })),
  externalRefs: list(z.object({ referenceType: z.string(), referenceLocator: z.string() })),
});
const Spdx = z.object({
  spdxVersion: z.string().startsWith('SPDX-2'),
  name: z.string().optional(),
  packages: list(SpdxPackage),
  documentDescribes: list(z.string()),
  relationships: list(
    z.object({ spdxElementId: z.string(), relationshipType: z.string(), relatedSpdxElement: z.string() }),
  ),
});

const Component = z.object({
  name: z.string(),
  version: z.string().optional(),
  purl: z.string().optional(),
  hashes: list(z.object({ content: z.string() })),
  get components() {
    return z.array(Component).optional();
  },
});
type Component = z.infer<typeof Component>;
const CycloneDx = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: Component.optional() }).default({}),
  components: list(Component),
});

/** Reads a document of either kind; undefined when it is neither. */
export function readSbom(document: unknown): Sbom | undefined {
  const spdx = Spdx.safeParse(document);
  if (spdx.success) return fromSpdx(spdx.data);
  const cyclone = CycloneDx.safeParse(document);
  if (!cyclone.success) return undefined;
  const { metadata, components } = cyclone.data;
  const { name, version, purl, hashes = [] } = metadata.component ?? {};
  return {
    format: 'cyclonedx',
    subject: present([name, version, purl, ...hashes.map(({ content }) => content)]),
    packages: components.flatMap(urlsOf),
  };
}

/** Does one of the package URLs name the wanted package? */
export function lists(packages: readonly string[], wanted: string): boolean {
  const asked = split(wanted);
  return packages.some((url) => {
    const { name, version } = split(url);
    return name === asked.name && (asked.version === undefined || version === asked.version);
  });
}

function fromSpdx(document: z.infer<typeof Spdx>): Sbom {
  const described = new Set([
    ...document.documentDescribes,
    ...document.relationships
      .filter(({ relationshipType }) => relationshipType === 'DESCRIBES')
      .map(({ relatedSpdxElement }) => relatedSpdxElement),
  ]);
  const urls = ({ externalRefs }: z.infer<typeof SpdxPackage>): string[] =>
    externalRefs
      .filter(({ referenceType }) => referenceType === 'purl')
      .map(({ referenceLocator }) => referenceLocator);
  const subject = document.packages
    .filter(({ SPDXID }) => described.has(SPDXID))
    .flatMap((one) => [
      one.name,
      one.versionInfo,
      ...one.checksums.map(({ checksumValue }) => checksumValue),
      ...urls(one),
    ]);
  return {
    format: 'spdx',
    subject: present([document.name, ...subject]),
    packages: document.packages.flatMap(urls),
  };
}

const urlsOf = ({ purl, components = [] }: Component): string[] => [
  ...present([purl]),
  ...components.flatMap(urlsOf),
];

const present = (texts: readonly (string | undefined)[]): string[] =>
  texts.filter((text) => text !== undefined && text !== '') as string[];

/** A package URL without its qualifiers, and its version. */
function split(url: string): { name: string; version: string | undefined } {
  const [plain = ''] = url.split(/[?#]/);
  const at = plain.lastIndexOf('@');
  // A scope of npm may begin with the same sign; written as it should be, it is %40.
  if (at <= plain.lastIndexOf('/')) return { name: decoded(plain), version: undefined };
  return { name: decoded(plain.slice(0, at)), version: decoded(plain.slice(at + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign stands for itself.
    return text;
  }
}
