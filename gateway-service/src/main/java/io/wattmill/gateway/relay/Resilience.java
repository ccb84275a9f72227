// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.kit.bootstrap.ServiceContext;

/**
 * What all loops know of engines that fail.
 *
 * @param breakers which engines are left alone
 * @param retries how many further calls there may be
 */
public record Resilience(Breakers breakers, Retries retries) {

    /** Nothing is known yet; {@code observer} tells the router what will be. */
    public static Resilience of(RelayConfig config, Observer observer, ServiceContext context) {
        return new Resilience(
                new Breakers(
                        config.breaker(),
                        context.clock(),
                        context.ticker(),
                        observer,
                        context.metrics()),
                new Retries(config.retries(), context.ticker(), context.metrics()));
    }
}
