/**
 * A wish to put the focus somewhere a moment later, such as into a pane that is only coming on screen. The answer says
 * whether it still stands: whoever has opened a menu or begun to write elsewhere meanwhile stays there.
 */
export function focusWish(): () => boolean {
  const held = document.activeElement;
  return () => {
    const now = document.activeElement;
    // What had the focus then may have left the page; the browser falls back to its body.
    return now === held || now === document.body || now === null;
  };
}
