// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import java.util.function.Function;

/** Gives an agent the context it belongs to. */
final class AgentVerticle extends VerticleBase {

    private final Function<Context, AgentNode> assembly;
    private Future<AgentNode> node = Future.failedFuture("not started");

    AgentVerticle(Function<Context, AgentNode> assembly) {
        this.assembly = assembly;
    }

    @Override
    public Future<?> start() {
        AgentNode assembled = assembly.apply(context);
        node = Future.succeededFuture(assembled);
        return assembled.start();
    }

    @Override
    public Future<?> stop() {
        return node.compose(AgentNode::stop);
    }
}
