#!/bin/bash
set -euo pipefail
ssh docker-host sudo docker rm --force ledger
