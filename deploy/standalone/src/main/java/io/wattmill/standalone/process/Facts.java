// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a process that serves tells of itself.
 *
 * @param http where it serves HTTP
 * @param grpc host:port where it serves gRPC
 * @param keys the site's first keys, where this process keeps them
 * @param emulatedNodes nodes that agents may watch
 */
public record Facts(
        Optional<URI> http,
        Optional<String> grpc,
        Optional<Keys> keys,
        List<EmulatedNodeAddress> emulatedNodes) {

    /**
     * The first keys of a site.
     *
     * @param fresh whether this start made them
     */
    public record Keys(FirstKeys values, Path file, boolean fresh) {}

    static final Facts NONE =
            new Facts(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    Facts withHttp(URI address) {
        return new Facts(Optional.of(address), grpc, keys, emulatedNodes);
    }

    Facts withGrpc(String address) {
        return new Facts(http, Optional.of(address), keys, emulatedNodes);
    }

    Facts with(Optional<Keys> firstKeys) {
        return new Facts(http, grpc, firstKeys, emulatedNodes);
    }

    Facts with(List<EmulatedNodeAddress> nodes) {
        return new Facts(http, grpc, keys, nodes);
    }
}
