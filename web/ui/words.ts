/** Numbers and times as people say them. */

const one = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function points(n: number): string {
  return one.format(n);
}

export function count(n: number, word: string): string {
  return `${one.format(n)} ${word}${n === 1 ? '' : 's'}`;
}

/** `4:07` or `1:04:07`, for clocks. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`: for spans that are over. */
export function span(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600)
    return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `40 s`, `2 min`, `1 h 10 min`: for spans that are only guessed. */
export function roughly(ms: number): string {
  const seconds = Math.max(1, ms / 1000);
  if (seconds < 55) return `${seconds < 10 ? Math.ceil(seconds) : Math.ceil(seconds / 5) * 5} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `5 min`, `3 h`, `2 days`: how long something has lasted that changes slowly. */
export function ago(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

export function bytes(n: number): string {
  if (n < 1024 * 1024) return `${Math.round(n / 1024)} KiB`;
  if (n < 1024 ** 3) return `${Math.round(n / 1024 ** 2)} MiB`;
  return `${one.format(n / 1024 ** 3)} GiB`;
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export function when(at: number): string {
  return `${day.format(at)}, ${hour.format(at)}`;
}

const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The day alone, where there is little room. */
export function dayOf(at: number): string {
  return shortDay.format(at);
}

/** `supply-chain` becomes `Supply chain`. */
export function sentence(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The host and last part of an address: enough to recognise a page of documentation. */
export function docName(url: string): string {
  try {
    const { hostname, pathname } = new URL(url);
    const last = pathname.split('/').filter(Boolean).at(-1);
    return last === undefined ? hostname : `${sentence(last.replace(/\.\w+$/, ''))} · ${hostname}`;
  } catch {
    return url;
  }
}
