// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.RouterService;

import java.util.List;

/** `wattmill router`: placement for gateways, and the door of the agents. */
final class RouterProcess {
    private RouterProcess() {}

    static Composition compose(Ground ground, Configuration configuration) {
        var config = configuration.section("router", RouterConfig.class);
        var router = new RouterService(ground.context(), config);
        var endpoint = ground.endpoint();
        router.serveOn(endpoint);
        return new Composition(
                List.of(router, endpoint),
                () -> Future.succeededFuture(Facts.NONE.withGrpc(Addresses.of(endpoint))));
    }
}
