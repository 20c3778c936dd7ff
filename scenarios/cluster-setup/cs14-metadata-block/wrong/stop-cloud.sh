#!/bin/bash
set -euo pipefail
systemctl stop cloud.service
