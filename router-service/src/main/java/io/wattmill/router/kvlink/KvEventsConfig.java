// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.kvevents.EventLimits;

import java.time.Duration;

/** Settings of what engines tell of their caches: section {@code router.kv-events}. */
public record KvEventsConfig(
        @Setting(value = "true", doc = "listen to engines whose agents name their KV events")
                boolean enabled,
        @Setting(value = "512", min = 1, max = 65_536, doc = "streams followed at once")
                int maxStreams,
        @Setting(
                        value = "4194304",
                        min = 1,
                        max = 50_000_000,
                        doc =
                                "token blocks known of all engines together; one that two engines"
                                        + " hold counts twice")
                int indexBlocks,
        @Setting(
                        value = "1000000",
                        min = 1,
                        max = 50_000_000,
                        doc = "blocks known of one stream, all tiers together")
                int knownBlocks,
        @Setting(
                        value = "16",
                        min = 1,
                        max = 65_536,
                        doc = "blocks of fewer tokens are passed over: there would be too many")
                int leastBlockTokens,
        @Setting(
                        value = "16777216",
                        min = 1_024,
                        max = 1_073_741_824,
                        doc = "longest batch of events, bytes; a longer one cuts the connection")
                int batchBytes,
        @Setting(value = "16384", min = 1, max = 1_000_000, doc = "events of a batch that are read")
                int batchEvents,
        @Setting(value = "65536", min = 1, max = 1_000_000, doc = "blocks of an event")
                int eventBlocks,
        @Setting(value = "4194304", min = 1, max = 100_000_000, doc = "tokens of an event")
                int eventTokens,
        @Setting(
                        value = "10000",
                        min = 1,
                        max = 1_000_000,
                        doc = "batches of a stream that wait to be read; more are asked for again")
                int queuedBatches,
        @Setting(
                        value = "10000",
                        min = 1,
                        max = 1_000_000,
                        doc = "batches of a stream that wait for a replay to end")
                int heldBatches,
        @Setting(value = "67108864", min = 1_024, doc = "bytes of these") int heldBytes,
        @Setting(
                        value = "262144",
                        min = 1,
                        doc = "changes of all streams on their way to the router's context")
                int handedOver,
        @Setting(
                        value = "2s",
                        min = 1,
                        doc =
                                "longest wait for an engine's greeting, and between two batches of"
                                        + " a replay")
                Duration replayTimeout,
        @Setting(value = "100ms", min = 1, doc = "least time between two replays of a stream")
                Duration replayPause,
        @Setting(value = "100ms", min = 1, doc = "first wait before another connection; doubles")
                Duration reconnect,
        @Setting(value = "5s", min = 1, doc = "longest wait before another connection")
                Duration reconnectMost,
        @Setting(value = "1s", min = 1, doc = "a silent connection is tried so often; cut after 3")
                Duration heartbeat) {

    /** The same as rules. */
    public KvLinkRules rules() {
        EventLimits events =
                new EventLimits(
                        batchBytes,
                        batchEvents,
                        eventBlocks,
                        eventTokens,
                        leastBlockTokens,
                        knownBlocks,
                        heldBatches,
                        heldBytes);
        return new KvLinkRules(
                events,
                maxStreams,
                queuedBatches,
                handedOver,
                replayTimeout,
                replayPause,
                reconnect,
                reconnectMost,
                heartbeat);
    }
}
