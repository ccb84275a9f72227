// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.vertx;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void runsOnTheOwnerAndCompletesOnTheCaller() {
        Context owner = vertx.getOrCreateContext();
        Context caller = vertx.getOrCreateContext();
        Promise<Context> ranOn = Promise.promise();
        Promise<Context> completedOn = Promise.promise();
        caller.runOnContext(
                _ ->
                        Contexts.call(
                                        owner,
                                        () -> {
                                            ranOn.complete(Vertx.currentContext());
                                            return Future.succeededFuture("x");
                                        })
                                .onComplete(_ -> completedOn.complete(Vertx.currentContext())));
        assertSame(owner, Await.await(ranOn.future()));
        assertSame(caller, Await.await(completedOn.future()));
    }

    @Test
    void turnsAThrownExceptionIntoAFailure() {
        Future<String> call =
                Contexts.call(
                        vertx.getOrCreateContext(),
                        () -> {
                            throw new IllegalStateException("bug");
                        });
        assertThrows(IllegalStateException.class, () -> Await.await(call));
    }
}
