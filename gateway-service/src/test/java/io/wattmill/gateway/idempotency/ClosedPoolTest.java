// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An answer whose claim cannot be ended comes to its end all the same. */
class ClosedPoolTest {

    private static final String REQUEST = new UUID(0x0000_0000_0000_7000L, 1L << 63).toString();

    @Test
    void doesNotKeepAnAnswerWaiting() {
        Vertx vertx = Vertx.vertx();
        ServiceContext context = ServiceContext.of(vertx);
        Pool pool = Await.await(Database.open(vertx, TestPostgres.fresh(), "gateway"));
        Idempotency idempotency =
                new Idempotency(
                        vertx,
                        Configuration.defaults(IdempotencyConfig.class),
                        pool,
                        "gateway",
                        context.ticker(),
                        context.metrics());
        Asked asked =
                new Asked(
                        "key", "demo", REQUEST, "k", "chat", "{}".getBytes(StandardCharsets.UTF_8));
        Standing standing = Await.await(idempotency.claim(asked));
        Tape tape = assertInstanceOf(Standing.First.class, standing).tape();
        Await.await(pool.close());
        Await.await(tape.complete("application/json", Buffer.buffer("{}")));
        Await.await(tape.failed());
        Await.await(vertx.close());
    }

    @Test
    void norDoesAStatementThatThrows() {
        Vertx vertx = Vertx.vertx();
        ServiceContext context = ServiceContext.of(vertx);
        IdempotencyConfig config = Configuration.defaults(IdempotencyConfig.class);
        Pool pool = Await.await(Database.open(vertx, TestPostgres.fresh(), "gateway"));
        ClaimKeeper keeper =
                new ClaimKeeper(
                        vertx,
                        config,
                        new PostgresClaims(pool, config, "gateway", new UUID(0, 0)),
                        context.ticker(),
                        context.metrics());
        Asked asked = new Asked("key", "demo", REQUEST, "k", "chat", new byte[0]);
        Await.await(
                keeper.end(
                        asked.claim(),
                        () -> {
                            throw new IllegalStateException("closed");
                        },
                        () -> {}));
        Await.await(vertx.close());
    }
}
