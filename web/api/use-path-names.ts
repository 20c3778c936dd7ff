import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { folderQuery } from './queries.ts';

/** What a path that is being written can go on with, as the machine of the terminal knows it. Folders end with a slash. */
export function usePathNames(lab: string, terminal: string, path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const asked = folder === '' ? '~' : folder;
  const { data } = useQuery({ ...folderQuery(lab, terminal, asked), placeholderData: keepPreviousData });
  return (data?.entries ?? []).map(({ name, kind }) => `${folder}${name}${kind === 'folder' ? '/' : ''}`);
}
