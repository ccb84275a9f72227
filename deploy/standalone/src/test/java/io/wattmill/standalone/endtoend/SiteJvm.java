// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One process of a site, on the classes under test: a small JVM with a folder of its own. */
final class SiteJvm implements AutoCloseable {
    /** A start under a machine full of other builds takes many times what it takes alone. */
    private static final Duration START_LIMIT = Duration.ofSeconds(300);

    /** The sum of the timeouts of its end, which is what a service manager waits for. */
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private static final List<String> SMALL =
            List.of(
                    "-Xmx160m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dvertx.disableDnsResolver=true");

    private final String name;
    private final Process process;
    private final Path output;
    private final Path readyFile;

    private SiteJvm(String name, Process process, Path output, Path readyFile) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.readyFile = readyFile;
    }

    /**
     * Starts a command.
     *
     * @param folder where its output and ready file go; the process works in it
     * @param settings variables for it, beside what it inherits
     */
    static SiteJvm start(String name, Path folder, Map<String, String> settings, String... words)
            throws IOException {
        Files.createDirectories(folder);
        var readyFile = folder.resolve("ready.json");
        Files.deleteIfExists(readyFile);
        var output = Files.createTempFile(folder, name + "-", ".out");
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(SMALL);
        line.add("io.wattmill.standalone.cli.Wattmill");
        line.addAll(List.of(words));
        line.addAll(List.of("--ready-file", readyFile.toString()));
        var builder =
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(settings);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")));
        return new SiteJvm(name, builder.start(), output, readyFile);
    }

    /** What its ready file says, once it is there. */
    JsonNode ready() {
        Await.until(
                () -> Files.exists(readyFile) || !process.isAlive(),
                name + " is ready",
                START_LIMIT);
        if (!Files.exists(readyFile)) {
            throw new AssertionError(name + " ended with " + process.exitValue() + ": " + output());
        }
        return Api.parse(ProcessEnd.text(readyFile));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        return ProcessEnd.await(name, process, output, END_LIMIT);
    }

    long pid() {
        return process.pid();
    }

    /** The end of what it printed so far. */
    String lastWords() {
        return ProcessEnd.tail(output);
    }

    /** Everything it printed so far. */
    String output() {
        return ProcessEnd.text(output);
    }

    @Override
    public void close() {
        kill();
    }
}
