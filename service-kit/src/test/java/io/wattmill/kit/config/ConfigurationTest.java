// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConfigurationTest {

    enum Mode {
        LATENCY,
        BEST_EFFORT
    }

    record Http(
            @Setting(value = "127.0.0.1") String host,
            @Setting(value = "8080", min = 0, max = 65_535) int port) {}

    record Engine(@Setting String url, @Setting(value = "1", min = 1) int tensorParallel) {}

    record Demo(
            Http http,
            @Setting(value = "10s", min = 1, max = 60_000) Duration maxStale,
            @Setting(value = "best-effort") Mode mode,
            @Secret @Setting(value = "") String joinSecret,
            @Setting("a, b") List<String> names,
            List<Engine> engines,
            @Setting("") Map<String, String> labels,
            Optional<String> zone) {}

    record Range(@Setting("5") int low, @Setting("1") int high) {
        Range {
            if (low > high) {
                throw new IllegalArgumentException("low is above high");
            }
        }
    }

    @Test
    void takesDefaultsForWhatIsAbsent() {
        Demo demo = Configuration.defaults(Demo.class);
        assertEquals(new Http("127.0.0.1", 8080), demo.http());
        assertEquals(Duration.ofSeconds(10), demo.maxStale());
        assertEquals(Mode.BEST_EFFORT, demo.mode());
        assertEquals(List.of("a", "b"), demo.names());
        assertEquals(List.of(), demo.engines());
        assertEquals(Optional.empty(), demo.zone());
    }

    @Test
    void bindsASectionOnceAndTellsWhatDoesNotFitEachTime() {
        Configuration fits = Configuration.parse("demo: {zone: a}", Map.of());
        fits.check(Map.of("demo", Demo.class));
        assertSame(fits.section("demo", Demo.class), fits.section("demo", Demo.class));

        Configuration bad = Configuration.parse("", Map.of("WATTMILL_DEMO_NOTHING", "1"));
        for (int i = 0; i < 2; i++) {
            assertThrows(ConfigException.class, () -> bad.section("demo", Demo.class));
        }
    }

    @Test
    void readsNestedRecordsListsAndMaps() {
        String yaml =
                """
                demo:
                  http: {port: 9}
                  engines:
                    - {url: "http://e", tensor-parallel: 2}
                  labels: {rack: r1}
                  zone: hall-1
                """;
        Demo demo = Configuration.parse(yaml, Map.of()).section("demo", Demo.class);
        assertEquals(9, demo.http().port());
        assertEquals(List.of(new Engine("http://e", 2)), demo.engines());
        assertEquals(Map.of("rack", "r1"), demo.labels());
        assertEquals(Optional.of("hall-1"), demo.zone());
    }

    @Test
    void letsTheEnvironmentOverrideTheFile() {
        Map<String, String> environment =
                Map.of("WATTMILL_DEMO_HTTP_PORT", "77", "WATTMILL_DEMO_NAMES", "x,y", "OTHER", "z");
        Demo demo =
                Configuration.parse("demo: {http: {port: 9}}", environment)
                        .section("demo", Demo.class);
        assertEquals(77, demo.http().port());
        assertEquals(List.of("x", "y"), demo.names());
    }

    @Test
    void reportsEveryProblemAtOnce() {
        String yaml =
                """
                demo:
                  http: {port: 70000, prot: 1}
                  max-stale: soon
                  mode: fast
                  engines: [{tensor-parallel: 0}]
                """;
        Map<String, String> environment = Map.of("WATTMILL_DEMO_HTTP_PROT", "1");
        Configuration configuration = Configuration.parse(yaml, environment);
        ConfigException e =
                assertThrows(
                        ConfigException.class, () -> configuration.section("demo", Demo.class));
        assertEquals(
                List.of(
                        "demo.http.prot",
                        "demo.http.port",
                        "demo.max-stale",
                        "demo.mode",
                        "demo.engines[0].url",
                        "demo.engines[0].tensor-parallel",
                        "WATTMILL_DEMO_HTTP_PROT"),
                e.problems().stream().map(ConfigProblem::path).toList());
    }

    @Test
    void neverShowsASecret() {
        record Guarded(@Secret @Setting(value = "1") int pin) {}
        Configuration configuration = Configuration.parse("g: {pin: hunter2}", Map.of());
        ConfigException e =
                assertThrows(
                        ConfigException.class, () -> configuration.section("g", Guarded.class));
        assertFalse(e.problems().toString().contains("hunter2"));
    }

    @Test
    void refusesUnknownSectionsDuplicateKeysAndOtherDocuments() {
        Configuration configuration = Configuration.parse("gatewy: {}", Map.of());
        assertThrows(ConfigException.class, () -> configuration.check(Map.of("demo", Demo.class)));
        assertThrows(ConfigException.class, () -> Configuration.parse("a: {}\na: {}", Map.of()));
        assertThrows(ConfigException.class, () -> Configuration.parse("- a", Map.of()));
    }

    @Test
    void reportsWhatARecordItselfRefuses() {
        ConfigException e =
                assertThrows(ConfigException.class, () -> Configuration.defaults(Range.class));
        assertEquals(List.of(new ConfigProblem("defaults", "low is above high")), e.problems());
    }
}
