/**
 * What runs in the machine, as the terminal's user, for one file. Each says in its first line how it went: `ok …`, `go`,
 * `done …`, or `no <refusal> <detail>`. Paths come as arguments and begin with `/` or `./`.
 */
const say = `
LC_ALL=C; export LC_ALL
say() { printf '%s\\n' "$*"; exit 0; }
`;

/** $1 path, $2 the most bytes. Then the content follows. */
export const openScript = `${say}
[ -e "$1" ] || say no missing
[ -d "$1" ] && say no directory
[ -f "$1" ] || say no special
[ -r "$1" ] || say no denied
size=$(stat -Lc %s -- "$1") || say no failed
[ "$size" -le "$2" ] || say no large "$size"
writable=no
[ -w "$1" ] && writable=yes
printf 'ok %s %s %s\\n' "$size" "$writable" "$(readlink -f -- "$1")"
# A log that grows ends where it was when it was opened; what has no size is read to its end.
if [ "$size" -gt 0 ]; then exec head -c "$size" -- "$1"; fi
exec head -c "$(($2 + 1))" -- "$1"
`;

/** $1 path, $2 what is expected there, $3 the number of bytes that follow on standard input. */
export const saveScript = `${say}
umask 022
target=$1 expect=$2 size=$3
case $target in */) say no directory ;; esac
[ -d "$target" ] && say no directory
if [ -L "$target" ]; then target=$(readlink -f -- "$target") || say no missing; fi
folder=$(dirname -- "$target")
[ -d "$folder" ] || say no parent
if [ -e "$target" ]; then
  [ -f "$target" ] || say no special
  [ "$expect" = absent ] && say no exists
  [ -w "$target" ] || say no denied
  case $expect in
    sha256:*) [ "sha256:$(sha256sum <"$target" | cut -d ' ' -f 1)" = "$expect" ] || say no changed ;;
  esac
else
  case $expect in sha256:*) say no changed ;; esac
  [ -w "$folder" ] || say no denied
fi
# Beside the file and then in its place, so that nobody ever sees half of it; with its mode and owner where there is one.
temp=$folder/.cks-lab-$$
if [ -w "$folder" ] && { ! [ -e "$target" ] || cp --attributes-only --preserve=mode,ownership -- "$target" "$temp" 2>/dev/null; }; then
  trap 'rm -f -- "$temp"' EXIT
  trap 'exit 1' HUP INT TERM
else
  rm -f -- "$temp" 2>/dev/null
  temp=$target
fi
printf 'go\\n'
problem=$(cat 2>&1 >"$temp") || case $problem in
  *'No space left'* | *quota*) say no full ;;
  *) say no failed "$problem" ;;
esac
[ "$(wc -c <"$temp")" -eq "$size" ] || say no cut
# A file that is mounted by itself, as /etc/hosts is in a container, cannot be replaced but written.
if [ "$temp" != "$target" ] && ! mv -f -- "$temp" "$target" 2>/dev/null; then
  cat -- "$temp" 2>/dev/null >"$target" || say no failed
fi
printf 'done %s\\n' "$(readlink -f -- "$target")"
`;

/** $1 folder, $2 the most names. Then one name a line, with its kind before it; \`d\` is a folder. */
export const listScript = `${say}
[ -e "$1" ] || say no missing
[ -d "$1" ] || say no special
[ -r "$1" ] && [ -x "$1" ] || say no denied
printf 'ok %s\\n' "$(readlink -f -- "$1")"
find -L "$1" -mindepth 1 -maxdepth 1 ! -name '*[[:cntrl:]]*' -printf '%Y %f\\n' 2>/dev/null | sort -k 2 | head -n "$2"
`;
