# syntax=docker/dockerfile:1

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false \
      -ldflags "-s -w -X main.version=${VERSION}" -o /out/relance ./cmd/relance
# Where an SQLite store lives, owned by the user the image runs as.
RUN mkdir -p /out/data
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /out/relance /usr/local/bin/relance
COPY --from=build --chown=65532:65532 /out/data /var/lib/relance
# Lock files of runs, which must outlive the container, lie there beside a store
# elsewhere: this image has no home.
ENV XDG_CACHE_HOME=/var/lib/relance
USER 65532:65532
WORKDIR /var/lib/relance
VOLUME /var/lib/relance
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/relance"]
CMD ["serve", "--config", "/etc/relance/relance.yaml"]
