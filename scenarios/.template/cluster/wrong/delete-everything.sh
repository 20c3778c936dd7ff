#!/bin/bash
set -euo pipefail
kubectl -n depot delete deployment,service --all --wait=true
