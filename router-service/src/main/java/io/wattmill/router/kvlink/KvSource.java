// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.KvEndpoint;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One stream of KV events: one cache of an engine.
 *
 * @param rank data-parallel rank, from 0; each has a cache and a stream of its own
 * @param events ZeroMQ address to subscribe to
 * @param replay ZeroMQ address to ask for what was missed, if the engine has one
 */
public record KvSource(EngineKey engine, int rank, String events, Optional<String> replay) {

    /** Those of an engine; none where its agent told of none. */
    static Stream<KvSource> of(EngineKey key, EngineDescription engine) {
        return engine.kvEvents().stream()
                .flatMap(
                        endpoint ->
                                IntStream.range(0, endpoint.ranks())
                                        .mapToObj(rank -> of(key, endpoint, rank)));
    }

    private static KvSource of(EngineKey key, KvEndpoint endpoint, int rank) {
        return new KvSource(key, rank, endpoint.events(rank), endpoint.replay(rank));
    }
}
