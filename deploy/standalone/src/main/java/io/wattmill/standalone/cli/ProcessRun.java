// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.ProcessConfig;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FolderLock;
import io.wattmill.standalone.folder.Locking;
import io.wattmill.standalone.folder.ReadyFile;
import io.wattmill.standalone.host.Ports;
import io.wattmill.standalone.process.Listening;
import io.wattmill.standalone.process.Program;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One run of a process of a site: refuse early and clearly, or serve until asked to stop.
 *
 * @param config a YAML file
 * @param readyFile what to write when it serves
 * @param env `WATTMILL_*` variables
 * @param out where the line goes that says so
 */
record ProcessRun(
        Program program,
        Optional<Path> config,
        Optional<Path> readyFile,
        Map<String, String> env,
        PrintWriter out) {

    /** Returns once everything has ended. */
    void run() throws Exception {
        var configuration = Configuration.load(config, env);
        program.check(configuration);
        Listening.of(program, configuration).forEach(ProcessRun::requireFree);
        var folder = program.folder(configuration);
        if (folder.isEmpty()) {
            serve(configuration);
            return;
        }
        var data = folder.get().create();
        switch (FolderLock.acquire(data.lock(), ProcessHandle.current().pid())) {
            case Locking.HeldBy(var pid) -> throw locked(data, pid);
            case Locking.Locked(var lock) -> {
                try (lock) {
                    serve(configuration);
                }
            }
        }
    }

    private void serve(Configuration configuration) throws IOException {
        if (readyFile.isPresent()) {
            ReadyFile.clear(readyFile.get());
        }
        var limit = configuration.section("process", ProcessConfig.class).startTimeout();
        new ProcessSession(program, configuration, limit, out).untilAskedToStop(readyFile);
    }

    private static void requireFree(Listening listening) {
        var address = listening.address();
        if (!address.isUnresolved() && address.getPort() > 0 && !Ports.isFree(address)) {
            var holder =
                    Ports.holder(address.getPort())
                            .map(h -> "in use by pid %d (%s)".formatted(h.pid(), h.command()));
            throw new Refusal(
                    ExitCode.PORT_TAKEN,
                    "%s:%d is %s; stop that, or set %s"
                            .formatted(
                                    address.getHostString(),
                                    address.getPort(),
                                    holder.orElse("in use, or no address of this host"),
                                    listening.setting()));
        }
    }

    private static Refusal locked(DataFolder data, OptionalLong pid) {
        var who = pid.isPresent() ? "pid " + pid.getAsLong() : "another process";
        return new Refusal(
                ExitCode.FOLDER_LOCKED,
                "data folder %s is in use by %s; stop it, or set gateway.data to one of its own"
                        .formatted(data.root(), who));
    }
}
