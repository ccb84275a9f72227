// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.wattmill.kit.grpc.RpcEndpoint;

/** Addresses as people and configuration files write them. */
final class Addresses {
    private Addresses() {}

    static String of(RpcEndpoint endpoint) {
        return endpoint.host() + ":" + endpoint.port();
    }
}
