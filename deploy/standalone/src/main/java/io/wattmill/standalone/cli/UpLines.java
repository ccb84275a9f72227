// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.postgres.PostgresBinaries;
import io.wattmill.standalone.screen.Bearer;
import io.wattmill.standalone.screen.Places;
import io.wattmill.standalone.screen.UpScreen;
import io.wattmill.standalone.suite.Milestone;
import io.wattmill.standalone.suite.Serving;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Says what happens, as it happens, on standard output. */
final class UpLines {
    private final PrintWriter out;
    private final DataFolder data;
    private final Places places;
    private final UpScreen screen;

    UpLines(PrintWriter out, DataFolder data, String home) {
        this.out = out;
        this.data = data;
        this.places = new Places(home);
        this.screen = new UpScreen(places);
    }

    /** One milestone of the start; from any thread. */
    void reached(Milestone milestone) {
        switch (milestone) {
            case Milestone.DatabaseReady(var embedded) -> database(embedded);
            case Milestone.FleetReady fleet -> fleet(fleet);
            case Milestone.GatewayReady(var url) -> say(screen.gateway(url));
        }
    }

    /**
     * The suite serves: keys, what to paste next, and how long it took.
     *
     * @param keys the first keys, if their file is still there
     */
    void serving(Serving serving, Optional<FirstKeys> keys) {
        keys.ifPresentOrElse(
                known -> firstSteps(serving, known),
                () -> say(screen.lostKeys(data.keys().toString())));
        var started = ManagementFactory.getRuntimeMXBean().getStartTime();
        say(screen.ready(System.currentTimeMillis() - started));
    }

    private void firstSteps(Serving serving, FirstKeys keys) {
        var fresh = serving.freshKeys().isPresent();
        var file = data.keys().toString();
        say(
                fresh
                        ? screen.freshKeys(keys.admin(), keys.developer(), file)
                        : screen.knownKeys(file));
        screen.firstSteps(
                        serving.url(),
                        serving.model(),
                        bearer(fresh, "admin", keys.admin()),
                        bearer(fresh, "developer", keys.developer()))
                .forEach(this::say);
    }

    void stopping() {
        say(screen.draining());
    }

    void stopped() {
        say(screen.stopped());
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    private void database(boolean embedded) {
        say(
                embedded
                        ? screen.postgres(
                                PostgresBinaries.majorVersion(), data.postgres().toString())
                        : screen.externalPostgres());
    }

    private void fleet(Milestone.FleetReady fleet) {
        var emulator = fleet.emulator();
        if (fleet.emulatedNodes() > 0) {
            say(
                    screen.fleet(
                            fleet.emulatedNodes(),
                            emulator.gpusPerNode(),
                            emulator.gpu(),
                            emulator.model(),
                            fleet.looked()
                                    ? "no engine found on this host"
                                    : "no engine was looked for"));
        }
        if (!fleet.found().isEmpty()) {
            say(screen.localFleet(fleet.found().stream().map(UpLines::engine).toList()));
        }
        if (fleet.engines() > 0) {
            say(screen.realFleet(fleet.engines()));
        }
    }

    private static String engine(Milestone.LocalEngine found) {
        return "%s on :%d (%s)".formatted(found.kind(), found.port(), found.how());
    }

    private Bearer bearer(boolean fresh, String name, String key) {
        return fresh
                ? new Bearer.Key(key)
                : new Bearer.InFile(name, places.word(data.keys().toString()));
    }
}
