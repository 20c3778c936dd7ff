#!/bin/sh
# Runs the image's own setup script in a build container, with the same environment as the packages had.
set -eu
. /build/env
exec /build/setup.sh
