# The server in a container, for docker-compose.yml. Needs a container registry for the base images. Where none answers, run
# ./ckslab up instead: it needs package registries alone.
# Go compiles the tools of the lab images; Debian's own is too old for them.
FROM golang:1.26-bookworm AS go

FROM node:24-bookworm-slim
RUN apt-get update \
	&& apt-get install -y --no-install-recommends ca-certificates docker.io debootstrap git procps \
	&& rm -rf /var/lib/apt/lists/*
COPY --from=go /usr/local/go /usr/local/go
ENV PATH=/usr/local/go/bin:$PATH

WORKDIR /opt/cks-lab
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY . .
RUN node node_modules/vite/bin/vite.js build

ENV CKSLAB_STATE_DIR=/var/lib/cks-lab/state CKSLAB_CACHE=/var/lib/cks-lab/cache
VOLUME /var/lib/cks-lab
# The flag: see server/cli/node-flags.ts.
CMD ["node", "--max-semi-space-size=2", "server/cli/main.ts", "serve"]
