/** Where scripts run: Killercoda's are root on the first machine, with kubectl set up. */
export interface Place {
  readonly machine: string;
  readonly cluster: boolean;
}

const environment = ({ cluster }: Place): string =>
  `export HOME=/root${cluster ? ' KUBECONFIG=/etc/kubernetes/admin.conf' : ''}`;

/** A script that prepares the machine. */
export const setupScript = (file: string, text: string, place: Place): string =>
  `#!/bin/bash\n# Imported from ${file}.\n${environment(place)}\n${withoutShebang(text)}`;

/**
 * A script of a check around one that only knows success and failure. The imported one is a text of its own: its `exit` and
 * its mistakes end nothing else.
 */
export function checkScript(file: string, text: string, place: Place): string {
  const end = endMark(text);
  return `#!/bin/bash
# REWRITE: ask this with checks of other types, which say what was found. Imported from ${file}.
${environment(place)}
mapfile -d '' -t imported <<'${end}'
${withoutShebang(text)}${end}
said=$(bash -c "\${imported[0]}" imported 2>&1)
status=$?
last=$(tail -n 1 <<<"$said")
observed="the imported script ended with $status: \${last//[^[:alnum:] .,:;_=\\/-]/ }"
if [ "$status" -eq 0 ]; then pass=true; else pass=false; fi
printf '{"pass": %s, "observed": "%s"}\\n' "$pass" "\${observed:0:200}"
`;
}

/** A line that the text does not have. */
function endMark(text: string): string {
  const lines = new Set(text.split('\n'));
  let mark = 'IMPORTED';
  while (lines.has(mark)) mark += '_';
  return mark;
}

const withoutShebang = (text: string): string => {
  const body = text.replaceAll('\r\n', '\n').replace(/^#!.*\n/, '');
  return body.endsWith('\n') ? body : `${body}\n`;
};

/** Stands where a person has to write a script. It fails, so that nobody takes it for one. */
export const placeholder = (what: string): string =>
  `#!/bin/bash\n# REWRITE: ${what}\necho 'this script is not written yet' >&2\nexit 1\n`;
