// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.kit.config.Setting;

/**
 * Where an engine publishes its KV events over ZeroMQ, on the host of its URL.
 *
 * @param port of the first data-parallel rank; each other has the next; 0 = nowhere
 * @param replayPort where the first rank tells again what was missed; 0 = nowhere
 */
public record KvEventsConfig(
        @Setting(
                        value = "0",
                        min = 0,
                        max = 65_535,
                        doc = "Port of its KV events (ZeroMQ); 0: it publishes none.")
                int port,
        @Setting(
                        value = "0",
                        min = 0,
                        max = 65_535,
                        doc = "Port of the replay of its KV events; 0: it replays none.")
                int replayPort,
        @Setting(
                        value = "1",
                        min = 1,
                        max = 64,
                        doc = "Data-parallel ranks, each with the next port.")
                int ranks) {

    /** It publishes none. */
    public static final KvEventsConfig NONE = new KvEventsConfig(0, 0, 1);
}
