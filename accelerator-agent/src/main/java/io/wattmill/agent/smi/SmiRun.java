// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One run of the program, bounded in time and output. Blocks. */
final class SmiRun {

    /** What came of it. */
    sealed interface Outcome {

        /** What it wrote. */
        record Written(String output) implements Outcome {}

        /** Nothing that can be used. */
        record Failed(SourceFailure failure) implements Outcome {}
    }

    private final SmiConfig config;

    SmiRun(SmiConfig config) {
        this.config = config;
    }

    Outcome ask(List<SmiField> fields) {
        String columns = fields.stream().map(SmiField::column).collect(Collectors.joining(","));
        ProcessBuilder program =
                new ProcessBuilder(
                                config.program(),
                                "--query-gpu=" + columns,
                                "--format=csv,noheader,nounits")
                        .redirectErrorStream(true);
        try {
            return read(program.start());
        } catch (IOException e) {
            return failed(FailureReason.ABSENT, config.program() + ": " + e.getMessage());
        }
    }

    private Outcome read(Process running) throws IOException {
        Duration timeout = config.timeout();
        CompletableFuture<Boolean> late =
                new CompletableFuture<Boolean>()
                        .completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS);
        late.thenAccept(isLate -> end(running, isLate));
        try (InputStream output = running.getInputStream()) {
            byte[] bytes = output.readNBytes(config.maxOutputBytes() + 1);
            if (!late.complete(false)) {
                return failed(
                        FailureReason.TIMEOUT,
                        config.program() + " took longer than " + timeout.toMillis() + " ms");
            }
            return bytes.length > config.maxOutputBytes()
                    ? failed(FailureReason.TOO_LARGE, config.program() + " wrote too much")
                    : new Outcome.Written(new String(bytes, StandardCharsets.UTF_8));
        } finally {
            running.destroyForcibly();
        }
    }

    private static void end(Process running, boolean isLate) {
        if (isLate) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    private static Outcome failed(FailureReason reason, String detail) {
        return new Outcome.Failed(new SourceFailure(reason, detail));
    }
}
