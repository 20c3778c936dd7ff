#!/bin/bash
set -euo pipefail
kubectl -n orders delete networkpolicy api-to-dns
