# make build   what ./shrike runs, in .build/
# make check   the whole of CI: format, compile with all checks, every test
# make bench   figures, side by side with strace and the C floor
SHELL := /bin/sh
JDK := $(shell build/find-jdk)
export JAVA_HOME := $(JDK)
export MAVEN_OPTS := --sun-misc-unsafe-memory-access=allow $(MAVEN_OPTS)
MVN := mvn -B -ntp
JAVA_FILES := $(shell find linux model policy trace delivery app -path '*/src/main/*' -type f) pom.xml $(wildcard */pom.xml)

.PHONY: all build check shim shim-check fixtures test bench format clean

all: build

build: .build/complete

.build/complete: .build/lib/.stamp shim
	mkdir -p .build
	cp shim/build/shrike-shim .build/shrike-shim.new && mv .build/shrike-shim.new .build/shrike-shim
	printf '%s\n' "$(JDK)" > .build/jdk
	build/aot-cache
	touch $@

.build/lib/.stamp: $(JAVA_FILES)
	mkdir -p .build
	$(MVN) -pl app -am package -Dmaven.test.skip=true -Dspotless.check.skip > .build/build.log 2>&1 || \
	    { grep -E 'WARNING|ERROR' .build/build.log; exit 1; }
	rm -rf .build/lib && mkdir -p .build/lib
	cp app/target/lib/*.jar app/target/shrike-app-*.jar .build/lib/
	touch $@

shim:
	$(MAKE) -C shim --no-print-directory

shim-check: shim
	$(MAKE) -C shim --no-print-directory check

fixtures:
	$(MAKE) -C fixtures --no-print-directory

check: shim-check fixtures build
	$(MVN) verify

test: check

bench: build
	$(MAKE) -C bench --no-print-directory
	bench/run

format:
	$(MVN) spotless:apply

clean:
	$(MVN) -q clean
	$(MAKE) -C shim --no-print-directory clean
	$(MAKE) -C fixtures --no-print-directory clean
	rm -rf .build
