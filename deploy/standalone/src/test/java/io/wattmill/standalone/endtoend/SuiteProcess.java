// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** `wattmill up` as a process of its own, on the classes under test. */
final class SuiteProcess implements AutoCloseable {
    /** A start under a machine full of other builds takes many times what it takes alone. */
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    /** An engine that happens to run on this host is no part of a test. */
    private static final Map<String, String> LOOKS_FOR_NONE =
            Map.of("WATTMILL_AGENT_DISCOVERY_MODE", "never");

    private static final Map<String, String> PATIENT = with(LOOKS_FOR_NONE);

    private final Process process;
    private final Path output;
    private final Path readyFile;

    private SuiteProcess(Process process, Path output, Path readyFile) {
        this.process = process;
        this.output = output;
        this.readyFile = readyFile;
    }

    /**
     * Starts `up` on a data folder, on any free port unless the words say otherwise. Its services
     * are {@link PatientServices}.
     */
    static SuiteProcess up(Path folder, String... words) throws IOException {
        return up(folder, List.of(), PATIENT, words);
    }

    /** As {@link #up(Path, String...)}, free to look for engines as its configuration says. */
    static SuiteProcess upThatLooks(Path folder, String... words) throws IOException {
        return up(folder, List.of(), PatientServices.SETTINGS, words);
    }

    private static Map<String, String> with(Map<String, String> more) {
        var settings = new HashMap<>(PatientServices.SETTINGS);
        settings.putAll(more);
        return Map.copyOf(settings);
    }

    /** Any other command. */
    static SuiteProcess command(Path folder, String... words) throws IOException {
        return start(folder, folder.resolve("none"), List.of(), LOOKS_FOR_NONE, List.of(words));
    }

    /** As {@link #up(Path, String...)}, as impatient as ever, with more flags of the JVM. */
    static SuiteProcess up(Path folder, List<String> flags, String... words) throws IOException {
        return up(folder, flags, LOOKS_FOR_NONE, words);
    }

    private static SuiteProcess up(
            Path folder, List<String> flags, Map<String, String> environment, String... words)
            throws IOException {
        var readyFile = folder.resolve("ready.json");
        Files.deleteIfExists(readyFile);
        var line = new ArrayList<>(List.of("up", "--data", folder.resolve("data").toString()));
        line.addAll(List.of("--ready-file", readyFile.toString()));
        line.addAll(List.of(words));
        if (!line.contains("--port")) {
            line.addAll(List.of("--port", "0"));
        }
        return start(folder, readyFile, flags, environment, line);
    }

    private static SuiteProcess start(
            Path folder,
            Path readyFile,
            List<String> flags,
            Map<String, String> environment,
            List<String> words)
            throws IOException {
        var output = Files.createTempFile(folder, "up-", ".out");
        var line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dvertx.disableDnsResolver=true",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path"))));
        line.addAll(flags);
        line.add("io.wattmill.standalone.cli.Wattmill");
        line.addAll(words);
        var process =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().putAll(environment);
        return new SuiteProcess(process.start(), output, readyFile);
    }

    /** What the ready file says, once it is there. */
    Ready ready() {
        Await.until(() -> Files.exists(readyFile) || !process.isAlive(), "ready file", START_LIMIT);
        if (!Files.exists(readyFile)) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + output());
        }
        return Ready.of(Api.parse(ProcessEnd.text(readyFile)));
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        return exitCode(Patience.LIMIT);
    }

    /** Waits that long for the end and returns the exit code. */
    int exitCode(Duration limit) throws InterruptedException {
        return ProcessEnd.await("the suite", process, output, limit);
    }

    /** SIGTERM, as a service manager or Ctrl-C's SIGINT would ask. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Everything it printed so far. */
    String output() {
        return ProcessEnd.text(output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The contents of the ready file. */
    record Ready(URI url, String adminKey, String apiKey, long pid) {
        static Ready of(JsonNode json) {
            return new Ready(
                    URI.create(json.path("url").asText()),
                    json.path("admin_key").asText(),
                    json.path("api_key").asText(),
                    json.path("pid").asLong());
        }

        Api developer() {
            return new Api(url, apiKey);
        }

        Api admin() {
            return new Api(url, adminKey);
        }
    }
}
