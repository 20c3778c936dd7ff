#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force portal intake
ssh docker-host sudo rm -rf /srv/intake
