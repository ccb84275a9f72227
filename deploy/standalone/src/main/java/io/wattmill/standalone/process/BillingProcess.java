// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.kit.trust.SealConfig;

import java.util.List;

/** `wattmill billing`: the ledger for gateways, the meters for agents, and its HTTP port. */
final class BillingProcess {
    private BillingProcess() {}

    static Composition compose(Ground ground, Configuration configuration) {
        var billing =
                new BillingService(
                        ground.context(),
                        configuration.section("billing", BillingConfig.class),
                        configuration.section("seal", SealConfig.class).seal());
        var endpoint = ground.endpoint();
        billing.serveOn(endpoint);
        return new Composition(
                List.of(billing, endpoint),
                () ->
                        Future.succeededFuture(
                                Facts.NONE
                                        .withHttp(billing.httpAddress())
                                        .withGrpc(Addresses.of(endpoint))));
    }
}
