# The server in a container, for docker-compose.yml. Needs a container registry for the base image. Where none answers, run
# ./ckslab up instead: it needs package registries alone.
FROM node:24-bookworm-slim

# Go compiles the tools of the lab images; Debian's own is too old for them.
ARG GO_VERSION=1.26.8
RUN apt-get update \
	&& apt-get install -y --no-install-recommends ca-certificates curl docker.io debootstrap procps \
	&& rm -rf /var/lib/apt/lists/*
RUN curl -fsSL "https://go.dev/dl/go${GO_VERSION}.linux-$(dpkg --print-architecture).tar.gz" | tar -C /usr/local -xz
ENV PATH=/usr/local/go/bin:$PATH

WORKDIR /opt/cks-lab
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY . .
RUN node node_modules/vite/bin/vite.js build

ENV CKSLAB_STATE_DIR=/var/lib/cks-lab/state CKSLAB_CACHE=/var/lib/cks-lab/cache
VOLUME /var/lib/cks-lab
CMD ["node", "server/cli/main.ts", "serve"]
