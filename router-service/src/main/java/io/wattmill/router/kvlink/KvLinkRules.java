// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.router.kvevents.EventLimits;

import java.time.Duration;

/**
 * How engines' KV events are followed.
 *
 * @param events what is taken of each stream
 * @param maxStreams followed at once
 * @param queuedBatches of a stream that wait to be read; more are lost, and asked for again
 * @param handedOver changes on their way to the router's context, of all streams
 * @param replayTimeout for an engine to greet a connection, and between two batches of a replay
 * @param replayPause least time between two replays of a stream
 * @param reconnect first wait before another try; it doubles
 * @param reconnectMost longest wait before another try
 * @param heartbeat how often a silent connection is tried; after three it is cut
 */
public record KvLinkRules(
        EventLimits events,
        int maxStreams,
        int queuedBatches,
        int handedOver,
        Duration replayTimeout,
        Duration replayPause,
        Duration reconnect,
        Duration reconnectMost,
        Duration heartbeat) {}
