// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.gateway.idempotency.Idempotency;
import io.wattmill.gateway.keys.KeyRing;
import io.wattmill.gateway.responses.ResponseStore;
import io.wattmill.kit.bootstrap.ServiceContext;

/** What the gateway has in PostgreSQL: who may call, answers to give again, responses. */
record Stores(KeyRing keys, Idempotency idempotency, ResponseStore responses) {

    /** Nothing is read before {@link #start}; {@code closers} end it, and the pool. */
    static Stores of(
            ServiceContext context,
            GatewayConfig config,
            Pool pool,
            LocalState local,
            Closers closers) {
        closers.add("database", pool::close);
        ResponseStore responses =
                new ResponseStore(context.vertx(), config.responses(), pool, context.metrics());
        closers.add("responses", responses::stop);
        KeyRing keys = keys(context, config, pool, local.pepper());
        closers.add("keys", keys::stop);
        Idempotency idempotency =
                new Idempotency(
                        context.vertx(),
                        config.idempotency(),
                        pool,
                        local.journal().gatewayId(),
                        context.ticker(),
                        context.metrics());
        closers.add("idempotency", idempotency::stop);
        return new Stores(keys, idempotency, responses);
    }

    private static KeyRing keys(
            ServiceContext context, GatewayConfig config, Pool pool, byte[] pepper) {
        return new KeyRing(
                context.vertx(),
                config.identity(),
                pool,
                pepper,
                context.clock(),
                context.ticker(),
                context.metrics(),
                context.bus());
    }

    /** Completes when requests can be told whose they are. */
    Future<Void> start() {
        responses.start();
        return keys.start().compose(_ -> idempotency.start());
    }
}
