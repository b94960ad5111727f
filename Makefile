# The few commands a person types; CMake and the scripts under tools/ do the work. `make help` lists them.
.DELETE_ON_ERROR:
.PHONY: help build run test long bench install format tidy clean

PREFIX ?= /usr/local
MINUTES ?= 30
JOBS := $(shell nproc 2>/dev/null || echo 1)
# CMake is asked again each time: it is cheap, and libraries that were set up since are found.

help:                                     ## this list
	@awk -F '## ' '/^[a-z]+:.*## /{split($$0, t, ":"); printf "  make %-9s %s\n", t[1], $$2}' $(MAKEFILE_LIST)

build:                                    ## set up what is missing, build build/release/argosy
	@tools/setup build
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target argosy argosy_shared argosy_embed plugins pages

# TOUR_ONLY=1 will keep the server from being started behind the tour; there is none yet.
run: build                                ## build and run the tour on real markets
	@build/release/argosy tour

test:                                     ## build everything, run every test, close with a count
	@tools/setup test
	@cmake --preset release >/dev/null
	@cmake --preset dev >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@cmake --build --preset dev -j $(JOBS)
	@tools/run-tests dev

long:                                     ## the campaigns that don't fit a merge gate; MINUTES=30
	@tools/setup long
	@tools/long --minutes $(MINUTES)

bench: build                              ## measure, and compare with peers
	@tools/setup bench
	@build/release/argosy bench

install: build                            ## install under PREFIX=/usr/local, below DESTDIR= if given
	@DESTDIR="$(DESTDIR)" cmake --install build/release --prefix "$(PREFIX)"

format:                                   ## lay out every file as .clang-format says
	@tools/setup ci
	@git ls-files '*.c' '*.h' | xargs clang-format -i

tidy:                                     ## what the compiler does not see: clang-tidy over every file
	@tools/setup ci
	@tools/tidy --all

clean:                                    ## forget everything that was built
	rm -rf build
