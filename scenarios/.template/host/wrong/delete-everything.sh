#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force ledger clock
ssh docker-host sudo rm -rf /etc/ledger
