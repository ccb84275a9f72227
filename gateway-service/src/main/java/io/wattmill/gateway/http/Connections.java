// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpConnection;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.watch.Watched;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of one event loop. A connection without a request in hand is closed after a time
 * that is measured from its last whole request, not from its last byte: sending slowly does not
 * keep it open.
 */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final long LINGER_NANOS = 500_000_000L;

    private final Map<HttpConnection, Watch> open = new IdentityHashMap<>();
    private final int max;
    private final long headerNanos;
    private final long idleNanos;
    private final Watchdog watchdog;
    private final MeterRegistry metrics;

    Connections(
            int max,
            Duration headerTimeout,
            Duration idleTimeout,
            Watchdog watchdog,
            MeterRegistry metrics) {
        this.max = max;
        this.headerNanos = headerTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
        this.watchdog = watchdog;
        this.metrics = metrics;
    }

    private final class Watch implements Watched {
        private final HttpConnection connection;
        private long sinceNanos = watchdog.nanos();
        private long limitNanos = headerNanos;
        private int requests;
        private Optional<Reply> last = Optional.empty();

        Watch(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void check(long nowNanos) {
            if (requests == 0 && nowNanos - sinceNanos > limitNanos) {
                close(connection);
            }
        }
    }

    void opened(HttpConnection connection) {
        if (open.size() >= max) {
            Limits.hit(metrics, "http.max-connections");
            close(connection);
            return;
        }
        Watch watch = new Watch(connection);
        open.put(connection, watch);
        watchdog.add(watch);
        connection.closeHandler(_ -> closed(connection));
    }

    private void closed(HttpConnection connection) {
        Watch watch = open.remove(connection);
        if (watch != null) {
            watchdog.remove(watch);
        }
    }

    private static void close(HttpConnection connection) {
        connection
                .close()
                .onFailure(e -> LOG.atDebug().setCause(e).log("connection did not close"));
    }

    /** A whole request head came; false when the answer before it was the connection's last. */
    boolean requestBegan(HttpConnection connection, Reply reply) {
        Watch watch = open.get(connection);
        if (watch == null) {
            return true;
        }
        boolean welcome = watch.last.map(before -> !before.isClosing()).orElse(true);
        if (welcome) {
            watch.last = Optional.of(reply);
            watch.requests++;
            watch.limitNanos = idleNanos;
        }
        return welcome;
    }

    /**
     * A request was answered. A connection that must end is closed: at once when the request was
     * read to its end, else after a moment in which the caller can take the answer.
     */
    void requestEnded(HttpConnection connection, Reply reply) {
        Watch watch = open.get(connection);
        if (watch != null) {
            watch.requests--;
            watch.sinceNanos = watchdog.nanos();
            watch.limitNanos = reply.isClosing() ? LINGER_NANOS : idleNanos;
            if (reply.isClosing() && !reply.isCutShort()) {
                close(connection);
            }
        }
    }
}
