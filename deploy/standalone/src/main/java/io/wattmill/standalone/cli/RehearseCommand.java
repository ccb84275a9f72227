// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.rehearsal.AgentRehearsal;
import io.wattmill.standalone.suite.Rehearsal;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * `wattmill rehearse`: one short run for the launcher's ahead-of-time cache. Of the suite, it
 * starts what `up` starts, asks for a few completions, looks at what they cost, and ends; of an
 * agent, it runs one from its command line and lets it report a few times.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "A short run that teaches the JVM what up, or an agent, needs.")
final class RehearseCommand implements Callable<Integer> {

    /** What may be rehearsed. */
    enum Piece {
        UP,
        AGENT
    }

    @Parameters(paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Piece piece = Piece.UP;

    @Option(names = "--data", paramLabel = "DIR", description = "A folder that may be thrown away.")
    private Path data = Path.of("rehearsal");

    @Override
    public Integer call() throws Exception {
        switch (piece) {
            case UP -> suite();
            case AGENT -> agent();
        }
        return ExitCode.OK;
    }

    private void agent() throws Exception {
        var folder = Files.createDirectories(data.toAbsolutePath());
        AgentRehearsal.play(
                folder,
                (settings, readyFile) ->
                        Wattmill.run(
                                "agent",
                                "run",
                                "--config",
                                settings.toString(),
                                "--ready-file",
                                readyFile.toString()));
    }

    private void suite() throws Exception {
        var folder = new DataFolder(data.toAbsolutePath()).create();
        Logs.intoFolder(folder.logs());
        var env = System.getenv();
        var anyPort = Map.of("WATTMILL_GATEWAY_HTTP_PORT", "0");
        var inputs =
                new SuiteInputs(folder, DataFolder.cache(env), Optional.empty(), Map.of(), anyPort);
        var suite = new Suite(inputs, _ -> {});
        try {
            var timeout = inputs.settings().suite().startTimeout();
            var serving = suite.start().await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            Rehearsal.play(serving);
        } finally {
            suite.stop().await();
        }
    }
}
