#!/bin/bash
set -euo pipefail
jq '.before = .after' ~/totals.json >~/late.json
mv ~/late.json ~/totals.json
