/** Notices changes of files. */
export interface FolderWatcher {
  /**
   * Calls `onChange` soon after something below one of the folders was saved, added, renamed or removed, also when a whole folder
   * goes or comes; many changes at once are one call. Also calls once when it begins to look. Returns what ends it.
   */
  watch(folders: readonly string[], onChange: () => void): () => void;
}
