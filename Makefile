# make build   what ./shrike runs, in .build/
# make check   the whole of CI: format, compile with all checks, every test
# make bench   figures, side by side with strace and the C floor
# make jmh     figures of single parts: decisions under many rules, loading, encoding, filters
# make fuzz    every fuzz test for FUZZ_SECONDS (35: ten minutes in all); make check runs them over their seeds only
# make mutation  which changes of the policy compiler and the matchers no test notices; fails below 85 % noticed
SHELL := /bin/sh
JDK := $(shell build/find-jdk)
ifeq ($(JDK),)
$(error no JDK 25 found; the line above says where it was looked for)
endif
export JAVA_HOME := $(JDK)
export MAVEN_OPTS := --sun-misc-unsafe-memory-access=allow $(MAVEN_OPTS)
MVN := mvn -B -ntp
MAIN_FILES := $(shell find linux model policy trace delivery aws app -path '*/src/main/*' -type f) pom.xml $(wildcard */pom.xml)
SHIM_FILES := $(wildcard shim/*.c shim/*.h shim/Makefile)

.PHONY: all build check test shim-check fixtures bench jmh fuzz mutation format clean

FUZZ_SECONDS ?= 35
FUZZ ?= *Fuzz

all: build

build: .build/complete

.build/complete: .build/lib/.stamp .build/shrike-shim build/aot-cache
	@printf '%s\n' "$(JDK)" > .build/jdk
	@echo "shrike: training the start-up cache"
	build/aot-cache
	touch $@

.build/shrike-shim: $(SHIM_FILES)
	@echo "shrike: building the shim"
	$(MAKE) -s -C shim --no-print-directory
	mkdir -p .build
	cp shim/build/shrike-shim $@.new && mv $@.new $@

.build/lib/.stamp: $(MAIN_FILES)
	@echo "shrike: building the sensor with $(JDK) (log: .build/build.log)"
	@mkdir -p .build
	@$(MVN) -pl app,aws -am package -Dmaven.test.skip=true -Dspotless.check.skip 2>&1 | tee .build/build.log \
	    | grep -E --line-buffered 'Building Shrike |WARNING|ERROR|BUILD' || true
	@grep -q 'BUILD SUCCESS' .build/build.log
	@rm -rf .build/lib.new && mkdir -p .build/lib.new
	@cp app/target/lib/*.jar app/target/shrike-app-*.jar .build/lib.new/
	@rm -rf .build/aws.new && mkdir -p .build/aws.new
	@cp aws/target/lib/*.jar aws/target/shrike-aws-*.jar .build/aws.new/
	@rm -rf .build/aws && mv .build/aws.new .build/aws
	@rm -rf .build/lib && mv .build/lib.new .build/lib
	@touch $@

shim-check: .build/shrike-shim
	$(MAKE) -C shim --no-print-directory check

fixtures:
	$(MAKE) -s -C fixtures --no-print-directory

check: shim-check fixtures build
	$(MVN) verify

test: check

bench: build
	$(MAKE) -s -C bench --no-print-directory
	bench/run

jmh:
	@mkdir -p .build
	@$(MVN) -pl bench -am package -Dmaven.test.skip=true -Dspotless.check.skip > .build/jmh.log || { tail -30 .build/jmh.log; exit 1; }
	$(JDK)/bin/java -cp 'bench/target/classes:bench/target/lib/*' io.shrike.bench.LoadCost
	$(JDK)/bin/java --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -cp 'bench/target/classes:bench/target/lib/*' io.shrike.bench.MatchRatios
	$(JDK)/bin/java --sun-misc-unsafe-memory-access=allow -Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp 'bench/target/classes:bench/target/lib/*' io.shrike.bench.DeliveryLoad
	$(JDK)/bin/java --sun-misc-unsafe-memory-access=allow -cp 'bench/target/classes:bench/target/lib/*' org.openjdk.jmh.Main \
	    -f 1 -wi 2 -w 1 -i 3 -r 1 -jvmArgsAppend --sun-misc-unsafe-memory-access=allow 'EncodeBenchmark|FilterBenchmark'

# A finding is written to the inputs of its test below fuzz/src/test/resources, where every later run repeats it.
fuzz:
	JAZZER_FUZZ=1 JAZZER_MAX_DURATION=$(FUZZ_SECONDS)s JAZZER_INSTRUMENTATION_INCLUDES='io.shrike.**:org.snakeyaml.**' \
	    $(MVN) -pl fuzz -am test -Dtest='$(FUZZ)' -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.shared.jvm=false

mutation:
	$(MVN) -pl policy -am -P mutation test -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false

format:
	$(MVN) spotless:apply

clean:
	$(MVN) -q clean
	$(MAKE) -C shim --no-print-directory clean
	$(MAKE) -C fixtures --no-print-directory clean
	rm -rf .build
