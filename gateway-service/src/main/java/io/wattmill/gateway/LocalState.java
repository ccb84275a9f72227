// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.gateway.hosted.HostedApis;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.JournalRecovery;
import io.wattmill.gateway.keys.PepperFile;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.io.IOException;

/** What the gateway has in files of its own host. */
@SuppressWarnings("ArrayRecordComponent") // a secret that is handed on, not compared
record LocalState(Journal journal, byte[] pepper, HostedApis hosted) {

    /** Opens it, off the event loops; {@code closers} end it. */
    static LocalState open(ServiceContext context, GatewayConfig config, Closers closers)
            throws IOException {
        byte[] pepper = PepperFile.readOrCreate(config.pepperFile());
        HostedApis hosted = HostedApis.open(config.hosted());
        closers.addNow("hosted APIs", () -> hosted.stop(context.vertx()));
        Journal journal =
                JournalRecovery.open(
                        config.journalFolder(),
                        config.journal(),
                        context.clock(),
                        context.metrics());
        closers.add("journal", () -> context.vertx().executeBlocking(() -> closed(journal)));
        return new LocalState(journal, pepper, hosted);
    }

    private static boolean closed(Journal journal) {
        journal.close();
        return true;
    }
}
