#!/bin/bash
set -euo pipefail
kubectl -n tickets delete networkpolicy --all
