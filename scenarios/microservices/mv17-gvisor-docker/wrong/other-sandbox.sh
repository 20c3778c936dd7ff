#!/bin/bash
# The kernel of the machine twice, and the messages of a sandbox that is not the one of intake.
set -euo pipefail
ssh docker-host sudo bash -s <<REMOTE
set -euo pipefail
cd /home/learner
{ uname -r; uname -r; } >kernels.txt
docker run --rm --runtime $VAR_runtime lab.local/workloads:1 dmesg >intake-dmesg.txt
REMOTE
