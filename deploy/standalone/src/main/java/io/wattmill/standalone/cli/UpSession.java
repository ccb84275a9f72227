// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.folder.ReadyFile;
import io.wattmill.standalone.host.Signals;
import io.wattmill.standalone.suite.Serving;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A suite from its first line on the screen to its last, on a data folder that is ours. */
final class UpSession {
    private static final Logger LOG = LoggerFactory.getLogger(UpSession.class);

    private final SuiteInputs inputs;
    private final Duration startTimeout;
    private final UpLines lines;
    private final Suite suite;

    UpSession(SuiteInputs inputs, Duration startTimeout, UpLines lines) {
        this.inputs = inputs;
        this.startTimeout = startTimeout;
        this.lines = lines;
        this.suite = new Suite(inputs, lines::reached);
    }

    /**
     * Serves until a signal asks to stop. Whatever happens, everything that was started has ended
     * when this returns.
     *
     * @param readyFile where to announce the suite
     */
    void untilAskedToStop(Optional<Path> readyFile) throws IOException {
        var asked = Signals.listen(this::halt).asked();
        try {
            var started =
                    suite.start()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .orTimeout(startTimeout.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture.anyOf(started, asked).join();
            if (!asked.isDone()) {
                serve(started.join(), readyFile, asked);
            }
            lines.stopping();
        } catch (CompletionException e) {
            LOG.atError().setCause(e).log("start failed");
            throw StartFailure.of(e, inputs.data());
        } finally {
            suite.stop().toCompletionStage().toCompletableFuture().join();
            lines.stopped();
        }
    }

    /** What is logged here and by the suite is what {@code deploy/measure/start-up} adds up. */
    private void serve(Serving serving, Optional<Path> readyFile, CompletableFuture<Void> asked)
            throws IOException {
        LOG.atInfo()
                .addKeyValue(
                        "jvm_started_at_ms", ManagementFactory.getRuntimeMXBean().getStartTime())
                .log("suite serves");
        var keys = FirstKeys.read(inputs.data().keys());
        lines.serving(serving, keys);
        if (readyFile.isEmpty()) {
            asked.join();
            return;
        }
        var pid = ProcessHandle.current().pid();
        var shown = keys.orElse(FirstKeys.LOST);
        try (var _ = ReadyFile.write(readyFile.get(), serving.url(), shown, pid)) {
            asked.join();
        }
    }

    /** The second Ctrl-C: nobody is waited for, and still nothing is left running. */
    private void halt() {
        try {
            suite.abandon();
        } catch (IOException | RuntimeException e) {
            lines.say("PostgreSQL could not be stopped: " + e.getMessage());
        } finally {
            Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE);
        }
    }
}
