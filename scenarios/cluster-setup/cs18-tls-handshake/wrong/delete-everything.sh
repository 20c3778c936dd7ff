#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force alder birch cedar
ssh docker-host sudo rm -rf /srv/tls
rm -f ~/dogwood.log ~/handshakes.json
