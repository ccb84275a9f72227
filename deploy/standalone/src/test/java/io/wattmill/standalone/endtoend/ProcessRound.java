// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.LedgerVerification;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One round on a site of several processes: a replay through one gateway, one process that dies
 * under it or stands still for a while, and is started again where it was; then the site serves
 * through both gateways, and its books hold.
 */
final class ProcessRound {

    /** Who it is that something happens to. */
    enum Victim {
        GATEWAY,
        BILLING,
        ROUTER,
        AGENT,
        DATABASE,
        /** Any of the first four stands still. */
        PAUSED
    }

    private static final List<String> PROCESSES =
            List.of("gateway:g1", "billing", "router", "agent:node-1");
    private static final int MOST_ACKS = 40;

    private final Vertx vertx;
    private final DistributedSite site;
    private final Victim victim;
    private final Duration pause;
    private final Random chance;
    private final Path acks;

    ProcessRound(
            Vertx vertx,
            DistributedSite site,
            Victim victim,
            Duration pause,
            long seed,
            Path acks) {
        this.vertx = vertx;
        this.site = site;
        this.victim = victim;
        this.pause = pause;
        this.chance = new Random(seed);
        this.acks = acks;
    }

    /** What happened, in a line. */
    String run() throws Exception {
        var load = ReplayLoad.start(vertx, site.developer("g1"), acks, chance.nextLong());
        var due = chance.nextInt(1, MOST_ACKS);
        Await.until(() -> load.acks() >= due || load.isOver(), due + " responses", Patience.LIMIT);
        assertTrue(load.acks() >= due, "the load ran until the fault");
        var struck = strike();
        var report = victim == Victim.GATEWAY ? load.stop() : load.report();
        requireServing();
        return "%s after %d: %d completed, %d failed; %d acks on the ledger once"
                .formatted(
                        struck,
                        due,
                        report.requests().completed(),
                        report.requests().failed(),
                        requireHolds());
    }

    private String strike() throws Exception {
        return switch (victim) {
            case GATEWAY, BILLING, ROUTER, AGENT -> kill(PROCESSES.get(victim.ordinal()));
            case DATABASE -> killDatabase();
            case PAUSED -> pause(PROCESSES.get(chance.nextInt(PROCESSES.size())));
        };
    }

    private String kill(String process) throws Exception {
        site.process(process).kill();
        site.start(process).ready();
        return process.replace(':', ' ') + " killed";
    }

    private String killDatabase() {
        var server = site.postmaster();
        ProcessHandle.of(server).orElseThrow().destroyForcibly();
        Await.until(() -> site.postmaster() != server, "a new server", Patience.LIMIT);
        return "database killed";
    }

    private String pause(String process) throws Exception {
        signal(process, "STOP");
        // The pause is the fault, not a wait for something.
        Thread.sleep(pause);
        signal(process, "CONT");
        return "paused " + process.replace(':', ' ') + " for " + pause.toMillis() + " ms";
    }

    private void signal(String process, String name) throws Exception {
        var pid = Long.toString(site.process(process).pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    private void requireServing() {
        for (var gateway : List.of("g1", "g2")) {
            Patience.until(
                    () -> site.developer(gateway).chat(Api.MODEL, "are you there?", 4),
                    reply -> reply.statusCode() == 200,
                    "serving");
        }
    }

    private int requireHolds() throws Exception {
        var admin = site.admin("g2");
        var verdict =
                LedgerVerification.of(
                        admin.url(), admin.key(), AckFile.read(acks), Patience.LIMIT, _ -> {});
        assertTrue(verdict.holds(), () -> String.join("\n", verdict.lines()));
        return verdict.acks().ids().size();
    }
}
