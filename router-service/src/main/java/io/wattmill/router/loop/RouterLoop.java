// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.vertx.Contexts;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Transition;
import io.wattmill.router.placement.Dispatcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Owns the {@link Dispatcher}: every call to it goes through here, from any context, and the answer
 * comes back on the caller's. After each call, node transitions go to the one who listens.
 */
public final class RouterLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RouterLoop.class);

    private final Context owner;
    private final Dispatcher dispatcher;
    private final Clock clock;
    private final Ticker ticker;
    private final Consumer<Transition> listener;

    public RouterLoop(
            Context owner,
            Dispatcher dispatcher,
            Clock clock,
            Ticker ticker,
            Consumer<Transition> listener) {
        this.owner = owner;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Asks the dispatcher; the future completes on the caller's context. */
    public <T> Future<T> call(BiFunction<Dispatcher, Moment, T> question) {
        return Contexts.call(owner, () -> Future.succeededFuture(run(question)));
    }

    /**
     * Runs on the owner's context, in the order in which one context posts. A failure is a bug: it
     * is logged.
     */
    public void post(Runnable action) {
        owner.runOnContext(
                _ -> {
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        LOG.atError().setCause(e).log("a router task failed");
                    }
                });
    }

    /** Asks the dispatcher from its own context. */
    public <T> T run(BiFunction<Dispatcher, Moment, T> question) {
        T answer = question.apply(dispatcher, new Moment(ticker.nanos(), clock.nowUs()));
        dispatcher.fleet().drainTransitions().forEach(this::tell);
        return answer;
    }

    /** Pays what a decision owes, after what this context does now: its reply goes first. */
    public void settleSoon() {
        post(dispatcher::settle);
    }

    private void tell(Transition transition) {
        LOG.atInfo()
                .addKeyValue("node", transition.nodeId())
                .addKeyValue("from", transition.from())
                .addKeyValue("to", transition.to().state())
                .addKeyValue("reason", transition.to().reason())
                .log("node changed state");
        listener.accept(transition);
    }

    /** The context that owns the state. */
    public Context owner() {
        return owner;
    }

    /** Monotonic nanoseconds, for measuring a decision. */
    public long nanos() {
        return ticker.nanos();
    }
}
