// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where an engine publishes its KV events over ZeroMQ.
 *
 * @param eventsPort of the first data-parallel rank; each other has the next
 * @param replayPort where the first rank tells again what was missed; empty when nowhere
 * @param ranks at least 1
 */
public record KvEndpoint(String host, int eventsPort, OptionalInt replayPort, int ranks) {

    /** Address of a rank's events. */
    public String events(int rank) {
        return address(eventsPort + rank);
    }

    /** Address of a rank's replays. */
    public Optional<String> replay(int rank) {
        return replayPort.isEmpty()
                ? Optional.empty()
                : Optional.of(address(replayPort.getAsInt() + rank));
    }

    private String address(int port) {
        return "tcp://" + host + ":" + port;
    }
}
