// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.folder.ReadyFile;
import io.wattmill.standalone.host.Signals;
import io.wattmill.standalone.process.Facts;
import io.wattmill.standalone.process.Program;
import io.wattmill.standalone.process.SiteProcess;
import io.wattmill.standalone.screen.ProcessLine;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A process of a site from its start to its end. */
final class ProcessSession {
    private final Program program;
    private final Duration startTimeout;
    private final PrintWriter out;
    private final SiteProcess process;

    ProcessSession(
            Program program, Configuration configuration, Duration startTimeout, PrintWriter out) {
        this.program = program;
        this.startTimeout = startTimeout;
        this.out = out;
        this.process = new SiteProcess(program, configuration);
    }

    /**
     * Serves until a signal asks to stop. Whatever happens, everything that was started has ended
     * when this returns.
     *
     * @param readyFile where to announce the process
     */
    void untilAskedToStop(Optional<Path> readyFile) throws IOException {
        var asked =
                Signals.listen(() -> Runtime.getRuntime().halt(ExitCode.STOPPED_AT_ONCE)).asked();
        try {
            var started =
                    process.start()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .orTimeout(startTimeout.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture.anyOf(started, asked).join();
            if (!asked.isDone()) {
                serve(started.join(), readyFile, asked);
            }
        } catch (CompletionException e) {
            LoggerFactory.getLogger(ProcessSession.class)
                    .atError()
                    .addKeyValue("process", program.label())
                    .setCause(e)
                    .log("start failed");
            throw ProcessFailure.of(program, e);
        } finally {
            process.stop().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void serve(Facts facts, Optional<Path> readyFile, CompletableFuture<Void> asked)
            throws IOException {
        var pid = ProcessHandle.current().pid();
        var line = new ProcessLine(program.label(), pid, process.opsAddress(), facts);
        out.println(line.text());
        out.flush();
        if (readyFile.isEmpty()) {
            asked.join();
            return;
        }
        try (var _ = ReadyFile.write(readyFile.get(), line.json())) {
            asked.join();
        }
    }
}
