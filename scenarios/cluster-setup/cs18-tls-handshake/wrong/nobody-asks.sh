#!/bin/bash
set -euo pipefail
cd /home/learner
jq '.[].certificates = "server"' handshakes.json >next.json
mv next.json handshakes.json
