// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.vertx.Contexts;

/** What belongs to a context is only touched on it. */
public final class Owned {

    private Owned() {}

    /** Runs a task on its context, and returns when it is done. */
    public static void by(Context context, Runnable task) {
        Await.await(
                Contexts.call(
                        context,
                        () -> {
                            task.run();
                            return Future.<Void>succeededFuture();
                        }));
    }
}
