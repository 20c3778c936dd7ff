[ -z "${BASH_VERSION:-}" ] || . "$HOME/.bashrc"
