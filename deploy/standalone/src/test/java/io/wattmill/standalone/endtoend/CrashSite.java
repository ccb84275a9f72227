// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One data folder and the suites that run on it, one after the other: two emulated nodes, short
 * energy windows, and an engine that dies in the middle of every answer.
 */
final class CrashSite implements AutoCloseable {
    private static final String CONFIG =
            """
            suite: {start-timeout: 180s}
            gateway: {postgres: {connect-timeout: 60s}}
            twin: {postgres: {connect-timeout: 60s}}
            billing:
              postgres: {connect-timeout: 60s}
              meter:
                window: 2s
            agent:
              node-id: doomed
              devices:
                dcgm-url: %1$s/dcgm/metrics
              engines:
                - {id: doomed, url: "%1$s", gpu-type: h200-sxm}
            """;

    private final Path folder;
    private final Path config;
    private SuiteProcess suite;
    private SuiteProcess.Ready ready;

    CrashSite(Path folder, DoomedEngine engine) throws IOException {
        this.folder = folder;
        this.config =
                Files.writeString(folder.resolve("site.yaml"), CONFIG.formatted(engine.url()));
        this.suite = start(List.of());
        this.ready = suite.ready();
    }

    private SuiteProcess start(List<String> flags) throws IOException {
        return SuiteProcess.up(folder, flags, "--nodes", "2", "--config", config.toString());
    }

    /** The suite that runs, or ran last. */
    SuiteProcess suite() {
        return suite;
    }

    SuiteProcess.Ready ready() {
        return ready;
    }

    /** A new suite on the same folder, with these flags of the JVM; the one before is killed. */
    void restart(String... flags) throws IOException {
        suite.kill();
        suite = start(List.of(flags));
        ready = suite.ready();
    }

    /** Where ids of responses that were received in full are kept, of all rounds. */
    Path acks() {
        return folder.resolve("acks.txt");
    }

    /** Pid of the PostgreSQL server; 0 while there is none. */
    long postmaster() {
        try {
            var file = folder.resolve("data/postgres/data/postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException _) {
            return 0;
        }
    }

    void signal(String name) throws Exception {
        var words = new ArrayList<>(List.of("kill", "-" + name, Long.toString(suite.pid())));
        if (new ProcessBuilder(words).start().waitFor() != 0) {
            throw new AssertionError(words + " failed: " + suite.output());
        }
    }

    /** A suite that was killed and not started again leaves its database server behind. */
    @Override
    public void close() throws InterruptedException {
        suite.close();
        var left = postmaster();
        if (left > 0) {
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
