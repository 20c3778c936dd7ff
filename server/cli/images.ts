import { Argument, type Command } from 'commander';
import { DockerEngineFacts } from '#adapters/docker/docker-engine-facts.ts';
import { Engine } from '#adapters/docker/engine.ts';
import type { ImageBuilder, ImageName } from '#ports/image-builder.ts';
import { interruptSignal } from './interrupt.ts';
import { openImages } from '../lab-side.ts';
import { labImages } from './lab-images.ts';
import { gib, print, printTable } from './print.ts';
import { readSettings } from './settings.ts';
import { StepPrinter } from './step-printer.ts';

const names: readonly ImageName[] = [
  'base',
  'host',
  'workstation',
  'workloads',
  'cilium',
  'node',
  'baked-node',
  'observer',
];

export function addImages(program: Command): void {
  const images = program.command('images').description('the container images that labs are made of');
  images.command('list').description('name, state, size and purpose of every image').action(list);
  images
    .command('build')
    .addArgument(new Argument('[names...]', 'only these and what they need').choices(names))
    .description('build what is missing; what exists is kept, so it may be interrupted')
    .action(build);
  images
    .command('prune')
    .description('remove images and cache entries that no current declaration leads to')
    .action(prune);
}

/** The images of the engine. Where none runs it is said before anything is begun. */
async function ofEngine(signal: AbortSignal): Promise<ImageBuilder> {
  await new DockerEngineFacts(new Engine()).version(signal);
  return openImages(readSettings());
}

async function list(): Promise<void> {
  const signal = interruptSignal();
  const builder = await ofEngine(signal);
  const images = await builder.list(signal);
  printTable(
    images.map((image) => [
      image.name,
      image.state,
      image.sizeBytes === undefined ? '' : gib(image.sizeBytes),
      image.ref,
      image.purpose,
    ]),
  );
}

async function build(only: ImageName[]): Promise<void> {
  const signal = interruptSignal();
  const builder = await ofEngine(signal);
  const printer = new StepPrinter();
  try {
    await builder.build(only.length === 0 ? labImages : only, {
      signal,
      onStep: printer.onStep,
      // The steps say the same.
      onImage: () => undefined,
    });
  } finally {
    printer.close();
  }
  print('All wanted images are there.');
}

async function prune(): Promise<void> {
  const signal = interruptSignal();
  const builder = await ofEngine(signal);
  const { removed, freedBytes } = await builder.prune(signal);
  for (const name of removed) print(`removed ${name}`);
  print(`${removed.length} removed, ${gib(freedBytes)} freed.`);
}
