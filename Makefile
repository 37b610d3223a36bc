# Thin names over swift and Scripts/. `make demo` and `make test` work on a fresh clone.

.PHONY: demo test test-roads histories sanitize build lint fuzz bench bench-quick bench-check chaos chaos-quick chaos-broken packages clean

SWIFT ?= swift

demo: packages
	$(SWIFT) build -c release --product callahead
	"$$($(SWIFT) build -c release --show-bin-path)/callahead" demo

test: packages lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest

# Fetches the real OSRM and Valhalla from PyPI; MAP=file.osm.pbf takes another map than central Helsinki.
test-roads: packages
	Scripts/roads/run.sh $(MAP)

# Lives of the whole system with a death at any commit; a failing one prints how to live it again.
HISTORIES ?= 10000
SEED ?= 1
ARGUMENTS ?=
histories: packages
	$(SWIFT) build -c release --product callahead-histories
	"$$($(SWIFT) build -c release --show-bin-path)/callahead-histories" \
		--histories $(HISTORIES) --seed $(SEED) $(ARGUMENTS)

build: packages
	$(SWIFT) build

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

# Bounded: FUZZ_SECONDS for each of the two targets.
FUZZ_SECONDS ?= 30
fuzz: packages
	Scripts/fuzz/run.sh $(FUZZ_SECONDS)

bench: packages
	Scripts/bench/run.sh

bench-quick: packages
	Scripts/bench/run.sh --quick

# Instructions and allocations of the hot functions against Scripts/bench/thresholds.json; the same on a busy machine.
# `make bench-check ARGUMENTS=--update` stores what is measured.
bench-check:
	Scripts/install-packages.sh --bench
	$(SWIFT) build -c release --product callahead-bench
	Scripts/bench/micro.py --bin "$$($(SWIFT) build -c release --show-bin-path)" $(ARGUMENTS)

# Kills, cuts, full disks and more, each against the truth; chaos-quick is what a CI can bear. chaos-broken shows that
# builds with a mistake do not pass.
SEED ?= 1
chaos: packages
	Scripts/chaos/run.sh --seed $(SEED)

chaos-quick: packages
	Scripts/chaos/run.sh --seed $(SEED) --quick

chaos-broken: packages
	Scripts/chaos/broken.sh --seed $(SEED)

# Address and undefined behaviour, then data races; `make sanitize SANITIZE=thread` for one of them.
SANITIZE ?= address thread
sanitize: packages
	Scripts/sanitize/run.sh $(SANITIZE)

packages:
	@Scripts/install-packages.sh

clean:
	$(SWIFT) package clean
	rm -rf .build-address .build-bench .build-broken .build-fuzz .build-roads .build-thread
