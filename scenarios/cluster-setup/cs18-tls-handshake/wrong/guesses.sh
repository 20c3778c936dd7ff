#!/bin/bash
set -euo pipefail
cat >/home/learner/handshakes.json <<'JSON'
{
  "alder": { "version": "TLSv1.2", "cipher": "ECDHE-RSA-CHACHA20-POLY1305", "keyExchange": "ECDHE", "certificates": "server" },
  "birch": { "version": "TLSv1.2", "cipher": "ECDHE-RSA-CHACHA20-POLY1305", "keyExchange": "ECDHE", "certificates": "server" },
  "cedar": { "version": "TLSv1.2", "cipher": "ECDHE-RSA-CHACHA20-POLY1305", "keyExchange": "ECDHE", "certificates": "server" },
  "dogwood": { "version": "TLSv1.2", "cipher": "ECDHE-RSA-CHACHA20-POLY1305", "keyExchange": "ECDHE", "certificates": "server" }
}
JSON
