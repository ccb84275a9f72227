// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FolderLock;
import io.wattmill.standalone.folder.Locking;
import io.wattmill.standalone.folder.ReadyFile;
import io.wattmill.standalone.host.Ports;
import io.wattmill.standalone.suite.SuiteInputs;
import io.wattmill.standalone.suite.SuiteSettings;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One run of `up`: refuse early and clearly, or hold the data folder and serve until asked to stop.
 */
final class Up {
    private final UpRequest request;
    private final PrintWriter out;

    Up(UpRequest request, PrintWriter out) {
        this.request = request;
        this.out = out;
    }

    /** Returns once everything has ended. */
    void run() throws Exception {
        var data = DataFolder.at(request.data(), request.env());
        var cache = DataFolder.cache(request.env());
        var inputs =
                new SuiteInputs(
                        data,
                        cache,
                        request.config(),
                        request.env(),
                        overrides(),
                        looksForEngines());
        var settings = inputs.settings();
        data.create();
        switch (FolderLock.acquire(data.lock(), ProcessHandle.current().pid())) {
            case Locking.HeldBy(var pid) -> throw locked(data, pid);
            case Locking.Locked(var lock) -> {
                try (lock) {
                    serve(inputs, settings);
                }
            }
        }
    }

    private void serve(SuiteInputs inputs, SuiteSettings settings) throws IOException {
        requireFree(settings.gateway().http().port());
        if (request.readyFile().isPresent()) {
            ReadyFile.clear(request.readyFile().get());
        }
        Logs.intoFolder(inputs.data().logs());
        var lines = new UpLines(out, inputs.data(), request.env().getOrDefault("HOME", ""));
        new UpSession(inputs, settings.suite().startTimeout(), lines)
                .untilAskedToStop(request.readyFile());
    }

    /** Who says how many nodes are emulated wants emulated ones. */
    private boolean looksForEngines() {
        return !request.emulated() && request.nodes().isEmpty();
    }

    private Map<String, String> overrides() {
        var overrides = new HashMap<String, String>();
        request.port()
                .ifPresent(port -> overrides.put("WATTMILL_GATEWAY_HTTP_PORT", port.toString()));
        request.nodes()
                .ifPresent(
                        nodes -> overrides.put("WATTMILL_TWIN_EMULATOR_NODES", nodes.toString()));
        return overrides;
    }

    static void requireFree(int port) {
        if (!Ports.isFree(port)) {
            var holder = Ports.holder(port).map(h -> "pid %d (%s)".formatted(h.pid(), h.command()));
            throw new Refusal(
                    ExitCode.PORT_TAKEN,
                    "port %d is in use by %s; stop it, or start with --port %d"
                            .formatted(port, holder.orElse("another user's process"), port + 1));
        }
    }

    private static Refusal locked(DataFolder data, OptionalLong pid) {
        var who = pid.isPresent() ? "pid " + pid.getAsLong() : "another process";
        return new Refusal(
                ExitCode.FOLDER_LOCKED,
                "data folder %s is in use by %s; stop it, or start with --data DIR"
                        .formatted(data.root(), who));
    }
}
