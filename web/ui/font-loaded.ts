const withinMs = 2000;

/** The letters in which the system writes code. */
export const systemMono = 'ui-monospace, Menlo, Consolas, monospace';

/**
 * Waits for a font of terminals, which count their columns by it the moment they begin. After two seconds they begin with
 * whatever there is. What the system has itself is there at once.
 */
export async function fontLoaded(family: string): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, withinMs));
  const faces = [`13px ${family}`, `bold 13px ${family}`].map((face) => document.fonts.load(face));
  await Promise.race([late, Promise.allSettled(faces)]);
}
