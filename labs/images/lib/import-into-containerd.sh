#!/bin/sh
# Puts the carried images into the node's containerd, so that a new node starts quickly:
# - the compressed layers are dropped once they are unpacked;
# - the unpacked files lie outside /var, because /var is copied into a volume for each new node;
# - equal files of different images are stored once.
set -eu

store=/build/containerd
state=/run/build-containerd
socket=/run/build-containerd.sock
snapshots=io.containerd.snapshotter.v1.overlayfs/snapshots
unpacked=/kind/snapshots

# On the build volume: an overlay cannot be the upper layer of the overlay that containerd makes.
mkdir -p "$store" "$unpacked"
[ ! -d /var/lib/containerd ] || cp -a /var/lib/containerd/. "$store"
containerd --root "$store" --state "$state" --address "$socket" >/build/containerd.log 2>&1 &
containerd=$!

ctr() {
  command ctr --address "$socket" --namespace k8s.io "$@"
}

for _ in $(seq 100); do
  ! ctr version >/dev/null 2>&1 || break
  sleep 0.1
done

for archive in /build/carried/*/; do
  tar --create --directory "$archive" . | ctr images import --label io.cri-containerd.image=managed -
done
# An image of a public base may not be unpacked yet: without its layers it would be lost.
if ! ctr images check | tail --lines=+2 | grep --quiet --invert-match 'true *$'; then
  ctr content prune references
fi
ctr images list --quiet
kill "$containerd"
wait "$containerd"

for snapshot in "$store/$snapshots"/*; do
  number=${snapshot##*/}
  [ ! -L "$snapshot/fs" ] || continue
  cp -a "$snapshot/fs" "$unpacked/$number"
  rm -rf "$snapshot/fs"
  ln -s "$unpacked/$number" "$snapshot/fs"
done
hardlink --ignore-time --quiet "$unpacked"

rm -rf /var/lib/containerd
cp -a "$store" /var/lib/containerd
