// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.router.fleet.KvEndpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads where an engine publishes its KV events. That must be on the host of its API: an agent
 * names no other host for the router to connect to.
 */
final class KvEndpoints {
    private static final int MOST_RANKS = 64;
    private static final int LAST_PORT = 65_535;

    private KvEndpoints() {}

    /** What is wrong with it, for a person; empty when nothing is. */
    static String problem(EngineInfo engine) {
        boolean good =
                isUsable(engine, engine.getKvEventsEndpoint())
                        && isUsable(engine, engine.getKvReplayEndpoint())
                        && engine.getKvEventsRanks() <= MOST_RANKS;
        return good
                ? ""
                : "engine "
                        + engine.getEngineId()
                        + " has no usable kv_events_endpoint: tcp://host:port is wanted, on the"
                        + " host of its url, for "
                        + MOST_RANKS
                        + " ranks at most";
    }

    private static boolean isUsable(EngineInfo engine, String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            URI uri = new URI(text);
            return "tcp".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getHost().equals(URI.create(engine.getUrl()).getHost())
                    && uri.getPort() > 0
                    && uri.getPort() + ranks(engine) - 1 <= LAST_PORT;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static int ranks(EngineInfo engine) {
        return Math.max(1, engine.getKvEventsRanks());
    }

    /** Of an engine that has no {@link #problem}. */
    static Optional<KvEndpoint> of(EngineInfo engine) {
        if (engine.getKvEventsEndpoint().isEmpty()) {
            return Optional.empty();
        }
        URI events = URI.create(engine.getKvEventsEndpoint());
        String replay = engine.getKvReplayEndpoint();
        OptionalInt replayPort =
                replay.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(URI.create(replay).getPort());
        return Optional.of(
                new KvEndpoint(events.getHost(), events.getPort(), replayPort, ranks(engine)));
    }
}
