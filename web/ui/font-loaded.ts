const withinMs = 2000;

/**
 * Waits for the font of terminals, which count their columns by it the moment they begin. After two seconds they begin with
 * whatever there is.
 */
export async function fontLoaded(): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, withinMs));
  const faces = ['13px "JetBrains Mono"', 'bold 13px "JetBrains Mono"'].map((face) =>
    document.fonts.load(face),
  );
  await Promise.race([late, Promise.allSettled(faces)]);
}
