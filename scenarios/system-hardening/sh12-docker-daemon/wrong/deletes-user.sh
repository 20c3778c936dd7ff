#!/bin/bash
set -euo pipefail
ssh docker-host sudo userdel --remove "$VAR_user"
