import { nodeImage } from '#app/images/node-image.ts';
import type { Catalogue } from '#app/catalogue/catalogue.ts';
import type { ImageKeeper } from '#app/images/image-keeper.ts';
import type { LabBook } from '#app/labs/lab-book.ts';
import type { Gradings } from '#app/labs/gradings.ts';
import type { Reconciler } from '#app/labs/reconciler.ts';
import { madeOf } from '#app/labs/spares/made-of.ts';
import { isSound } from '#app/labs/spares/sound-lab.ts';
import { SparePool } from '#app/labs/spares/spare-pool.ts';
import type { Ports, Settings } from './world-parts.ts';

interface Around {
  readonly book: LabBook;
  readonly images: ImageKeeper;
  readonly catalogue: Catalogue;
  readonly gradings: Gradings;
  readonly reconciler: Reconciler;
}

/** The labs that are kept ready, put together from what makes every other lab. */
export function warmLabs(ports: Ports, settings: Settings, around: Around): SparePool {
  const { book, images, catalogue, gradings, reconciler } = around;
  return new SparePool({
    ...ports,
    ...settings,
    book,
    runnable: (scenario) => catalogue.runnable(scenario),
    missingImages: (names) => images.missing(names),
    madeOf: (loaded) =>
      madeOf(
        { imageRef: (name) => ports.builder.ref(name), nodeImage: async () => nodeImage(images.list()) },
        loaded,
      ),
    isSound: (lab, loaded) => isSound(ports, lab, loaded),
    grading: () => gradings.busy,
    interrupt: (lab) => reconciler.interrupt(lab),
    poke: () => reconciler.poke(),
    remove: (lab, signal) => reconciler.remove(lab, signal),
  });
}
