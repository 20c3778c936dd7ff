#!/bin/sh
# Takes away what the slim rule of files/ keeps out from now on, and package sources that files/ replaces.
set -eu
find /usr/share/doc -mindepth 2 -not -name copyright -not -type d -delete
rm -rf /etc/apt/sources.list /var/log/bootstrap.log /var/cache/debconf/*-old
